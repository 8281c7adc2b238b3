"""What an order looks like: just placed, being followed, in a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final

from pydantic import Field
from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Notice, Prose, Table, Tone
from bot.commands import Command
from bot.phrases import Phrase, _, plain
from handlers import order_words, wording
from handlers.holders import ShowHolders
from handlers.support_commands import AskSupplier
from store import orders
from store.orders import Event, Order
from store.subscriptions import Subscription
from store.values import OrderKind, OrderState, Right, Scope

_TONES: Final = {
    OrderState.COMPLETED: Tone.DONE,
    OrderState.REFUSED: Tone.REFUSED,
    OrderState.FAILED: Tone.REFUSED,
    OrderState.UNKNOWN: Tone.WARNING,
}
_UNFORTUNATE: Final = {OrderState.REFUSED, OrderState.FAILED, OrderState.UNKNOWN}
_REASONS: Final = {
    "changed": _("Refused: the number of seats had changed meanwhile. Nothing was changed by this order. Ask again."),
    "broken": _("Failed: it could not be carried out. Nothing was changed by this order. Ask again."),
    "ended": _("Refused: the subscription had ended. Nothing was changed."),
    "suspended": _("Refused: the subscription is suspended. Nothing was changed."),
    "window-closed": _("Refused: these seats could no longer be given back. Nothing was changed."),
    "below-assigned": _("Refused: more seats were assigned meanwhile. Nothing was changed. Unassign, then ask again."),
    "stops-at-end": _("Refused: the subscription stops at the end of its term. Nothing was changed."),
    "same": _("Refused: it was so already. Nothing was changed."),
}
"""Why an order was not carried out, by the code that the job wrote down."""


class ShowOrders(Command):
    """Show one order by its number, or the latest ones."""

    name = "orders"
    needs: ClassVar[Right] = Right.VIEW
    number: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)

    @property
    def names_something(self) -> bool:
        return bool(self.number)


def title(order: Order) -> Phrase:
    return _("{product} · {customer}", product=order.product, customer=order.customer)


def placed(order: Order, now: datetime) -> Card:
    """Who ordered what when, and the one next step."""
    by = _("Order {order} · {name}, {moment}", order=order.label, name=order.asker_name, moment=now)
    elements: list[Element] = [
        Notice(tone=Tone.DONE, text=order_words.done(order)),
        Prose(text=by, quiet=True),
        Buttons(buttons=(*_next_step(order), _open(order))),
    ]
    return Card(title=title(order), elements=tuple(elements))


def one(db: Connection, scope: Scope, order: Order, notice: Phrase | None = None) -> Card:
    """An order as it stands: what, who, price, each state with its time."""
    facts = [
        Fact(label=_("Order"), value=plain(order.label)),
        Fact(label=_("What"), value=wording.order(order.kind, order.seats_before, order.seats_after)),
        Fact(label=_("Asked by"), value=plain(order.asker_name)),
    ]
    if order.kind in {OrderKind.SEATS_UP, OrderKind.SEATS_DOWN}:
        facts.append(Fact(label=_("Price"), value=wording.signed(order.price)))
    facts += [_event(event) for event in orders.events(db, scope, order.id)]
    elements: list[Element] = [Notice(tone=Tone.INFO, text=notice)] if notice else []
    elements += [Notice(tone=_TONES.get(order.state, Tone.INFO), text=_state(order)), Facts(facts=tuple(facts))]
    if order.state in _UNFORTUNATE:
        ask = Button(label=_("Ask the supplier"), press=AskSupplier(order=order.label).token)
        elements.append(Buttons(buttons=(ask,)))
    return Card(title=title(order), elements=tuple(elements))


def listed(found: list[Order], turning: Sequence[Element]) -> Card:
    """The latest orders, each with the button that opens it, and the way to the others."""
    name = _("Orders")
    if not found:
        return Card(title=name, elements=(Prose(text=_("There is no order yet.")),))
    columns = (Column(label=_("Order")), Column(label=_("Product")), Column(label=_("What")), Column(label=_("State")))
    rows = tuple(
        (
            plain(order.label),
            title(order),
            wording.order(order.kind, order.seats_before, order.seats_after),
            wording.STATES[order.state],
        )
        for order in found
    )
    opening = Buttons(buttons=tuple(_open(order, plain(order.label)) for order in found))
    return Card(title=name, elements=(Table(columns=columns, rows=rows), opening, *turning))


def changed(held: Subscription | None, order: Order) -> Phrase:
    """Why a proposal is made again instead of being ordered."""
    if held and held.terms.seats != order.seats_before:
        return _(
            "Meanwhile the seats changed: {before} → {after}. Nothing was ordered. This is how it stands now.",
            before=order.seats_before,
            after=held.terms.seats,
        )
    return _("Meanwhile something about it changed. Nothing was ordered. This is how it stands now.")


def _state(order: Order) -> Phrase:
    if order.state is OrderState.COMPLETED:
        return _("Completed. Nothing more to do.")
    if order.reason:
        return _REASONS.get(order.reason, _REASONS["broken"])
    return _("State: {state}", state=wording.STATES[order.state])


def _event(event: Event) -> Fact:
    note = plain(event.person) if event.person else None
    return Fact(label=wording.STATES[event.state], value=plain(event.at), note=note)


def _next_step(order: Order) -> tuple[Button, ...]:
    if order.subscription is None:
        return ()
    return (Button(label=_("Who uses it"), press=ShowHolders(subscription=str(order.subscription)).token),)


def _open(order: Order, label: Phrase | None = None) -> Button:
    return Button(label=label or _("Show order"), press=ShowOrders(number=order.label).token)
