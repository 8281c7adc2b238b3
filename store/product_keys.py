"""Product keys under seal: put in, listed by their last characters, rotated to the newest key of the vault."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, or_, select, update

from store.bulk import put
from store.schema import lineage, offers, organisations, products, subscriptions
from store.software import product_keys
from store.values import (
    KeyId,
    KeyKind,
    KeyState,
    OrganisationId,
    Policy,
    ProductId,
    Scope,
    SubscriptionId,
    SubscriptionStatus,
)
from store.vault import Unreadable, Vault

KEY: Final = "key"
LINK: Final = "link"
"""The sealed fields of a row, as the vault binds them."""


class NewKey(NamedTuple):
    """A row as it goes in; `sealed` and `link` are the vault's, `blind` its index."""

    id: UUID
    organisation_id: UUID
    subscription_id: UUID | None
    product_id: UUID
    version: str
    language: str
    bits: int | None
    kind: KeyKind
    state: KeyState
    sealed: bytes
    hint: str
    blind: bytes
    activations: int | None
    link: bytes | None
    link_kind: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ProductKey:
    """A key as a list shows it: `hint` is its last five characters. `link` says whether there is one."""

    id: KeyId
    organisation: OrganisationId
    customer: str
    subscription: SubscriptionId | None
    product: ProductId
    name: str
    version: str
    language: str
    bits: int | None
    kind: KeyKind
    state: KeyState
    hint: str
    activations: int | None
    link: bool
    link_kind: str | None
    added_at: datetime
    revoked_at: datetime | None


class Software(NamedTuple):
    """Software that was bought for a customer, and how many keys are ready for it."""

    id: SubscriptionId
    number: int
    name: str
    organisation: OrganisationId
    customer: str
    seats: int
    status: SubscriptionStatus
    ends_on: date
    keys: int

    @property
    def label(self) -> str:
        return f"S-{self.number:06}"


class Rotated(NamedTuple):
    """How far a rotation is: rows under an older key, and all."""

    left: int
    total: int


class Step(NamedTuple):
    """Some rows of a rotation: the next step goes on behind `last`, which is None at the end.

    How many were sealed anew, and which can't be read, by their last characters; those stay as they are.
    """

    last: UUID | None
    sealed: int
    unreadable: list[tuple[str, Unreadable]]


_WITHIN: Final = (
    select(
        product_keys.c.id,
        product_keys.c.organisation_id,
        organisations.c.name,
        product_keys.c.subscription_id,
        product_keys.c.product_id,
        products.c.name,
        product_keys.c.version,
        product_keys.c.language,
        product_keys.c.bits,
        product_keys.c.kind,
        product_keys.c.state,
        product_keys.c.hint,
        product_keys.c.activations,
        product_keys.c.link.is_not(None),
        product_keys.c.link_kind,
        product_keys.c.added_at,
        product_keys.c.revoked_at,
    )
    .join(organisations, organisations.c.id == product_keys.c.organisation_id)
    .join(products, products.c.id == product_keys.c.product_id)
    .join(lineage, lineage.c.descendant == product_keys.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
    .order_by(product_keys.c.version.desc(), product_keys.c.language, product_keys.c.added_at, product_keys.c.id)
)
_bought = (
    select(func.count())
    .where(
        product_keys.c.organisation_id == subscriptions.c.organisation_id,
        product_keys.c.state == KeyState.READY,
        or_(
            product_keys.c.subscription_id == subscriptions.c.id,
            product_keys.c.subscription_id.is_(None) & (product_keys.c.product_id == offers.c.product_id),
        ),
    )
    .correlate(subscriptions, offers)
    .scalar_subquery()
)
_SOFTWARE: Final = (
    select(
        subscriptions.c.id,
        subscriptions.c.number,
        subscriptions.c.name,
        organisations.c.id,
        organisations.c.name,
        subscriptions.c.seats,
        subscriptions.c.status,
        subscriptions.c.ends_on,
        _bought,
    )
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .join(organisations, organisations.c.id == subscriptions.c.organisation_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), products.c.policy.in_([Policy.SOFTWARE, Policy.PERPETUAL]))
    .order_by(organisations.c.name, subscriptions.c.name, subscriptions.c.number)
)
_ONE: Final = _WITHIN.where(product_keys.c.id == bindparam("key"))
_OF: Final = (
    _WITHIN.join(subscriptions, subscriptions.c.id == bindparam("subscription"))
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .where(
        product_keys.c.organisation_id == subscriptions.c.organisation_id,
        or_(
            product_keys.c.subscription_id == subscriptions.c.id,
            product_keys.c.subscription_id.is_(None) & (product_keys.c.product_id == offers.c.product_id),
        ),
    )
)
_PRODUCT: Final = (
    select(offers.c.product_id)
    .join(subscriptions, subscriptions.c.offer_id == offers.c.id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), subscriptions.c.id == bindparam("subscription"))
)
_KNOWN: Final = select(product_keys.c.blind).where(product_keys.c.blind.in_(bindparam("blinds", expanding=True)))
_newest = func.substr(product_keys.c.sealed, 1, 4) == bindparam("newest")
_LEFT: Final = select(func.count(), func.count().filter(~_newest)).select_from(product_keys)
_OLD: Final = (
    select(product_keys.c.id, product_keys.c.sealed, product_keys.c.link, product_keys.c.hint)
    .where(product_keys.c.id > bindparam("after", type_=product_keys.c.id.type), ~_newest)
    .order_by(product_keys.c.id)
    .limit(bindparam("most"))
    .with_for_update()
)
_RESEAL: Final = (
    update(product_keys)
    .where(product_keys.c.id == bindparam("row"))
    .values(sealed=bindparam("resealed"), link=bindparam("relinked"), blind=bindparam("reblind"))
)


def product_of(db: Connection, scope: Scope, subscription: SubscriptionId) -> ProductId:
    """Which product a subscription is of."""
    return ProductId(db.execute(_PRODUCT, {"root": scope.root, "subscription": subscription}).scalar_one())


def add(db: Connection, rows: Sequence[NewKey]) -> None:
    put(db, product_keys, NewKey._fields, rows)


def known(db: Connection, blinds: Collection[bytes]) -> set[bytes]:
    """Which of these indexes are there already, whoever's they are: a key is sold once."""
    return set(db.execute(_KNOWN, {"blinds": list(blinds)}).scalars()) if blinds else set()


def software(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Software]:
    """All software bought within the scope, by customer and name."""
    rows = db.execute(_SOFTWARE.limit(most).offset(offset), {"root": scope.root})
    return [Software(*row) for row in rows]


def count_software(db: Connection, scope: Scope) -> int:
    return db.execute(select(func.count()).select_from(_SOFTWARE.subquery()), {"root": scope.root}).scalar_one()


def get(db: Connection, scope: Scope, id: KeyId) -> ProductKey | None:
    row = db.execute(_ONE, {"root": scope.root, "key": id}).one_or_none()
    return None if row is None else ProductKey(*tuple(row))


def of_subscription(db: Connection, scope: Scope, subscription: SubscriptionId) -> list[ProductKey]:
    """The keys of a subscription, and its customer's keys of the same product that belong to no subscription."""
    wanted = {"root": scope.root, "subscription": subscription}
    return [ProductKey(*tuple(row)) for row in db.execute(_OF, wanted)]


def rotated(db: Connection, vault: Vault) -> Rotated:
    total, left = db.execute(_LEFT, {"newest": vault.newest}).one()
    return Rotated(left, total)


def rotate(db: Connection, vault: Vault, after: UUID, most: int) -> Step:
    """Seal the next rows anew under the newest key."""
    resealed: list[dict[str, object]] = []
    unreadable: list[tuple[str, Unreadable]] = []
    last = None
    for last, sealed, link, hint in db.execute(_OLD, {"newest": vault.newest, "after": after, "most": most}):
        try:
            resealed.append(_resealed(vault, last, sealed, link))
        except Unreadable as no:
            unreadable.append((hint, no))
    if resealed:
        db.execute(_RESEAL, resealed)
    return Step(last, len(resealed), unreadable)


def _resealed(vault: Vault, id: UUID, sealed: bytes, link: bytes | None) -> dict[str, object]:
    key = vault.open(id, KEY, sealed)
    relinked = vault.seal(id, LINK, vault.open(id, LINK, link)) if link is not None else None
    return {"row": id, "resealed": vault.seal(id, KEY, key), "relinked": relinked, "reblind": vault.index(key)}
