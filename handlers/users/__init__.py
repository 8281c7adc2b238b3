"""Users of a customer: listed, added, changed, and the services that they hold."""

from __future__ import annotations

from handlers.users import adding, cards, downloads, editing, listing, seats, statuses

MENU = (*adding.MENU, *cards.MENU, *editing.MENU, *statuses.MENU, *seats.MENU, *listing.MENU, *downloads.MENU)
