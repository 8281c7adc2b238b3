"""What an import puts right about rows that are there already; every write within a scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Select, Table, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from store.additions import NewAssignment, NewBatch
from store.bulk import put
from store.schema import (
    assignments,
    batches,
    domains,
    grants,
    lineage,
    organisations,
    people,
    prices,
    products,
    subscriptions,
    users,
)
from store.values import Scope

_here: Final = select(
    lineage.c.descendant,
    bindparam("name", type_=domains.c.domain.type),
    bindparam("checked", type_=domains.c.verified.type),
).where(lineage.c.ancestor == bindparam("root"), lineage.c.descendant == bindparam("organisation"))
_domain: Final = insert(domains).from_select(["organisation_id", "domain", "verified"], _here)
_DOMAIN: Final = _domain.on_conflict_do_update(
    index_elements=["organisation_id", "domain"], set_={"verified": _domain.excluded.verified}
)


def organisation(db: Connection, scope: Scope, id: UUID, values: Mapping[str, object]) -> None:
    """Set these columns of one organisation."""
    _set(db, scope, organisations, organisations.c.id, id, values)


def has_domains(db: Connection, scope: Scope, organisation: UUID, wanted: Mapping[str, bool]) -> None:
    """The organisation has these domains, verified or only claimed; others that it has stay."""
    for name, verified in wanted.items():
        db.execute(_DOMAIN, {"root": scope.root, "organisation": organisation, "name": name, "checked": verified})


def subscription(db: Connection, scope: Scope, id: UUID, values: Mapping[str, object]) -> None:
    """Set these columns; the new version makes every card that was shown before ask again."""
    newer = dict(values) | {"version": subscriptions.c.version + 1}
    _set(db, scope, subscriptions, subscriptions.c.organisation_id, id, newer)


def holds_batches(db: Connection, scope: Scope, subscription: UUID, rows: Sequence[NewBatch]) -> None:
    """The subscription's seats are these batches and no others."""
    if _known(db, scope, {subscription}):
        db.execute(delete(batches).where(batches.c.subscription_id == subscription))
        put(db, batches, NewBatch._fields, [row for row in rows if row.subscription_id == subscription])


def user(db: Connection, scope: Scope, id: UUID, values: Mapping[str, object]) -> None:
    _set(db, scope, users, users.c.organisation_id, id, values)


def holds_seats(db: Connection, scope: Scope, rows: Sequence[NewAssignment]) -> None:
    """Give these seats, which nobody of these users has yet."""
    known = _known(db, scope, {row.subscription_id for row in rows})
    put(db, assignments, NewAssignment._fields, [row for row in rows if row.subscription_id in known])


def person_named(db: Connection, scope: Scope, id: UUID, name: str) -> None:
    """Call somebody who holds a role here by their name."""
    mine = select(grants.c.person_id).where(grants.c.organisation_id.in_(_within(scope)))
    db.execute(update(people).where(people.c.id == id, people.c.id.in_(mine)).values(name=name))


def price(db: Connection, scope: Scope, id: UUID, values: Mapping[str, object]) -> None:
    _set(db, scope, prices, prices.c.seller_id, id, values)


def opens_at(db: Connection, product: UUID, url: str) -> None:
    """Where a product of the catalogue opens."""
    db.execute(update(products).where(products.c.id == product).values(url=url))


def _known(db: Connection, scope: Scope, wanted: Collection[UUID]) -> set[UUID]:
    """Those of the subscriptions that are within the scope."""
    mine = subscriptions.c.organisation_id.in_(_within(scope))
    return set(db.scalars(select(subscriptions.c.id).where(mine, subscriptions.c.id.in_(wanted))))


def _within(scope: Scope) -> Select[tuple[UUID]]:
    return select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)


def _set(
    db: Connection, scope: Scope, table: Table, owner: Column[UUID], id: UUID, values: Mapping[str, object]
) -> None:
    db.execute(update(table).where(table.c.id == id, owner.in_(_within(scope))).values(dict(values)))
