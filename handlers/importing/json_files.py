"""JSON: a list of objects, one a row, with the same names and values as a CSV file's columns and cells."""

from __future__ import annotations

import json
from typing import Final, TextIO

from handlers.importing.problems import BadFile, TooMuch
from handlers.importing.rows import LONGEST_CELL, Sheet, chunks

MOST_CHARACTERS: Final = 64 * 1024 * 1024


def sheet(text: TextIO) -> Sheet:
    """Header and rows. The whole file is held in memory, so that it may be smaller than a CSV file."""
    content = text.read(MOST_CHARACTERS + 1)
    if len(content) > MOST_CHARACTERS:
        raise TooMuch.because("the file is too large for JSON; CSV can be larger")
    objects = _objects(content)
    header = list(dict.fromkeys(name for one in objects for name in one))
    rows = ([_cell(one.get(name), row, name) for name in header] for row, one in enumerate(objects, 1))
    return Sheet(header, chunks(rows, first=1), text.buffer.tell)


def _objects(content: str) -> list[dict[str, object]]:
    try:
        read = json.loads(content, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_no_number)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadFile.because(f"can't be read as JSON: {error}") from error
    if not isinstance(read, list):
        raise BadFile.because("a JSON file is a list of objects: [{…}, {…}]")
    for row, one in enumerate(read, 1):
        if not isinstance(one, dict):
            raise BadFile.because("is no object {…}", row)
    return read


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadFile.because(f"an object has {twice!r} twice")
    return found


def _no_number(word: str) -> str:
    raise BadFile.because(f"{word} is no number")


def _cell(value: object, row: int, column: str) -> str:
    """The value as a cell would hold it; a list becomes words with spaces between them."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case str():
            text = value
        case list() if all(isinstance(one, str) for one in value):
            text = " ".join(value)
        case _:
            raise BadFile.because("is neither text, a number, yes or no, nor a list of texts", row, column)
    if "\0" in text or len(text) > LONGEST_CELL:
        raise BadFile.because(f"holds a NUL character or more than {LONGEST_CELL:,} characters", row, column)
    return text
