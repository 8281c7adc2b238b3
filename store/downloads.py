"""Links to software: one a key and person, whose five days begin with its first use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from store.entitled import may_see
from store.schema import lineage, organisations, people, products, subscriptions
from store.software import downloads, product_keys
from store.values import DownloadId, KeyId, KeyState, OrganisationId, PersonId, Scope, SubscriptionStatus


@dataclass(frozen=True, slots=True)
class Download:
    """A link as it stands; its token is made of id and generation. `first_used_at` starts its clock.

    `link` is the address of the software under seal; `allowed` says whether its person still may have it. `purchase`
    is how the key's subscription stands, None for a key that is of none. `speaks` is its person's language.
    """

    id: DownloadId
    key: KeyId
    organisation: OrganisationId
    person: PersonId
    generation: int
    made_at: datetime
    first_used_at: datetime | None
    state: KeyState
    link: bytes | None
    allowed: bool
    purchase: SubscriptionStatus | None
    product: str
    version: str
    language: str
    bits: int | None
    hint: str
    customer: str
    email: str
    speaks: str | None
    zone: str | None


_purchases = subscriptions.alias()
_new = insert(downloads)
_ISSUE: Final = _new.on_conflict_do_update(
    index_elements=["key_id", "person_id"],
    set_={
        "generation": downloads.c.generation + 1,
        "made_at": _new.excluded.made_at,
        "first_used_at": None,
        "reminded_at": None,
    },
)
_GET: Final = (
    select(
        downloads.c.id,
        downloads.c.key_id,
        downloads.c.organisation_id,
        downloads.c.person_id,
        downloads.c.generation,
        downloads.c.made_at,
        downloads.c.first_used_at,
        product_keys.c.state,
        product_keys.c.link,
        may_see(downloads),
        _purchases.c.status,
        products.c.name,
        product_keys.c.version,
        product_keys.c.language,
        product_keys.c.bits,
        product_keys.c.hint,
        organisations.c.name,
        people.c.email,
        people.c.language,
        people.c.zone,
    )
    .join(product_keys, product_keys.c.id == downloads.c.key_id)
    .join(products, products.c.id == product_keys.c.product_id)
    .join(organisations, organisations.c.id == downloads.c.organisation_id)
    .join(people, people.c.id == downloads.c.person_id)
    .outerjoin(_purchases, _purchases.c.id == product_keys.c.subscription_id)
)
_BY_ID: Final = _GET.where(downloads.c.id == bindparam("download"))
_MINE: Final = _GET.join(lineage, lineage.c.descendant == downloads.c.organisation_id).where(
    lineage.c.ancestor == bindparam("root"),
    downloads.c.key_id == bindparam("key"),
    downloads.c.person_id == bindparam("person"),
)
_USE: Final = (
    update(downloads)
    .where(
        downloads.c.id == bindparam("download"),
        downloads.c.generation == bindparam("made"),
        downloads.c.first_used_at.is_(None),
    )
    .values(first_used_at=bindparam("now"))
)


def issue(db: Connection, scope: Scope, id: UUID, key: KeyId, person: PersonId, now: datetime) -> None:
    """A new link to the software of a key, instead of the person's older one; `scope` is the key's customer."""
    row = {"id": id, "key_id": key, "organisation_id": scope.root, "person_id": person, "generation": 1}
    db.execute(_ISSUE, row | {"made_at": now, "first_used_at": None, "reminded_at": None})


def of(db: Connection, scope: Scope, key: KeyId, person: PersonId) -> Download | None:
    """A person's link to the software of a key."""
    row = db.execute(_MINE, {"root": scope.root, "key": key, "person": person}).one_or_none()
    return None if row is None else Download(*tuple(row))


def by_id(db: Connection, id: DownloadId) -> Download | None:
    """What a token names: whoever holds it needs no scope."""
    row = db.execute(_BY_ID, {"download": id}).one_or_none()
    return None if row is None else Download(*tuple(row))


def use(db: Connection, id: DownloadId, generation: int, now: datetime) -> bool:
    """Start the clock of a link; False if it runs already or the link was replaced."""
    return db.execute(_USE, {"download": id, "made": generation, "now": now}).rowcount == 1
