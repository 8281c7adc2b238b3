"""The blocks of a card in Slack: what each element becomes, on whatever surface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from bot.cards import (
    Button,
    Choice,
    Confirm,
    Date,
    Element,
    Fact,
    Number,
    Picture,
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
    strings,
    within,
)
from bot.slack_tables import aligned, told
from bot.slack_text import label, raw, voice
from bot.text_cards import SIGNS, clean

SPACE: Final = "\u2003"
PLAIN: Final = Style.PLAIN
HEAVIEST: Final = 150
"""More than a block weighs without its texts."""
BUTTONED: Final = 40 + BUTTON
"""More than a button weighs without its token."""
SECRET: Final = 580
"""Characters of a secret in one section, however many of them must be escaped."""


class Draft:
    """The blocks of one card while they grow, and the words that stand for them in a notification."""

    __slots__ = ("_asks", "_bare", "_line", "_pictures", "_rich", "_said", "_tokens", "_unsaid", "blocks", "voice")

    def __init__(self, tongue: Tongue, pictures: Mapping[str, str], *, asks: bool = False) -> None:
        self.voice = voice(tongue)
        self._rich, self._line, self._bare = self.voice.rich, self.voice.line, self.voice.bare
        self._pictures = pictures
        self._asks = asks
        self.blocks: list[Block] = []
        self._said: list[str] = []
        self._unsaid: list[str] = []
        self._tokens: list[str] = []

    def add(self, elements: Iterable[Element]) -> None:
        for element in elements:
            match element.kind:
                case "prose" if not element.quiet:
                    self._words(self._rich(element.text))
                case "facts":
                    self._words("\n".join([self._fact(fact) for fact in element.facts]))
                case "buttons":
                    self._buttons(element.buttons)
                case "heading":
                    self._words(_strong(self._line(element.text)))
                case "notice":
                    self._words(f"{SIGNS[element.tone]} {self._rich(element.text)}")
                case "prose":
                    self._quiet(self._rich(element.text))
                case "table":
                    self._table(element)
                case "divider":
                    self.blocks.append({"type": "divider"})
                case "choice" | "number" | "words" | "date" | "toggle":
                    self._field(element)
                case "secret":
                    self._secret(element)
                case "picture":
                    self._picture(element)
                case _:
                    assert_never(element.kind)

    def title(self, title: Phrase) -> None:
        self._said.append(self._line(title))
        bare = self._bare(title)
        self.blocks.append({"type": "header", "text": label(bare, HEADER)})
        if len(bare) > HEADER:
            self._quiet(self._line(title))

    def text(self) -> str:
        """What the blocks say, without what only their reader may see."""
        said = "\n".join(self._said)
        return said if len(said) <= TOP_TEXT else next(split(said, TOP_TEXT - 1)) + "…"

    def fitting(self, most: int, room: int) -> list[Block]:
        """The blocks, or as many as fit; weighed only where a quick guess can't rule out that it's too much."""
        guess = sum(map(len, self._said)) + HEAVIEST * len(self.blocks)
        guess += sum(map(len, self._unsaid)) + sum(map(len, self._tokens)) + BUTTONED * len(self._tokens)
        if len(self.blocks) <= most and guess <= room:
            return self.blocks
        return within(self.blocks, most, room, self._more)

    def _more(self, count: int) -> Block:
        return _context(self._rich(_("… and {count} more", count=count)))

    def _words(self, text: str) -> None:
        self._said.append(text)
        if len(text) <= TEXT and text.strip():
            self.blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}})
        else:
            self.blocks += map(_section, split(text))

    def _quiet(self, text: str) -> None:
        self._said.append(text)
        self.blocks += map(_context, split(text))

    def _fact(self, fact: Fact) -> str:
        line, note = self._line, fact.note
        label, value = line(fact.label), line(fact.value).strip()
        said = f"{label}{SPACE}{value}" if "*" in value or not value else f"{label}{SPACE}*{value}*"
        return said if note is None else f"{said}{SPACE}_{line(note).strip()}_"

    def _table(self, table: Table) -> None:
        labels = [self._bare(column.label) for column in table.columns]
        rows = [[self._bare(cell) for cell in row] for row in table.rows]
        side_by_side = aligned(labels, [column.number for column in table.columns], rows)
        if not rows:
            self._quiet(self._rich(_("Nothing to list.")))
        elif side_by_side and len(side_by_side) < TEXT - len(_fenced("")):
            self._said.append(told(labels, rows))
            self.blocks.append(_section(_fenced(side_by_side)))
            self._unsaid.append(side_by_side)
        else:
            self._words(told(labels, rows))

    def _field(self, asked: Choice | Number | Words | Date | Toggle) -> None:
        if not self._asks:
            return
        block = field(asked, self.voice)
        self.blocks.append(block)
        self._unsaid += strings(block)
        if asked.error is not None:
            self._quiet(f"{SIGNS[Tone.WARNING]} {self._rich(asked.error)}")

    def _secret(self, secret: Secret) -> None:
        self._words(self._line(secret.label))
        shown = clean(secret.value).strip() or "–"
        pieces = [shown[start : start + SECRET] for start in range(0, len(shown), SECRET)]
        self.blocks += [_section(_fenced(raw(piece))) for piece in pieces]
        self._unsaid.append(raw(shown))

    def _picture(self, picture: Picture) -> None:
        alt = self._bare(picture.alt)
        if picture.file not in self._pictures:
            self._words(self._rich(picture.alt))
            return
        file = {"id": self._pictures[picture.file]}
        self._said.append(self._rich(picture.alt))
        self.blocks.append({"type": "image", "slack_file": file, "alt_text": fit(alt, ALT)})

    def _buttons(self, buttons: tuple[Button, ...]) -> None:
        for start in range(0, len(buttons), BUTTONS):
            row = [self._button(button) for button in buttons[start : start + BUTTONS]]
            self.blocks.append({"type": "actions", "elements": row})

    def _button(self, button: Button) -> Block:
        """Its action is `press:N`, or `open:N` where it opens an address and nothing is to be done."""
        text, token = self._bare(button.label), button.press
        number = len(self._tokens)
        self._tokens.append(token)
        shown: Block = {
            "type": "button",
            "action_id": f"press:{number}",
            "text": {
                "type": "plain_text",
                "text": text if 0 < len(text) <= BUTTON else fit(text, BUTTON),
                "emoji": False,
            },
        }
        if token:
            shown["value"] = token if len(token) <= TOKEN else carried(token)
        if button.url:
            shown |= {"action_id": f"open:{number}", "url": _address(button.url)}
        if button.style is not PLAIN:
            shown["style"] = button.style.value
        if button.confirm is not None:
            shown["confirm"] = self._confirm(button.confirm)
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
