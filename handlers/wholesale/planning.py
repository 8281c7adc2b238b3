"""Plans a file of users: read outside any transaction, compared with who is there, row by row."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from pydantic_core import from_json, to_json

from handlers.importing.spool import Spool
from handlers.policy.number_swaps import Swaps
from handlers.policy.user_plans import Equipped, Planned, Planning
from handlers.policy.user_rows import Said
from handlers.wholesale import lookup, sheets
from store import wholesale_limits
from store.database import Database
from store.user_runs import Line, Run
from store.values import Scope
from store.values.webex import Package, RowAction, UserRunId

DELETES: Final = (RowAction.REMOVE, RowAction.RECREATE)
_MOST_PASSES: Final = 5
_NOTHING: Final = "[]"
_LONGEST_HEADING: Final = 60
_SETTLED: Final = (RowAction.NOTHING, RowAction.REFUSED)


Lines = Iterator[list[Line] | None]
"""Some thousand rows of a plan at a time; None: the plan is begun anew, what came so far counts no more."""


def lines(database: Database, run: Run, file: BinaryIO, further: sheets.Names, country: str = "") -> Lines:
    """The plan, however long the file is. Raises `BadFile`, before the first row.

    While the file is read, or gone through again, there are empty lists, so that whoever plans can say that they are
    still at it. `further` names more headings; `country` (ISO) reads national numbers.
    """
    with Spool[Said]() as spool:
        logins: set[str] = set()
        earlier: set[str] = set()
        for rows in sheets.read(file, further, country):
            logins.update(one.login for one in rows if one.login)
            earlier.update(one.previous for one in rows if one.previous)
            spool.add(rows)
            yield []
        yield from _Plan(database, run, spool, logins, logins | earlier if earlier else logins).lines()


@dataclass(frozen=True, slots=True)
class _Plan:
    """A file that was read, gone through once; more often where a row wants a number that a later one may give back."""

    database: Database
    run: Run
    rows: Spool[Said]
    logins: set[str]
    givers: set[str]

    def lines(self) -> Lines:
        alone = Swaps(self.givers)
        for planned in self._pass(alone):
            yield [line(self.run.id, one) for one in planned]
            if alone.missed:
                break
        if alone.missed:
            yield from self._with_swaps()

    def _with_swaps(self) -> Lines:
        """Once more, now that it is known which numbers are given back, and who moves together."""
        seen = yield from self._looked_ahead()
        turns = seen.turns()
        yield None
        for planned in self._pass(replace(seen, missed=False)):
            yield [line(self.run.id, one, turns.get(one.row)) for one in planned]

    def _looked_ahead(self) -> Generator[list[Line], None, Swaps]:
        """Until what is taken for granted comes true; nothing is, where that takes too long."""
        kept: set[str] = set()
        for _time in range(_MOST_PASSES):
            swaps = Swaps(self.givers, kept, hopeful=True)
            for _planned in self._pass(swaps):
                yield []
            if not (broken := swaps.broken()):
                return swaps
            kept |= broken
        return Swaps()

    def _pass(self, swaps: Swaps) -> Iterator[list[Planned]]:
        planning = self._begun(swaps)
        for rows in self.rows:
            with self.database.reading() as db:
                met = lookup.for_rows(db, Scope(self.run.organisation), rows, planning.locations)
            yield [planning.plan(one, met) for one in rows]

    def _begun(self, swaps: Swaps) -> Planning:
        at = self.run.organisation
        scope = Scope(at)
        with self.database.reading() as db:
            locations = wholesale_limits.locations_of(db, scope, at)
            limits, used = wholesale_limits.limits(db, scope, at), wholesale_limits.used(db, scope, at)
        return Planning(self.run.replaces, locations, limits, used, self.logins, swaps)


def unread(file: BinaryIO, further: sheets.Names) -> str:
    """The columns that say nothing to us (JSON), each by the beginning of its heading."""
    return to_json([heading[:_LONGEST_HEADING] for heading in sheets.unread(file, further)]).decode()


def country_of(database: Database, run: Run) -> str:
    """Where the customer is, whose national numbers are read (ISO); unknown: empty."""
    with database.reading() as db:
        return wholesale_limits.country(db, Scope(run.organisation), run.organisation)


def line(run: UserRunId, planned: Planned, turn: int | None = None) -> Line:
    """As the tables keep it, to be applied in its own turn where no other is named."""
    wanted = to_json((planned.user, planned.before, planned.wanted)).decode()
    told = to_json(planned.remarks).decode() if planned.remarks else _NOTHING
    settled = planned.action in _SETTLED
    return Line(run, planned.row, planned.action, planned.login[:320], wanted, told, settled, turn=turn or planned.row)


def wanted(kept: Line) -> tuple[str, Equipped | None, Equipped | None]:
    """The user's id, how they were, and how they are to be."""
    user, before, after = from_json(kept.wanted)
    return user, _equipped(before), _equipped(after)


def _equipped(raw: list[object] | None) -> Equipped | None:
    if raw is None:
        return None
    one = Equipped(*raw)  # type: ignore[arg-type]
    return one._replace(package=Package(one.package) if one.package else None)
