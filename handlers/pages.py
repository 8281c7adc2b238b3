"""Lists ten rows at a time: where one is, and the way to the others."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Element, Prose
from bot.commands import Command
from bot.phrases import _

PAGE: Final = 10


def pages(
    command: Command, offset: int, total: int, *, more: bool = False, file: Command | None = None
) -> list[Element]:
    """`11–20 of 214` with previous and next; nothing for a list that fits. The command has a field `offset`.

    With `more` there are further rows that nobody counted. `file` asks for all rows as a file.
    """
    place = [_place(offset, total, more=more)] if total > PAGE else []
    buttons = [*_turns(command, offset, total), *([Button(label=_("CSV"), press=file.token)] if file else [])]
    return [*place, *([Buttons(buttons=tuple(buttons))] if buttons else [])]


def _place(offset: int, total: int, *, more: bool) -> Prose:
    first, last = offset + 1, min(offset + PAGE, total)
    if more:
        return Prose(text=_("{first}–{last} of more than {total}", first=first, last=last, total=total), quiet=True)
    return Prose(text=_("{first}–{last} of {total}", first=first, last=last, total=total), quiet=True)


def _turns(command: Command, offset: int, total: int) -> list[Button]:
    turns = [(offset - PAGE, _("Previous")), (offset + PAGE, _("Next"))]
    return [
        Button(label=label, press=command.but(offset=max(0, there)).token)
        for there, label in turns
        if -PAGE < there < total and total > PAGE
    ]
