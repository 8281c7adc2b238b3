"""Plans and applies files of users: claimed, some thousand rows a transaction, each row once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast
from uuid import uuid4

from sqlalchemy import Connection

from handlers.context import Defaults
from handlers.importing.problems import BadFile
from handlers.wholesale import applying, planning, run_files, troubles
from jobs import run_news
from jobs.crashpoint import Point, crashpoint
from store import audit, sweeps_user_runs, user_runs
from store.database import Database
from store.sweeps_user_runs import Claim, Whole
from store.user_runs import Line, Run
from store.values import Scope
from store.values.webex import RunState

_BATCH: Final = 1000
_CLAIMED_FOR: Final = timedelta(seconds=60)
_AGAIN_AFTER: Final = timedelta(seconds=30)
MOST_TRIES: Final = 10
"""How often a file is begun in vain, five minutes in all, before its sender is told and decides."""


class Lost(Exception):
    """Somebody else has the claim by now: whatever is done here counts no more."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A plan that is being made, and what its rows come to so far."""

    claim: Claim
    rows: int = 0
    settled: int = 0
    removals: int = 0

    def with_more(self, claim: Claim, lines: list[Line]) -> _Draft:
        settled = self.settled + sum(line.settled for line in lines)
        removals = self.removals + sum(line.action in planning.DELETES for line in lines)
        return _Draft(claim, self.rows + len(lines), settled, removals)


class NotWhole(Exception):
    """Not all bytes of a file are there: two tries bring it at once."""


class UserRuns:
    """The queue of files of users, for a `Worker`."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        defaults: Defaults | None = None,
        *,
        batch: int = _BATCH,
    ) -> None:
        """`batch`: how many rows are applied in a transaction."""
        self._database = database
        self._batch = batch
        self._clock = clock
        self._defaults = defaults or Defaults()

    def take(self) -> Claim | None:
        now = self._clock()
        with self._database.reading() as db:
            if not sweeps_user_runs.any_due(db, now):
                return None
        with self._database.transaction() as db:
            return sweeps_user_runs.claim(db, now, now + _CLAIMED_FOR)

    def act(self, task: Claim) -> None:
        """Until its last row; a worker that died is followed by another one, at the row where it applied them."""
        try:
            if task.tries > MOST_TRIES:
                self._leave(task)
                return
            if task.run.state is RunState.PLANNING:
                self._plan(task)
                return
            held: Claim | None = task
            while held is not None:
                held = self._step(held)
                crashpoint(Point.USERS_COMMITTED)
        except Lost:
            return

    def failed(self, task: Claim, error: Exception) -> None:  # noqa: ARG002 - the worker has logged it
        """The rows that are settled stay so; the others are tried again, in the end by a press."""
        self._leave(task)

    def _leave(self, task: Claim) -> None:
        """For a while, or until somebody has it tried once more: also what has killed its workers again and again."""
        now = self._clock()
        with self._database.transaction() as db:
            if sweeps_user_runs.hold_up(db, task, MOST_TRIES):
                run_news.tell(db, task, RunState.HELD_UP, now)
            else:
                sweeps_user_runs.release(db, task, now + _AGAIN_AFTER)

    def _plan(self, claim: Claim) -> None:
        """A plan counts once its last row is there; one that was cut off is begun anew."""
        run, further = claim.run, self._defaults.user_columns
        draft = self._begun(claim)
        try:
            with self._file(run) as file:
                country = planning.country_of(self._database, run)
                for lines in planning.lines(self._database, run, file, further, country):
                    draft = self._begun(draft.claim) if lines is None else self._kept(draft, lines)
                unread = planning.unread(file, further)
        except BadFile as bad:
            self._refuse(draft.claim, bad)
            return
        self._planned(draft, unread)

    def _begun(self, claim: Claim) -> _Draft:
        with self._database.transaction() as db:
            held = self._held(db, claim)
            sweeps_user_runs.begin(db, held)
        return _Draft(held)

    def _kept(self, draft: _Draft, lines: list[Line]) -> _Draft:
        with self._database.transaction() as db:
            held = self._held(db, draft.claim)
            sweeps_user_runs.put_lines(db, held, lines)
        return draft.with_more(held, lines)

    def _planned(self, draft: _Draft, unread: str) -> None:
        now = self._clock()
        with self._database.transaction() as db:
            claim = self._held(db, draft.claim)
            whole = Whole(draft.rows, draft.settled, draft.removals, unread)
            sweeps_user_runs.planned(db, claim, now, whole)
            run_news.tell(db, claim, RunState.PLANNED, now)

    def _refuse(self, claim: Claim, bad: BadFile) -> None:
        now = self._clock()
        with self._database.transaction() as db:
            held = self._held(db, claim)
            sweeps_user_runs.refuse(db, held, troubles.kept(bad), now)
            run_news.tell(db, held, RunState.REFUSED, now)

    @contextmanager
    def _file(self, run: Run) -> Iterator[BinaryIO]:
        """What was sent, on this machine's disk, where it has no name: nothing of it outlives this process.

        Raises `NotWhole` where some pieces are still to come.
        """
        with TemporaryFile() as spool:
            number = 0
            while (piece := self._piece(run, number)) is not None:
                spool.write(piece)
                number += 1
            if spool.tell() != run.size:
                raise NotWhole
            yield cast("BinaryIO", spool)

    def _piece(self, run: Run, number: int) -> bytes | None:
        with self._database.reading() as db:
            return user_runs.piece(db, Scope(run.organisation), run.id, number)

    def _held(self, db: Connection, claim: Claim, settled: int = 0) -> Claim:
        """The claim, prolonged. Raises `Lost`."""
        held = sweeps_user_runs.hold(db, claim, settled, self._clock() + _CLAIMED_FOR)
        if held is None:
            raise Lost
        return held

    def _step(self, claim: Claim) -> Claim | None:
        """Some rows; None once there are no more. Raises `Lost`."""
        now = self._clock()
        with self._database.transaction() as db:
            lines = sweeps_user_runs.todo(db, claim, self._batch)
            held = self._held(db, claim, len(lines))
            if not lines:
                self._finish(db, held, now)
                return None
            sweeps_user_runs.settle(db, held, applying.apply(db, held.run.organisation, lines, now))
            held = run_news.progress(db, held, len(lines), now)
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
        run_files.bring(db, run, now)
        run_news.tell(db, claim, RunState.DONE, now)
