"""Which of several processes runs the clock.

No two clocks are compared: a holder is gone once its beat has not changed for long enough by the waiting one's watch.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from store import lease
from store.database import Database
from store.lease import Held, Stale

_LASTS: Final = timedelta(seconds=15)


class Lease:
    """`beat` it a few times within `lasts`; have every transaction that needs it `guard`ed."""

    def __init__(
        self,
        database: Database,
        holder: str,
        clock: Callable[[], datetime],
        *,
        name: str = "clock",
        lasts: timedelta = _LASTS,
    ) -> None:
        self._database = database
        self._holder = holder
        self._clock = clock
        self._name = name
        self._lasts = lasts
        self._fence: int | None = None
        self._seen: Held | None = None
        self._seen_at = clock()

    @property
    def ours(self) -> bool:
        """As of the last beat; the truth is in the tables, and `guard` asks there."""
        return self._fence is not None

    def beat(self) -> bool:
        """Keep the lease, or take it if its holder is gone; whether it is ours."""
        with self._database.transaction() as db:
            self._fence = self._kept(db) or self._taken(db)
        return self.ours

    def guard(self, db: Connection) -> None:
        """`Stale` unless the lease is ours, and stays ours until this transaction ends."""
        if self._fence is None:
            raise Stale(self._name)
        lease.guard(db, self._name, self._fence)

    def release(self) -> bool:
        """Leave it to another process at once; whether it was ours."""
        fence, self._fence = self._fence, None
        if fence is not None:
            with self._database.transaction() as db:
                lease.release(db, self._name, self._holder, fence)
        return fence is not None

    def _kept(self, db: Connection) -> int | None:
        if self._fence is None:
            return None
        return self._fence if lease.beat(db, self._name, self._holder, self._fence, self._clock()) else None

    def _taken(self, db: Connection) -> int | None:
        held = lease.read(db, self._name)
        if held is not None and held.holder and self._is_alive(held):
            return None
        return lease.take(db, self._name, self._holder, held, self._clock())

    def _is_alive(self, held: Held) -> bool:
        """Anew from when our own watch was put back."""
        now = self._clock()
        if held != self._seen or now < self._seen_at:
            self._seen, self._seen_at = held, now
        return now - self._seen_at < self._lasts
