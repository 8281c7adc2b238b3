"""The lines of a cart held against what their offers cost at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from handlers.context import Context
from handlers.policy import purchase
from store import cart_lines, market
from store.cart_lines import CartLine
from store.carts import Cart
from store.market import Priced
from store.values import Money, OfferId, ProductId


@dataclass(frozen=True, slots=True)
class Item:
    """A line, and its offer as it is sold now; None where it is no longer."""

    line: CartLine
    offered: Priced | None

    @property
    def amount(self) -> Money:
        """The first charge, at the price that the cart shows."""
        return purchase.first_charge(self.line.unit_price, self.line.seats)

    @property
    def new_price(self) -> Money | None:
        """What a seat costs now where that is not what the cart says."""
        if self.offered is None or self.offered.unit_price == self.line.unit_price:
            return None
        return self.offered.unit_price

    @property
    def new_seats(self) -> int | None:
        """The nearest number that is sold now where the cart's is not."""
        if self.offered is None:
            return None
        nearest = within(self.offered, self.line.seats)
        return nearest if nearest != self.line.seats else None

    @property
    def stands(self) -> bool:
        return self.offered is not None and self.new_price is None and self.new_seats is None


def within(offered: Priced, seats: int) -> int:
    """The nearest number of seats that the offer is sold in."""
    return min(max(seats, offered.least), offered.most)


def offered(ctx: Context, cart: Cart, offer: OfferId) -> Priced | None:
    """An offer at this moment, in the cart's currency."""
    if cart.currency is None:
        return None
    return market.offer(ctx.db, ctx.scope, cart.organisation, offer, cart.currency, ctx.now)


def items(ctx: Context, cart: Cart) -> list[Item]:
    """What is in the cart, in its order."""
    lines = cart_lines.of(ctx.db, ctx.scope, cart.id)
    sold = {one.offer: one for found in _sold(ctx, cart, lines).values() for one in found}
    return [Item(line, sold.get(line.offer)) for line in lines]


def choices(ctx: Context, cart: Cart, items: list[Item]) -> dict[ProductId, list[Priced]]:
    """The terms and billings that the products of these lines are sold with."""
    return _sold(ctx, cart, [item.line for item in items])


def _sold(ctx: Context, cart: Cart, lines: list[CartLine]) -> dict[ProductId, list[Priced]]:
    if cart.currency is None:
        return {}
    wanted = list({line.product: None for line in lines})
    return market.of_products(ctx.db, ctx.scope, cart.organisation, wanted, cart.currency, ctx.now)


def total(found: list[Item]) -> Money | None:
    """The first charges together; None for an empty cart."""
    amounts = [item.amount for item in found]
    return sum(amounts[1:], amounts[0]) if amounts else None


def seen(found: list[Item]) -> str:
    """What changed, as a word that a button carries: another change, another word."""
    changes = [f"{item.line.offer}:{item.offered is None}:{item.new_price}:{item.new_seats}" for item in found]
    return sha256("\n".join(changes).encode()).hexdigest()[:16]
