"""A file of users as rows: opened, its columns found, every row read, all outside any transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import SEEK_END, TextIOWrapper
from typing import BinaryIO, Final

from handlers.importing import csv_files
from handlers.importing.cells import plain
from handlers.importing.encodings import encoding_of
from handlers.importing.problems import BadFile, NotText, TooMuch
from handlers.importing.rows import Cells, Sheet
from handlers.policy import user_columns, user_rows
from handlers.policy.user_rows import Remark, Said, Word

_MOST_BYTES: Final = 64 * 2**20
MOST_COLUMNS: Final = 200
MOST_ROWS: Final = 200_000
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
Names = Mapping[str, tuple[str, ...]]


class Spreadsheet(BadFile):
    """A workbook, whatever its name says: it must be saved as CSV first."""


class HeadingTwice(BadFile):
    """Two columns bear the same name."""


class ColumnsMissing(BadFile):
    """Columns that a file must have are not there."""


def read(file: BinaryIO, further: Names, country: str = "") -> Iterator[list[Said]]:
    """The rows, some thousand at a time. Raises `BadFile`, `Spreadsheet` for a workbook."""
    _refuse_workbook(file)
    with _opened(file) as sheet:
        if len(sheet.header) > MOST_COLUMNS:
            raise TooMuch.because(f"the file has more than {MOST_COLUMNS} columns")
        places = _places(sheet, further)
        for rows in sheet.rows:
            if rows.first + len(rows.cells) > MOST_ROWS + 2:
                raise TooMuch.because(f"the file has more than {MOST_ROWS:,} rows")
            numbered = enumerate(rows.cells, rows.first)
            yield [_row(number, cells, places, len(sheet.header), country) for number, cells in numbered if any(cells)]


def unread(file: BinaryIO, further: Names) -> tuple[str, ...]:
    """The headings of a file whose columns say nothing to us. Raises `BadFile`."""
    with _opened(file) as sheet:
        return user_columns.unread(sheet.header, _places(sheet, further))


def is_workbook(content: BinaryIO) -> bool:
    """By its first bytes; it is at its beginning again afterwards."""
    start = content.read(4)
    content.seek(0)
    return start in _SPREADSHEETS


def _refuse_workbook(file: BinaryIO) -> None:
    if file.seek(0, SEEK_END) > _MOST_BYTES:
        raise TooMuch.because(f"the file has more than {_MOST_BYTES:,} bytes")
    file.seek(0)
    if is_workbook(file):
        raise Spreadsheet.because("this is a workbook, not a CSV file")


@contextmanager
def _opened(file: BinaryIO) -> Iterator[Sheet]:
    text = TextIOWrapper(file, encoding=encoding_of(file), newline="")
    try:
        yield csv_files.sheet(text)
    except UnicodeDecodeError as error:
        raise NotText.because(f"the file is no {error.encoding} text from end to end") from error
    finally:
        if not file.closed:
            text.detach()


def _places(sheet: Sheet, further: Names) -> dict[str, int]:
    if again := user_columns.twice(sheet.header):
        raise HeadingTwice.because("is there twice", 1, again)
    found = user_columns.places(sheet.header, further)
    if lacking := user_columns.missing(found):
        raise ColumnsMissing.because("columns are missing", 1, ",".join(lacking))
    return found


def _row(number: int, cells: Cells, places: Mapping[str, int], width: int, country: str) -> Said:
    """Spreadsheets leave out empty cells at the end of a row; such a row deletes nobody by what it leaves out."""
    left_out = width - len(cells)
    if left_out < 0:
        return Said(number, wrong=(Remark(Word.WIDTH, "", str(len(cells))),))
    whole = [*cells, *[""] * left_out] if left_out else cells
    texts = {name: text if (text := whole[at])[:1] != "'" else plain(text) for name, at in places.items()}
    said = user_rows.read(number, texts, country)
    if not left_out:
        return said
    beyond = [name for name, place in places.items() if place >= len(cells) and name in user_columns.PACKAGES]
    if said.package is None and beyond:
        said.wrong += (Remark(Word.CUT_OFF, beyond[0]),)
    return said
