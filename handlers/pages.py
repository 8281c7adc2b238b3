"""Lists ten rows at a time: where one is, and the way to the others."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Element, Prose
from bot.commands import Command
from bot.phrases import _

PAGE: Final = 10


def pages(command: Command, offset: int, total: int) -> list[Element]:
    """`11–20 of 214` with previous and next; nothing for a list that fits. The command has a field `offset`."""
    if total <= PAGE:
        return []
    last = min(offset + PAGE, total)
    elements: list[Element] = [
        Prose(text=_("{first}–{last} of {total}", first=offset + 1, last=last, total=total), quiet=True)
    ]
    turns = [(offset - PAGE, _("Previous")), (offset + PAGE, _("Next"))]
    buttons = [
        Button(label=label, press=command.but(offset=max(0, there)).token)
        for there, label in turns
        if -PAGE < there < total
    ]
    return [*elements, Buttons(buttons=tuple(buttons))]
