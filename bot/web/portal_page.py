"""The pages of the portal, drawn: a notice, some words, a form or a card; without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.cards import Card, Tone
from bot.html_cards import Sending, html, inert
from bot.phrases import Phrase, Speaker, Tongue
from bot.web import portal_words as words

HERE: Final = Path(__file__).parent
LANGUAGES: Final = {"en": "English", "fr": "Français"}


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in. `kind` is HTML's, `complete` what the browser may fill it with."""

    name: str
    label: Phrase
    kind: str = "text"
    complete: str = "off"
    value: str = ""
    hint: Phrase | None = None
    error: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A form: where it goes, what it asks, what its button says. Browsers keep the password for `login`."""

    action: str
    submit: Phrase
    fields: Sequence[Field] = ()
    login: str = ""

    @property
    def first(self) -> str:
        """The name of the field to begin with: a wrong one, else one that is empty."""
        wrong = (field.name for field in self.fields if field.error)
        empty = (field.name for field in self.fields if not field.value)
        return next(chain(wrong, empty), "")


@dataclass(frozen=True, slots=True)
class Page:
    """`links` are addresses with what they are called; `name` is who is signed in, `csrf` proves their forms.

    `place` stands beside the name of the bot; `sends` is where a card's buttons go.
    """

    title: Phrase
    tongue: Tongue
    path: str
    csrf: str = ""
    name: str = ""
    tone: Tone = Tone.INFO
    notice: Phrase | None = None
    lead: Sequence[Phrase] = ()
    ask: Ask | None = None
    card: Card | None = None
    links: Sequence[tuple[str, Phrase]] = ()
    place: Phrase = words.TITLE
    sends: str = "/portal/press"


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def drawn(page: Page) -> str:
    speaker = Speaker(page.tongue, inert, ("<strong>", "</strong>"))

    def say(phrase: Phrase | None) -> Markup:
        return Markup(speaker.say(phrase)) if phrase else Markup("")  # noqa: S704 - the speaker escapes

    sending = Sending(page.sends, (("csrf", page.csrf),))
    card = page.card.model_copy(update={"private": False}) if page.card else None
    return (
        _templates()
        .get_template("portal.html")
        .render(
            page=page,
            say=say,
            words=words,
            languages=LANGUAGES,
            card=html(card, page.tongue, anchor="card", sending=sending) if card else None,
        )
    )
