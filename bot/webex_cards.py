"""The Webex renderer: a card as an adaptive card 1.3 with its fall-back text, within the limits of Webex."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, assert_never

from typing_extensions import TypedDict

from bot.cards import (
    INPUTS,
    Button,
    Buttons,
    Card,
    Choice,
    Code,
    Date,
    Divider,
    Element,
    Fact,
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
from bot.phrases import Phrase, Tongue, _, n_, plain
from bot.text_cards import HANDED_OVER, SIGNS, is_wide, text
from bot.webex_buttons import MOST_ACTIONS, action, laid_out, offered, opening, row, side_by_side
from bot.webex_inputs import field, read_inputs
from bot.webex_text import Ink, cut_bytes, unlinked

__all__ = ["CARD_TYPE", "Attachment", "Message", "message", "read_inputs"]

Json: TypeAlias = dict[str, Any]

CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"
MOST_BYTES: Final = 20_000
MOST_TEXT_BYTES: Final = 7_439

_LOOKS: Final = {Tone.INFO: "emphasis", Tone.DONE: "good", Tone.WARNING: "warning", Tone.REFUSED: "attention"}


class Attachment(TypedDict):
    contentType: str
    content: Json


class Message(TypedDict):
    text: str
    attachments: list[Attachment]


@dataclass(frozen=True, slots=True)
class Room:
    """How long texts may be, and how many rows and options are shown."""

    words: int
    rows: int
    options: int


_ROOMS: Final = (Room(2000, 30, 100), Room(500, 15, 60), Room(150, 10, 25), Room(60, 10, 10))


def message(card: Card, tongue: Tongue, pictures: Mapping[str, str] | None = None) -> Message:
    """What the messages API takes besides its address; `pictures` has the https address of files to show in place."""
    content = adaptive(card, tongue, pictures or {})
    ours = {button.url for element in card.elements if isinstance(element, Buttons) for button in element.buttons}
    fallback = unlinked(text(card, tongue), ours).strip() or "–"
    return {
        "text": cut_bytes(fallback, MOST_TEXT_BYTES),
        "attachments": [{"contentType": CARD_TYPE, "content": content}],
    }


def adaptive(card: Card, tongue: Tongue, pictures: Mapping[str, str]) -> Json:
    """The card in the widest room in which it fits; else its end is left out."""
    for room in _ROOMS:
        drawn = _Drawing(tongue, room, pictures).card(card)
        if _fits(drawn):
            return drawn
    return _shortened(card, _Drawing(tongue, _ROOMS[-1], pictures))


def _fits(drawn: Json) -> bool:
    return len(json.dumps(drawn)) <= MOST_BYTES


def _shortened(card: Card, drawing: _Drawing) -> Json:
    """Less and less of what is shown, but every input: half a form would be a wrong one."""
    kept = list(card.elements)
    shown = [place for place, element in enumerate(kept) if not isinstance(element, INPUTS)]
    while shown:
        keep = set(shown[: len(shown) * 3 // 4])
        shown = sorted(keep)
        left = [element for place, element in enumerate(kept) if place in keep or isinstance(element, INPUTS)]
        drawn = drawing.card(card.model_copy(update={"elements": tuple(left)}), missing=len(kept) - len(left))
        if _fits(drawn):
            return drawn
    return drawing.card(Card(title=card.title, elements=(Notice(tone=Tone.WARNING, text=TOO_LONG),)))


TOO_LONG: Final = _("This is too long for one card. Please ask for less at a time, or use the command line.")


class _Drawing:
    """Draws for one reader in one room."""

    __slots__ = ("ink", "language", "pictures", "room")

    def __init__(self, tongue: Tongue, room: Room, pictures: Mapping[str, str]) -> None:
        self.ink = Ink(tongue, room.words)
        self.language = tongue.language
        self.room = room
        self.pictures = pictures

    def card(self, card: Card, missing: int = 0) -> Json:
        body, actions = self.sheet(card.elements, card.submit)
        title = self.text(card.title, size="Large", weight="Bolder")
        drawn: Json = {
            "type": "AdaptiveCard",
            "version": "1.3",
            "lang": self.language,
            "body": [title, *body, *self.more(missing)],
        }
        return drawn | ({"actions": actions} if actions else {})

    def sheet(
        self,
        elements: Sequence[Element],
        submit: Button | None = None,
        *,
        beside_inputs: bool = False,
        folded: bool = False,
    ) -> tuple[list[Json], list[Json]]:
        """Body and action bar of one card or sub-card: buttons stand where they belong, the last ones in the bar."""
        bars, beside = _bars(elements), beside_inputs or submit is not None
        given, left = laid_out(bars, MOST_ACTIONS - bool(submit), folded=folded)
        body: list[Json] = []
        actions = [action(submit, self.ink)] if submit else []
        for place, element in enumerate(elements):
            body += self.element(element)
            lines: list[list[Json]] = []
            if shown := given.get(place):
                here = bars[place][: len(bars[place]) - len(left.get(place, ()))]
                lines = list(side_by_side(row(here, shown, self.ink, beside_inputs=beside)))
            if lines and place == len(elements) - 1 and not left:
                actions += lines.pop()
            body += [{"type": "ActionSet", "actions": line} for line in lines]
        return list(_ruled(body)), [*actions, *self._behind(elements, left, beside_inputs=beside)]

    def _behind(
        self, elements: Sequence[Element], left: Mapping[int, Sequence[Button]], *, beside_inputs: bool
    ) -> list[Json]:
        """One more action: it opens the buttons that found no room, each below what it is about."""
        told: list[Element] = []
        for place, buttons in left.items():
            told += (*_context(elements[:place]), Buttons(buttons=tuple(buttons)))
        if not told:
            return []
        body, actions = self.sheet(told, beside_inputs=beside_inputs, folded=True)
        behind = {"type": "AdaptiveCard", "body": body} | ({"actions": actions} if actions else {})
        return [opening(self.ink.label(_("More…")), behind)]

    def element(self, element: Element) -> list[Json]:
        match element:
            case Heading():
                return [self.text(element.text, size="Medium", weight="Bolder", spacing="Medium")]
            case Prose():
                return [self.text(element.text, **({"isSubtle": True} if element.quiet else {}))]
            case Facts():
                return self.facts(element)
            case Table():
                return self.table(element)
            case Notice():
                return [self.notice(element)]
            case Divider():
                return [_RULE]
            case Choice() | Number() | Words() | Date() | Toggle():
                return field(element, self.ink, self.room.options)
            case Secret():
                return self.secret(element)
            case Code():
                return self._monospaced(element.label, self.ink.words(element.text))
            case Picture():
                return [self.picture(element)]
            case File():
                return self.file(element)
            case Buttons():
                return []
        assert_never(element)

    def text(self, phrase: Phrase, **looks: object) -> Json:
        return _block(self.ink.words(phrase), **looks)

    def more(self, count: int) -> list[Json]:
        """What is said instead of what is left out."""
        return [self.text(n_("… and {count} more", "… and {count} more", count), isSubtle=True)] if count > 0 else []

    def facts(self, element: Facts) -> list[Json]:
        shown = element.facts[: self.room.rows]
        facts = [{"title": self.ink.words(fact.label), "value": self._worth(fact)} for fact in shown]
        return [*([{"type": "FactSet", "facts": facts}] if facts else []), *self.more(len(element.facts) - len(shown))]

    def _worth(self, fact: Fact) -> str:
        value = self.ink.words(fact.value)
        return f"{value} · {self.ink.words(fact.note)}" if fact.note else value

    def table(self, element: Table) -> list[Json]:
        shown = element.rows[: self.room.rows]
        wide = is_wide([self.ink.words(cell) for cell in row] for row in shown)
        drawn = self._stacked(element, shown) if wide else self._grid(element, shown)
        return [*drawn, *self.more(len(element.rows) - len(shown))]

    def _grid(self, table: Table, rows: Sequence[tuple[Phrase, ...]]) -> list[Json]:
        head = self._cells(table, [column.label for column in table.columns], weight="Bolder", isSubtle=True)
        return [head, *(self._cells(table, row) | {"spacing": "Small"} for row in rows)]

    def _cells(self, table: Table, texts: Sequence[Phrase], **looks: object) -> Json:
        columns = [
            {
                "type": "Column",
                "width": 3 if column.number else 5,
                "items": [self.text(said, **looks, **({"horizontalAlignment": "Right"} if column.number else {}))],
            }
            for column, said in zip(table.columns, texts, strict=False)
        ]
        return {"type": "ColumnSet", "columns": columns}

    def _stacked(self, table: Table, rows: Sequence[tuple[Phrase, ...]]) -> list[Json]:
        """Each row is its first cell, then the others with their columns' names, but for empty ones."""
        drawn: list[Json] = []
        for first, *others in rows:
            cells = [pair for pair in zip(table.columns[1:], others, strict=False) if self.ink.words(pair[1])]
            named = [
                cell if column.obvious else _("{label}: {value}", label=column.label, value=cell)
                for column, cell in cells
            ]
            rest = " · ".join(self.ink.words(cell) for cell in named)
            drawn += [self.text(first, weight="Bolder"), _block(rest, isSubtle=True, spacing="None")]
        return drawn

    def notice(self, element: Notice) -> Json:
        said = _block(f"{SIGNS[element.tone]} {self.ink.words(element.text)}")
        return {"type": "Container", "style": _LOOKS[element.tone], "items": [said]}

    def secret(self, element: Secret) -> list[Json]:
        """An address of ours is a link: what data looks like here is not what could be copied of it."""
        shown = self.ink.data(element.value)
        return self._monospaced(element.label, f"[{shown}]({element.value})" if element.opens else shown)

    def _monospaced(self, label: Phrase, text: str) -> list[Json]:
        return [self.text(label, isSubtle=True), _block(text, fontType="Monospace", spacing="Small")]

    def picture(self, element: Picture) -> Json:
        """In place where the file has an address; else in words."""
        if element.file not in self.pictures:
            return self.text(element.alt, isSubtle=True)
        alt = self.ink.label(element.alt, self.room.words)
        return {"type": "Image", "url": self.pictures[element.file], "altText": alt, "size": "Stretch"}

    def file(self, element: File) -> list[Json]:
        """What comes in a message of its own: a card can't hold it."""
        name = self.ink.words(plain(element.name))
        about = f"{name} · {self.ink.words(element.description)}" if element.description else name
        label = self.text(element.label, weight="Bolder")
        return [label, _block(about, spacing="None"), self.text(HANDED_OVER, isSubtle=True, spacing="Small")]


_RULE: Final[Json] = {"type": "rule"}


def _ruled(nodes: Sequence[Json]) -> Iterator[Json]:
    """A rule is drawn by what stands below it."""
    ruled = False
    for node in nodes:
        if node is not _RULE:
            yield node | {"separator": True, "spacing": "Medium"} if ruled else node
        ruled = node is _RULE


def _block(text: str, **looks: object) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, **looks}


def _bars(elements: Sequence[Element]) -> dict[int, tuple[Button, ...]]:
    """The buttons that Webex can show, by the place of their group."""
    bars = {place: offered(element.buttons) for place, element in enumerate(elements) if isinstance(element, Buttons)}
    return {place: bar for place, bar in bars.items() if bar}


def _context(above: Sequence[Element]) -> Iterator[Element]:
    """What the buttons below are about, where that can be said twice: a quiet remark with what it remarks on."""
    remarked = above[-2:-1] if above and isinstance(above[-1], Prose) and above[-1].quiet else ()
    yield from (one for one in (*remarked, *above[-1:]) if isinstance(one, Heading | Prose | Notice | Facts))
