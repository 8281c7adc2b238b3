"""What is in a cart, line by line; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.buying import cart_lines, carts
from store.carts import Cart, changed
from store.prepared import Query
from store.schema import lineage, offers, organisations, people, products
from store.values import (
    Billing,
    CartId,
    Money,
    OfferId,
    OrganisationId,
    PersonId,
    Policy,
    ProductId,
    Scope,
    TermLength,
)


@dataclass(frozen=True, slots=True)
class CartLine:
    """Seats of an offer, with the price a seat and billing period that its buyers saw; `added_by` is a name."""

    offer: OfferId
    product: ProductId
    sku: str
    name: str
    policy: Policy
    length: TermLength
    billing: Billing
    seats: int
    unit_price: Money
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A customer with an open cart, and how many lines are in it."""

    organisation: OrganisationId
    customer: str
    lines: int


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_LINES: Final = Query(
    select(
        *(cart_lines.c.offer_id.label("offer"), offers.c.product_id.label("product"), products.c.sku),
        *(products.c.name, products.c.policy, offers.c.length, offers.c.billing, cart_lines.c.seats),
        *(cart_lines.c.unit_price, carts.c.currency, people.c.name.label("added_by"), cart_lines.c.added_at),
    )
    .join(carts, carts.c.id == cart_lines.c.cart_id)
    .join(offers, offers.c.id == cart_lines.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .join(people, people.c.id == cart_lines.c.added_by)
    .where(cart_lines.c.cart_id == bindparam("cart"), carts.c.organisation_id.in_(_within))
    .order_by(cart_lines.c.added_at, products.c.folded, cart_lines.c.offer_id)
)
_WAITING: Final = (
    select(carts.c.organisation_id, organisations.c.name, func.count())
    .join(cart_lines, cart_lines.c.cart_id == carts.c.id)
    .join(organisations, organisations.c.id == carts.c.organisation_id)
    .where(carts.c.closed_at.is_(None), carts.c.organisation_id.in_(_within))
    .group_by(carts.c.organisation_id, organisations.c.name)
    .order_by(organisations.c.name)
    .limit(bindparam("most"))
)
_put: Final = insert(cart_lines)
_PUT: Final = _put.on_conflict_do_update(
    index_elements=["cart_id", "offer_id"],
    set_={"seats": _put.excluded.seats, "unit_price": _put.excluded.unit_price},
)


def waiting(db: Connection, scope: Scope, *, most: int = 100) -> list[Waiting]:
    """The customers whose open carts have something in them."""
    return [Waiting(*row) for row in db.execute(_WAITING, {"root": scope.root, "most": most})]


def of(db: Connection, scope: Scope, cart: CartId) -> list[CartLine]:
    """What is in a cart, in the order in which it was put there."""
    rows = _LINES.run(db, {"root": scope.root, "cart": cart}).mappings()
    return [_line(row) for row in rows]


def _line(row: RowMapping) -> CartLine:
    told = dict(row)
    return CartLine(unit_price=Money(told.pop("unit_price"), told.pop("currency")), **told)


def put(
    db: Connection, scope: Scope, cart: Cart, line: tuple[OfferId, int, Money], person: PersonId, now: datetime
) -> None:
    """A line (offer, seats, price a seat) of a locked cart as it is from now on; who added it first stays."""
    offer, seats, price = line
    if not changed(db, scope, cart, person, now, currency=price.currency):
        return
    row = {"cart_id": cart.id, "offer_id": offer, "seats": seats, "unit_price": price.amount}
    db.execute(_PUT, row | {"added_by": person, "added_at": now})


def swap(
    db: Connection,
    scope: Scope,
    cart: Cart,
    old: OfferId,
    line: tuple[OfferId, int, Money],
    person: PersonId,
    now: datetime,
) -> None:
    """Another offer in place of one in a locked cart, where that one stood; two of one offer become one line."""
    offer, seats, price = line
    if not changed(db, scope, cart, person, now):
        return
    its = (cart_lines.c.cart_id == cart.id) & (cart_lines.c.offer_id == old)
    db.execute(delete(cart_lines).where(cart_lines.c.cart_id == cart.id, cart_lines.c.offer_id == offer))
    db.execute(update(cart_lines).where(its).values(offer_id=offer, seats=seats, unit_price=price.amount))


def drop(db: Connection, scope: Scope, cart: Cart, dropped: list[OfferId], person: PersonId, now: datetime) -> int:
    """Take these lines out of a locked cart; how many were in it. An empty cart has no currency."""
    gone = delete(cart_lines).where(cart_lines.c.cart_id == cart.id, cart_lines.c.offer_id.in_(dropped))
    left = select(func.count()).where(cart_lines.c.cart_id == cart.id)
    if not changed(db, scope, cart, person, now):
        return 0
    count = db.execute(gone).rowcount
    if db.execute(left).scalar_one() == 0:
        db.execute(update(carts).where(carts.c.id == cart.id).values(currency=None))
    return count
