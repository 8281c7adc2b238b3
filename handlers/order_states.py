"""How an order stands, in a sentence, and what can be done next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.cards import Button
from bot.phrases import Phrase, _, plain
from handlers import wording
from handlers.holders import ShowHolders
from handlers.order_commands import RetryOrder, WithdrawOrder
from handlers.support_commands import AskSupplier
from handlers.users.commands import Assign
from store.fulfilments import Fulfilment
from store.orders import Order
from store.purchases import Ready
from store.values import OrderKind, OrderState, SupplierKind

NOT_AS_ORDERED: Final = {"otherwise", "out-of-step"}
_REASONS: Final = {
    "changed": _("Refused: the number of seats had changed meanwhile. Nothing was changed by this order. Ask again."),
    "broken": _("Failed: it could not be carried out. Nothing was changed by this order. Ask again."),
    "ended": _("Refused: the subscription had ended. Nothing was changed."),
    "suspended": _("Refused: the subscription is suspended. Nothing was changed."),
    "window-closed": _("Refused: these seats could no longer be given back. Nothing was changed."),
    "below-assigned": _("Refused: more seats were assigned meanwhile. Nothing was changed. Unassign, then ask again."),
    "stops-at-end": _("Refused: the subscription stops at the end of its term. Nothing was changed."),
    "same": _("Refused: it was so already. Nothing was changed."),
    "too-late": _("Refused: it could no longer be cancelled. The licence stays. Nothing was changed."),
    "cancelled": _("Refused: it had been cancelled already. Nothing was changed."),
    "extended": _("Refused: it goes on month by month. Nothing was changed."),
    "monthly": _("Refused: its term is a month already. Nothing was changed."),
    "not-extendable": _("Refused: it can't go on month by month. Nothing was changed."),
    "never-renewed": _("Refused: it was bought for good. Nothing was changed."),
    "never-reduced": _("Refused: its seats are never given back. Nothing was changed."),
    "approval-overtaken": _("What was asked for had changed before it was approved. Nothing was ordered. Ask again."),
    "approval-rejected": _("Not approved. Nothing was ordered."),
    "approval-expired": _("Nobody approved it within 24 hours. Nothing was ordered. Ask again if it is still wanted."),
    "approval-right": _("Who asked for it may no longer order here. Nothing was ordered."),
    "supplier": _("Refused by the supplier. Nothing was changed."),
    "otherwise": _("Completed, but not as ordered: what came stands below."),
    "out-of-step": _(
        "The supplier has done it, but it could not be written down here. Ask the supplier how it stands."
    ),
}
"""Why an order was not carried out, or how otherwise, by the code that the job wrote down."""
_STATES: Final = {
    OrderState.WAITING: _("Waiting for an approval. Nothing is ordered before."),
    OrderState.COMPLETED: _("Completed. Nothing more to do."),
    OrderState.UNKNOWN: _(
        "The supplier gave no answer. It is being asked what became of this order; nothing is ordered twice."
    ),
    OrderState.WITHDRAWN: _("Withdrawn. Nothing was changed by this order."),
}
_UNFORTUNATE: Final = {OrderState.REFUSED, OrderState.FAILED}
_MOST_SERVICES: Final = 5


def said(order: Order, given: Fulfilment | None) -> Phrase:
    """The state; why, where it did not go as it was ordered."""
    if order.reason:
        return _REASONS.get(order.reason, _REASONS["broken"])
    if given and order.state is OrderState.PROCESSING:
        return _in_hand(given)
    return _STATES.get(order.state) or _("State: {state}", state=wording.STATES[order.state])


def _in_hand(given: Fulfilment) -> Phrase:
    if given.unwanted_at and given.answer is None:
        return _("{seller} has been told that it is no longer wanted, and decides.", seller=given.seller_name)
    return _(
        "Wait until {seller} has processed it. You are told here as soon as that is done.", seller=given.seller_name
    )


def steps(
    order: Order, given: Fulfilment | None, came: Sequence[Ready], service: str, *, may_order: bool
) -> tuple[Button, ...]:
    """The next step first. `came` are the lines of a purchase, `service` the address that opens another product."""
    if order.state is OrderState.COMPLETED:
        return (*_use(order, came, service, may_order=may_order),)
    asking = Button(label=_("Ask the supplier"), press=AskSupplier(order=order.label).token)
    if order.state in _UNFORTUNATE:
        again = Button(label=_("Propose it again"), press=RetryOrder(order=str(order.id)).token)
        return (again, asking) if may_order else (asking,)
    if order.state is OrderState.UNKNOWN:
        return (asking,)
    if may_order and can_be_withdrawn(order, given):
        return (Button(label=_("Withdraw it"), press=WithdrawOrder(order=str(order.id)).token),)
    return ()


def can_be_withdrawn(order: Order, given: Fulfilment | None) -> bool:
    """Before it is carried out; while people have it in hand it can be asked for, once."""
    if order.state in {OrderState.WAITING, OrderState.ACCEPTED}:
        return True
    in_hand = order.state is OrderState.PROCESSING and order.supplier is SupplierKind.MANUAL
    return in_hand and given is not None and given.answer is None and given.unwanted_at is None


def _use(order: Order, came: Sequence[Ready], service: str, *, may_order: bool) -> Iterator[Button]:
    bought = [line for line in came if line.subscription]
    subscription = bought[0].subscription if len(bought) == 1 else order.subscription
    if subscription and may_order and order.kind in {OrderKind.SEATS_UP, OrderKind.PURCHASE}:
        yield Button(label=_("Assign them"), press=Assign(subscription=str(subscription)).token)
    if subscription and order.kind is not OrderKind.CANCEL:
        yield Button(label=_("Who uses it"), press=ShowHolders(subscription=str(subscription)).token)
    for line in bought[:_MOST_SERVICES]:
        if line.url:
            yield Button(label=_("Open {service}", service=plain(line.name)), url=line.url)
    if service:
        yield Button(label=_("Open {service}", service=plain(order.product)), url=service)
