"""Links to software: one a key and person, whose five days begin with its first use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from store.schema import lineage, products
from store.software import downloads, product_keys
from store.values import DownloadId, KeyId, KeyState, OrganisationId, PersonId, Scope


@dataclass(frozen=True, slots=True)
class Download:
    """A link as it stands; its token is made of id and generation. `first_used_at` starts its clock."""

    id: DownloadId
    key: KeyId
    organisation: OrganisationId
    person: PersonId
    generation: int
    made_at: datetime
    first_used_at: datetime | None
    state: KeyState
    product: str
    version: str


_new = insert(downloads)
_ISSUE: Final = _new.on_conflict_do_update(
    index_elements=["key_id", "person_id"],
    set_={
        "generation": downloads.c.generation + 1,
        "made_at": _new.excluded.made_at,
        "first_used_at": None,
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
        products.c.name,
        product_keys.c.version,
    )
    .join(product_keys, product_keys.c.id == downloads.c.key_id)
    .join(products, products.c.id == product_keys.c.product_id)
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
    db.execute(_ISSUE, row | {"made_at": now, "first_used_at": None})


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
