"""Cards as plain text: for mails, notifications, screen readers and clients that show no cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, assert_never

from bot.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Code,
    Date,
    Divider,
    Element,
    Facts,
    File,
    Heading,
    Notice,
    Number,
    Picture,
    Prose,
    Secret,
    Table,
    Toggle,
    Tone,
    Words,
)
from bot.phrases import Phrase, Speaker, Tongue, _, n_, plain

BYTES: Final = 7_000
NOTE_BYTES: Final = 60
COLUMNS: Final = 3
WORD: Final = 20
SIGNS: Final = {Tone.INFO: "\u2139", Tone.DONE: "✓", Tone.WARNING: "⚠", Tone.REFUSED: "✗"}
HANDED_OVER: Final = _("The file comes to you directly, and to nobody else.")
"""Said where a file does not stand on the card itself."""
NOT_LISTED: Final = _("Not listed? Its name or number")
_LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ODD: Final = re.compile(f"{_HIDDEN.pattern}|{_LINE_ENDS.pattern}|[\u0300-\u036f]")
_PILED: Final = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")
_GAPS: Final = re.compile("\n\n\n+")


def clean(text: str) -> str:
    """Data without what hides, turns or piles up its letters; its lines end with a line feed."""
    if _ODD.search(text) is None:
        return text
    return _PILED.sub(r"\1", _HIDDEN.sub("", _LINE_ENDS.sub("\n", text)))


def is_wide(rows: Iterable[Sequence[str]]) -> bool:
    """Whether a phone had to break words to show the rows of a table side by side."""
    return any(len(row) > COLUMNS or any(len(word) > WORD for cell in row for word in cell.split()) for row in rows)


def text(card: Card, tongue: Tongue, *, buttons: bool = True) -> str:
    """The card in words, at most 7,000 bytes; `buttons` adds what can be pressed, in brackets."""
    page = Page(tongue)
    said = [page.line(card.title)]
    for element in card.elements:
        if buttons or not isinstance(element, Buttons):
            said += page.lines(element)
    if buttons and card.submit is not None:
        said.append(page.button(card.submit))
    return page.cut(_GAPS.sub("\n\n", "\n".join(said)).strip("\n"))


class Page:
    """Says the elements of a card line by line."""

    __slots__ = ("_say",)

    def __init__(self, tongue: Tongue) -> None:
        self._say = Speaker(tongue, clean).say

    def lines(self, element: Element) -> Iterator[str]:
        match element:
            case Heading(text=text):
                yield from ("", self.line(text))
            case Prose(text=text):
                yield self._say(text)
            case Facts(facts=facts):
                yield from (self._labelled(fact.label, fact.value, fact.note) for fact in facts)
            case Table():
                yield from self._rows(element)
            case Notice(tone=tone, text=text):
                yield f"{SIGNS[tone]} {self._say(text)}"
            case Divider():
                yield ""
            case Choice() | Number() | Words() | Date() | Toggle():
                yield from self._field(element)
            case Secret(label=label):
                yield self.line(_("{label}: shown on the card only", label=label))
            case Code():
                yield from self._code(element)
            case Picture(alt=alt):
                yield self.line(_("Picture: {alt}", alt=alt))
            case File():
                yield from self._file(element)
            case Buttons(buttons=buttons):
                yield "  ".join(map(self.button, buttons))
            case _:
                assert_never(element)

    def _code(self, code: Code) -> Iterator[str]:
        lines = self._say(code.text).split("\n")
        yield self._labelled(code.label, plain(lines[0]), None) if len(lines) == 1 else self.line(code.label)
        yield from lines if len(lines) > 1 else ()

    def _file(self, file: File) -> Iterator[str]:
        yield self._labelled(file.label, plain(file.name), file.description)
        yield self.line(HANDED_OVER)

    def line(self, phrase: Phrase) -> str:
        return self._say(phrase).replace("\n", " ")

    def button(self, button: Button) -> str:
        return f"[{self.line(button.label)}] {button.url}".rstrip()

    def cut(self, text: str) -> str:
        """What fits, up to the end of a line, and how many lines it leaves out."""
        if len(text.encode()) <= BYTES:
            return text
        lines = text.split("\n")
        sizes = accumulate(len(line.encode()) + 1 for line in lines)
        kept = sum(1 for size in sizes if size < BYTES - NOTE_BYTES)
        start = lines[:kept] or [lines[0].encode()[: BYTES - 2 * NOTE_BYTES].decode(errors="ignore") + "…"]
        left = len(lines) - len(start)
        return "\n".join(
            [*start, self._say(n_("… and one more line", "… and {count} more lines", left))] if left else start
        )

    def _labelled(self, label: Phrase, value: Phrase, note: Phrase | None) -> str:
        if note is None:
            return self.line(_("{label}: {value}", label=label, value=value))
        return self.line(_("{label}: {value} – {note}", label=label, value=value, note=note))

    def _rows(self, table: Table) -> Iterator[str]:
        labels = [self.line(column.label) for column in table.columns[1:]]
        for row in table.rows:
            cells = [self.line(cell) for cell in row]
            told = [f"{label} {cell}" for label, cell in zip(labels, cells[1:], strict=False) if cell.strip()]
            yield f"- {': '.join(filter(None, (*cells[:1], ' · '.join(told))))}"
        if not table.rows:
            yield self.line(_("Nothing to list."))

    def _field(self, field: Choice | Number | Words | Date | Toggle) -> Iterator[str]:
        yield self._labelled(field.label, filled(field), field.hint)
        if field.error is not None:
            yield f"{SIGNS[Tone.WARNING]} {self.line(field.error)}"
        if isinstance(field, Choice):
            yield from (f"- {self.line(option.label)}" for option in field.options)
        if isinstance(field, Choice) and field.typed:
            yield self._labelled(NOT_LISTED, plain("…"), None)


def filled(field: Choice | Number | Words | Date | Toggle) -> Phrase:
    """What stands in a field, as one reads it."""
    match field:
        case Choice(options=options, chosen=chosen):
            return next((option.label for option in options if option.value == chosen), plain("…"))
        case Number(value=value):
            return plain("…" if value is None else value)
        case Words(value=words) | Date(value=words):
            return plain(words or "…")
        case Toggle(on=on):
            return _("yes") if on else _("no")
        case _:
            assert_never(field)
