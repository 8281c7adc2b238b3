"""What is wrong with a file, by row and column.

BadFile            nothing of it was imported; `problems` says why, row by row
  TooMuch          it is larger than what is taken at once
  NotText          its bytes are no text in an encoding that is known
  Damaged          from a certain row on it can't be read as CSV
    LineTooLong    one of its lines would fill the memory
BadRow             one row can't be written; the others are looked at all the same
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

MOST_TOLD: Final = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` as a spreadsheet counts, the header being 1, and 0 for the file itself; `column` as the file names it."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        where = [f"row {self.row}"] if self.row else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where)}: {self.text}" if where else self.text


class BadFile(Exception):
    """Nothing was imported. `problems` are the first hundred of `count`."""

    def __init__(self, problems: list[Problem], count: int) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
        self.count = count

    @classmethod
    def because(cls, text: str, row: int = 0, column: str = "") -> BadFile:
        return cls([Problem(row, column, text)], 1)


class TooMuch(BadFile):
    """More bytes, rows or columns than are taken at once."""


class NotText(BadFile):
    """No text in an encoding that is known, from end to end."""


class Damaged(BadFile):
    """From a certain row on, the file can't be read as CSV."""


class LineTooLong(Damaged):
    """One of its lines would fill the memory."""


class BadRow(Exception):
    """Why one row can't be written; `field` is what the row's cell stands for."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field
        self.text = text


@dataclass(slots=True)
class Problems:
    """Collects what is wrong, so that one reading of the file tells all of it."""

    told: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: str, text: str) -> None:
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(Problem(row, column, text))

    def raise_any(self) -> None:
        """`BadFile` if there was anything."""
        if self.count:
            raise BadFile(sorted(self.told, key=lambda problem: problem.row), self.count)
