"""What became of an order, once its services are set up."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Button, Buttons, Card, Fact, Facts, Notice, Style, Tone
from bot.phrases import _, plain
from handlers.context import Context
from handlers.organisations.commands import ShowOrganisation
from handlers.provisioning import paper, review_cards, rights_request, setup_cards, withdrawing_cards
from handlers.provisioning.commands import ShowProvisionings
from handlers.provisioning.draft import How
from handlers.provisioning.work import Work
from store.values.webex import ProvisioningState


def show(ctx: Context, held: Work) -> Card:
    if held.order.state is ProvisioningState.WITHDRAWN:
        return withdrawing_cards.withdrawn(ctx, held)
    text = _("Order {reference} is set up.", reference=held.order.reference)
    facts = (*setup_cards.mapped(held), *held.facts(), *_when(held))
    elements = (
        Notice(tone=Tone.DONE, text=text),
        Facts(facts=facts),
        *review_cards.services(ctx, held),
        Buttons(buttons=tuple(_ways(ctx, held))),
    )
    return Card(title=held.title, elements=elements)


def _when(held: Work) -> Iterator[Fact]:
    yield Fact(label=_("Number"), value=plain(held.order.label), note=plain(held.order.seller))
    yield from held.closed(_("Set up on"))


def _ways(ctx: Context, held: Work) -> Iterator[Button]:
    """Whoever completed it for somebody else has nothing more to do."""
    partner, customer = (one.id if one else None for one in (held.draft.partner, held.draft.customer))
    if held.guest is None:
        yield Button(label=_("Close"), press=ShowProvisionings().token, style=Style.PRIMARY)
    yield from paper.button(ctx, held)
    if held.guest is None and customer:
        yield Button(label=_("Show the customer"), press=ShowOrganisation(organisation=str(customer)).token)
    if held.guest is None and partner and customer and not _is_new(held):
        yield from filter(None, [rights_request.button(ctx, customer, partner)])


def _is_new(held: Work) -> bool:
    """A customer that was created for the order has nobody yet who could grant anything."""
    return held.draft.customer is not None and held.draft.customer.how is How.CREATED
