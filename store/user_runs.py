"""Files of users: received, planned row by row, confirmed, applied; every query within a scope."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert

from store.counters import next_number
from store.database import wake
from store.schema import installations, lineage, organisations, people
from store.values import InstallationId, OrganisationId, PersonId, Scope
from store.values.webex import RowAction, RunState, UserRunId
from store.wholesale import user_run_pieces as pieces
from store.wholesale import user_run_rows as lines
from store.wholesale import user_runs as runs

QUEUE: Final = "user-runs"
_PIECE: Final = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """A file of users. `removals` are the rows that delete somebody; `settled` of `rows` need nothing any more.

    Its customer is the asker's organisation until one is chosen; `number` is that of an order, once it is confirmed;
    `language` and `zone` are the asker's; `size` in bytes; `unread` (JSON) are the columns that say nothing to us,
    `trouble` (JSON) says why it can't be planned; `tally` (JSON) how many rows there were of each kind, once they are
    kept no more; `told_at`: when its message was changed last.
    """

    id: UserRunId
    number: int | None
    organisation: OrganisationId
    customer: str
    person: PersonId
    asker: str
    installation: InstallationId
    platform: str
    account: str
    language: str
    zone: str
    name: str
    digest: str
    size: int
    replaces: bool
    state: RunState
    rows: int
    settled: int
    removals: int
    unread: str | None
    trouble: str | None
    tally: str | None
    planned_at: datetime
    confirmed_at: datetime | None
    done_at: datetime | None
    told_at: datetime | None

    @property
    def label(self) -> str:
        """Empty until it is confirmed."""
        return f"C-{self.number:06}" if self.number else ""


class Line(NamedTuple):
    """A row of the file: `wanted` and `told` are JSON of what is to be done, and of what is said about it.

    Rows are applied by their `turn`, which is their number; those of one turn all in one transaction.
    """

    run_id: UserRunId
    row: int
    action: RowAction
    email: str
    wanted: str
    told: str
    settled: bool
    outcome: str | None = None
    turn: int = 0


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_mine: Final = runs.c.organisation_id.in_(_within)
RUN: Final = (
    select(
        runs.c.id,
        runs.c.number,
        runs.c.organisation_id,
        organisations.c.name,
        runs.c.person_id,
        people.c.email,
        runs.c.installation_id,
        installations.c.platform,
        *(runs.c[name] for name in ("account", "language", "zone", "name", "digest", "size", "replaces", "state")),
        *(runs.c[name] for name in ("rows", "settled", "removals", "unread", "trouble", "tally")),
        *(runs.c[name] for name in ("planned_at", "confirmed_at", "done_at", "told_at")),
    )
    .join(organisations, organisations.c.id == runs.c.organisation_id)
    .join(people, people.c.id == runs.c.person_id)
    .join(installations, installations.c.id == runs.c.installation_id)
)
_GET: Final = RUN.where(_mine, runs.c.id == bindparam("id"))
_NUMBERED: Final = RUN.where(_mine, runs.c.number == bindparam("number"))
_SAME: Final = RUN.where(
    _mine,
    runs.c.digest == bindparam("digest"),
    runs.c.organisation_id == bindparam("organisation"),
    runs.c.number.is_not(None),
).order_by(runs.c.planned_at.desc())
_RUNNING: Final = RUN.where(
    _mine, runs.c.organisation_id == bindparam("organisation"), runs.c.state == RunState.RUNNING
)
_LOCK: Final = (
    select(organisations.c.id)
    .where(organisations.c.id == bindparam("organisation"), organisations.c.id.in_(_within))
    .with_for_update()
)
_STATE: Final = (
    update(runs)
    .where(
        _mine,
        runs.c.id == bindparam("run"),
        runs.c.state.in_(bindparam("before", expanding=True, type_=runs.c.state.type)),
    )
    .values(state=bindparam("after"))
)
_PUT_PIECE: Final = insert(pieces).on_conflict_do_nothing(index_elements=["run_id", "number"])
_PIECE_OF: Final = (
    select(pieces.c.content)
    .join(runs, runs.c.id == pieces.c.run_id)
    .where(_mine, pieces.c.run_id == bindparam("run"), pieces.c.number == bindparam("number"))
)
_KEPT: Final = (
    select(pieces.c.number)
    .join(runs, runs.c.id == pieces.c.run_id)
    .where(_mine, pieces.c.run_id == bindparam("run"))
    .limit(1)
)
_is_told: Final = lines.c.told != literal_column("'[]'")
_COUNTS: Final = (
    select(lines.c.action, lines.c.outcome, _is_told, func.count())
    .join(runs, runs.c.id == lines.c.run_id)
    .where(_mine, lines.c.run_id == bindparam("run"))
    .group_by(lines.c.action, lines.c.outcome, _is_told)
)
_LINES: Final = (
    select(*lines.c)
    .join(runs, runs.c.id == lines.c.run_id)
    .where(_mine, lines.c.run_id == bindparam("run"), lines.c.row > bindparam("after"))
    .order_by(lines.c.row)
    .limit(bindparam("most"))
)
_OF: Final = _LINES.where(lines.c.action.in_(bindparam("actions", expanding=True)))
_WARNED: Final = _LINES.where(_is_told, lines.c.action != RowAction.REFUSED)


class Count(NamedTuple):
    """How many rows: by action, what became of them, and whether something is said about them."""

    action: RowAction
    outcome: str | None
    told: bool
    rows: int


def put_run(db: Connection, scope: Scope, run: Run) -> bool:
    """Keep a file that arrives; False for an organisation outside the scope."""
    if db.execute(_LOCK, {"root": scope.root, "organisation": run.organisation}).first() is None:
        return False
    named = ("id", "account", "language", "zone", "name", "digest", "size", "replaces", "state", "planned_at")
    values = {name: getattr(run, name) for name in (*named, "rows", "settled", "removals")}
    ids = {"organisation_id": run.organisation, "person_id": run.person, "installation_id": run.installation}
    db.execute(insert(runs), values | ids)
    return True


def put_piece(db: Connection, scope: Scope, run: UserRunId, number: int, content: bytes) -> None:
    """The next piece of a file that arrives; one that another try has brought stays."""
    if get(db, scope, run) is not None:
        db.execute(_PUT_PIECE, {"run_id": run, "number": number, "content": content})


def arrived(db: Connection, scope: Scope, run: UserRunId, size: int, digest: str) -> bool:
    """All of its pieces are there."""
    here = db.execute(_STATE, _from(scope, run, RunState.RECEIVED, RunState.ARRIVING)).rowcount == 1
    if here:
        db.execute(update(runs).where(runs.c.id == run).values(size=size, digest=digest))
    return here


def forget_pieces(db: Connection, scope: Scope, run: UserRunId) -> None:
    """The file itself is needed no more."""
    if get(db, scope, run) is not None:
        db.execute(delete(pieces).where(pieces.c.run_id == run))


def piece(db: Connection, scope: Scope, run: UserRunId, number: int) -> bytes | None:
    """None behind the last one."""
    return db.scalar(_PIECE_OF, {"root": scope.root, "run": run, "number": number})


def is_kept(db: Connection, scope: Scope, run: UserRunId) -> bool:
    """Whether its bytes are still there."""
    return db.execute(_KEPT, {"root": scope.root, "run": run}).first() is not None


def plan(
    db: Connection,
    scope: Scope,
    run: UserRunId,
    organisation: OrganisationId,
    *,
    replaces: bool,
    where: Scope | None = None,
) -> bool:
    """Have it planned for that customer, also again; False when it is past that, or the customer not in the scope.

    `where`: the customer's scope, where its sender acts there under another grant.
    """
    if db.execute(_LOCK, {"root": (where or scope).root, "organisation": organisation}).first() is None:
        return False
    before = (RunState.RECEIVED, RunState.PLANNED)
    if db.execute(_STATE, _from(scope, run, RunState.PLANNING, *before)).rowcount != 1:
        return False
    chosen = {"organisation_id": organisation, "replaces": replaces, "claimed_until": None, "tries": 0}
    db.execute(update(runs).where(runs.c.id == run).values(**chosen, rows=0, settled=0, removals=0))
    wake(db, QUEUE)
    return True


def get(db: Connection, scope: Scope, id: UserRunId) -> Run | None:
    row = db.execute(_GET, {"root": scope.root, "id": id}).one_or_none()
    return None if row is None else Run(*row)


def numbered(db: Connection, scope: Scope, number: int) -> Run | None:
    row = db.execute(_NUMBERED, {"root": scope.root, "number": number}).one_or_none()
    return None if row is None else Run(*row)


def same(db: Connection, scope: Scope, organisation: OrganisationId, digest: str) -> Run | None:
    """The last run of the very same file that was confirmed."""
    row = db.execute(_SAME, {"root": scope.root, "organisation": organisation, "digest": digest}).first()
    return None if row is None else Run(*row)


def running(db: Connection, scope: Scope, organisation: OrganisationId) -> Run | None:
    """The one that is being applied; the customer stays locked until the transaction ends."""
    values = {"root": scope.root, "organisation": organisation}
    db.execute(_LOCK, values)
    row = db.execute(_RUNNING, values).first()
    return None if row is None else Run(*row)


def confirm(db: Connection, scope: Scope, id: UserRunId, now: datetime) -> bool:
    """Have it applied, with the number of an order; False when somebody has decided already."""
    if db.execute(_STATE, _from(scope, id, RunState.RUNNING, RunState.PLANNED)).rowcount != 1:
        return False
    said = {"number": next_number(db, "orders"), "confirmed_at": now, "told_at": now, "claimed_until": None, "tries": 0}
    db.execute(update(runs).where(runs.c.id == id).values(said))
    wake(db, QUEUE)
    return True


def retry(db: Connection, scope: Scope, run: Run) -> bool:
    """Have it planned or applied on from where it was held up; False when somebody has had that done already."""
    after = RunState.RUNNING if run.number else RunState.PLANNING
    if db.execute(_STATE, _from(scope, run.id, after, RunState.HELD_UP)).rowcount != 1:
        return False
    db.execute(update(runs).where(runs.c.id == run.id).values(tries=0, claimed_until=None))
    wake(db, QUEUE)
    return True


def withdraw(db: Connection, scope: Scope, id: UserRunId) -> bool:
    before = (RunState.RECEIVED, RunState.PLANNED)
    return db.execute(_STATE, _from(scope, id, RunState.WITHDRAWN, *before)).rowcount == 1


def _from(scope: Scope, run: UserRunId, after: RunState, *before: RunState) -> dict[str, object]:
    return {"root": scope.root, "run": run, "after": after, "before": list(before)}


def counts(db: Connection, scope: Scope, run: Run) -> list[Count]:
    """By its rows, or as they were counted before they went."""
    if run.tally is not None:
        return [Count(RowAction(action), *rest) for action, *rest in json.loads(run.tally)]
    return [Count(*row) for row in db.execute(_COUNTS, {"root": scope.root, "run": run.id})]


def page(
    db: Connection, scope: Scope, id: UserRunId, *, after: int, most: int, actions: Sequence[RowAction] = ()
) -> list[Line]:
    """The next rows behind one, in the file's order."""
    values = {"root": scope.root, "run": id, "after": after, "most": most}
    found = db.execute(_OF, values | {"actions": list(actions)}) if actions else db.execute(_LINES, values)
    return [Line(*row) for row in found]


def warned(db: Connection, scope: Scope, id: UserRunId, *, after: int, most: int) -> list[Line]:
    """The next rows that are planned all the same, with something to say about them."""
    return [Line(*row) for row in db.execute(_WARNED, {"root": scope.root, "run": id, "after": after, "most": most})]


def each(db: Connection, scope: Scope, id: UserRunId) -> Iterator[Line]:
    after = 0
    while some := page(db, scope, id, after=after, most=_PIECE):
        yield from some
        after = some[-1].row
