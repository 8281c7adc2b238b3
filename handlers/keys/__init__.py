"""Software: its product keys, its downloads, and their clocks."""

from __future__ import annotations

from handlers.keys import adding, custody, getting, listing

MENU = (*listing.MENU, *getting.MENU, *adding.MENU, *custody.MENU)
