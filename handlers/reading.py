"""From what was said to a command: typed words, or the token of a button or form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from bot.ask import Pressed, Typed
from bot.cards import Card
from bot.commands import Command, UnknownCommand, decode
from handlers import refusals
from handlers.menu import Entry, Menu
from handlers.policy.product_keys import covered

_NARROWED: Final = re.compile(r"(?P<asked>.*)(?:^|\s)(?:in|dans|chez)\s+(?P<organisation>.+)", re.IGNORECASE)
_LONGEST: Final = 2000
FIRST_WORD: Final = "overview"
_KEY: Final = "key"
"""The one field that a product key belongs into. Wherever else somebody writes one, nothing keeps or repeats it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A command that was understood, and its item on the menu."""

    item: Entry
    command: Command


@dataclass(frozen=True, slots=True)
class Unheard:
    """What begins with a word that is not on the menu."""

    word: str


def read(menu: Menu, said: Typed | Pressed) -> Wanted | Unheard | Card:
    """The command; or why there is none."""
    return _typed(menu, said.text) if isinstance(said, Typed) else _pressed(menu, said)


def _typed(menu: Menu, text: str) -> Wanted | Unheard:
    item, rest = menu.typed(" ".join(covered(_whole(text[:_LONGEST])).replace("\0", " ").split()))
    rest, organisation = _split(rest)
    if item is None and not rest:
        item, rest = menu.typed(FIRST_WORD)
    if item is None:
        return Unheard(rest.split()[0])
    command = item.typed(rest)
    return Wanted(item, command.but(organisation=organisation) if organisation else command)


def _split(text: str) -> tuple[str, str]:
    """`seats E3 12 in Contoso` → what is asked, and where."""
    cut = _NARROWED.match(text)
    return (cut["asked"].strip(), cut["organisation"]) if cut else (text, "")


def _pressed(menu: Menu, said: Pressed) -> Wanted | Card:
    try:
        whole = {name: _whole(value) for name, value in said.fields.items()}
        fields = {name: value if name == _KEY else covered(value) for name, value in whole.items()}
        command = decode(said.token, fields)
        return Wanted(menu.of(command), command)
    except (UnknownCommand, ValidationError, KeyError):
        return refusals.worn_out()


def _whole(text: str) -> str:
    """Half a character, which JSON can say and nothing can keep, is a question mark."""
    return text.encode(errors="replace").decode()
