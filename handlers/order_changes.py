"""What can still be done about an order that was placed: propose it again, take it back."""

from __future__ import annotations

from bot.cards import Card
from bot.phrases import Phrase, _
from handlers import approval_posts, find, order_cards, order_posts, order_states
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.order_commands import RetryOrder, WithdrawOrder
from handlers.order_kinds import KINDS
from store import fulfilments, orders, tenants
from store.orders import Order
from store.values import OrderId, OrderState


def retry(ctx: Context, ask: RetryOrder) -> Card:
    """The same wish as a new proposal, by the rules and prices of now."""
    order = _there(ctx, ask)
    if order.state not in {OrderState.REFUSED, OrderState.FAILED, OrderState.WITHDRAWN}:
        raise Refusal(_("Only what was refused, failed or was withdrawn can be proposed again. Nothing was changed."))
    ctx.about(order.organisation, order.label)
    return KINDS[order.kind].again(ctx, order)


def withdraw(ctx: Context, ask: WithdrawOrder) -> Card:
    """At once while nobody has begun with it; of the people who have it in hand it is asked."""
    order = _there(ctx, ask)
    ctx.about(order.organisation, order.label, state=order.state)
    if orders.take_back(ctx.db, ctx.scope, order, ctx.person, ctx.now):
        tenants.release(ctx.db, ctx.scope, order.id)
        order_posts.to_asker(ctx.db, order, "withdrawn", ctx.now, ctx.defaults)
        approval_posts.write_anew(ctx.db, order.id, "withdrawn", ctx.now)
        return _now(ctx, order, _("The order is withdrawn."))
    given = fulfilments.get(ctx.db, ctx.scope, order.id)
    if not order_states.can_be_withdrawn(order, given) or given is None:
        raise Refusal(_too_late(order))
    fulfilments.unwanted(ctx.db, ctx.scope, order.id, ctx.now)
    order_posts.to_admins(ctx.db, order, given.seller, "unwanted", ctx.now, ctx.defaults, anew=True)
    order_posts.to_asker(ctx.db, order, "unwanted", ctx.now, ctx.defaults)
    return _now(ctx, order)


def _too_late(order: Order) -> Phrase:
    if order.state.is_running:
        return _("It is being carried out already and can't be taken back. Nothing was changed.")
    return _("It is over: there is nothing to take back. Nothing was changed.")


def _there(ctx: Context, ask: RetryOrder) -> Order:
    id = find.identifier(ask.order)
    order = orders.get(ctx.db, ctx.scope, OrderId(id)) if id else None
    if order is None or order.state is OrderState.DRAFT:
        raise Unknown(_("There is no such order. Nothing was changed."))
    return order


def _now(ctx: Context, order: Order, notice: Phrase | None = None) -> Card:
    fresh = orders.get(ctx.db, ctx.scope, order.id) or order
    return order_cards.one(ctx.db, ctx.scope, fresh, notice)
