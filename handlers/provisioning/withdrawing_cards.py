"""The cards of an order that is not to be set up: what withdrawing it means, and that it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Button, Buttons, Card, Element, Facts, Notice, Prose, Style, Tone
from bot.phrases import Phrase, _
from handlers.context import Context
from handlers.provisioning import handing_cards, paper, setup_cards, who_cards
from handlers.provisioning.commands import (
    OpenProvisioning,
    ReopenProvisioning,
    ShowProvisionings,
    WithdrawProvisioning,
)
from handlers.provisioning.draft import How
from handlers.provisioning.work import Work


def preview(ctx: Context, held: Work) -> Card:
    """What becomes of it, who is told, and what stays."""
    text = _("Withdraw this order? It leaves the list, and nobody is reminded of it any more.")
    facts = (*who_cards.facts(ctx, held), *setup_cards.mapped(held), *handing_cards.facts(ctx, held))
    elements: list[Element] = [Notice(tone=Tone.WARNING, text=text), Facts(facts=facts)]
    elements += [Prose(text=one) for one in _consequences(ctx, held)]
    sure = Button(label=_("Withdraw the order"), press=_sure(held), style=Style.DANGER)
    back = Button(label=_("Back"), press=held.ask(OpenProvisioning).token)
    return Card(title=held.title, elements=(*elements, Buttons(buttons=(sure, back))))


def withdrawn(ctx: Context, held: Work) -> Card:
    """The order from then on."""
    text = _("Order {reference} was withdrawn. Nothing of it was set up.", reference=held.order.reference)
    facts = (*who_cards.came_in(held), *setup_cards.mapped(held), *held.closed(_("Withdrawn on")))
    elements: list[Element] = [Notice(tone=Tone.INFO, text=text), Facts(facts=facts)]
    if ways := tuple(_ways(ctx, held)):
        elements.append(Buttons(buttons=ways))
    return Card(title=held.title, elements=tuple(elements))


def _consequences(ctx: Context, held: Work) -> Iterator[Phrase]:
    if given := handing_cards.with_whom(ctx, held):
        yield _("{email} has it in hand and is told.", email=given.email)
    elif held.order.held_by not in {None, ctx.person}:
        yield _("{person} has it in hand and is told.", person=held.order.held_by_name or "")
    for one in (held.draft.partner, held.draft.customer):
        if one and one.how is How.CREATED:
            yield _("The organisation {name}, which was created for it, stays.", name=one.name)


def _sure(held: Work) -> str:
    return held.ask(WithdrawProvisioning).but(sure=True).token


def _ways(ctx: Context, held: Work) -> Iterator[Button]:
    if held.guest is None:
        yield Button(label=_("Close"), press=ShowProvisionings().token, style=Style.PRIMARY)
        yield Button(label=_("Reopen the order"), press=held.ask(ReopenProvisioning).token)
    yield from paper.button(ctx, held)
