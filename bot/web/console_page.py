"""The console's page and the lines of its log, drawn for one person in one channel and language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from secrets import token_urlsafe
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.errand import direct
from bot.html_cards import Sending, html, inert
from bot.phrases import Phrase, Speaker, Tongue
from bot.uploads import LARGEST
from bot.web.console_words import EXAMPLES, STARTERS, said, typed
from bot.web.visits import Entry, Visit
from store.values import ChannelKind

HERE: Final = Path(__file__).parent
LANGUAGES: Final = {"en": "English", "fr": "Français"}


@dataclass(frozen=True, slots=True)
class ConsolePerson:
    """Somebody whom one can be in the console; `role` says what they are (Admin of Atelier Cloud)."""

    email: str
    name: str
    role: Phrase


@dataclass(frozen=True, slots=True)
class View:
    """Who looks at which channel in which language: all of it stands in the page's address."""

    person: ConsolePerson
    people: Sequence[ConsolePerson]
    channel: str
    channels: Sequence[str]
    language: str

    @property
    def who(self) -> str:
        return self.person.email

    @property
    def kind(self) -> ChannelKind:
        return ChannelKind.DIRECT if self.channel == direct(self.who) else ChannelKind.GROUP

    @property
    def query(self) -> str:
        return urlencode({"who": self.who, "channel": self.channel, "language": self.language})

    def at(self, channel: str) -> View:
        return replace(self, channel=channel)

    def speaking(self, language: str) -> View:
        return replace(self, language=language)


def fresh_key() -> str:
    """The name of a delivery that has not happened yet."""
    return token_urlsafe(18)


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def page(view: View, visit: Visit, unread: dict[str, int], *, takes_files: bool = False) -> str:
    log = visit.log(view.who, view.channel)
    role = Speaker(Tongue(view.language))
    return (
        _templates()
        .get_template("console.html")
        .render(
            view=view,
            words=said(view.language),
            languages=LANGUAGES,
            people=[(person, role.say(person.role)) for person in view.people],
            channels=[(channel, view.at(channel), unread.get(channel, 0)) for channel in view.channels],
            entries=[line(entry, view, visit) for entry in log.entries],
            change=log.change,
            csrf=visit.token,
            keys=[fresh_key() for _form in range(3)],
            largest=LARGEST if takes_files else 0,
            starters=typed(STARTERS, view.language),
            examples=typed(EXAMPLES, view.language),
        )
    )


def line(entry: Entry, view: View, visit: Visit) -> Markup:
    """One entry of the log; its card's forms name the delivery that pressing them would be."""
    hidden = (("csrf", visit.token), ("key", fresh_key()), ("entry", entry.id))
    sending = Sending(f"/console/say?{view.query}", hidden)
    files = f"/console/files/{{file}}?{view.query}"
    tongue = replace(entry.tongue, language=view.language)
    drawn = _templates().get_template("entry.html")
    return Markup(  # noqa: S704 - the template escapes
        drawn.render(
            id=entry.id,
            asked=Markup(Speaker(tongue, inert).say(entry.asked)) if entry.asked else None,  # noqa: S704 - escaped
            alone=view.kind is ChannelKind.GROUP and not entry.post and not entry.card.private,
            card=html(entry.card, tongue, anchor=f"{entry.id}.card", sending=sending, files=files),
            words=said(view.language),
        )
    )
