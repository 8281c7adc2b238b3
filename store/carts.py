"""Carts: what an organisation is about to buy, one open cart each; every query within a scope.

The version counts each change of what would be bought. It goes on from cart to cart of one organisation, so that a
version belongs to one cart for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.buying import carts, orders
from store.prepared import Query
from store.schema import lineage, organisations, people
from store.values import CartId, OrderId, OrderKind, OrderState, OrganisationId, PersonId, Scope


@dataclass(frozen=True, slots=True)
class Cart:
    """`step` is where its checkout stopped, `account` what was filled in there, as JSON; `order` what it became."""

    id: CartId
    organisation: OrganisationId
    customer: str
    currency: str | None
    payment: str | None
    note: str | None
    step: str
    account: str
    version: int
    opened_at: datetime
    changed_by: str
    changed_at: datetime
    order: OrderId | None
    closed_at: datetime | None


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_CART: Final = (
    select(
        *(carts.c.id, carts.c.organisation_id.label("organisation"), organisations.c.name.label("customer")),
        *(carts.c.currency, carts.c.payment, carts.c.note, carts.c.step, carts.c.account, carts.c.version),
        *(carts.c.opened_at, people.c.name.label("changed_by"), carts.c.changed_at),
        *(carts.c.order_id.label("order"), carts.c.closed_at),
    )
    .join(organisations, organisations.c.id == carts.c.organisation_id)
    .join(people, people.c.id == carts.c.changed_by)
    .where(carts.c.organisation_id == bindparam("organisation"), carts.c.organisation_id.in_(_within))
)
_OPEN: Final = Query(_CART.where(carts.c.closed_at.is_(None)))
_OF_VERSION: Final = Query(_CART.where(carts.c.version >= bindparam("version")).order_by(carts.c.version).limit(1))
_WAITS: Final = (
    select(orders.c.number)
    .where(
        orders.c.organisation_id == bindparam("organisation"),
        orders.c.organisation_id.in_(_within),
        orders.c.kind == OrderKind.PURCHASE,
        orders.c.state == OrderState.WAITING,
        orders.c.version == bindparam("version"),
    )
    .order_by(orders.c.number)
)
_NOTE: Final = select(carts.c.note).where(carts.c.order_id == bindparam("order"), carts.c.organisation_id.in_(_within))
_LOCK: Final = (
    select(carts.c.id)
    .where(
        carts.c.organisation_id == bindparam("organisation"),
        carts.c.organisation_id.in_(_within),
        carts.c.closed_at.is_(None),
    )
    .with_for_update()
)
_last = (
    select(func.coalesce(func.max(carts.c.version), 0) + 1)
    .where(carts.c.organisation_id == bindparam("of"))
    .scalar_subquery()
)


def open_of(db: Connection, scope: Scope, organisation: OrganisationId, *, lock: bool = False) -> Cart | None:
    """The open cart of an organisation within the scope, locked before it is read if one wants to change it.

    One that is opened between the two is not locked, and so is not there yet.
    """
    values = {"root": scope.root, "organisation": organisation}
    if lock and db.execute(_LOCK, values).first() is None:
        return None
    row = _OPEN.run(db, values).mappings().one_or_none()
    return None if row is None else Cart(**row)


def of_version(db: Connection, scope: Scope, organisation: OrganisationId, version: int) -> Cart | None:
    """The cart, open or closed, that a version was a state of."""
    values = {"root": scope.root, "organisation": organisation, "version": version}
    row = _OF_VERSION.run(db, values).mappings().one_or_none()
    return None if row is None else Cart(**row)


def waits(db: Connection, scope: Scope, cart: Cart) -> str | None:
    """The order of the cart as it is that waits for an approval, by its number, if one does."""
    values = {"root": scope.root, "organisation": cart.organisation, "version": cart.version}
    number = db.execute(_WAITS, values).scalars().first()
    return None if number is None else f"C-{number:06}"


def note_of(db: Connection, scope: Scope, order: OrderId) -> str:
    """What was noted on the cart that became an order; nothing for nothing."""
    return db.execute(_NOTE, {"root": scope.root, "order": order}).scalar_one_or_none() or ""


def begin(
    db: Connection, scope: Scope, id: CartId, organisation: OrganisationId, person: PersonId, now: datetime
) -> Cart:
    """The organisation's open cart, locked: the one that is there, else a new one by this id. It must be in scope."""
    if there := open_of(db, scope, organisation, lock=True):
        return there
    row = {"id": id, "organisation_id": organisation, "step": "", "opened_by": person, "changed_by": person}
    moments = {"opened_at": now, "changed_at": now}
    new = insert(carts).values(version=_last, **row, **moments).on_conflict_do_nothing()
    db.execute(new, {"of": organisation})
    made = open_of(db, scope, organisation, lock=True)
    if made is None:
        raise LookupError(organisation)
    return made


def fill_in(
    db: Connection, scope: Scope, cart: Cart, said: dict[str, str | None], person: PersonId, now: datetime
) -> bool:
    """Set `note`, `payment`, `account` or `step` of a locked cart; a step alone is no change of what is bought."""
    if said.keys() - {"note", "payment", "account", "step"}:
        raise ValueError(said)
    here = (carts.c.id == cart.id) & carts.c.organisation_id.in_(_own(scope)) & carts.c.closed_at.is_(None)
    if said.keys() == {"step"}:
        return db.execute(update(carts).where(here).values(said)).rowcount == 1
    return changed(db, scope, cart, person, now, **said)


def close(db: Connection, scope: Scope, cart: Cart, order: OrderId, now: datetime) -> bool:
    """The cart became an order; False when it is closed or was changed since."""
    here = (carts.c.id == cart.id) & carts.c.organisation_id.in_(_own(scope)) & carts.c.closed_at.is_(None)
    as_it_was = here & (carts.c.version == cart.version)
    return db.execute(update(carts).where(as_it_was).values(order_id=order, closed_at=now)).rowcount == 1


def changed(db: Connection, scope: Scope, cart: Cart, person: PersonId, now: datetime, **values: str | None) -> bool:
    """Count a change of what a locked cart would buy, with what else it sets; False when it is closed."""
    here = (carts.c.id == cart.id) & carts.c.organisation_id.in_(_own(scope)) & carts.c.closed_at.is_(None)
    counted = {"version": carts.c.version + 1, "changed_by": person, "changed_at": now}
    return db.execute(update(carts).where(here).values(**counted, **values)).rowcount == 1


def _own(scope: Scope) -> Select[tuple[UUID]]:
    return select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
