"""Files of users: planned row by row, confirmed, applied; every query within a scope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, literal_column, select, update

from store.bulk import put
from store.database import wake
from store.schema import installations, lineage, organisations, people
from store.values import InstallationId, OrganisationId, PersonId, Scope
from store.values.webex import RowAction, RunState, UserRunId
from store.wholesale import user_run_rows as lines
from store.wholesale import user_runs as runs

QUEUE: Final = "user-runs"
_PIECE: Final = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """A file of users. `removals` are the rows that delete somebody; `settled` of `rows` need nothing any more."""

    id: UserRunId
    organisation: OrganisationId
    customer: str
    person: PersonId
    asker: str
    installation: InstallationId
    platform: str
    account: str
    name: str
    digest: str
    replaces: bool
    state: RunState
    rows: int
    settled: int
    removals: int
    planned_at: datetime
    confirmed_at: datetime | None
    done_at: datetime | None


class Line(NamedTuple):
    """A row of the file: `wanted` and `told` are JSON of what is to be done, and of what is said about it."""

    run_id: UserRunId
    row: int
    action: RowAction
    email: str
    wanted: str
    told: str
    settled: bool
    outcome: str | None = None


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_mine: Final = runs.c.organisation_id.in_(_within)
RUN: Final = (
    select(
        runs.c.id,
        runs.c.organisation_id,
        organisations.c.name,
        runs.c.person_id,
        people.c.email,
        runs.c.installation_id,
        installations.c.platform,
        *(runs.c[name] for name in ("account", "name", "digest", "replaces", "state", "rows", "settled", "removals")),
        *(runs.c[name] for name in ("planned_at", "confirmed_at", "done_at")),
    )
    .join(organisations, organisations.c.id == runs.c.organisation_id)
    .join(people, people.c.id == runs.c.person_id)
    .join(installations, installations.c.id == runs.c.installation_id)
)
_GET: Final = RUN.where(_mine, runs.c.id == bindparam("id"))
_SAME: Final = RUN.where(
    _mine,
    runs.c.digest == bindparam("digest"),
    runs.c.organisation_id == bindparam("organisation"),
    runs.c.state.in_([RunState.RUNNING, RunState.DONE]),
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
    .where(_mine, runs.c.id == bindparam("run"), runs.c.state == RunState.PLANNED)
    .values(state=bindparam("after"), confirmed_at=bindparam("now"))
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


class Count(NamedTuple):
    """How many rows: by action, what became of them, and whether something is said about them."""

    action: RowAction
    outcome: str | None
    told: bool
    rows: int


def put_run(db: Connection, scope: Scope, run: Run) -> bool:
    """Keep what is planned; False for an organisation outside the scope."""
    if db.execute(_LOCK, {"root": scope.root, "organisation": run.organisation}).first() is None:
        return False
    values = {name: getattr(run, name) for name in ("id", "account", "name", "digest", "replaces", "state")}
    counts = {name: getattr(run, name) for name in ("rows", "settled", "removals", "planned_at")}
    ids = {"organisation_id": run.organisation, "person_id": run.person, "installation_id": run.installation}
    db.execute(insert(runs), values | counts | ids)
    return True


def put_lines(db: Connection, scope: Scope, run: UserRunId, rows: Sequence[Line]) -> None:
    """More rows of a run within the scope."""
    if get(db, scope, run) is not None:
        put(db, lines, Line._fields, rows)


def count_up(db: Connection, scope: Scope, run: UserRunId, rows: int, settled: int, removals: int) -> None:
    """How many rows the run has, now that all are kept."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    here = (runs.c.id == run) & runs.c.organisation_id.in_(within)
    db.execute(update(runs).where(here).values(rows=rows, settled=settled, removals=removals))


def get(db: Connection, scope: Scope, id: UserRunId) -> Run | None:
    row = db.execute(_GET, {"root": scope.root, "id": id}).one_or_none()
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
    """Have it applied; False when somebody has decided already."""
    values = {"root": scope.root, "run": id, "after": RunState.RUNNING, "now": now}
    wake(db, QUEUE)
    return db.execute(_STATE, values).rowcount == 1


def withdraw(db: Connection, scope: Scope, id: UserRunId, now: datetime) -> bool:
    values = {"root": scope.root, "run": id, "after": RunState.WITHDRAWN, "now": now}
    return db.execute(_STATE, values).rowcount == 1


def counts(db: Connection, scope: Scope, id: UserRunId) -> list[Count]:
    return [Count(*row) for row in db.execute(_COUNTS, {"root": scope.root, "run": id})]


def page(
    db: Connection, scope: Scope, id: UserRunId, *, after: int, most: int, actions: Sequence[RowAction] = ()
) -> list[Line]:
    """The next rows behind one, in the file's order."""
    values = {"root": scope.root, "run": id, "after": after, "most": most}
    found = db.execute(_OF, values | {"actions": list(actions)}) if actions else db.execute(_LINES, values)
    return [Line(*row) for row in found]


def each(db: Connection, scope: Scope, id: UserRunId) -> Iterator[Line]:
    after = 0
    while some := page(db, scope, id, after=after, most=_PIECE):
        yield from some
        after = some[-1].row
