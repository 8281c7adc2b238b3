"""What an order looks like to those who carry it out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Notice, Prose, Style, Table, Tone
from bot.phrases import Phrase, _, plain
from handlers import order_cards, payments
from handlers.cart import notes
from handlers.fulfil_commands import MarkDone, MarkRefused, MarkWithdrawn, ShowFulfilments
from store import tenants
from store.fulfilments import Fulfilment, Waiting
from store.orders import Order
from store.values import ManualAnswer, OrderId, Scope

_TASK: Final = "fulfil:"


def task(order: OrderId) -> str:
    """The name of the task that the order is, as messages about it carry it."""
    return f"{_TASK}{order}"


def order_of(name: str) -> str:
    """The order's id in a task's name; empty for another kind of task."""
    return name.removeprefix(_TASK) if name.startswith(_TASK) else ""


def asked(db: Connection, scope: Scope, order: Order, given: Fulfilment) -> Card:
    """What to do, for whom; afterwards who has said what of it."""
    facts = [
        Fact(label=_("Order"), value=plain(order.label)),
        Fact(label=_("What"), value=order_cards.what(order)),
        *_known_as(db, scope, order),
        Fact(label=_("Asked by"), value=plain(order.asker_name)),
        Fact(label=_("Waits since"), value=plain(given.asked_at)),
    ]
    if order.payment:
        facts.insert(2, Fact(label=_("Payment"), value=payments.name(order.payment)))
    elements: list[Element] = [_notice(order, given), Facts(facts=tuple(facts)), *order_cards.lines(db, scope, order)]
    if given.answer is None:
        elements.append(_answers(order, given))
    elif given.remark:
        elements.append(Prose(text=plain(given.remark)))
    return Card(title=order_cards.title(order), elements=tuple(elements), private=True)


def listed(title: Phrase, found: Iterable[Waiting], turning: Sequence[Element]) -> Card:
    """A line each, and the button that opens it."""
    waiting = list(found)
    columns = (
        Column(label=_("Order")),
        Column(label=_("Customer")),
        Column(label=_("Product")),
        Column(label=_("Ordered")),
    )
    rows = tuple((plain(one.label), plain(one.customer), plain(one.title), plain(one.placed_at)) for one in waiting)
    opening = tuple(Button(label=plain(one.label), press=ShowFulfilments(number=one.label).token) for one in waiting)
    return Card(title=title, elements=(Table(columns=columns, rows=rows), Buttons(buttons=opening), *turning))


def _notice(order: Order, given: Fulfilment) -> Notice:
    if given.answer is not None:
        said = _(
            "{answer}: {name}, {moment}.",
            answer=_ANSWERS[given.answer],
            name=given.name,
            moment=given.answered_at or given.asked_at,
        )
        return Notice(tone=_TONES[given.answer], text=said)
    if given.unwanted_at:
        text = _(
            "{customer} would rather not have this any more. If your supplier has not done it yet, let it go.",
            customer=order.customer,
        )
        return Notice(tone=Tone.WARNING, text=text)
    text = _(
        "Order this from your supplier, then say here what became of it. {customer} waits.", customer=order.customer
    )
    return Notice(tone=Tone.INFO, text=text)


def _answers(order: Order, given: Fulfilment) -> Buttons:
    id = str(order.id)
    done = Button(label=_("It is done"), press=MarkDone(order=id).token, style=Style.PRIMARY)
    refuse = Button(label=_("Refuse …"), press=MarkRefused(order=id).token)
    gone = Button(label=_("Let it go"), press=MarkWithdrawn(order=id).token)
    return Buttons(buttons=(done, refuse, gone) if given.unwanted_at else (done, refuse))


def _known_as(db: Connection, scope: Scope, order: Order) -> list[Fact]:
    """What the vendor knows the customer by; of a first purchase all that the vendor must be told."""
    if said := notes.account_of(db, scope, order):
        return [*said, *notes.noted(db, scope, order)]
    tenant = tenants.of(db, scope, order.organisation)
    known = [Fact(label=_("Known to the vendor as"), value=plain(tenant))] if tenant else []
    return [*known, *notes.noted(db, scope, order)]


_ANSWERS: Final = {
    ManualAnswer.DONE: _("Done"),
    ManualAnswer.REFUSED: _("Refused"),
    ManualAnswer.WITHDRAWN: _("Let go"),
}
_TONES: Final = {
    ManualAnswer.DONE: Tone.DONE,
    ManualAnswer.REFUSED: Tone.REFUSED,
    ManualAnswer.WITHDRAWN: Tone.INFO,
}
