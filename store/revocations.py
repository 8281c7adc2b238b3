"""Keys of a purchase that was cancelled: revoked at once, and who must be told, within a scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, exists, func, select, union, update

from store.schema import identities, installations, lineage, offers, organisations, people, subscriptions
from store.software import downloads, product_keys, reveals
from store.values import InstallationId, KeyId, KeyState, Scope, SubscriptionId, SubscriptionStatus


@dataclass(frozen=True, slots=True)
class Revoked:
    """A key that is none any more; `hint` is its last five characters."""

    id: KeyId
    hint: str
    version: str


@dataclass(frozen=True, slots=True)
class Witness:
    """An account of somebody who was shown one of the keys or sent a link to its software, and how to speak to them."""

    installation: InstallationId
    account: str
    language: str | None
    zone: str | None
    key: KeyId


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who was shown one of the keys in the portal, and has no account at any platform."""

    email: str
    name: str
    language: str | None
    zone: str | None
    key: KeyId


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_other, _other_offer = subscriptions.alias(), offers.alias()
_still_bought: Final = exists().where(
    _other.c.organisation_id == product_keys.c.organisation_id,
    _other.c.id != bindparam("subscription"),
    _other.c.status == SubscriptionStatus.ACTIVE,
    _other.c.offer_id == _other_offer.c.id,
    _other_offer.c.product_id == product_keys.c.product_id,
)
_cancelled: Final = exists().where(
    subscriptions.c.id == bindparam("subscription"),
    subscriptions.c.organisation_id == product_keys.c.organisation_id,
    subscriptions.c.offer_id == offers.c.id,
    offers.c.product_id == product_keys.c.product_id,
)
_loose: Final = product_keys.c.subscription_id.is_(None) & _cancelled & ~_still_bought
_REVOKE: Final = (
    update(product_keys)
    .where(
        product_keys.c.organisation_id.in_(_within),
        product_keys.c.state != KeyState.REVOKED,
        (product_keys.c.subscription_id == bindparam("subscription")) | _loose,
    )
    .values(state=KeyState.REVOKED, revoked_at=bindparam("now"))
    .returning(product_keys.c.id, product_keys.c.hint, product_keys.c.version)
)
_KEYS: Final[BindParameter[object]] = bindparam("keys", expanding=True)
_shown: Final = select(reveals.c.key_id, reveals.c.person_id).where(
    reveals.c.key_id.in_(_KEYS), reveals.c.shown_at.is_not(None)
)
_linked: Final = select(downloads.c.key_id, downloads.c.person_id).where(downloads.c.key_id.in_(_KEYS))
_member: Final = exists().where(identities.c.person_id == people.c.id, identities.c.standing == "member")
_known: Final = union(_shown, _linked).subquery()
_WITNESSES: Final = (
    select(
        identities.c.installation_id,
        identities.c.account,
        func.coalesce(people.c.language, identities.c.language, organisations.c.language),
        func.coalesce(people.c.zone, identities.c.zone, organisations.c.zone),
        _known.c.key_id,
    )
    .select_from(_known)
    .join(people, people.c.id == _known.c.person_id)
    .join(identities, identities.c.person_id == people.c.id)
    .join(product_keys, product_keys.c.id == _known.c.key_id)
    .join(organisations, organisations.c.id == product_keys.c.organisation_id)
    .join(installations, installations.c.id == identities.c.installation_id)
    .join(
        lineage,
        (lineage.c.ancestor == installations.c.root_id) & (lineage.c.descendant == product_keys.c.organisation_id),
    )
    .where(identities.c.standing == "member", product_keys.c.organisation_id.in_(_within))
    .order_by(identities.c.installation_id, identities.c.account, _known.c.key_id)
)
_OTHERS: Final = (
    select(
        people.c.email,
        people.c.name,
        func.coalesce(people.c.language, organisations.c.language),
        func.coalesce(people.c.zone, organisations.c.zone),
        _known.c.key_id,
    )
    .select_from(_known)
    .join(people, people.c.id == _known.c.person_id)
    .join(product_keys, product_keys.c.id == _known.c.key_id)
    .join(organisations, organisations.c.id == product_keys.c.organisation_id)
    .where(product_keys.c.organisation_id.in_(_within), ~_member)
    .order_by(people.c.email, _known.c.key_id)
)


def revoke(db: Connection, scope: Scope, subscription: SubscriptionId, now: datetime) -> list[Revoked]:
    """Revoke all keys of a subscription, and its customer's loose keys of a product that nothing else pays for."""
    wanted = {"root": scope.root, "subscription": subscription, "now": now}
    found = [Revoked(*row) for row in db.execute(_REVOKE, wanted)]
    return sorted(found, key=lambda one: (one.version, one.hint, one.id.bytes), reverse=True)


def witnesses(db: Connection, scope: Scope, keys: Collection[KeyId]) -> list[Witness]:
    """By account, whom to tell of which of these keys."""
    if not keys:
        return []
    return [Witness(*row) for row in db.execute(_WITNESSES, {"root": scope.root, "keys": list(keys)})]


def readers(db: Connection, scope: Scope, keys: Collection[KeyId]) -> list[Reader]:
    """By address, whom to tell by mail of which of these keys."""
    if not keys:
        return []
    return [Reader(*row) for row in db.execute(_OTHERS, {"root": scope.root, "keys": list(keys)})]
