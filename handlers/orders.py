"""Orders: confirmed by one press, followed on a card, listed."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Element, Notice, Tone
from bot.phrases import Phrase, _
from handlers import find, meanwhile, order_cards, order_changes, order_posts
from handlers.approvals import asking
from handlers.cart.commands import ShowCart
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.list_files import TakeOrders
from handlers.menu import Item
from handlers.order_commands import RetryOrder, ShowOrders, WithdrawOrder
from handlers.order_kinds import KINDS
from handlers.order_numbers import file_numbered, numbered, sees_files
from handlers.pages import PAGE, pages
from handlers.proposals import ConfirmOrder, DismissOrder
from handlers.seat_commands import ChangeSeats
from handlers.wholesale import run_cards
from store import order_list, orders
from store.orders import Order
from store.values import OrderId, OrderState, Scope


def confirm(ctx: Context, ask: ConfirmOrder) -> Card:
    """Once, by the one who asked, and only what they saw."""
    order = _mine(ctx, ask)
    if order.state is not OrderState.DRAFT:
        return order_cards.one(ctx.db, ctx.scope, order, _once(order))
    kind = KINDS[order.kind]
    if not kind.stands(ctx, order):
        return _propose_again(ctx, order)
    if why := asking.needed(ctx, order):
        _follow(ctx, order)
        return asking.ask(ctx, order, why)
    orders.place(ctx.db, ctx.scope, order, ctx.person, ctx.now)
    kind.taken(ctx, order)
    placed = orders.get(ctx.db, ctx.scope, order.id) or order
    _follow(ctx, placed)
    ctx.about(order.organisation, placed.label, before=order.seats_before, after=order.seats_after, kind=order.kind)
    return order_cards.placed(placed, ctx.now)


def dismiss(ctx: Context, ask: DismissOrder) -> Card:
    order = _mine(ctx, ask)
    if order.state is not OrderState.DRAFT:
        return order_cards.one(ctx.db, ctx.scope, order, _once(order))
    orders.withdraw(ctx.db, ctx.scope, order, ctx.now)
    ctx.about(order.organisation, order.product)
    text = (
        _("Nothing was ordered. {product} stays as it is.", product=order.product)
        if order.subscription
        else _("Nothing was ordered. The cart stays as it is.")
    )
    elements: list[Element] = [Notice(tone=Tone.INFO, text=text)]
    if order.subscription:
        again = Button(label=_("Change seats"), press=ChangeSeats(subscription=str(order.subscription)).token)
    else:
        again = Button(label=_("Cart"), press=ShowCart(organisation=str(order.organisation)).token)
    elements.append(Buttons(buttons=(again,)))
    return Card(title=order_cards.title(order), elements=tuple(elements))


def show(ctx: Context, ask: ShowOrders) -> Card:
    """One order if a number is given, else the latest."""
    if ask.number:
        if file := file_numbered(ctx, ask.number):
            return run_cards.card(ctx.db, ctx.scope, file, yours=file.person == ctx.person)
        order = _numbered(ctx, ask.number)
        ctx.about(order.organisation, order.label)
        return order_cards.one(ctx.db, ctx.scope, order, may_order=ctx.may(RetryOrder.needs))
    offset = max(0, ask.offset)
    here, files = str(ctx.scope.root), sees_files(ctx)
    total = order_list.count(ctx.db, ctx.scope, files=files)
    turning = pages(ShowOrders(organisation=here), offset, total, file=TakeOrders(organisation=here))
    return order_cards.listed(order_list.page(ctx.db, ctx.scope, files=files, offset=offset, most=PAGE), turning)


def tracking(db: Connection, scope: Scope, order: OrderId) -> Card | None:
    """The card that follows an order, as things are now."""
    found = orders.get(db, scope, order)
    return None if found is None else order_cards.one(db, scope, found)


def _mine(ctx: Context, ask: ConfirmOrder) -> Order:
    """Locked: of two presses at once, the second one sees what the first did."""
    id = find.identifier(ask.order)
    order = orders.get(ctx.db, ctx.scope, OrderId(id), lock=True) if id else None
    if order is None:
        raise Unknown(_("There is no such order. Nothing was changed."))
    if order.asker != ctx.person:
        raise Refusal(_("Only the person who asked for this can decide on it. Nothing was changed."))
    return order


def _numbered(ctx: Context, words: str) -> Order:
    order = numbered(ctx, words)
    if order is None:
        raise Unknown(_("There is no order {number}. Nothing was changed.", number=words[:40]))
    return order


def _once(order: Order) -> Phrase:
    if order.state is OrderState.WITHDRAWN:
        return _("This was already dismissed. Nothing was ordered.")
    return _("This order was already confirmed.")


def _propose_again(ctx: Context, order: Order) -> Card:
    """What has changed meanwhile, and the same wish as a new proposal."""
    fresh = KINDS[order.kind].again(ctx, order)
    orders.withdraw(ctx.db, ctx.scope, order, ctx.now)
    notice = Notice(tone=Tone.WARNING, text=meanwhile.told(ctx, order))
    return fresh.model_copy(update={"elements": (notice, *fresh.elements)})


def _follow(ctx: Context, order: Order) -> None:
    """The tracking card goes to the asker's direct messages, where it can be changed for ever."""
    order_posts.follow(ctx.db, order, "placed", ctx.tongue, ctx.now)


MENU = (
    Item(
        ShowOrders,
        show,
        words=("orders", "order"),
        words_fr=("commandes", "commande"),
        read=lambda rest: ShowOrders(number=rest),
        summary=_("Follow your orders, or one of them by its number"),
        example=_("orders C-000127"),
    ),
    Item(RetryOrder, order_changes.retry),
    Item(WithdrawOrder, order_changes.withdraw),
    Item(ConfirmOrder, confirm),
    Item(DismissOrder, dismiss),
)
