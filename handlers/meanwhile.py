"""What changed between a proposal and the press on its button."""

from __future__ import annotations

from bot.phrases import Phrase, _
from handlers import wording
from handlers.context import Context
from handlers.order_kinds import KINDS
from store import orders, subscriptions
from store.orders import Order
from store.subscriptions import Subscription
from store.values import Money


def told(ctx: Context, order: Order) -> Phrase:
    """Why a proposal is made again instead of being ordered: the seats, an order of somebody's, or the price."""
    held = subscriptions.get(ctx.db, ctx.scope, order.subscription) if order.subscription else None
    if held and held.terms.seats != order.seats_before:
        return _(
            "Meanwhile the seats changed: {before} → {after}. Nothing was ordered. This is how it stands now.",
            before=order.seats_before,
            after=held.terms.seats,
        )
    if held and (last := _another_order(ctx, held, order)):
        return _(
            "Meanwhile order {order} was placed: {what}. Nothing was ordered. This is how it stands now.",
            order=last.label,
            what=wording.order(last.kind, last.seats_before, last.seats_after),
        )
    if held and (price := _another_price(ctx, held, order)):
        return _(
            "Meanwhile the price changed: {before} → {after}. Nothing was ordered. This is how it stands now.",
            before=order.price,
            after=price,
        )
    return _("Meanwhile something about it changed. Nothing was ordered. This is how it stands now.")


def _another_order(ctx: Context, held: Subscription, order: Order) -> Order | None:
    """Each order that is placed makes another version of its subscription."""
    if held.version == order.version:
        return None
    return orders.last_on(ctx.db, ctx.scope, held.id, order.drafted_at)


def _another_price(ctx: Context, held: Subscription, order: Order) -> Money | None:
    """What it costs now, where nothing but that has changed."""
    price_now = KINDS[order.kind].price
    price = price_now(ctx, order) if price_now and held.version == order.version else None
    return price if price != order.price else None
