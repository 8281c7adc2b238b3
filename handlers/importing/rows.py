"""Rows of cells, some thousand at a time, whatever file they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from handlers.importing.problems import TooMuch

MOST_ROWS: Final = 2_000_000
LONGEST_CELL: Final = 10_000
CHUNK: Final = 2_000
Cells = list[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a file; `first` is the number of the first as a spreadsheet counts. A blank row is an empty list."""

    first: int
    cells: list[Cells]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`header` as written; `rows` can be gone through once; `read` says how many bytes of the file are behind us."""

    header: list[str]
    rows: Iterator[Rows]
    read: Callable[[], int]


def chunks(rows: Iterable[Cells], first: int) -> Iterator[Rows]:
    """The rows, some thousand at a time."""
    rest = iter(rows)
    while cells := list(islice(rest, CHUNK)):
        if first + len(cells) > MOST_ROWS:
            raise TooMuch.because(f"the file has more than {MOST_ROWS:,} rows")
        yield Rows(first, cells)
        first += len(cells)
