"""Sheets of paper: a title, sections of facts and tables, as a PDF that says its title, its language and its order."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.enums import WrapMode

Color = tuple[int, int, int]

_INK: Final = (32, 32, 36)
_QUIET: Final = (102, 102, 110)
_LINE: Final = (214, 214, 220)
_MARGIN_MM: Final = 18
_ROW_MM: Final = 6
_LONGEST: Final = 2_000
_LONGEST_CELL: Final = 400
_LONGEST_WORD: Final = 30
_NARROWEST: Final = 10
_WIDEST: Final = 34


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, then facts (label and value), then a table: its first row is its head."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written, in the reader's language already. `language` is a tag like `fr`; `foot` stands on each page."""

    title: str
    subtitle: str
    language: str
    sections: tuple[Section, ...]
    foot: str
    made_at: datetime


def pdf(sheet: Sheet) -> bytes:
    """The file: A4, embedded fonts, text in reading order. The same sheet gives the same bytes."""
    paper = _paper(sheet)
    try:
        _head(paper, sheet)
        for section in sheet.sections:
            _section(paper, section)
        return bytes(paper.output())
    finally:
        for font in paper.fonts.values():
            if ttf := getattr(font, "ttfont", None):
                ttf.close()


def _paper(sheet: Sheet) -> FPDF:
    from fpdf import FPDF, ViewerPreferences  # noqa: PLC0415 - few requests need it, and it is slow to load

    foot = _plain(sheet.foot)

    class Paper(FPDF):
        def footer(self) -> None:
            self.set_y(-_MARGIN_MM)
            _pen(self, 8, _QUIET)
            self.cell(0, 6, f"{foot} · {self.page_no()}", align="R")

    paper = Paper(format="A4")
    paper.set_margin(_MARGIN_MM)
    paper.set_auto_page_break(auto=True, margin=_MARGIN_MM + _ROW_MM)
    for style, file in _fonts().items():
        paper.add_font("DejaVu", style, file)
    paper.set_title(_plain(sheet.title))
    paper.set_lang(sheet.language)
    paper.viewer_preferences = ViewerPreferences(display_doc_title=True)
    paper.set_producer("Comptoir")
    paper.set_creation_date(sheet.made_at)
    paper.set_draw_color(*_LINE)
    paper.add_page()
    return paper


def _pen(paper: FPDF, size: int, color: Color, *, bold: bool = False) -> None:
    paper.set_font("DejaVu", "B" if bold else "", size)
    paper.set_text_color(*color)


def _write(paper: FPDF, text: str, height: int) -> None:
    """A paragraph over the whole width."""
    paper.multi_cell(0, height, _plain(text) or "–", align="L", new_x="LMARGIN", new_y="NEXT", wrapmode=_anywhere(text))


def _head(paper: FPDF, sheet: Sheet) -> None:
    _pen(paper, 18, _INK, bold=True)
    _write(paper, sheet.title, 9)
    _pen(paper, 10, _QUIET)
    _write(paper, sheet.subtitle, _ROW_MM)


def _section(paper: FPDF, section: Section) -> None:
    paper.ln(5)
    _pen(paper, 12, _INK, bold=True)
    _write(paper, section.heading, 7)
    if section.facts:
        _facts(paper, section.facts)
    if section.rows:
        _table(paper, section.rows)


def _facts(paper: FPDF, facts: tuple[tuple[str, str], ...]) -> None:
    """Label and value side by side, without lines."""
    from fpdf.fonts import FontFace  # noqa: PLC0415 - as above

    _pen(paper, 10, _INK)
    with paper.table(
        borders_layout="NONE",
        col_widths=(1, 2),
        first_row_as_headings=False,
        line_height=_ROW_MM,
        text_align="LEFT",
        wrapmode=_anywhere(*(cell for fact in facts for cell in fact)),
    ) as table:
        for label, value in facts:
            row = table.row()
            row.cell(_cell(label), style=FontFace(color=_QUIET))
            row.cell(_cell(value))


def _table(paper: FPDF, rows: tuple[tuple[str, ...], ...]) -> None:
    paper.ln(1)
    _pen(paper, 9, _INK)
    with paper.table(
        col_widths=_widths(rows),
        line_height=_ROW_MM,
        text_align="LEFT",
        v_align="TOP",
        wrapmode=_anywhere(*(cell for row in rows for cell in row)),
    ) as table:
        for row in rows:
            table.row([_cell(cell) for cell in row])


def _widths(rows: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """Shares of the page: a column whose cells are long gets more of it than others, but not all; a head is folded."""
    longest = (max(map(len, (*head.split(), *below)), default=0) for head, *below in zip_longest(*rows, fillvalue=""))
    return tuple(min(max(characters, _NARROWEST), _WIDEST) for characters in longest)


def _cell(text: str) -> str:
    return _plain(text)[:_LONGEST_CELL] or "–"


def _anywhere(*texts: str) -> WrapMode:
    """A word that is too long for a line is broken wherever the line ends."""
    from fpdf.enums import WrapMode  # noqa: PLC0415 - as above

    return (
        WrapMode.CHAR
        if max((len(word) for text in texts for word in text.split()), default=0) > _LONGEST_WORD
        else WrapMode.WORD
    )


def _plain(text: str) -> str:
    """Without what is no letter: control characters, and marks that turn the direction of a line."""
    kept = (char if char.isprintable() else " " for char in text[:_LONGEST])
    return "".join(char for char in kept if unicodedata.category(char) not in {"Cf", "Cs", "Co", "Cn"})


@cache
def _fonts() -> dict[str, Path]:
    """DejaVu, as matplotlib ships it."""
    from importlib.util import find_spec  # noqa: PLC0415 - as above

    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the fonts that matplotlib ships")
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    return {"": folder / "DejaVuSans.ttf", "B": folder / "DejaVuSans-Bold.ttf"}
