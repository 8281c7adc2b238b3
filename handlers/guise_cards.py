"""A user's card as somebody else sees it: marked, without what changes anything, without secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from bot.cards import INPUTS, Button, Buttons, Card, Element, Notice, Prose, Secret, Style, Tone
from bot.commands import Command, UnknownCommand, decode
from bot.phrases import _
from handlers.guise_commands import EndGuise, InGuise
from handlers.menu import Entry, Menu
from handlers.share import LOOKS
from store.guises import Guise, Seen

NOTHING_FILLED_IN: Final[Mapping[str, str]] = MappingProxyType({})


def marked(card: Card, guise: Guise, seen: Seen, menu: Menu) -> Card:
    """Above: as whom, until when. Below: the end. What would change anything is not there."""
    mark = _(
        "You see this as **{name}**, until **{moment}**. Nothing can be changed.", name=seen.name, moment=guise.ends_at
    )
    submit = _wrapped(card.submit, guise, seen, menu) if card.submit else None
    shown = [element for element in card.elements if submit or not isinstance(element, INPUTS)]
    elements = [kept for element in shown for kept in _kept(element, guise, seen, menu)]
    top, bottom = Notice(tone=Tone.WARNING, text=mark), Buttons(buttons=(end_button(guise),))
    changes = {"elements": (top, *elements, bottom), "submit": submit, "private": True, "share": False}
    return card.model_copy(update=changes)


def _kept(element: Element, guise: Guise, seen: Seen, menu: Menu) -> Iterator[Element]:
    match element:
        case Secret(label=label):
            yield Prose(text=_("{label}: not shown in this view", label=label), quiet=True)
        case Buttons(buttons=buttons):
            wrapped = (_wrapped(button, guise, seen, menu) for button in buttons)
            if left := tuple(button for button in wrapped if button):
                yield Buttons(buttons=left)
        case _:
            yield element


def _wrapped(button: Button, guise: Guise, seen: Seen, menu: Menu) -> Button | None:
    """The same button within the disguise; None if it does more than look."""
    if not button.press:
        return button
    command = read(button.press, menu)
    if command is None or not only_looks(menu.of(command), seen):
        return None
    return button.model_copy(update={"press": InGuise(guise=str(guise.id), of=button.press).token})


def read(token: str, menu: Menu, fields: Mapping[str, str] = NOTHING_FILLED_IN) -> Command | None:
    """The command of a token with what was filled in; None for what this menu does not know."""
    try:
        command = decode(token, fields)
        menu.of(command)
    except (UnknownCommand, ValueError, KeyError):
        return None
    return command


def only_looks(entry: Entry, seen: Seen) -> bool:
    """What has words of its own and needs no more than looking; `share` has none."""
    return entry.needs in LOOKS and entry.open and seen.grant.holds(entry.needs)


def end_button(guise: Guise) -> Button:
    return Button(label=_("Be myself again"), press=EndGuise(guise=str(guise.id)).token, style=Style.DANGER)
