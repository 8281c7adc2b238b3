"""The last step: all that the order will say, drafted, with the button that buys it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from bot.cards import Card, Column, Element, Fact, Facts, Prose, Table
from bot.phrases import Phrase, _, plain
from handlers import find, payments, proposals
from handlers.cart import account, pricing, showing, words
from handlers.cart.commands import Checkout
from handlers.cart.pricing import Item
from handlers.cart.stages import Stage, Step
from handlers.pages import PAGE, pages
from handlers.policy import purchase
from store import order_lines, orders
from store.order_lines import NewLine
from store.orders import Order
from store.values import OrderId, OrderKind, OrderState, Terms


def card(stage: Stage, ask: Checkout | None = None) -> Card:
    ask = ask or Checkout()
    order = _drafted(stage, ask.order) or _draft(stage)
    offset = ask.offset if ask.offset < len(stage.items) else 0
    turning = Checkout(organisation=stage.here, step=Step.SUMMARY, order=str(order))
    head: tuple[Element, ...] = (stage.head(Step.SUMMARY), *showing.waiting(stage.ctx, stage.cart))
    elements: list[Element] = [*head, _lines(stage, stage.items[offset : offset + PAGE])]
    elements += pages(turning, offset, len(stage.items))
    elements += [
        Facts(facts=tuple(_facts(stage))),
        Prose(text=_("Taxes come on top; the invoice has them."), quiet=True),
    ]
    elements.append(proposals.buttons(order, _("Buy"), stage.back(Step.SUMMARY), leave=_("Not now")))
    return Card(title=stage.title, elements=tuple(elements))


def _drafted(stage: Stage, words: str) -> OrderId | None:
    """The draft that one is turning the pages of, while it is one."""
    ctx, id = stage.ctx, find.identifier(words)
    order = orders.get(ctx.db, ctx.scope, OrderId(id)) if id else None
    return order.id if order and _is_of(order, stage) else None


def _is_of(order: Order, stage: Stage) -> bool:
    mine = order.asker == stage.ctx.person and order.state is OrderState.DRAFT
    return mine and order.organisation == stage.cart.organisation and order.version == stage.cart.version


def _draft(stage: Stage) -> OrderId:
    """Bound to who asked, and to the cart as they see it."""
    ctx, cart, total = stage.ctx, stage.cart, pricing.total(stage.items)
    if total is None:
        raise ValueError("an empty cart has no summary")
    order = orders.Draft(
        id=OrderId(ctx.new_id()),
        organisation=cart.organisation,
        subscription=None,
        asker=ctx.person,
        kind=OrderKind.PURCHASE,
        seats_before=0,
        seats_after=sum(item.line.seats for item in stage.items),
        price=total,
        version=cart.version,
        installation=ctx.installation,
        account=ctx.ask.account.user,
        payment=cart.payment or "",
        title=words.several([item.line.name for item in stage.items]),
    )
    proposals.refuse_too_much(order.price)
    orders.draft(ctx.db, ctx.scope, order, ctx.now)
    order_lines.write(ctx.db, ctx.scope, order.id, [_line(item) for item in stage.items])
    ctx.about(cart.organisation, order.title or "", lines=len(stage.items), price=str(total.amount))
    return order.id


def _line(item: Item) -> NewLine:
    line = item.line
    return NewLine(line.offer, line.name, line.seats, line.unit_price, item.amount)


def _terms(stage: Stage, item: Item) -> Terms:
    line = item.line
    return purchase.terms(line.policy, (line.length, line.billing), line.seats, line.unit_price, stage.ctx.now)


def _lines(stage: Stage, here: list[Item]) -> Table:
    columns = (
        Column(label=_("Product"), obvious=True),
        Column(label=_("Seats"), number=True),
        Column(label=_("Per seat"), number=True),
        Column(label=_("Amount"), number=True),
        Column(label=_("Can be cancelled")),
    )
    rows = tuple(
        (
            words.line(item.line),
            plain(item.line.seats),
            words.a_seat(item.line.unit_price, item.line.billing),
            plain(item.amount),
            _until(_terms(stage, item)),
        )
        for item in here
    )
    return Table(columns=columns, rows=rows)


def _until(bought: Terms) -> Phrase:
    until = purchase.back_until(bought)
    return _("at any time") if until is None else _("until {moment}", moment=until)


def _facts(stage: Stage) -> Iterator[Fact]:
    total = pricing.total(stage.items)
    yield Fact(label=_("Due now"), value=plain(total) if total else plain(""), note=_("without taxes"))
    for day, due in sorted(_later(stage).items()):
        yield Fact(label=_("Next charge"), value=words.charges(due, day), note=_("at today's prices"))
    if stage.asks_account:
        yield from account.facts(stage.account)
    yield Fact(label=_("Pays"), value=payments.name(stage.cart.payment or ""))
    if stage.cart.note:
        yield Fact(label=_("Note"), value=plain(stage.cart.note))


def _later(stage: Stage) -> dict[date, list[Terms]]:
    """What each of the following days of payment is for."""
    due: defaultdict[date, list[Terms]] = defaultdict(list)
    for item in stage.items:
        bought = _terms(stage, item)
        if day := purchase.next_charge_on(bought, stage.ctx.now):
            due[day].append(bought)
    return due
