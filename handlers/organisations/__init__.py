"""Organisations: the pages of those below one's own, one's card, adding, changing and activating one."""

from __future__ import annotations

from handlers.organisations import adding, card, editing, inviting, listing

MENU = (*listing.MENU, *card.MENU, *adding.MENU, *editing.MENU, *inviting.MENU)
