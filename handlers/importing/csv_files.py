"""CSV as spreadsheets and portals write it: comma, semicolon or tab, and no damage overlooked."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final, TextIO

from handlers.importing.problems import Damaged, LineTooLong, NotText
from handlers.importing.rows import LONGEST_CELL, Cells, Sheet, chunks

_LONGEST_HEADER: Final = 40_000
_LONGEST_LINE: Final = 4_000_000


def sheet(text: TextIO) -> Sheet:
    """Header and rows; `BadFile` while they are read, where a row can't be."""
    separator = _separator(text)
    csv.field_size_limit(LONGEST_CELL)
    rows = _read(csv.reader(_sound(text), delimiter=separator, strict=True))
    header = [cell.strip() for cell in next(rows, [])]
    return Sheet(header, chunks(rows, first=2), text.buffer.tell)


def _separator(text: TextIO) -> str:
    """The most frequent one of the first line, or the one named there as Excel does (`sep=;`)."""
    line = text.readline(_LONGEST_HEADER)
    if line.lower().startswith("sep=") and len(line.rstrip()) == len("sep=;"):
        return line[4]
    text.seek(0)
    return max(",;\t", key=line.count)


def _sound(text: TextIO) -> Iterator[str]:
    """Line by line, none of them so long that it fills the memory."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise LineTooLong.because(f"one of its lines has more than {_LONGEST_LINE:,} characters")
        if "\0" in line:
            raise NotText.because("the file holds a NUL character: it is damaged, or no text file")
        yield line


def _read(reader: Iterator[Cells]) -> Iterator[Cells]:
    """The same rows; what is wrong with one is told with its number."""
    row = 1
    try:
        for cells in reader:
            yield cells
            row += 1
    except csv.Error as error:
        raise Damaged.because(f"can't be read as CSV: {error}", row) from error
