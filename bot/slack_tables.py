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
    """Two lines a row, in Slack's markup: the first cell, and the others with their labels, but for empty ones."""
    heads = list(zip(labels, numbers, strict=True))[1:]
    lines = []
    for row in rows:
        named = zip(heads, row[1:], strict=False)
        others = [f"{label} {strong(cell) if number else cell}" for (label, number), cell in named if cell.strip()]
        lines += [strong("".join(row[:1])), *([" · ".join(others)] if others else [])]
    return "\n".join(lines)


def aligned(labels: Row, numbers: Sequence[bool], rows: Sequence[Row]) -> str:
    """Columns side by side, numbers to the right, what is long over several lines; empty where they do not fit."""
    widths = _widths(_natural(labels, numbers, rows), numbers)
    if len(widths) != len(labels) or not rows:
        return ""
    lines = [line for row in (labels, *rows) for line in _lines(row, widths, numbers)]
    return raw("\n".join(lines))


def _width(text: str) -> int:
    """Columns of a fixed-width font: two for wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum((unicodedata.east_asian_width(sign) in "WF") + (not unicodedata.combining(sign)) for sign in text)


def _natural(labels: Row, numbers: Sequence[bool], rows: Sequence[Row]) -> list[int]:
    """As wide as what stands in it; where that is too much, numbers get on with the words of their labels."""
    natural = [max(map(_width, column)) for column in zip(labels, *rows, strict=False)]
    if sum(natural) + len(GAP) * (len(natural) - 1) <= WIDTH:
        return natural
    folded = [max(map(_width, label.split(" "))) for label in labels]
    slim = [max(map(_width, column)) for column in zip(*rows, strict=False)]
    return [
        max(folded[place], slim[place]) if numbers[place] else width for place, width in enumerate(natural[: len(slim)])
    ]


def _widths(natural: Sequence[int], numbers: Sequence[bool]) -> list[int]:
    """Numbers keep their width, names share the rest; empty where a name would get too narrow a column."""
    room = WIDTH - len(GAP) * (len(natural) - 1)
    room -= sum(width for width, number in zip(natural, numbers, strict=False) if number)
    widths = list(natural)
    names = sorted((width, index) for index, width in enumerate(natural) if not numbers[index])
    for place, (width, index) in enumerate(names):
        share = room // (len(names) - place)
        if share < min(width, NARROWEST):
            return []
        widths[index] = min(width, share)
        room -= widths[index]
    return widths if room >= 0 else []


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
