"""What an order does, in one sentence."""

from __future__ import annotations

from bot.phrases import Phrase, _, n_
from store.orders import Order
from store.values import OrderKind


def done(order: Order) -> Phrase:
    """What was ordered, as the card says it right after the press."""
    count, product, customer = abs(order.seats_after - order.seats_before), order.product, order.customer
    match order.kind:
        case OrderKind.SEATS_UP:
            return n_(
                "**{count} seat** of {product} ordered for {customer}",
                "**{count} seats** of {product} ordered for {customer}",
                count,
                product=product,
                customer=customer,
            )
        case OrderKind.SEATS_DOWN:
            return n_(
                "**{count} seat** of {product} given back for {customer}",
                "**{count} seats** of {product} given back for {customer}",
                count,
                product=product,
                customer=customer,
            )
        case OrderKind.SCHEDULE | OrderKind.UNSCHEDULE:
            return n_(
                "{product} of {customer} will renew with **{count} seat**",
                "{product} of {customer} will renew with **{count} seats**",
                order.seats_after,
                product=product,
                customer=customer,
            )
        case OrderKind.RENEWAL_ON:
            return _("{product} of {customer} will renew", product=product, customer=customer)
        case OrderKind.RENEWAL_OFF:
            return _("{product} of {customer} will stop at the end of its term", product=product, customer=customer)
        case OrderKind.EXTEND:
            return _(
                "{product} of {customer} will go on month by month after its term", product=product, customer=customer
            )
        case OrderKind.CANCEL:
            return _("{product} of {customer} will be cancelled", product=product, customer=customer)
        case OrderKind.PRODUCT_NOW:
            return _("Another product ordered in place of {product} for {customer}", product=product, customer=customer)
        case OrderKind.PRODUCT_LATER:
            return _("{product} of {customer} will renew as another product", product=product, customer=customer)
        case OrderKind.PURCHASE:
            return _("{product} ordered for {customer}", product=product, customer=customer)
