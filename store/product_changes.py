"""Which other products one may change to, as the catalogue names them; every query within a scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from store.buying import product_changes
from store.schema import lineage, offers, products, subscriptions
from store.values import Direction, OfferId, ProductId, Scope, SubscriptionId


class Target(NamedTuple):
    """Another product for the same term and billing, and whether it is more or less than the present one."""

    offer: OfferId
    product: ProductId
    sku: str
    name: str
    folded: str
    direction: Direction


class Named(NamedTuple):
    """A line of the catalogue, as a file has it."""

    sku: str
    product: str
    target_sku: str
    target: str
    direction: Direction


_own, _then = offers.alias("own"), offers.alias("then")
_TARGETS: Final = (
    select(_then.c.id, products.c.id, products.c.sku, products.c.name, products.c.folded, product_changes.c.direction)
    .select_from(subscriptions)
    .join(_own, _own.c.id == subscriptions.c.offer_id)
    .join(product_changes, product_changes.c.product_id == _own.c.product_id)
    .join(products, products.c.id == product_changes.c.target_id)
    .join(
        _then,
        (_then.c.product_id == products.c.id) & (_then.c.length == _own.c.length) & (_then.c.billing == _own.c.billing),
    )
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), subscriptions.c.id == bindparam("id"))
    .order_by(product_changes.c.direction.desc(), products.c.name)
)
_old, _new = products.alias("old"), products.alias("new")
_ALL: Final = (
    select(_old.c.sku, _old.c.name, _new.c.sku, _new.c.name, product_changes.c.direction)
    .join(_old, _old.c.id == product_changes.c.product_id)
    .join(_new, _new.c.id == product_changes.c.target_id)
    .order_by(_old.c.sku, _new.c.sku)
)


def targets(db: Connection, scope: Scope, subscription: SubscriptionId) -> list[Target]:
    """What a subscription can become, up first; only what is offered for its own term and billing."""
    return [Target(*row) for row in db.execute(_TARGETS, {"root": scope.root, "id": subscription})]


def target(db: Connection, scope: Scope, subscription: SubscriptionId, offer: OfferId) -> Target | None:
    """The one of these that runs by that offer."""
    return next((one for one in targets(db, scope, subscription) if one.offer == offer), None)


def known(db: Connection, products_: Sequence[UUID]) -> dict[tuple[UUID, UUID], Direction]:
    """Those from one of these products."""
    mine = product_changes.c.product_id.in_(products_)
    return {(row[0], row[1]): row[2] for row in db.execute(select(product_changes).where(mine))}


def put(db: Connection, product: UUID, target: UUID, direction: Direction) -> None:
    """The catalogue names this change, in this direction."""
    row = {"product_id": product, "target_id": target, "direction": direction}
    statement = insert(product_changes).on_conflict_do_update(
        index_elements=["product_id", "target_id"], set_={"direction": direction}
    )
    db.execute(statement, row)


def every(db: Connection) -> list[Named]:
    """The whole catalogue's."""
    return [Named(*row) for row in db.execute(_ALL)]
