"""The blocks of a card in Slack: what each element becomes, on whatever surface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, assert_never

from bot.cards import (
    Button,
    Buttons,
    Choice,
    Confirm,
    Date,
    Divider,
    Element,
    Fact,
    Facts,
    Heading,
    Notice,
    Number,
    Picture,
    Prose,
    Secret,
    Style,
    Table,
    Toggle,
    Tone,
    Words,
)
from bot.phrases import Phrase, Tongue, _
from bot.slack_inputs import field
from bot.slack_limits import (
    ADDRESS,
    ALT,
    BUTTON,
    BUTTONS,
    CONFIRM_BUTTON,
    CONFIRM_TEXT,
    CONFIRM_TITLE,
    HEADER,
    TEXT,
    TOKEN,
    TOP_TEXT,
    Block,
    fit,
    split,
    weight,
    within,
)
from bot.slack_tables import aligned, told
from bot.slack_text import label, raw, voice
from bot.text_cards import SIGNS, clean

SPACE: Final = "\u2003"
HEAVIEST: Final = 170
"""More than the heaviest empty block or button weighs."""
SECRET: Final = 580
"""Characters of a secret in one section, however many of them must be escaped."""


class Draft:
    """The blocks of one card while they grow, and the words that stand for them in a notification."""

    __slots__ = ("_asks", "_carried", "_pictures", "_presses", "_said", "blocks", "voice")

    def __init__(self, tongue: Tongue, pictures: Mapping[str, str], *, asks: bool = False) -> None:
        self.voice = voice(tongue)
        self.blocks: list[Block] = []
        self._pictures = pictures
        self._asks = asks
        self._said: list[str] = []
        self._presses = 0
        self._carried = 0

    def add(self, element: Element) -> None:
        match element:
            case Prose(text=text, quiet=quiet):
                self._words(self.voice.rich(text), quiet=quiet)
            case Facts(facts=facts):
                self._words("\n".join([self._fact(fact) for fact in facts]))
            case Buttons(buttons=buttons):
                self._buttons(buttons)
            case Notice(tone=tone, text=text):
                self._words(f"{SIGNS[tone]} {self.voice.rich(text)}")
            case Heading(text=text):
                self._words(_strong(self.voice.line(text)))
            case Table():
                self._table(element)
            case Divider():
                self.blocks.append({"type": "divider"})
            case Choice() | Number() | Words() | Date() | Toggle():
                self._field(element)
            case Secret(label=name, value=value):
                self._secret(name, value)
            case Picture():
                self._picture(element)
            case _:
                assert_never(element)

    def title(self, title: Phrase) -> None:
        self._said.append(self.voice.line(title))
        bare = self.voice.bare(title)
        self.blocks.append({"type": "header", "text": label(bare, HEADER)})
        if len(bare) > HEADER:
            self._words(self.voice.line(title), quiet=True)

    def text(self) -> str:
        """What the blocks say, without what only their reader may see."""
        said = "\n".join(self._said)
        return said if len(said) <= TOP_TEXT else next(split(said, TOP_TEXT - 1)) + "…"

    def fitting(self, most: int, room: int) -> list[Block]:
        """The blocks, or as many as fit; weighed only where a quick guess can't rule out that it's too much."""
        guess = sum(map(len, self._said)) + self._carried + HEAVIEST * len(self.blocks)
        if len(self.blocks) <= most and guess <= room:
            return self.blocks
        return within(self.blocks, most, room, self._more)

    def _more(self, count: int) -> Block:
        return _context(self.voice.rich(_("… and {count} more", count=count)))

    def _words(self, text: str, *, quiet: bool = False) -> None:
        self._said.append(text)
        block = _context if quiet else _section
        if len(text) <= TEXT and text and not text.isspace():
            self.blocks.append(block(text))
        else:
            self.blocks += map(block, split(text))

    def _fact(self, fact: Fact) -> str:
        said = f"{self.voice.line(fact.label)}{SPACE}{_strong(self.voice.line(fact.value))}"
        return said if fact.note is None else f"{said}{SPACE}_{self.voice.line(fact.note).strip()}_"

    def _table(self, table: Table) -> None:
        labels = [self.voice.bare(column.label) for column in table.columns]
        rows = [[self.voice.bare(cell) for cell in row] for row in table.rows]
        side_by_side = aligned(labels, [column.number for column in table.columns], rows)
        if not rows:
            self._words(self.voice.rich(_("Nothing to list.")), quiet=True)
        elif side_by_side and len(side_by_side) < TEXT - len(_fenced("")):
            self._said.append(told(labels, rows))
            self.blocks.append(_section(_fenced(side_by_side)))
            self._carried += len(side_by_side)
        else:
            self._words(told(labels, rows))

    def _field(self, asked: Choice | Number | Words | Date | Toggle) -> None:
        if not self._asks:
            return
        block = field(asked, self.voice)
        self.blocks.append(block)
        self._carried += weight(block)
        if asked.error is not None:
            self._words(f"{SIGNS[Tone.WARNING]} {self.voice.rich(asked.error)}", quiet=True)

    def _secret(self, name: Phrase, value: str) -> None:
        self._words(self.voice.line(name))
        shown = clean(value).strip() or "–"
        pieces = [shown[start : start + SECRET] for start in range(0, len(shown), SECRET)]
        self.blocks += [_section(_fenced(raw(piece))) for piece in pieces]
        self._carried += len(raw(shown))

    def _picture(self, picture: Picture) -> None:
        alt = self.voice.bare(picture.alt)
        if picture.file not in self._pictures:
            self._words(self.voice.rich(picture.alt))
            return
        file = {"id": self._pictures[picture.file]}
        self._said.append(self.voice.rich(picture.alt))
        self.blocks.append({"type": "image", "slack_file": file, "alt_text": fit(alt, ALT)})

    def _buttons(self, buttons: tuple[Button, ...]) -> None:
        elements = [self._button(button) for button in buttons]
        for start in range(0, len(elements), BUTTONS):
            self.blocks.append({"type": "actions", "elements": elements[start : start + BUTTONS]})

    def _button(self, button: Button) -> Block:
        """Its action is `press:N`, or `open:N` where it opens an address and nothing is to be done."""
        number, text = self._presses, self.voice.bare(button.label)
        self._presses += 1
        self._carried += len(text) + len(button.press) + len(button.url) + HEAVIEST
        shown: Block = {"type": "button", "action_id": f"press:{number}", "text": label(text, BUTTON)}
        if button.press:
            shown["value"] = carried(button.press)
        if button.url:
            shown |= {"action_id": f"open:{number}", "url": _address(button.url)}
        if button.style is not Style.PLAIN:
            shown["style"] = button.style.value
        if button.confirm is not None:
            shown["confirm"] = self._confirm(button.confirm)
            self._carried += weight(shown["confirm"])
        return shown

    def _confirm(self, confirm: Confirm) -> Block:
        say = self.voice.label
        return {
            "title": say(confirm.title, CONFIRM_TITLE),
            "text": say(confirm.text, CONFIRM_TEXT),
            "confirm": say(confirm.yes, CONFIRM_BUTTON),
            "deny": say(confirm.no, CONFIRM_BUTTON),
        }


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def _fenced(text: str) -> str:
    return f"```\n{text}\n```"


def _strong(text: str) -> str:
    """Strong as a whole, unless a part of it is already."""
    return text if "*" in text or not text.strip() else f"*{text.strip()}*"


def _address(url: str) -> str:
    if len(url) > ADDRESS:
        raise ValueError(f"a button opens an address of at most {ADDRESS} characters, not {len(url)}")
    return url


def carried(token: str) -> str:
    """A command's token, as a button holds it."""
    if len(token) > TOKEN:
        raise ValueError(f"a button carries at most {TOKEN} characters, not {len(token)}: {token[:80]}")
    return token
