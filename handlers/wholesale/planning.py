"""Plans a file of users: read outside any transaction, compared with who is there, kept row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Final
from uuid import UUID

from handlers.importing.spool import Spool
from handlers.policy.user_plans import Equipped, Met, Planned, Planning
from handlers.policy.user_rows import Said
from handlers.wholesale import lookup, sheets
from store import user_runs, wholesale_limits
from store.database import Database
from store.user_runs import Line, Run
from store.values import InstallationId, OrganisationId, PersonId, Scope
from store.values.webex import Package, RowAction, RunState, UserRunId

DELETES: Final = (RowAction.REMOVE, RowAction.RECREATE)
_SETTLED: Final = (RowAction.NOTHING, RowAction.REFUSED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants a file applied to which customer, and how. `country` (ISO) reads national numbers."""

    organisation: OrganisationId
    person: PersonId
    installation: InstallationId
    account: str
    name: str
    replaces: bool
    further: sheets.Names
    country: str = ""


def plan(database: Database, asked: Asked, file: Path, id: UUID, now: datetime) -> UserRunId:
    """The kept plan. Raises `BadFile`; nothing is kept then that could be confirmed."""
    run = UserRunId(id)
    with Spool[Said]() as spool:
        logins: set[str] = set()
        for rows in sheets.read(file, asked.further, asked.country):
            logins.update(one.login for one in rows)
            spool.add(rows)
        _keep(database, asked, _run(run, asked, file, now), spool, logins)
    return run


def _keep(database: Database, asked: Asked, run: Run, spool: Spool[Said], logins: set[str]) -> None:
    """A few thousand rows a transaction; the plan counts once its last row is there."""
    scope = Scope(asked.organisation)
    planning = _planning(database, asked, logins)
    with database.transaction() as db:
        user_runs.put_run(db, scope, run)
    rows = settled = removals = 0
    for lines in _lines(database, scope, run.id, planning, spool):
        with database.transaction() as db:
            user_runs.put_lines(db, scope, run.id, lines)
        rows += len(lines)
        settled += sum(line.settled for line in lines)
        removals += sum(line.action in DELETES for line in lines)
    with database.transaction() as db:
        user_runs.count_up(db, scope, run.id, rows, settled, removals)


def _planning(database: Database, asked: Asked, logins: set[str]) -> Planning:
    scope, at = Scope(asked.organisation), asked.organisation
    with database.reading() as db:
        locations = wholesale_limits.locations_of(db, scope, at)
        limits, used = wholesale_limits.limits(db, scope, at), wholesale_limits.used(db, scope, at)
    return Planning(asked.replaces, locations, limits, used, logins)


def _lines(
    database: Database, scope: Scope, run: UserRunId, planning: Planning, spool: Spool[Said]
) -> Iterator[list[Line]]:
    for rows in spool:
        met = _met(database, scope, rows)
        yield [line(run, planning.plan(one, met)) for one in rows]


def _met(database: Database, scope: Scope, rows: list[Said]) -> Met:
    logins = {login for one in rows for login in (one.login, one.previous) if login}
    numbers = {one.number for one in rows if one.number}
    inner = {one.extension for one in rows if one.extension}
    with database.reading() as db:
        return lookup.met(db, scope, logins, numbers, sorted(inner))


def _run(id: UserRunId, asked: Asked, file: Path, now: datetime) -> Run:
    with file.open("rb") as raw:
        digest = file_digest(raw, "sha256").hexdigest()
    whose = (asked.organisation, "", asked.person, "", asked.installation, "", asked.account)
    return Run(id, *whose, asked.name[:200], digest, asked.replaces, RunState.PLANNED, 0, 0, 0, now, None, None)


def line(run: UserRunId, planned: Planned) -> Line:
    """As the tables keep it."""
    wanted = json.dumps([planned.user, planned.before, planned.wanted], ensure_ascii=False)
    told = json.dumps(planned.remarks, ensure_ascii=False)
    settled = planned.action in _SETTLED
    return Line(run, planned.row, planned.action, planned.login[:320], wanted, told, settled)


def wanted(kept: Line) -> tuple[str, Equipped | None, Equipped | None]:
    """The user's id, how they were, and how they are to be."""
    user, before, after = json.loads(kept.wanted)
    return user, _equipped(before), _equipped(after)


def _equipped(raw: list[object] | None) -> Equipped | None:
    if raw is None:
        return None
    one = Equipped(*raw)  # type: ignore[arg-type]
    return one._replace(package=Package(one.package) if one.package else None)
