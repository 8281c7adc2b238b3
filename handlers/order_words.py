"""What an order does, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from bot.phrases import Phrase, _, n_
from store.orders import Order
from store.values import OrderKind


def done(order: Order) -> Phrase:
    """What was ordered, as the card says it right after the press."""
    what = {"product": order.product, "customer": order.customer}
    match order.kind:
        case OrderKind.SEATS_UP:
            return _more(order, what)
        case OrderKind.SEATS_DOWN:
            return _fewer(order, what)
        case OrderKind.SCHEDULE | OrderKind.UNSCHEDULE:
            return _later(order, what)
        case OrderKind.RENEWAL_ON:
            return _("{product} of {customer} will renew", **what)
        case OrderKind.RENEWAL_OFF:
            return _("{product} of {customer} will stop at the end of its term", **what)
        case OrderKind.EXTEND:
            return _("{product} of {customer} will go on month by month after its term", **what)
        case OrderKind.CANCEL:
            return _("{product} of {customer} will be cancelled", **what)
        case OrderKind.PRODUCT_NOW:
            return _("Another product ordered in place of {product} for {customer}", **what)
        case OrderKind.PRODUCT_LATER:
            return _("{product} of {customer} will renew as another product", **what)
        case OrderKind.PURCHASE:
            return _("{product} ordered for {customer}", **what)


def _more(order: Order, what: Mapping[str, str]) -> Phrase:
    return n_(
        "**{count} seat** of {product} ordered for {customer}",
        "**{count} seats** of {product} ordered for {customer}",
        order.seats_after - order.seats_before,
        **what,
    )


def _fewer(order: Order, what: Mapping[str, str]) -> Phrase:
    return n_(
        "**{count} seat** of {product} given back for {customer}",
        "**{count} seats** of {product} given back for {customer}",
        order.seats_before - order.seats_after,
        **what,
    )


def _later(order: Order, what: Mapping[str, str]) -> Phrase:
    return n_(
        "{product} of {customer} will renew with **{count} seat**",
        "{product} of {customer} will renew with **{count} seats**",
        order.seats_after,
        **what,
    )
