"""Reminders of an order that goes on for longer than a day: what its asker reads, and what its seller's Admins read."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Element, Notice, Style, Tone
from bot.phrases import Phrase, _
from handlers import order_cards
from handlers.fulfil_commands import ShowFulfilments
from handlers.order_commands import ShowOrders
from handlers.support_commands import AskSupplier
from store.fulfilments import Fulfilment
from store.orders import Order
from store.values import OrderState


def for_asker(order: Order, given: Fulfilment | None) -> Card:
    """Nothing to do for them but to ask."""
    asking = Button(label=_("Ask the supplier"), press=AskSupplier(order=order.label).token)
    return _card(order, _waits(order, given), _showing(order), asking)


def for_seller(order: Order, given: Fulfilment | None) -> Card:
    """It is theirs to carry out, or to look after."""
    if given is None:
        return _card(order, _waits(order, given), _showing(order))
    text = _(
        "Order {order} of {customer} has waited for you since {moment}.",
        order=order.label,
        customer=order.customer,
        moment=given.asked_at,
    )
    press = ShowFulfilments(number=order.label).token
    return _card(order, text, Button(label=_("Open {order}", order=order.label), press=press, style=Style.PRIMARY))


def _waits(order: Order, given: Fulfilment | None) -> Phrase:
    since = order.placed_at or order.drafted_at
    if given:
        return _(
            "Order {order} of {moment} still waits for {seller}. Nothing was changed yet.",
            order=order.label,
            moment=since,
            seller=given.seller_name,
        )
    if order.state is OrderState.UNKNOWN:
        return _(
            "The supplier has given no answer to order {order} of {moment}. It goes on being asked; "
            "nothing is ordered twice.",
            order=order.label,
            moment=since,
        )
    return _("Order {order} of {moment} is still being carried out.", order=order.label, moment=since)


def _showing(order: Order) -> Button:
    return Button(label=_("Show order"), press=ShowOrders(number=order.label).token)


def _card(order: Order, text: Phrase, *buttons: Button) -> Card:
    elements: tuple[Element, ...] = (Notice(tone=Tone.WARNING, text=text), Buttons(buttons=buttons))
    return Card(title=order_cards.title(order), elements=elements)
