"""Where the services open that somebody within a scope has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, select

from store.schema import lineage, offers, products, subscriptions
from store.values import Scope, SubscriptionStatus


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a service opens."""

    product: str
    url: str


_OPENINGS: Final = (
    select(subscriptions.c.name, products.c.url)
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        subscriptions.c.status == SubscriptionStatus.ACTIVE,
        products.c.url.is_not(None),
    )
    .distinct()
    .order_by(subscriptions.c.name, products.c.url)
    .limit(bindparam("most"))
)


def ready(db: Connection, scope: Scope, *, most: int) -> list[Opening]:
    """Active ones whose address is known, by name."""
    return [Opening(*row) for row in db.execute(_OPENINGS, {"root": scope.root, "most": most})]
