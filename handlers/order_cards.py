"""What an order looks like: just placed, being followed, in a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Notice, Prose, Table, Tone
from bot.phrases import Phrase, _, plain
from handlers import approval_words, order_states, order_words, payments, wording
from handlers.cart import notes
from handlers.holders import ShowHolders
from handlers.order_commands import ShowOrders
from handlers.wholesale import run_words
from store import fulfilments, order_events, order_lines, purchases
from store.order_events import Event
from store.order_lines import OrderLine
from store.order_list import Entry
from store.orders import Order
from store.values import OrderKind, OrderState, Scope

_TONES: Final = {
    OrderState.COMPLETED: Tone.DONE,
    OrderState.REFUSED: Tone.REFUSED,
    OrderState.FAILED: Tone.REFUSED,
    OrderState.UNKNOWN: Tone.WARNING,
}
_PRICED: Final = {OrderKind.SEATS_UP, OrderKind.SEATS_DOWN, OrderKind.PURCHASE, OrderKind.CANCEL, OrderKind.PRODUCT_NOW}


def title(order: Order) -> Phrase:
    return _("{product} · {customer}", product=order.product, customer=order.customer)


def placed(order: Order, now: datetime) -> Card:
    """Who ordered what when, and the one next step."""
    by = _("Order {order} · {name}, {moment}", order=order.label, name=order.asker_name, moment=now)
    elements: list[Element] = [
        Notice(tone=Tone.DONE, text=order_words.done(order)),
        Prose(text=by, quiet=True),
        Buttons(buttons=(*_next_step(order), _open(order.label))),
    ]
    return Card(title=title(order), elements=tuple(elements))


def one(db: Connection, scope: Scope, order: Order, notice: Phrase | None = None, *, may_order: bool = True) -> Card:
    """An order as it stands: what, who, price, each state with its time and actor, and the next step."""
    given = fulfilments.get(db, scope, order.id)
    came = purchases.ready(db, scope, order.id) if order.kind is OrderKind.PURCHASE else []
    elements: list[Element] = [Notice(tone=Tone.INFO, text=notice)] if notice else []
    elements.append(Notice(tone=_tone(order), text=order_states.said(order, given)))
    happened = (_event(event) for event in order_events.of(db, scope, order.id))
    facts = (*_facts(order), *notes.noted(db, scope, order), *happened, *_remark(order))
    facts = (*facts, *approval_words.facts(db, scope, order))
    elements += [Facts(facts=facts), *lines(db, scope, order)]
    changed = order.subscription if order.kind is OrderKind.PRODUCT_NOW else None
    service = purchases.service(db, scope, changed) if changed else ""
    if buttons := order_states.steps(order, given, came, service, may_order=may_order):
        elements.append(Buttons(buttons=buttons))
    return Card(title=title(order), elements=tuple(elements))


def lines(db: Connection, scope: Scope, order: Order) -> list[Element]:
    """What a purchase consists of, and what came of it once it was carried out."""
    if order.kind is not OrderKind.PURCHASE:
        return []
    bought, came = order_lines.of(db, scope, order.id), purchases.ready(db, scope, order.id)
    columns = [Column(label=_("Product")), Column(label=_("Term")), Column(label=_("Seats")), Column(label=_("Price"))]
    settled = order.state is OrderState.COMPLETED
    rows = tuple(_line(line, one.seats if settled else line.seats) for line, one in zip(bought, came, strict=True))
    return [Table(columns=tuple(columns), rows=rows)] if rows else []


def told(order: Order) -> Card:
    """That an order is completed, for a channel: product and numbers, no prices, no names of people."""
    opening = Button(label=_("Show order"), press=ShowOrders(number=order.label).token)
    text = _("Order {order} is completed: {what}", order=order.label, what=what(order))
    return Card(title=title(order), elements=(Notice(tone=Tone.DONE, text=text), Buttons(buttons=(opening,))))


def what(order: Order) -> Phrase:
    """What the order does; with the seats that came, where others did than were ordered."""
    after = order.seats_after if order.supplied is None else order.supplied
    return wording.order(order.kind, order.seats_before, after)


def listed(found: Sequence[Entry], turning: Sequence[Element]) -> Card:
    """The latest orders, each with the button that opens it, and the way to the others."""
    name = _("Orders")
    if not found:
        return Card(title=name, elements=(Prose(text=_("There is no order yet.")),))
    columns = (Column(label=_("Order")), Column(label=_("Product")), Column(label=_("What")), Column(label=_("State")))
    rows = tuple((plain(one.label), _named(one), _does(one), run_words.state(one.state)) for one in found)
    opening = Buttons(buttons=tuple(_open(one.label, plain(one.label)) for one in found))
    return Card(title=name, elements=(Table(columns=columns, rows=rows), opening, *turning))


def _named(one: Entry) -> Phrase:
    return _("{product} · {customer}", product=one.name, customer=one.customer)


def _does(one: Entry) -> Phrase:
    if one.kind is None:
        return run_words.ordered(one.after)
    return wording.order(one.kind, one.before, one.after)


def _tone(order: Order) -> Tone:
    return Tone.WARNING if order.reason in order_states.NOT_AS_ORDERED else _TONES.get(order.state, Tone.INFO)


def _facts(order: Order) -> list[Fact]:
    ordered = wording.order(order.kind, order.seats_before, order.seats_after)
    facts = [Fact(label=_("Order"), value=plain(order.label)), Fact(label=_("What"), value=ordered)]
    if order.supplied is not None and order.supplied != order.seats_after:
        facts.append(Fact(label=_("What came"), value=what(order)))
    facts.append(Fact(label=_("Asked by"), value=plain(order.asker_name)))
    if order.kind in _PRICED:
        facts.append(Fact(label=_("Price"), value=wording.signed(order.price)))
    if order.payment and order.kind is OrderKind.SEATS_UP:
        facts.append(Fact(label=_("Payment"), value=payments.name(order.payment)))
    return facts


def _remark(order: Order) -> list[Fact]:
    return [Fact(label=_("The supplier says"), value=plain(order.remark))] if order.remark else []


def _line(line: OrderLine, came: int) -> tuple[Phrase, ...]:
    seats = wording.seats(line.seats)
    if came != line.seats:
        seats = _("{came} of {ordered}", came=came, ordered=wording.seats(line.seats))
    price = wording.per_period(line.unit_price, line.billing)
    return plain(line.name), wording.lasting(line.policy, line.length, line.billing), seats, price


def _event(event: Event) -> Fact:
    note = plain(event.person) if event.person else None
    return Fact(label=wording.STATES[event.state], value=plain(event.at), note=note)


def _next_step(order: Order) -> tuple[Button, ...]:
    if order.subscription is None:
        return ()
    return (Button(label=_("Who uses it"), press=ShowHolders(subscription=str(order.subscription)).token),)


def _open(number: str, label: Phrase | None = None) -> Button:
    return Button(label=label or _("Show order"), press=ShowOrders(number=number).token)
