"""How the cart and its checkout speak of lines, prices and charges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from bot.phrases import Phrase, _, n_, plain
from handlers import wording
from handlers.cart.pricing import Item
from handlers.policy import purchase
from store.cart_lines import CartLine
from store.values import Billing, Money, Policy, TermLength, Terms

_NAMED: Final = 3


def product(name: str, policy: Policy, length: TermLength, billing: Billing) -> Phrase:
    """What is bought, with its term and billing; what is bought for good has neither."""
    if policy is Policy.PERPETUAL:
        return plain(name)
    return _("{product}, {term}", product=name, term=wording.length(length, billing))


def line(one: CartLine) -> Phrase:
    return product(one.name, one.policy, one.length, one.billing)


def a_seat(price: Money, billing: Billing) -> Phrase:
    """`€36.00 a month`, for one seat."""
    return wording.per_period(price, billing)


def changed(item: Item) -> Phrase | None:
    """What is otherwise than when it was put into the cart."""
    line = item.line
    if item.offered is None:
        return _("{product} can no longer be bought like this.", product=line.name)
    if item.new_price is not None:
        return _(
            "The price of {product} changed: {before} → {after} a seat.",
            product=line.name,
            before=line.unit_price,
            after=item.new_price,
        )
    if item.new_seats is not None:
        return n_(
            "{product} is sold with {count} seat now, not with {before}.",
            "{product} is sold with {count} seats now, not with {before}.",
            item.new_seats,
            product=line.name,
            before=line.seats,
        )
    return None


def charges(terms: Iterable[Terms], on: date) -> Phrase:
    """What the lines of one day cost then, together, at today's prices."""
    amounts = [purchase.first_charge(one.unit_price, one.seats) for one in terms]
    return _("{amount} on **{day}**", amount=sum(amounts[1:], amounts[0]), day=on)


def several(names: list[str]) -> str:
    """The title of an order: the products by name, the rest by number."""
    shown = list(dict.fromkeys(names))
    if len(shown) <= _NAMED:
        return ", ".join(shown)
    return f"{', '.join(shown[: _NAMED - 1])} + {len(shown) - _NAMED + 1}"
