"""Seals the audit's new rows into its chain, and remembers the chain's end of each day."""

from __future__ import annotations

from datetime import UTC

from jobs.shift import Shift
from store import audit


def seal(shift: Shift, key: bytes) -> int:
    """Seal all there is, a few hundred rows a transaction; how many."""
    total = 0
    while _any(shift) and (count := _page(shift, key)):
        total += count
    return total


def _any(shift: Shift) -> bool:
    with shift.database.reading() as db:
        return audit.waiting(db)[0] > 0


def _page(shift: Shift, key: bytes) -> int:
    with shift.transaction() as db:
        count = audit.seal(db, key)
        audit.keep_head(db, shift.clock().astimezone(UTC).date())
    return count
