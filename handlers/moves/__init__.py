"""Moves away from a volume licence: the KMS clock, the new key, and how far a customer is."""

from __future__ import annotations

from handlers.moves import listing, powershell, recording

MENU = (*listing.MENU, *recording.MENU, *powershell.MENU)
