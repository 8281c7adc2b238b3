"""Software: its product keys, its downloads, and their clocks."""

from __future__ import annotations

from handlers.keys import adding, custody, downloading, getting, listing, mine

MENU = (*listing.MENU, *getting.MENU, *downloading.MENU, *mine.MENU, *adding.MENU, *custody.MENU)
