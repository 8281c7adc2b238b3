"""How e-mail addresses are compared."""

from __future__ import annotations

from unicodedata import normalize


def lowered(address: str) -> str:
    """In lower case and composed letters. `ß` is not `ss`: those are the mailboxes of two people."""
    return normalize("NFC", address.lower())
