"""What is there already and looks like an organisation that somebody wants to create."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Notice, Style, Tone
from bot.commands import Command
from bot.phrases import _
from handlers.context import Context
from handlers.provisioning.candidate_rows import choosing, table
from handlers.provisioning.candidates import Offered
from handlers.provisioning.mapping_commands import DescribeOrganisation
from handlers.provisioning.sought import Sought


def show(
    ctx: Context, asked: Sought, name: str, known: tuple[Offered, ...], on: Command, change: DescribeOrganisation
) -> Card:
    """One of them can be chosen instead; `on` creates another one anyway, `change` is the form once more."""
    text = _("There is something like **{name}** already. Nothing has been created yet.", name=name)
    anyway = Button(label=_("Create anyway"), press=on.token, style=Style.DANGER)
    other = Button(label=_("Change the name"), press=change.token)
    return Card(
        title=asked.work.title,
        elements=(
            asked.work.head(asked.side),
            Notice(tone=Tone.WARNING, text=text),
            table(ctx, asked, known),
            Buttons(buttons=(*choosing(asked, known), other, anyway)),
        ),
    )
