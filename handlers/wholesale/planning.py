"""Plans a file of users: read outside any transaction, compared with who is there, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic_core import from_json, to_json

from handlers.importing.spool import Spool
from handlers.policy.user_plans import Equipped, Planned, Planning
from handlers.policy.user_rows import Said
from handlers.wholesale import lookup, sheets
from store import wholesale_limits
from store.database import Database
from store.user_runs import Line, Run
from store.values import Scope
from store.values.webex import Package, RowAction, UserRunId

DELETES: Final = (RowAction.REMOVE, RowAction.RECREATE)
_NOTHING: Final = "[]"
_LONGEST_HEADING: Final = 60
_SETTLED: Final = (RowAction.NOTHING, RowAction.REFUSED)


def lines(database: Database, run: Run, file: Path, further: sheets.Names, country: str = "") -> Iterator[list[Line]]:
    """The plan, some thousand rows at a time, however long the file is. Raises `BadFile`, before the first row.

    While the file is read there are empty lists, so that whoever plans can say that they are still at it.
    `further` names more headings; `country` (ISO) reads national numbers.
    """
    with Spool[Said]() as spool:
        logins: set[str] = set()
        for rows in sheets.read(file, further, country):
            logins.update(one.login for one in rows)
            spool.add(rows)
            yield []
        planning = _planning(database, run, logins)
        for rows in spool:
            with database.reading() as db:
                met = lookup.for_rows(db, Scope(run.organisation), rows, planning.locations)
            yield [line(run.id, planning.plan(one, met)) for one in rows]


def unread(file: Path, further: sheets.Names) -> str:
    """The columns that say nothing to us (JSON), each by the beginning of its heading."""
    return to_json([heading[:_LONGEST_HEADING] for heading in sheets.unread(file, further)]).decode()


def country_of(database: Database, run: Run) -> str:
    """Where the customer is, whose national numbers are read (ISO); unknown: empty."""
    with database.reading() as db:
        return wholesale_limits.country(db, Scope(run.organisation), run.organisation)


def _planning(database: Database, run: Run, logins: set[str]) -> Planning:
    scope, at = Scope(run.organisation), run.organisation
    with database.reading() as db:
        locations = wholesale_limits.locations_of(db, scope, at)
        limits, used = wholesale_limits.limits(db, scope, at), wholesale_limits.used(db, scope, at)
    return Planning(run.replaces, locations, limits, used, logins)


def line(run: UserRunId, planned: Planned) -> Line:
    """As the tables keep it."""
    wanted = to_json((planned.user, planned.before, planned.wanted)).decode()
    told = to_json(planned.remarks).decode() if planned.remarks else _NOTHING
    settled = planned.action in _SETTLED
    return Line(run, planned.row, planned.action, planned.login[:320], wanted, told, settled, turn=planned.row)


def wanted(kept: Line) -> tuple[str, Equipped | None, Equipped | None]:
    """The user's id, how they were, and how they are to be."""
    user, before, after = from_json(kept.wanted)
    return user, _equipped(before), _equipped(after)


def _equipped(raw: list[object] | None) -> Equipped | None:
    if raw is None:
        return None
    one = Equipped(*raw)  # type: ignore[arg-type]
    return one._replace(package=Package(one.package) if one.package else None)
