"""The step between the mapping and the services: who sets them up, and when."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Fact, Facts, Prose, Style
from bot.phrases import _, plain
from handlers.context import Context
from handlers.provisioning import due
from handlers.provisioning.commands import ChooseSetup
from handlers.provisioning.draft import How
from handlers.provisioning.work import Step, Work
from store.values.webex import ForWhom

_NOTES: Final = {How.CREATED: _("created for this order")}


def show(ctx: Context, held: Work) -> Card:
    text = _("The order is mapped. Its services can be set up now, or later: the set-up goes on where it stopped.")
    facts = (*mapped(held), *held.facts(), due.fact(ctx, held.order))
    elements = (held.head(Step.SETUP), Prose(text=text), Facts(facts=facts), Buttons(buttons=_ways(held)))
    return Card(title=held.title, elements=elements)


def mapped(held: Work) -> tuple[Fact, ...]:
    """To whom the order was mapped."""
    named = ((_("Partner organisation"), held.draft.partner), (_("Customer organisation"), held.draft.customer))
    return tuple(Fact(label=label, value=plain(one.name), note=_NOTES.get(one.how)) for label, one in named if one)


def _ways(held: Work) -> tuple[Button, ...]:
    now = Button(label=_("Set up now"), press=held.ask(ChooseSetup).but(way="now").token, style=Style.PRIMARY)
    later = Button(label=_("Set up later"), press=held.ask(ChooseSetup).but(way="later").token)
    return (now, *_theirs(held), later, *held.back(Step.SETUP), *held.withdrawal())


def _theirs(held: Work) -> tuple[Button, ...]:
    """A customer's own; one's own company is set up by oneself, and who was asked to complete it completes it."""
    if held.order.for_whom is ForWhom.COMPANY or held.guest is not None:
        return ()
    label = _("My customer will set up their own services")
    return (Button(label=label, press=held.ask(ChooseSetup).but(way="customer").token),)
