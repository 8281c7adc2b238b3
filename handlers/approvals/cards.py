"""What a request for approval looks like: to who may approve, to who asked, and once it is decided."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Style, Tone
from bot.phrases import Phrase, _, plain
from handlers import approval_words, order_cards, payments, wording
from handlers.approval_commands import Approve, GoAlone, Reject
from handlers.order_commands import ShowOrders, WithdrawOrder
from handlers.policy.approval import Why, exactly
from store.approvals import Approval
from store.approvers import Approver
from store.orders import Order
from store.values import ApprovalState, Money, OrderKind, OrderState, Scope

_WHY: Final = {
    Why.KIND: _("every order of this kind needs one"),
    Why.SEATS: _("so many seats at once need one"),
    Why.AMOUNT: _("an amount like this needs one"),
    Why.CURRENCY: _("it is in another currency than the limit"),
}
_TONES: Final = {
    ApprovalState.ASKED: Tone.INFO,
    ApprovalState.APPROVED: Tone.DONE,
    ApprovalState.REJECTED: Tone.REFUSED,
    ApprovalState.BROKEN_GLASS: Tone.WARNING,
}
_NOW: Final = {OrderKind.SEATS_UP, OrderKind.SEATS_DOWN, OrderKind.PURCHASE, OrderKind.CANCEL, OrderKind.PRODUCT_NOW}


def request(
    db: Connection,
    scope: Scope,
    order: Order,
    asked: Approval,
    *,
    notice: Phrase | None = None,
    decides: bool = False,
    left: Money | None = None,
) -> Card:
    """All that one must know to decide; with the buttons while it waits and the reader `decides`.

    `left`: of a credit that days have made less.
    """
    waits = asked.state is ApprovalState.ASKED
    told = _TONES.get(asked.state, Tone.INFO), notice or _said(order, asked)
    tone, text = told if left is None else (Tone.WARNING, less(order, left))
    elements: list[Element] = [Notice(tone=tone, text=text)]
    state = approval_words.facts(db, scope, order)
    elements += [Facts(facts=(*_facts(order), *state)), *order_cards.lines(db, scope, order)]
    buttons = _answers(order, left) if waits and decides else (_open(order),)
    return Card(title=order_cards.title(order), elements=(*elements, Buttons(buttons=buttons)), private=True)


def waiting(
    order: Order, asked: Approval, found: list[Approver], why: Why | None = None, *, can_go_alone: bool
) -> Card:
    """What who asked sees: who decides, until when, and what they can do meanwhile."""
    text = _(
        "Waiting for approval by {names}, until {moment}. Nothing is ordered before.",
        names=approval_words.names(found),
        moment=asked.expires_at,
    )
    facts = [Fact(label=_("Order"), value=plain(order.label), note=_what(order)), *_price(order)]
    if why:
        facts.append(Fact(label=_("Why an approval"), value=_WHY[why]))
    buttons = [_open(order), Button(label=_("Withdraw it"), press=WithdrawOrder(order=str(order.id)).token)]
    if can_go_alone:
        buttons.append(Button(label=_("Order without approval …"), press=GoAlone(order=str(order.id)).token))
    elements = (Notice(tone=Tone.INFO, text=text), Facts(facts=tuple(facts)), Buttons(buttons=tuple(buttons)))
    return Card(title=order_cards.title(order), elements=elements)


def less(order: Order, left: Money) -> Phrase:
    """What days have left of a credit."""
    return _(
        "Asked for on an earlier day (UTC), the credit is {left} now, no longer {asked}. Nothing is ordered yet.",
        left=-left,
        asked=-order.price,
    )


def alone(order: Order, name: str, reason: str) -> Card:
    """What every Admin is told at once when somebody went alone."""
    text = _("{name} ordered this without the approval that it needs.", name=name)
    facts = (*_facts(order), Fact(label=_("Reason given"), value=plain(reason)))
    elements = (Notice(tone=Tone.WARNING, text=text), Facts(facts=facts), Buttons(buttons=(_open(order),)))
    return Card(title=order_cards.title(order), elements=elements, private=True)


def _said(order: Order, asked: Approval) -> Phrase:
    match asked.state:
        case ApprovalState.ASKED:
            return _("{name} asks for your approval. Nothing is ordered before.", name=order.asker_name)
        case ApprovalState.APPROVED:
            return _("Approved by {name}. The order is on its way.", name=asked.name)
        case ApprovalState.REJECTED:
            return _("Rejected by {name}. Nothing was ordered.", name=asked.name)
        case ApprovalState.EXPIRED:
            return _("Nobody decided within 24 hours. Nothing was ordered.")
        case ApprovalState.OVERTAKEN:
            return _("What was asked for has changed meanwhile. Nothing was ordered.")
        case ApprovalState.WITHDRAWN:
            return _("The request was withdrawn. Nothing was ordered.")
        case ApprovalState.BROKEN_GLASS:
            return _("{name} ordered this without the approval that it needs.", name=asked.name)


def _facts(order: Order) -> tuple[Fact, ...]:
    facts = [
        Fact(label=_("Order"), value=plain(order.label)),
        Fact(label=_("What"), value=_what(order)),
        *_price(order),
        Fact(label=_("Asked by"), value=plain(order.asker_name)),
    ]
    if order.payment:
        facts.insert(3, Fact(label=_("Payment"), value=payments.name(order.payment)))
    return tuple(facts)


def _price(order: Order) -> list[Fact]:
    """What it costs at once; of what only begins later, what it costs each billing period from then on."""
    if order.kind in _NOW:
        shrinks = order.state in {OrderState.DRAFT, OrderState.WAITING} and order.price.amount < 0
        note = _("on the day it was asked for; a credit by days is less on every later one (UTC)") if shrinks else None
        return [Fact(label=_("Price"), value=wording.signed(order.price), note=note)]
    return [Fact(label=_("Then, each billing period"), value=plain(order.price))] if order.price.amount else []


def _what(order: Order) -> Phrase:
    return wording.order(order.kind, order.seats_before, order.seats_after)


def _answers(order: Order, left: Money | None) -> tuple[Button, ...]:
    id = str(order.id)
    yes = _("Approve") if left is None else _("Approve a credit of {amount}", amount=-left)
    press = Approve(order=id, price="" if left is None else exactly(left))
    return (
        Button(label=yes, press=press.token, style=Style.PRIMARY),
        Button(label=_("Reject …"), press=Reject(order=id).token),
        _open(order),
    )


def _open(order: Order) -> Button:
    return Button(label=_("Show order"), press=ShowOrders(number=order.label).token)
