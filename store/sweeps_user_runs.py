"""Files of users that are to be planned or applied, anybody's, for jobs alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, case, delete, func, or_, select, update

from store import user_runs
from store.bulk import put
from store.database import wake
from store.user_runs import QUEUE, RUN, Line, Run
from store.values import Scope
from store.values.webex import RunState
from store.wholesale import user_run_pieces as pieces
from store.wholesale import user_run_rows as lines
from store.wholesale import user_runs as runs


@dataclass(frozen=True, slots=True)
class Claim:
    """A run in one worker's hands. `attempt` counts the claims, this one included, and proves it.

    `tries`: how often somebody has begun with it since it got on last, this time included.
    """

    run: Run
    attempt: int
    tries: int = 1


_moment = runs.c.planned_at.type
_OPEN: Final = (RunState.PLANNING, RunState.RUNNING)
_due: Final = (
    runs.c.state.in_(_OPEN),
    or_(runs.c.claimed_until.is_(None), runs.c.claimed_until <= bindparam("now", type_=_moment)),
)
_since: Final = func.coalesce(runs.c.confirmed_at, runs.c.planned_at)
_NEXT: Final = RUN.add_columns(runs.c.attempts + 1, runs.c.tries + 1).where(*_due).order_by(_since).limit(1)
_LOCKED: Final = _NEXT.with_for_update(of=runs, skip_locked=True)
_ANY: Final = select(runs.c.id).where(*_due).limit(1)
_ENDS: Final = update(runs).where(runs.c.id == bindparam("run"))
_MINE: Final = _ENDS.where(runs.c.state.in_(_OPEN), runs.c.attempts == bindparam("attempt"))
_HELD: Final = _MINE.values(
    settled=runs.c.settled + bindparam("more"),
    claimed_until=bindparam("until", type_=_moment),
    tries=case((bindparam("more") > 0, 0), else_=runs.c.tries),
)
_DONE: Final = _ENDS.values(state=RunState.DONE, done_at=bindparam("now"))
_PLANNED: Final = _ENDS.values(
    state=RunState.PLANNED,
    rows=bindparam("all"),
    settled=bindparam("idle"),
    removals=bindparam("gone"),
    unread=bindparam("besides"),
    planned_at=bindparam("now"),
    claimed_until=None,
)
_REFUSED: Final = _ENDS.values(state=RunState.REFUSED, trouble=bindparam("why"), done_at=bindparam("now"))
_CLAIM: Final = _ENDS.values(
    claimed_until=bindparam("until", type_=_moment), attempts=runs.c.attempts + 1, tries=runs.c.tries + 1
)
_RELEASE: Final = _MINE.values(claimed_until=bindparam("until", type_=_moment))
_HOLD_UP: Final = _MINE.where(runs.c.tries >= bindparam("most")).values(state=RunState.HELD_UP, claimed_until=None)
_OVER: Final = RUN.where(
    runs.c.state == RunState.DONE, runs.c.tally.is_(None), runs.c.done_at < bindparam("before", type_=_moment)
)
_IDLE: Final = RUN.where(
    runs.c.number.is_(None),
    runs.c.state != RunState.PLANNING,
    runs.c.planned_at < bindparam("before", type_=_moment),
)
_OLD: Final = [one.limit(1).with_for_update(of=runs, skip_locked=True) for one in (_OVER, _IDLE)]
_TODO: Final = (
    select(*lines.c)
    .where(lines.c.run_id == bindparam("run"), lines.c.settled.is_(False))
    .order_by(lines.c.turn, lines.c.row)
    .limit(bindparam("most"))
)
_REST: Final = (
    select(*lines.c)
    .where(
        lines.c.run_id == bindparam("run"),
        lines.c.settled.is_(False),
        lines.c.turn == bindparam("turn"),
        lines.c.row > bindparam("after"),
    )
    .order_by(lines.c.row)
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
    *run, attempt, tries = row
    db.execute(_CLAIM, {"run": row[0], "until": until})
    return Claim(Run(*run), attempt, tries)


def hold(db: Connection, claim: Claim, settled: int, until: datetime) -> Claim | None:
    """The claim, prolonged, with so many more rows settled; None when it is somebody else's by now."""
    values = {"run": claim.run.id, "attempt": claim.attempt, "more": settled, "until": until}
    if db.execute(_HELD, values).rowcount != 1:
        return None
    return replace(claim, run=replace(claim.run, settled=claim.run.settled + settled))


def begin(db: Connection, claim: Claim) -> None:
    """Nothing is planned yet: what a worker that died has left goes."""
    db.execute(delete(lines).where(lines.c.run_id == claim.run.id))


def put_lines(db: Connection, claim: Claim, rows: Sequence[Line]) -> None:
    """More rows of the plan."""
    if rows and rows[0].run_id == claim.run.id:
        put(db, lines, Line._fields, rows)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a plan comes to; `unread` (JSON) are the columns that say nothing to us."""

    rows: int
    settled: int
    removals: int
    unread: str


def planned(db: Connection, claim: Claim, now: datetime, plan: Whole) -> None:
    """The plan is whole: it can be confirmed."""
    values = {"all": plan.rows, "idle": plan.settled, "gone": plan.removals, "besides": plan.unread, "now": now}
    db.execute(_PLANNED, values | {"run": claim.run.id})


def refuse(db: Connection, claim: Claim, trouble: str, now: datetime) -> None:
    """It can't be planned, for the reason that is kept (JSON)."""
    begin(db, claim)
    db.execute(_REFUSED, {"run": claim.run.id, "why": trouble, "now": now})


def told(db: Connection, claim: Claim, moment: datetime) -> None:
    """When its message is changed next."""
    db.execute(update(runs).where(runs.c.id == claim.run.id).values(told_at=moment))


def forget_files(db: Connection, before: datetime) -> int:
    """The bytes of files that nobody needs any more, or that nobody went on with since then; how many."""
    past = runs.c.number.is_not(None) | runs.c.state.in_([RunState.WITHDRAWN, RunState.REFUSED])
    idle = select(runs.c.id).where(or_(past, (runs.c.planned_at < before) & (runs.c.state != RunState.PLANNING)))
    return db.execute(delete(pieces).where(pieces.c.run_id.in_(idle))).rowcount


def forget_next(db: Connection, before: datetime) -> int | None:
    """The rows of a file that was applied before then, what they came to is kept; or one that never was, whole.

    How many rows went; None when there is no such file.
    """
    found = next((row for one in _OLD if (row := db.execute(one, {"before": before}).first())), None)
    if found is None:
        return None
    run = Run(*found)
    if run.number:
        counted = user_runs.counts(db, Scope(run.organisation), run)
        db.execute(update(runs).where(runs.c.id == run.id).values(tally=json.dumps(counted)))
        return db.execute(delete(lines).where(lines.c.run_id == run.id)).rowcount
    gone = [db.execute(delete(one).where(one.c.run_id == run.id)).rowcount for one in (lines, pieces)]
    db.execute(delete(runs).where(runs.c.id == run.id))
    return sum(gone) + 1


def todo(db: Connection, claim: Claim, most: int) -> list[Line]:
    """The next rows that nothing was done for, with all of the last one's turn."""
    found = [Line(*row) for row in db.execute(_TODO, {"run": claim.run.id, "most": most})]
    if len(found) == most:
        last = {"run": claim.run.id, "turn": found[-1].turn, "after": found[-1].row}
        found += [Line(*row) for row in db.execute(_REST, last)]
    return found


def settle(db: Connection, claim: Claim, outcomes: Sequence[tuple[int, str]]) -> None:
    """What became of these rows."""
    if outcomes:
        db.execute(_SETTLE, [{"run": claim.run.id, "at": row, "became": said} for row, said in outcomes])


def release(db: Connection, claim: Claim, until: datetime) -> None:
    """Let somebody try again from that moment on; without effect once somebody else has claimed it."""
    db.execute(_RELEASE, {"run": claim.run.id, "attempt": claim.attempt, "until": until})
    wake(db, QUEUE)


def hold_up(db: Connection, claim: Claim, most: int) -> bool:
    """Leave it until somebody has it tried once more.

    False when it was not yet begun `most` times in vain, or is somebody else's by now.
    """
    values = {"run": claim.run.id, "attempt": claim.attempt, "most": most}
    return db.execute(_HOLD_UP, values).rowcount == 1


def done(db: Connection, claim: Claim, now: datetime) -> None:
    db.execute(_DONE, {"run": claim.run.id, "now": now})
