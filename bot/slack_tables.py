"""Tables in Slack, which has none that every client shows: aligned between code fences, or told row by row."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.slack_text import raw, strong

WIDTH: Final = 48
NARROWEST: Final = 12
LINES_A_CELL: Final = 3
GAP: Final = "  "

Row = Sequence[str]


def told(labels: Row, numbers: Sequence[bool], rows: Iterable[Row]) -> str:
    """Two lines a row, in Slack's markup: the first cell, and the others with their labels if they have any."""
    heads = list(zip(labels, numbers, strict=True))[1:]
    lines = []
    for row in rows:
        named = zip(heads, row[1:], strict=False)
        shown = [(label, strong(cell) if number else cell) for (label, number), cell in named if cell.strip()]
        others = [f"{label} {cell}".strip() for label, cell in shown]
        lines += [strong("".join(row[:1])), *([" · ".join(others)] if others else [])]
    return "\n".join(lines)


def aligned(labels: Row, numbers: Sequence[bool], rows: Sequence[Row]) -> str:
    """Columns side by side, numbers to the right, what is long over several lines; empty where they do not fit."""
    widths = _widths(list(zip(labels, *rows, strict=False)), numbers)
    if len(widths) != len(labels) or not rows:
        return ""
    lines = [line for row in (labels, *rows) for line in _lines(row, widths, numbers)]
    return raw("\n".join(lines))


def _width(text: str) -> int:
    """Columns of a fixed-width font: two for wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum((unicodedata.east_asian_width(sign) in "WF") + (not unicodedata.combining(sign)) for sign in text)


def _widths(columns: Sequence[Row], numbers: Sequence[bool]) -> list[int]:
    """As wide as they are, or numbers as narrow as they get and names sharing the rest; empty where that is too few."""
    widths = [max(map(_width, column)) for column in columns]
    room = WIDTH - len(GAP) * (len(widths) - 1)
    if sum(widths) <= room:
        return widths
    least = [_least(column, number) for column, number in zip(columns, numbers, strict=False)]
    widths = [least[place] if numbers[place] else width for place, width in enumerate(widths)]
    room -= sum(width for width, number in zip(widths, numbers, strict=False) if number)
    names = sorted((width, place) for place, width in enumerate(widths) if not numbers[place])
    for count, (width, place) in zip(range(len(names), 0, -1), names, strict=True):
        widths[place] = min(width, room // count)
        room -= widths[place]
        if widths[place] < min(width, least[place]):
            return []
    return widths if room >= 0 else []


def _least(column: Row, number: bool) -> int:  # noqa: FBT001 - zipped with the columns
    """Labels may be folded between words, names too, numbers never."""
    words = max(map(_width, " ".join(column[:1] if number else column).split(" ")))
    return max(words, *map(_width, column[1:])) if number else max(words, NARROWEST)


def _lines(row: Row, widths: Sequence[int], numbers: Sequence[bool]) -> Iterator[str]:
    cells = [_folded(cell, width) for cell, width in zip(row, widths, strict=False)]
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        yield GAP.join(map(_padded, parts, widths, numbers)).rstrip()


def _folded(cell: str, width: int) -> list[str]:
    if _width(cell) <= width:
        return [cell]
    return textwrap.wrap(cell, width, max_lines=LINES_A_CELL, placeholder="…")


def _padded(text: str, width: int, number: bool) -> str:  # noqa: FBT001 - mapped over three lists
    space = " " * (width - _width(text))
    return space + text if number else text + space
