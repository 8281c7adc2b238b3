"""Lists as CSV files: for spreadsheets everywhere, row by row, however long they are; no cell of them is a formula."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import islice
from typing import ClassVar, Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.cards import Card
from bot.phrases import Phrase, Speaker, Tongue, _
from handlers import exporting
from handlers.context import Context
from handlers.files import Recipe, offer
from handlers.importing.cells import neutral
from store.values import Scope

Cell: TypeAlias = Phrase | str | int | Decimal | date | datetime | None
_ROWS_A_PIECE: Final = 500
_STEMS: Final = {
    "organisations": _("organisations"),
    "operators": _("operators"),
    "users": _("users"),
    "subscriptions": _("subscriptions"),
    "prices": _("prices"),
}


class CsvRecipe(Recipe):
    """A list as a file. Whoever makes one says its `header` and its `rows`."""

    ending: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv"

    def header(self, tongue: Tongue) -> Sequence[Cell]:
        raise NotImplementedError

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterable[Sequence[Cell]]:
        """A few at a time; moments are UTC, and written in the reader's zone."""
        raise NotImplementedError

    def content(self, db: Connection, scope: Scope, tongue: Tongue, now: datetime) -> Iterator[bytes]:
        return written(self.header(tongue), self.rows(db, scope, now), tongue)


def answer(ctx: Context, recipe: CsvRecipe, title: Phrase) -> Card:
    """The card with the list as a file."""
    file = offer(ctx, recipe, _("All rows, for a spreadsheet"))
    return Card(title=title, elements=(file,))


def written(header: Sequence[Cell], rows: Iterable[Sequence[Cell]], tongue: Tongue) -> Iterator[bytes]:
    """UTF-8 with a mark by which spreadsheets know it; all text in quotes, since some of them split at a semicolon."""
    writing = _Writing(tongue)
    yield codecs.BOM_UTF8 + writing.lines([header])
    left = iter(rows)
    while piece := list(islice(left, _ROWS_A_PIECE)):
        yield writing.lines(piece)


class _Writing:
    """Cells for one reader."""

    def __init__(self, tongue: Tongue) -> None:
        self._say = Speaker(tongue).say
        self._zone = ZoneInfo(tongue.zone)

    def lines(self, rows: Iterable[Sequence[Cell]]) -> bytes:
        text = StringIO()
        out = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        out.writerows([self._cell(cell) for cell in row] for row in rows)
        return text.getvalue().encode(errors="replace")

    def _cell(self, cell: Cell) -> str | int | Decimal:
        match cell:
            case int() | Decimal():
                return cell
            case datetime():
                return f"{cell.astimezone(self._zone):%Y-%m-%d %H:%M:%S}"
            case date():
                return cell.isoformat()
            case Phrase():
                return neutral(self._say(cell))
            case None:
                return ""
            case str():
                return neutral(cell)


class KindFile(CsvRecipe):
    """One kind of what the import knows, in its own columns: what comes out goes in again."""

    name = "kind"
    kind: Literal["organisations", "operators", "users", "subscriptions", "prices"]

    @property
    def stem(self) -> Phrase:
        return _STEMS[self.kind]

    def header(self, tongue: Tongue) -> Sequence[Cell]:  # noqa: ARG002 - the columns' names are the import's
        return exporting.header(self.kind)

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterable[Sequence[Cell]]:  # noqa: ARG002 - no clock
        return exporting.rows(db, scope, self.kind)
