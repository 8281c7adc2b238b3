"""Operators: who may look at an organisation, and who may act for it."""

from __future__ import annotations

from handlers.operators import appointing, changing, listing, removing

MENU = (*appointing.MENU, *changing.MENU, *removing.MENU, *listing.MENU)
