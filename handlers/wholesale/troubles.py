"""Why a file of users, as a whole, does not go in: as the tables keep it, and as it is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from bot.phrases import Phrase, _, joined
from bot.uploads import LARGEST, Why
from handlers.importing.problems import BadFile, Damaged, LineTooLong, NotText, TooMuch
from handlers.wholesale import run_words
from handlers.wholesale.sheets import MOST_COLUMNS, MOST_ROWS, ColumnsMissing, HeadingTwice, Spreadsheet

MEGABYTES: Final = LARGEST // 2**20
_LONGEST: Final = 200
AS_CSV: Final = _("In Excel: File, Save as, CSV UTF-8. In LibreOffice: File, Save as, Text CSV. Then send that file.")
_KINDS: Final[Mapping[str, Callable[[int, str], Phrase]]] = {
    Spreadsheet.__name__: lambda _row, _said: _("This is a workbook, not a CSV file, whatever its name says."),
    HeadingTwice.__name__: lambda _row, said: _("The column “{column}” is there twice.", column=said),
    ColumnsMissing.__name__: lambda _row, said: _(
        "These columns are missing in row 1: {columns}.",
        columns=joined(list(map(run_words.column, said.split(","))), ", "),
    ),
    TooMuch.__name__: lambda _row, _said: _(
        "This is more than is taken at once: {size} MB, {columns} columns, {rows} rows.",
        size=MEGABYTES,
        columns=MOST_COLUMNS,
        rows=MOST_ROWS,
    ),
    NotText.__name__: lambda _row, _said: _(
        "This is no text from end to end: it is damaged, or not a CSV file in UTF-8, UTF-16 or Windows-1252."
    ),
    Damaged.__name__: lambda row, _said: _(
        "From row {row} on it can't be read: a quotation mark is missing, or a cell is too long.", row=row
    ),
    LineTooLong.__name__: lambda _row, _said: _("One of its lines is far too long for a row of a user."),
}
_WHY: Final[Mapping[Why, Phrase]] = {
    Why.TOO_LARGE: _("It has more than {size} MB.", size=MEGABYTES),
    Why.EMPTY: _("It is empty."),
    Why.SEVERAL: _("Send one file at a time."),
    Why.OTHER_KIND: _("I can do something with CSV files of users only."),
    Why.WORKBOOK: _("This is a workbook, not a CSV file, whatever its name says."),
    Why.GONE: _("It is not there any more. Send it again."),
    Why.NO_RIGHT: _("I may not read files here. An administrator of this chat must allow it, then send it again."),
    Why.UNSAFE: _("The check for viruses does not let it pass."),
}


def kept(bad: BadFile) -> str:
    """As JSON: which kind of trouble, its row, and what stands there."""
    first = bad.problems[0]
    return json.dumps([type(bad).__name__, first.row, first.column[:_LONGEST]], ensure_ascii=False)


def said(trouble: str) -> Phrase:
    kind, row, column = json.loads(trouble)
    return _KINDS[kind](row, column)


def is_workbook(trouble: str) -> bool:
    return bool(json.loads(trouble)[0] == Spreadsheet.__name__)


def why(reason: Why) -> Phrase:
    return _WHY[reason]
