"""The blocks of a card in Slack: what each element becomes, on whatever surface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, assert_never

from bot.cards import (
    Button,
    Choice,
    Code,
    Confirm,
    Date,
    Element,
    Fact,
    File,
    Number,
    Picture,
    Secret,
    Style,
    Table,
    Toggle,
    Tone,
    Words,
)
from bot.phrases import Phrase, Tongue, _, n_, plain
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
from bot.slack_tables import Row, aligned, told
from bot.slack_text import inert, label, raw, strong, voice
from bot.text_cards import HANDED_OVER, SIGNS, clean

Say = Callable[[Phrase], str]

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

    __slots__ = (
        "_asks",
        "_bare",
        "_form",
        "_line",
        "_pictures",
        "_rich",
        "_said",
        "_tokens",
        "_unsaid",
        "blocks",
        "voice",
    )

    def __init__(self, tongue: Tongue, pictures: Mapping[str, str], *, asks: bool = False, form: str = "") -> None:
        self.voice = voice(tongue)
        self._rich, self._line, self._bare = self.voice.rich, self.voice.line, self.voice.bare
        self._pictures = pictures
        self._asks, self._form = asks, form
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
                    self._words(strong(self._line(element.text)))
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
                case "code":
                    self._code(element)
                case "picture":
                    self._picture(element)
                case "file":
                    self._file(element)
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
        said = "\n".join(self._said).strip() or "–"
        return said if len(said) <= TOP_TEXT else next(split(said, TOP_TEXT - 1)) + "…"

    def fitting(self, most: int, room: int) -> list[Block]:
        """The blocks, or as many as fit; weighed only where a quick guess can't rule out that it's too much."""
        guess = sum(map(len, self._said)) + HEAVIEST * len(self.blocks)
        guess += sum(map(len, self._unsaid)) + sum(map(len, self._tokens)) + BUTTONED * len(self._tokens)
        if len(self.blocks) <= most and guess <= room:
            return self.blocks
        return within(self.blocks, most, room, self._more)

    def _more(self, count: int) -> Block:
        return _context(self._rich(n_("… and {count} more", "… and {count} more", count)))

    def _words(self, text: str) -> None:
        self._said.append(text)
        if len(text) <= TEXT and text.strip():
            self.blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}})
        else:
            self.blocks += map(_section, split(text))

    def _quiet(self, text: str) -> None:
        self._said.append(text)
        self.blocks += map(_context, split(text))

    def put(self, block: Block) -> None:
        """A block that says nothing in a notification."""
        self.blocks.append(block)
        self._unsaid += strings(block)

    def _fact(self, fact: Fact) -> str:
        line, note = self._line, fact.note
        label, value = line(fact.label), line(fact.value)
        said = f"{label}{SPACE}{value if '*' in label else strong(value)}"
        return said if note is None else f"{said}{SPACE}_{line(note).strip() or '–'}_"

    def _table(self, table: Table) -> None:
        if not table.rows:
            self._quiet(self._rich(_("Nothing to list.")))
            return
        side_by_side = _fenced(_laid_out(aligned, table, self._bare))
        row_by_row = _laid_out(told, _named(table), self._line)
        if len(_fenced("")) < len(side_by_side) <= TEXT:
            self._said.append(row_by_row)
            self.put(_section(side_by_side))
        else:
            self._words(row_by_row)

    def _field(self, asked: Choice | Number | Words | Date | Toggle) -> None:
        if not self._asks:
            return
        self.put(field(asked, self.voice, self._form))
        if asked.error is not None:
            self._quiet(f"{SIGNS[Tone.WARNING]} {self._rich(asked.error)}")

    def _secret(self, secret: Secret) -> None:
        self._between_fences(secret.label, clean(secret.value))

    def _between_fences(self, named: Phrase, text: str) -> None:
        self._words(self._line(named))
        shown = text.strip() or "–"
        for start in range(0, len(shown), SECRET):
            self.put(_section(_fenced(raw(shown[start : start + SECRET]))))

    def _code(self, code: Code) -> None:
        text = self.voice.exact(code.text)
        self._between_fences(code.label, text)
        self._said.append(inert(text))

    def _picture(self, picture: Picture) -> None:
        if picture.file not in self._pictures:
            self._words(self._rich(picture.alt))
            return
        file, alt = {"id": self._pictures[picture.file]}, self._bare(picture.alt)
        self._said.append(self._rich(picture.alt))
        self.put({"type": "image", "slack_file": file, "alt_text": fit(alt, ALT)})

    def _file(self, file: File) -> None:
        """What comes in a message of its own."""
        said = f"{strong(self._line(file.label))}\n{self._line(plain(file.name))}"
        self._words(
            said if file.description is None else f"{said}{SPACE}_{self._line(file.description).strip() or '–'}_"
        )
        self._quiet(self._rich(HANDED_OVER))

    def _buttons(self, buttons: tuple[Button, ...]) -> None:
        for start in range(0, len(buttons), BUTTONS):
            row = [self._button(button) for button in buttons[start : start + BUTTONS]]
            self.blocks.append({"type": "actions", "elements": row})

    def _button(self, button: Button) -> Block:
        """Its action is `press:N`, or `open:N` where it opens an address and nothing is to be done."""
        text, token, number = self._bare(button.label), button.press, len(self._tokens)
        self._tokens.append(token)
        if len(text) > BUTTON or not text.strip():
            text = fit(text, BUTTON)
        said = {"type": "plain_text", "text": text, "emoji": False}
        shown: Block = {"type": "button", "action_id": f"press:{number}", "text": said}
        if token:
            shown["value"] = token if len(token) <= TOKEN else carried(token)
        if button.url:
            self._unsaid.append(button.url)
            shown |= {"action_id": f"open:{number}", "url": carried(button.url, ADDRESS)}
        if button.style is not PLAIN:
            shown["style"] = button.style.value
        if button.confirm is not None:
            shown["confirm"] = self._confirm(button.confirm, button.style)
        return shown

    def _confirm(self, confirm: Confirm, style: Style) -> Block:
        say = self.voice.label
        asked: Block = {
            "title": say(confirm.title, CONFIRM_TITLE),
            "text": say(confirm.text, CONFIRM_TEXT),
            "confirm": say(confirm.yes, CONFIRM_BUTTON),
            "deny": say(confirm.no, CONFIRM_BUTTON),
        }
        self._unsaid += strings(asked)
        return asked if style is PLAIN else {**asked, "style": style.value}


def _named(table: Table) -> Table:
    """The table with labels only where a cell alone would leave a question."""
    columns = [column.model_copy(update={"label": plain("")}) if column.obvious else column for column in table.columns]
    return table.model_copy(update={"columns": tuple(columns)})


def _laid_out(lay_out: Callable[[Row, Sequence[bool], Sequence[Row]], str], table: Table, say: Say) -> str:
    labels = [say(column.label) for column in table.columns]
    numbers = [column.number for column in table.columns]
    return lay_out(labels, numbers, [[say(cell) for cell in row] for row in table.rows])


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def _fenced(text: str) -> str:
    return f"```\n{text}\n```"


def carried(token: str, most: int = TOKEN) -> str:
    """A command's token, or an address, as a button holds it: what is too long can't be cut."""
    if len(token) > most:
        raise ValueError(f"a button carries at most {most} characters, not {len(token)}: {token[:80]}")
    return token
