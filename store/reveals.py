"""Who was shown which key, when and why: granted first, shown once, kept for ever."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from store.entitled import may_see
from store.schema import lineage, organisations, people, products
from store.software import product_keys, reveals
from store.values import KeyId, KeyState, PersonId, RevealId, Scope


@dataclass(frozen=True, slots=True)
class Reveal:
    """What was granted, as it stands: `allowed` says whether the person still may see it."""

    key: KeyId
    sealed: bytes
    state: KeyState
    allowed: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of the custody record. `shown_at` is None for what was granted and never shown."""

    key: KeyId
    product: str
    version: str
    hint: str
    customer: str
    who: str
    email: str
    reason: str
    granted_at: datetime
    shown_at: datetime | None


_GRANT: Final = insert(reveals).on_conflict_do_nothing(index_elements=["id"])
_GRANTED: Final = (
    select(product_keys.c.id, product_keys.c.sealed, product_keys.c.state, may_see(reveals))
    .select_from(reveals)
    .join(product_keys, product_keys.c.id == reveals.c.key_id)
    .where(reveals.c.id == bindparam("reveal"))
    .with_for_update(read=True, of=product_keys)
)
_SHOW: Final = (
    update(reveals)
    .where(reveals.c.id == bindparam("reveal"), reveals.c.shown_at.is_(None), reveals.c.until > bindparam("now"))
    .values(shown_at=bindparam("now"))
)
_UNSHOW: Final = update(reveals).where(reveals.c.id == bindparam("reveal")).values(shown_at=None)
_ALONE: Final = select(people.c.id).where(people.c.id == bindparam("person")).with_for_update(key_share=True)
_LATELY: Final = (
    select(func.count())
    .select_from(reveals)
    .where(
        reveals.c.person_id == bindparam("person"),
        reveals.c.granted_at > bindparam("since"),
        reveals.c.until > reveals.c.granted_at,
    )
)
_SEEN: Final = (
    select(
        product_keys.c.id,
        products.c.name,
        product_keys.c.version,
        product_keys.c.hint,
        organisations.c.name,
        people.c.name,
        people.c.email,
        reveals.c.reason,
        reveals.c.granted_at,
        reveals.c.shown_at,
    )
    .select_from(reveals)
    .join(product_keys, product_keys.c.id == reveals.c.key_id)
    .join(products, products.c.id == product_keys.c.product_id)
    .join(organisations, organisations.c.id == product_keys.c.organisation_id)
    .join(people, people.c.id == reveals.c.person_id)
    .join(lineage, lineage.c.descendant == reveals.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
    .order_by(reveals.c.granted_at.desc(), reveals.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("offset"))
)
_SEEN_OF_KEY: Final = _SEEN.where(reveals.c.key_id == bindparam("key"))
_COUNT: Final = (
    select(func.count())
    .select_from(reveals)
    .join(lineage, lineage.c.descendant == reveals.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
)
_COUNT_OF_KEY: Final = _COUNT.where(reveals.c.key_id == bindparam("key"))
_HANDS: Final = (
    select(reveals.c.key_id, reveals.c.person_id)
    .join(lineage, lineage.c.descendant == reveals.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), reveals.c.key_id.in_(bindparam("keys", expanding=True)))
    .where(or_(reveals.c.shown_at.is_not(None), reveals.c.until > bindparam("now", type_=reveals.c.until.type)))
    .distinct()
)


def grant(
    db: Connection,
    scope: Scope,
    id: UUID,
    key: KeyId,
    person: PersonId,
    reason: str,
    *,
    now: datetime,
    until: datetime,
) -> None:
    """Let a person see a key once, however often this is delivered; `scope` is the customer whose key it is."""
    row = {"id": id, "key_id": key, "organisation_id": scope.root, "person_id": person, "reason": reason}
    db.execute(_GRANT, row | {"granted_at": now, "until": until, "shown_at": None})


def granted(db: Connection, id: RevealId) -> Reveal | None:
    """What a grant lets one see; its one showing is taken by `show`, and until then nobody revokes the key."""
    row = db.execute(_GRANTED, {"reveal": id}).one_or_none()
    return None if row is None else Reveal(*row)


def show(db: Connection, id: RevealId, now: datetime) -> bool:
    """Take the one showing of a grant; False if it was taken or ran out."""
    return db.execute(_SHOW, {"reveal": id, "now": now}).rowcount == 1


def unshow(db: Connection, id: RevealId) -> None:
    """Give the one showing back: it is known that nobody saw anything."""
    db.execute(_UNSHOW, {"reveal": id})


def lately(db: Connection, person: PersonId, since: datetime) -> int:
    """How many keys a person was granted after that moment, wherever; not what they took out with the shell.

    They are granted no other before this transaction ends.
    """
    db.execute(_ALONE, {"person": person})
    return db.execute(_LATELY, {"person": person, "since": since}).scalar_one()


def seen(db: Connection, scope: Scope, key: KeyId | None = None, *, offset: int, most: int) -> list[Seen]:
    """The custody record, newest first; of one key where one is named."""
    wanted = {"root": scope.root, "key": key, "offset": offset, "most": most}
    return [Seen(*tuple(row)) for row in db.execute(_SEEN_OF_KEY if key else _SEEN, wanted)]


def count(db: Connection, scope: Scope, key: KeyId | None = None) -> int:
    return db.execute(_COUNT_OF_KEY if key else _COUNT, {"root": scope.root, "key": key}).scalar_one()


def in_whose_hands(db: Connection, scope: Scope, keys: Collection[KeyId], now: datetime) -> dict[KeyId, set[PersonId]]:
    """Who was shown which of these keys, or is about to be."""
    found: dict[KeyId, set[PersonId]] = {}
    for key, person in db.execute(_HANDS, {"root": scope.root, "keys": list(keys), "now": now}) if keys else ():
        found.setdefault(key, set()).add(person)
    return found
