"""The last step before it is made: everything that was filled in."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Button, Buttons, Card, Element, Facts, Heading, Prose, Style
from bot.phrases import _
from handlers.context import Context
from handlers.provisioning import calling_cards, due, meetings_cards, setup_cards, sites
from handlers.provisioning.commands import GoTo, SetUp
from handlers.provisioning.work import NAMES, Step, Work


def show(ctx: Context, held: Work) -> Card:
    text = _("Review the information. Nothing is made before you press **Set up**.")
    elements = (
        held.head(Step.REVIEW),
        Prose(text=text),
        Facts(facts=(*setup_cards.mapped(held), *held.facts(), due.fact(ctx, held.order))),
        *services(ctx, held),
        Buttons(buttons=tuple(_ways(held))),
    )
    return Card(title=held.title, elements=elements)


def services(ctx: Context, held: Work) -> list[Element]:
    """The sites and the locations."""
    found: list[Element] = []
    if there := sites.drafted(held):
        found += [Heading(text=NAMES[Step.MEETINGS]), meetings_cards.table(ctx, there)]
    if calling_cards.there(held):
        found += [Heading(text=NAMES[Step.CALLING]), calling_cards.table(ctx, held)]
    return found


def _ways(held: Work) -> Iterator[Button]:
    yield Button(label=_("Set up"), press=held.ask(SetUp).token, style=Style.PRIMARY)
    for step in held.path:
        if step in {Step.PARTNER, Step.CUSTOMER, Step.MEETINGS, Step.CALLING}:
            label = _("Change: {step}", step=NAMES[step])
            yield Button(label=label, press=held.ask(GoTo).but(step=step).token)
