"""The whole vault, row by row, and the record of who took it out; within a scope."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, literal, select
from sqlalchemy.dialects.postgresql import insert

from store.columns import new_id
from store.schema import lineage, products, subscriptions
from store.software import product_keys, reveals
from store.values import KeyKind, KeyState, PersonId, Scope

_STREAMED: Final = {"yield_per": 2_000}


class Sealed(NamedTuple):
    """A key as an export finds it; `sealed` and `link` are under the vault's seal."""

    id: UUID
    organisation_id: UUID
    subscription: int | None
    product: str
    sku: str
    version: str
    language: str
    bits: int | None
    kind: KeyKind
    state: KeyState
    hint: str
    sealed: bytes
    activations: int | None
    link: bytes | None
    link_kind: str | None


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_ALL: Final = (
    select(
        product_keys.c.id,
        product_keys.c.organisation_id,
        subscriptions.c.number,
        products.c.name,
        products.c.sku,
        product_keys.c.version,
        product_keys.c.language,
        product_keys.c.bits,
        product_keys.c.kind,
        product_keys.c.state,
        product_keys.c.hint,
        product_keys.c.sealed,
        product_keys.c.activations,
        product_keys.c.link,
        product_keys.c.link_kind,
    )
    .join(products, products.c.id == product_keys.c.product_id)
    .outerjoin(subscriptions, subscriptions.c.id == product_keys.c.subscription_id)
    .where(product_keys.c.organisation_id.in_(_within))
    .order_by(product_keys.c.organisation_id, products.c.name, product_keys.c.version, product_keys.c.id)
)
_moment: Final = reveals.c.granted_at.type
_TAKEN: Final = insert(reveals).from_select(
    ["id", "key_id", "organisation_id", "person_id", "reason", "granted_at", "until", "shown_at"],
    select(
        new_id(),
        product_keys.c.id,
        product_keys.c.organisation_id,
        bindparam("person", type_=Uuid()),
        bindparam("why", type_=reveals.c.reason.type),
        *(bindparam(name, type_=_moment) for name in ("granted", "until", "shown")),
    ).where(product_keys.c.organisation_id.in_(_within), product_keys.c.state == literal(KeyState.READY.value)),
)


def everything(db: Connection, scope: Scope) -> Generator[Sealed]:
    """To be closed by whoever stops before its end."""
    with db.execute(_ALL, {"root": scope.root}, execution_options=_STREAMED) as rows:
        for row in rows:
            yield Sealed(*tuple(row))


def taken(db: Connection, scope: Scope, person: PersonId, reason: str, now: datetime) -> int:
    """Record that somebody took every key out that is ready; how many."""
    at = {"granted": now, "until": now, "shown": now}
    wanted = {"root": scope.root, "person": person, "why": reason}
    return db.execute(_TAKEN, wanted | at, execution_options={"preserve_rowcount": True}).rowcount
