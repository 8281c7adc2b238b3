"""A kind of file: which columns it has, by which names, and how its rows are checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, Generic, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from handlers.importing.problems import BadFile, Problems, TooMuch
from handlers.importing.rows import Cells, Rows, Sheet
from handlers.importing.skipped import Skipped
from handlers.importing.work import Work
from handlers.policy.names import fold

R = TypeVar("R")
_MOST_COLUMNS: Final = 200


class Row(NamedTuple, Generic[R]):
    """A checked row and where it stands in its file."""

    number: int
    said: R


Skip = Callable[[Mapping[str, str]], str | None]
"""Why the cells of a row, by field, are passed over; None where they are not."""
Write = Callable[[Sequence[Row[R]]], None]
"""Puts some rows into the tables."""


@dataclass(frozen=True, slots=True)
class Form(Generic[R]):
    """`columns`: each field with the names that its column may have, the one that an export writes first.

    `needed`: groups of fields of which a file must have one each. `begin` gives what writes the rows of one import.
    `stages`: which rows are written first, and so on. `secret`: nothing that was read may touch the disk.
    `skip`: which rows mean nothing here; they are told, and are no mistake.
    """

    noun: str
    adapter: TypeAdapter[list[R]]
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[tuple[str, ...], ...]
    begin: Callable[[Work], Write[R]]
    stages: tuple[Callable[[R], bool], ...] = ()
    secret: bool = False
    skip: Skip | None = None

    def heading(self, name: str) -> str:
        """How an export calls the column of a field."""
        return self.columns[name][0]


@dataclass(slots=True)
class Reading(Generic[R]):
    """One pass over a sheet. `unused` names the columns that mean nothing to the form."""

    form: Form[R]
    sheet: Sheet
    problems: Problems = field(default_factory=Problems)
    skipped: Skipped = field(default_factory=Skipped)
    unused: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    _places: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Each field takes the column whose name comes first in its list; the others mean nothing."""
        if len(self.sheet.header) > _MOST_COLUMNS:
            raise TooMuch.because(f"the file has more than {_MOST_COLUMNS} columns")
        places = _places(self.sheet.header)
        for name, headings in self.form.columns.items():
            if heading := next((one for one in map(squeezed, headings) if one in places), None):
                self._places.append(places.pop(heading))
                self.headings[name] = self.sheet.header[self._places[-1]]
        self.unused = [self.sheet.header[place] for place in places.values()]
        self._check_needed()

    def __iter__(self) -> Iterator[list[Row[R]]]:
        """The sound rows, some thousand at a time; what is wrong with others goes to `problems`."""
        pick = _picker(self._places)
        names = tuple(self.headings)
        for rows in self.sheet.rows:
            numbers, cells = self._whole(rows)
            raw = [dict(zip(names, pick(one), strict=True)) for one in cells]
            yield self._checked(*(self._kept(numbers, raw) if self.form.skip else (numbers, raw)))

    def _check_needed(self) -> None:
        for group in self.form.needed:
            if not self.headings.keys() & set(group):
                wanted = " or ".join(self.form.heading(name) for name in group)
                there = ", ".join(filter(None, self.sheet.header)) or "none"
                raise BadFile.because(f"there is no column {wanted}; the columns are: {there[:500]}", 1)

    def _whole(self, rows: Rows) -> tuple[list[int], list[Cells]]:
        """The rows that are as wide as the header; blank ones are passed over."""
        width, numbers, whole = len(self.sheet.header), [], []
        for number, cells in enumerate(rows.cells, rows.first):
            if not any(cells):
                continue
            if len(cells) == width:
                numbers.append(number)
                whole.append(cells)
            else:
                self.problems.add(number, "", f"has {len(cells)} cells, the header has {width}")
        return numbers, whole

    def _kept(self, numbers: list[int], raw: list[dict[str, str]]) -> tuple[list[int], list[dict[str, str]]]:
        """Without those that are passed over."""
        reasons = [self.form.skip(one) if self.form.skip else None for one in raw]
        for number, reason in zip(numbers, reasons, strict=True):
            if reason is not None:
                self.skipped.add(number, reason)
        kept = [place for place, reason in enumerate(reasons) if reason is None]
        return [numbers[place] for place in kept], [raw[place] for place in kept]

    def _checked(self, numbers: list[int], raw: list[dict[str, str]]) -> list[Row[R]]:
        try:
            checked = self.form.adapter.validate_python(raw)
        except ValidationError as error:
            wrong = {int(place): None for place in self._tell(error, numbers)}
            numbers = [number for place, number in enumerate(numbers) if place not in wrong]
            checked = self.form.adapter.validate_python([one for place, one in enumerate(raw) if place not in wrong])
        return [Row(number, one) for number, one in zip(numbers, checked, strict=True)]

    def _tell(self, error: ValidationError, numbers: list[int]) -> Iterator[int]:
        """Write down what is wrong; yields the places of the rows that are."""
        for one in error.errors(include_url=False, include_input=False):
            place, name = one["loc"][:2]
            self.problems.add(numbers[int(place)], self.headings[str(name)], one["msg"].removeprefix("Value error, "))
            yield int(place)


def squeezed(heading: str) -> str:
    """`Customer Name`, `customer_name` and `CustomerName` are one."""
    return fold(heading).replace(" ", "")


def _places(header: list[str]) -> dict[str, int]:
    """Where each column stands, by its squeezed name; one name twice is refused."""
    places: dict[str, int] = {}
    for place, heading in enumerate(header):
        if (name := squeezed(heading)) in places:
            raise BadFile.because("is there twice", 1, heading)
        if name:
            places[name] = place
    return places


def _picker(places: list[int]) -> Callable[[Cells], tuple[str, ...]]:
    if len(places) == 1:
        return lambda cells: (cells[places[0]],)
    return itemgetter(*places)
