"""Remote Desktop licence servers, and the single-use codes that are used on them."""

from __future__ import annotations

from handlers.servers import clearing, listing, recording, used_codes, using

MENU = (*listing.MENU, *recording.MENU, *clearing.MENU, *using.MENU, *used_codes.MENU)
