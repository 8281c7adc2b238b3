"""Files of users that are to be applied, anybody's, for jobs alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select, update

from store.database import wake
from store.user_runs import QUEUE, RUN, Line, Run
from store.values.webex import RunState
from store.wholesale import user_run_rows as lines
from store.wholesale import user_runs as runs


@dataclass(frozen=True, slots=True)
class Claim:
    """A run in one worker's hands until a moment, which proves the claim."""

    run: Run
    until: datetime


_moment = runs.c.planned_at.type
_due: Final = (
    runs.c.state == RunState.RUNNING,
    or_(runs.c.claimed_until.is_(None), runs.c.claimed_until <= bindparam("now", type_=_moment)),
)
_NEXT: Final = RUN.where(*_due).order_by(runs.c.confirmed_at).limit(1)
_LOCKED: Final = _NEXT.with_for_update(of=runs, skip_locked=True)
_ANY: Final = select(runs.c.id).where(*_due).limit(1)
_HELD: Final = (
    update(runs)
    .where(
        runs.c.id == bindparam("run"),
        runs.c.state == RunState.RUNNING,
        runs.c.claimed_until == bindparam("mine", type_=_moment),
    )
    .values(settled=runs.c.settled + bindparam("more"), claimed_until=bindparam("until", type_=_moment))
)
_DONE: Final = update(runs).where(runs.c.id == bindparam("run")).values(state=RunState.DONE, done_at=bindparam("now"))
_CLAIM: Final = (
    update(runs).where(runs.c.id == bindparam("run")).values(claimed_until=bindparam("until", type_=_moment))
)
_TODO: Final = (
    select(*lines.c)
    .where(lines.c.run_id == bindparam("run"), lines.c.settled.is_(False))
    .order_by(lines.c.row)
    .limit(bindparam("most"))
)
_SETTLE: Final = (
    update(lines)
    .where(lines.c.run_id == bindparam("run"), lines.c.row == bindparam("at"), lines.c.settled.is_(False))
    .values(settled=True, outcome=bindparam("became"))
)


def any_due(db: Connection, now: datetime) -> bool:
    return db.execute(_ANY, {"now": now}).first() is not None


def claim(db: Connection, now: datetime, until: datetime) -> Claim | None:
    """The run that waits longest, or whose worker died."""
    row = db.execute(_LOCKED, {"now": now}).first()
    if row is None:
        return None
    db.execute(_CLAIM, {"run": row[0], "until": until})
    return Claim(Run(*row), until)


def hold(db: Connection, claim: Claim, settled: int, until: datetime) -> Claim | None:
    """The claim, prolonged, with so many more rows settled; None when it is somebody else's by now."""
    values = {"run": claim.run.id, "mine": claim.until, "more": settled, "until": until}
    if db.execute(_HELD, values).rowcount != 1:
        return None
    return Claim(replace(claim.run, settled=claim.run.settled + settled), until)


def todo(db: Connection, claim: Claim, most: int) -> list[Line]:
    """The next rows that nothing was done for."""
    return [Line(*row) for row in db.execute(_TODO, {"run": claim.run.id, "most": most})]


def settle(db: Connection, claim: Claim, outcomes: Sequence[tuple[int, str]]) -> None:
    """What became of these rows."""
    if outcomes:
        db.execute(_SETTLE, [{"run": claim.run.id, "at": row, "became": said} for row, said in outcomes])


def release(db: Connection, claim: Claim, until: datetime) -> None:
    """Let somebody try again from that moment on."""
    db.execute(_CLAIM, {"run": claim.run.id, "until": until})
    wake(db, QUEUE)


def done(db: Connection, claim: Claim, now: datetime) -> None:
    db.execute(_DONE, {"run": claim.run.id, "now": now})
