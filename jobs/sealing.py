"""Seals the audit's new rows into its chain, and remembers the chain's end of each day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection

from store import audit
from store.database import Database


class Sealer:
    """`run` it often, under the lease: `guard` fails where another process has become the sealer."""

    def __init__(
        self, database: Database, key: bytes, clock: Callable[[], datetime], guard: Callable[[Connection], None]
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._guard = guard

    def run(self) -> int:
        """Seal all there is, a few hundred rows a transaction; how many."""
        total = 0
        while self._any() and (count := self._page()):
            total += count
        return total

    def _any(self) -> bool:
        with self._database.reading() as db:
            return audit.waiting(db)[0] > 0

    def _page(self) -> int:
        with self._database.transaction() as db:
            self._guard(db)
            count = audit.seal(db, self._key)
            audit.keep_head(db, self._clock().astimezone(UTC).date())
        return count
