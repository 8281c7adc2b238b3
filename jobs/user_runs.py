"""Applies confirmed files of users: claimed, some hundred rows a transaction, each row once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from handlers.wholesale import applying
from jobs.crashpoint import Point, crashpoint
from store import audit, sweeps_user_runs
from store.database import Database
from store.sweeps_user_runs import Claim

_BATCH: Final = 1000
_CLAIMED_FOR: Final = timedelta(seconds=60)
_AGAIN_AFTER: Final = timedelta(seconds=30)


class UserRuns:
    """The queue of files of users, for a `Worker`."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def take(self) -> Claim | None:
        now = self._clock()
        with self._database.reading() as db:
            if not sweeps_user_runs.any_due(db, now):
                return None
        with self._database.transaction() as db:
            return sweeps_user_runs.claim(db, now, now + _CLAIMED_FOR)

    def act(self, task: Claim) -> None:
        """Until its last row; a worker that died is followed by another one at the row where it stood."""
        held: Claim | None = task
        while held is not None:
            held = self._step(held)
            crashpoint(Point.USERS_COMMITTED)

    def failed(self, task: Claim, error: Exception) -> None:  # noqa: ARG002 - the worker has logged it
        """The rows that are settled stay so; the others are tried again."""
        with self._database.transaction() as db:
            sweeps_user_runs.release(db, task, self._clock() + _AGAIN_AFTER)

    def _step(self, claim: Claim) -> Claim | None:
        """Some rows; None once there are no more, or somebody else has the claim."""
        now = self._clock()
        with self._database.transaction() as db:
            lines = sweeps_user_runs.todo(db, claim, _BATCH)
            held = sweeps_user_runs.hold(db, claim, len(lines), now + _CLAIMED_FOR)
            if held is None:
                return None
            if not lines:
                self._finish(db, held, now)
                return None
            sweeps_user_runs.settle(db, held, applying.apply(db, held.run.organisation, lines, now))
            crashpoint(Point.USERS_APPLIED)
        return held

    def _finish(self, db: Connection, claim: Claim, now: datetime) -> None:
        sweeps_user_runs.done(db, claim, now)
        run = claim.run
        entry = audit.Entry(
            at=now,
            organisation=run.organisation,
            person=run.person,
            actor=run.asker,
            origin=f"file:{run.name}"[:120],
            command="users.apply",
            subject=run.customer,
            outcome="done",
            detail=json.dumps({"rows": run.rows, "removals": run.removals, "file": run.digest}),
        )
        audit.record(db, uuid4(), entry)
