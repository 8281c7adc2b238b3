"""What the health check looks at: the queues, the audit and the clock of this process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from jobs.crew import Crew
from store import audit, mails, outbox
from store.database import Database


class Watch:
    """`crew` is None where another process does the jobs."""

    def __init__(
        self, database: Database, crew: Crew | None, now: Callable[[], datetime], *, sealing: bool, mailing: bool
    ) -> None:
        self._database = database
        self._crew = crew
        self._now = now
        self._sealing = sealing
        self._mailing = mailing

    def late(self) -> list[str]:
        """Ticks of the clock that did not come to their end, workers that died."""
        if self._crew is None:
            return []
        dead = [] if self._crew.alive else ["jobs: a worker has died"]
        return [*dead, *(f"clock: {pulse.name} is late" for pulse in self._crew.health() if pulse.late)]

    def waiting_since(self) -> dict[str, datetime | None]:
        """Since when the oldest row of each queue waits."""
        with self._database.reading() as db:
            waiting = {"outbox": outbox.waiting_since(db, self._now())}
            if self._mailing:
                waiting["mails"] = mails.waiting_since(db, self._now())
            if self._sealing:
                waiting["audit"] = audit.waiting(db)[1]
        return waiting

    def unsent_since(self) -> datetime | None:
        """Since when the oldest mail has not gone out, tried or not."""
        with self._database.reading() as db:
            unsent = mails.unsent(db)
        return unsent.since if unsent else None
