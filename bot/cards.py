"""The card: what the bot shows, as a value that knows no platform. Each surface has one renderer for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, model_validator

from bot.file_names import FileName
from bot.phrases import Phrase, dump, load, plain


def _text(raw: object) -> Phrase:
    if isinstance(raw, Phrase):
        return raw
    return plain(raw) if isinstance(raw, str) else load(raw)


Text = Annotated[Phrase, PlainValidator(_text), PlainSerializer(dump, return_type=list[object], when_used="json")]
"""A phrase; a bare string is taken as data (a name, say) and never translated."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tone(StrEnum):
    """What a notice is: it is said in words and a sign as well, never by colour alone."""

    INFO = "info"
    DONE = "done"
    WARNING = "warning"
    REFUSED = "refused"


class Style(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


class Confirm(Part):
    """Asked once more before a button acts."""

    title: Text
    text: Text
    yes: Text
    no: Text


class Button(Part):
    """Carries a whole command (`press` is its token), or opens an address."""

    label: Text
    press: str = ""
    url: str = ""
    style: Style = Style.PLAIN
    confirm: Confirm | None = None


class Heading(Part):
    kind: Literal["heading"] = "heading"
    text: Text


class Prose(Part):
    kind: Literal["prose"] = "prose"
    text: Text
    quiet: bool = False


class Fact(Part):
    """One line of a label and what it is worth; `note` stands behind it, quietly."""

    label: Text
    value: Text
    note: Text | None = None


class Facts(Part):
    kind: Literal["facts"] = "facts"
    facts: tuple[Fact, ...]


class Column(Part):
    """`obvious`: what stands in it says itself what it is, so that a row that is told leaves the label out."""

    label: Text
    number: bool = False
    obvious: bool = False


class Table(Part):
    """Rows of a list, at most ten a card: longer lists are paged by their handler."""

    kind: Literal["table"] = "table"
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]


class Notice(Part):
    kind: Literal["notice"] = "notice"
    tone: Tone
    text: Text


class Divider(Part):
    kind: Literal["divider"] = "divider"


class Option(Part):
    """One of a choice; `value` is at most 75 characters (an id, a word)."""

    value: str = Field(max_length=75)
    label: Text
    description: Text | None = None


class Input(Part):
    """Something to fill in; `name` is the command's field that it fills."""

    name: str = Field(max_length=60)
    label: Text
    hint: Text | None = None
    optional: bool = False
    error: Text | None = None


class Choice(Input):
    """One of some options.

    Where there are more than are listed, `search` is the token of the command that finds the others as one types;
    on surfaces that can't search, the field `typed` takes the name of one instead.
    """

    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...]
    chosen: str = ""
    search: str = ""
    typed: str = Field(default="", max_length=60)


class Number(Input):
    kind: Literal["number"] = "number"
    value: int | None = None
    low: int | None = None
    high: int | None = None


class Words(Input):
    kind: Literal["words"] = "words"
    value: str = ""
    lines: int = 1
    longest: int = 200


class Date(Input):
    """A day, ISO 8601."""

    kind: Literal["date"] = "date"
    value: str = ""


class Toggle(Input):
    """Fills its field with `yes` or `no`."""

    kind: Literal["toggle"] = "toggle"
    on: bool = False


class Secret(Part):
    """Shown to one person, on a private card only.

    Until the moment at which it is shown it has no `value`, but the `reference` of what grants it. `opens`: it is an
    address of our own.
    """

    kind: Literal["secret"] = "secret"
    label: Text
    value: str = ""
    reference: str = ""
    opens: bool = False


class Code(Part):
    """What is typed or saved as it stands: a command, the lines of a file. `label` says what it is for."""

    kind: Literal["code"] = "code"
    label: Text
    text: Text


class Picture(Part):
    """A file of the store, shown in place; `alt` says the same in words."""

    kind: Literal["picture"] = "picture"
    file: str
    alt: Text


class File(Part):
    """A file of the store, handed to the asker alone; `file` is its id there, `label` says what is in it."""

    kind: Literal["file"] = "file"
    file: str
    name: FileName
    media_type: str
    label: Text
    description: Text | None = None


class Buttons(Part):
    kind: Literal["buttons"] = "buttons"
    buttons: tuple[Button, ...]


Element = Annotated[
    Heading
    | Prose
    | Facts
    | Table
    | Notice
    | Divider
    | Choice
    | Number
    | Words
    | Date
    | Toggle
    | Secret
    | Code
    | Picture
    | File
    | Buttons,
    Field(discriminator="kind"),
]
INPUTS = (Choice, Number, Words, Date, Toggle)


class Card(Part):
    """A title, what it is about, and what can be done.

    With inputs it is a form: `submit` is the button that sends it. A card that shows a secret must be private.
    `share` marks a card that the asker may show to the whole channel.
    """

    title: Text
    elements: tuple[Element, ...] = ()
    submit: Button | None = None
    private: bool = False
    share: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.private and self.shows_secret:
            raise ValueError("a card that shows a secret must be private")
        if bool(self.inputs) != (self.submit is not None):
            raise ValueError("a form has inputs and one submit button")
        return self

    @property
    def inputs(self) -> tuple[Choice | Number | Words | Date | Toggle, ...]:
        return tuple(element for element in self.elements if isinstance(element, INPUTS))

    @property
    def shows_secret(self) -> bool:
        return any(isinstance(element, Secret) for element in self.elements)

    def with_errors(self, errors: dict[str, Phrase]) -> Card:
        """The same form with what is wrong next to its fields."""
        marked = (
            element.model_copy(update={"error": errors[element.name]})
            if isinstance(element, INPUTS) and element.name in errors
            else element
            for element in self.elements
        )
        return self.model_copy(update={"elements": tuple(marked)})
