"""What the press on “order” must know of each kind of order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.cards import Card
from bot.phrases import _
from handlers import cancelling, product_changes, renewals, seats
from handlers.cart import buying
from handlers.context import Context
from handlers.ending_commands import CancelSubscription, SetRenewal
from handlers.errors import Unknown
from handlers.policy import cancelling as policy
from handlers.policy import seats as rules
from handlers.seat_commands import ChangeSeats, ScheduleSeats
from store import subscriptions
from store.orders import Order
from store.subscriptions import Subscription
from store.values import EndOfTerm, Money, OrderKind


@dataclass(frozen=True, slots=True)
class Kind:
    """`stands`: locks what the order is about, and tells whether it is still allowed and costs what was shown.

    `taken`: what else happens as it is placed. `again`: the same wish as a new proposal. `price`: what it costs at this
    moment, where that follows the days; None from it where it is no longer allowed.
    """

    stands: Callable[[Context, Order], bool]
    taken: Callable[[Context, Order], None]
    again: Callable[[Context, Order], Card]
    price: Callable[[Context, Order], Money | None] | None = None


def on_subscription(
    price_now: Callable[[Context, Subscription, Order], Money | None], again: Callable[[Context, Order], Card]
) -> Kind:
    """An order on one subscription. `price_now`: its price at this moment; None where it is no longer allowed."""

    def stands(ctx: Context, order: Order) -> bool:
        held = _locked(ctx, order)
        return held.version == order.version and price_now(ctx, held, order) == order.price

    def price(ctx: Context, order: Order) -> Money | None:
        return price_now(ctx, _locked(ctx, order), order)

    return Kind(stands, _touch, again, price)


def _locked(ctx: Context, order: Order) -> Subscription:
    id = order.subscription
    held = subscriptions.get(ctx.db, ctx.scope, id, lock=True) if id else None
    if held is None:
        raise Unknown(_("There is no such subscription. Nothing was changed."))
    return held


def _touch(ctx: Context, order: Order) -> None:
    if order.subscription:
        subscriptions.touch(ctx.db, ctx.scope, order.subscription)


def _seats(ctx: Context, held: Subscription, order: Order) -> Money | None:
    change = rules.change(held.terms, order.seats_after, ctx.now)
    return change.price if isinstance(change, rules.Allowed) else None


def _seats_again(ctx: Context, order: Order) -> Card:
    wish = ChangeSeats(subscription=str(order.subscription), seats=str(order.seats_after), method=order.payment)
    return seats.propose(ctx, wish)


def _schedule(ctx: Context, held: Subscription, order: Order) -> Money | None:
    later = seats.scheduled(ctx, held, order.seats_after)
    return None if isinstance(later, rules.Refused) else later.per_period


def _schedule_again(ctx: Context, order: Order) -> Card:
    wish = ScheduleSeats(subscription=str(order.subscription), seats=str(order.seats_after))
    return seats.propose_schedule(ctx, wish)


def _renewal(ctx: Context, held: Subscription, order: Order) -> Money | None:
    wish = _ENDINGS[order.kind]
    verdict = renewals.decided(ctx, held, wish)
    return None if isinstance(verdict, rules.Refused) else renewals.price(ctx, held, wish)


def _renewal_again(ctx: Context, order: Order) -> Card:
    wish = renewals.WORDS[_ENDINGS[order.kind]]
    return renewals.propose(ctx, SetRenewal(subscription=str(order.subscription), to=wish))


def _cancel(ctx: Context, held: Subscription, order: Order) -> Money | None:  # noqa: ARG001 - one kind of function
    verdict = policy.cancel(held.terms, ctx.now)
    return None if isinstance(verdict, rules.Refused) else -verdict.credit


def _cancel_again(ctx: Context, order: Order) -> Card:
    return cancelling.propose(ctx, CancelSubscription(subscription=str(order.subscription)))


def _product(ctx: Context, held: Subscription, order: Order) -> Money | None:
    return product_changes.price_now(ctx, held, order.offer)


def _product_again(ctx: Context, order: Order) -> Card:
    if order.subscription is None:
        raise Unknown(_("There is no such subscription. Nothing was changed."))
    return product_changes.again(ctx, order.subscription, order.offer)


_ENDINGS: Final = {
    OrderKind.RENEWAL_ON: EndOfTerm.RENEW,
    OrderKind.RENEWAL_OFF: EndOfTerm.STOP,
    OrderKind.EXTEND: EndOfTerm.EXTEND,
}
_SEATS: Final = on_subscription(_seats, _seats_again)
_SCHEDULE: Final = on_subscription(_schedule, _schedule_again)
_RENEWAL: Final = on_subscription(_renewal, _renewal_again)
_PRODUCT: Final = on_subscription(_product, _product_again)

KINDS: Final[dict[OrderKind, Kind]] = {
    OrderKind.SEATS_UP: _SEATS,
    OrderKind.SEATS_DOWN: _SEATS,
    OrderKind.SCHEDULE: _SCHEDULE,
    OrderKind.UNSCHEDULE: _SCHEDULE,
    OrderKind.RENEWAL_ON: _RENEWAL,
    OrderKind.RENEWAL_OFF: _RENEWAL,
    OrderKind.EXTEND: _RENEWAL,
    OrderKind.CANCEL: on_subscription(_cancel, _cancel_again),
    OrderKind.PRODUCT_NOW: _PRODUCT,
    OrderKind.PRODUCT_LATER: _PRODUCT,
    OrderKind.PURCHASE: Kind(buying.stands, buying.taken, buying.again),
}
