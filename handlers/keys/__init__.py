"""Software: its product keys, its downloads, and their clocks."""

from __future__ import annotations

from handlers.keys import adding, custody, downloading, getting, listing

MENU = (*listing.MENU, *getting.MENU, *downloading.MENU, *adding.MENU, *custody.MENU)
