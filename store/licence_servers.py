"""Remote Desktop licence servers of customers, and the single-use codes that were used on them; within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.schema import lineage, offers, organisations, people, products, subscriptions
from store.software import code_uses, licence_servers, product_keys
from store.values import (
    KeyId,
    KeyKind,
    KeyState,
    OrganisationId,
    OrganisationKind,
    PersonId,
    Policy,
    Scope,
    ServerId,
    SubscriptionId,
    SubscriptionStatus,
)


@dataclass(frozen=True, slots=True)
class Server:
    """`version` is its Windows Server's year; `activated_at` is None before the Clearinghouse has activated it."""

    id: ServerId
    organisation: OrganisationId
    customer: str
    name: str
    version: int
    activated_at: datetime | None
    codes: int


class NewServer(NamedTuple):
    """A row as it goes in; `folded` is the name as it is compared."""

    id: ServerId
    organisation_id: OrganisationId
    name: str
    folded: str
    version: int
    activated_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Used:
    """A code that was used; `hint` is its last five characters, `server` is called as it is now."""

    key: KeyId
    hint: str
    product: str
    server: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """A single-use code; `used_on` is the server, if any."""

    id: KeyId
    organisation: OrganisationId
    subscription: SubscriptionId | None
    product: str
    version: str
    kind: KeyKind
    state: KeyState
    hint: str
    used_on: str | None


_codes: Final = (
    select(func.count())
    .where(code_uses.c.server_id == licence_servers.c.id)
    .correlate(licence_servers)
    .scalar_subquery()
)
_WITHIN: Final = (
    select(
        licence_servers.c.id,
        licence_servers.c.organisation_id,
        organisations.c.name,
        licence_servers.c.name,
        licence_servers.c.version,
        licence_servers.c.activated_at,
        _codes,
    )
    .join(organisations, organisations.c.id == licence_servers.c.organisation_id)
    .join(lineage, lineage.c.descendant == licence_servers.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), licence_servers.c.removed_at.is_(None))
    .order_by(organisations.c.name, licence_servers.c.folded)
)
_ONE: Final = _WITHIN.where(licence_servers.c.id == bindparam("server"))
_NAMED: Final = (
    select(licence_servers.c.id)
    .join(lineage, lineage.c.descendant == licence_servers.c.organisation_id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        licence_servers.c.organisation_id == bindparam("organisation"),
        licence_servers.c.folded == bindparam("folded"),
        licence_servers.c.removed_at.is_(None),
    )
)
_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_THIS: Final = update(licence_servers).where(
    licence_servers.c.organisation_id.in_(_within), licence_servers.c.id == bindparam("server")
)
_USED: Final = (
    select(
        code_uses.c.key_id, product_keys.c.hint, products.c.name, licence_servers.c.name, people.c.name, code_uses.c.at
    )
    .join(product_keys, product_keys.c.id == code_uses.c.key_id)
    .join(products, products.c.id == product_keys.c.product_id)
    .join(licence_servers, licence_servers.c.id == code_uses.c.server_id)
    .join(people, people.c.id == code_uses.c.person_id)
    .join(lineage, lineage.c.descendant == licence_servers.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
    .order_by(code_uses.c.at.desc(), code_uses.c.key_id)
)
_paid: Final = exists().where(
    subscriptions.c.organisation_id == product_keys.c.organisation_id,
    subscriptions.c.status == SubscriptionStatus.ACTIVE,
    (subscriptions.c.id == product_keys.c.subscription_id)
    | (
        product_keys.c.subscription_id.is_(None)
        & (subscriptions.c.offer_id == offers.c.id)
        & (offers.c.product_id == product_keys.c.product_id)
    ),
)
_CODES: Final = (
    select(
        product_keys.c.id,
        product_keys.c.organisation_id,
        product_keys.c.subscription_id,
        products.c.name,
        product_keys.c.version,
        product_keys.c.kind,
        product_keys.c.state,
        product_keys.c.hint,
        licence_servers.c.name,
    )
    .join(products, products.c.id == product_keys.c.product_id)
    .outerjoin(code_uses, code_uses.c.key_id == product_keys.c.id)
    .outerjoin(licence_servers, licence_servers.c.id == code_uses.c.server_id)
    .join(lineage, lineage.c.descendant == product_keys.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), product_keys.c.kind == KeyKind.RETAIL)
    .order_by(code_uses.c.at.is_not(None), code_uses.c.at.desc(), products.c.name, product_keys.c.hint)
)
_CODES_OF: Final = _CODES.where(
    product_keys.c.organisation_id == bindparam("organisation"), product_keys.c.state != KeyState.REVOKED, _paid
)
_CODE: Final = _CODES.where(product_keys.c.id == bindparam("key"))
_SPENT: Final = (
    update(product_keys)
    .where(
        product_keys.c.organisation_id.in_(_within),
        product_keys.c.id == bindparam("key"),
        product_keys.c.state == KeyState.READY,
        _paid,
    )
    .values(state=KeyState.USED)
)
_USE: Final = insert(code_uses).on_conflict_do_nothing(index_elements=["key_id"]).returning(code_uses.c.key_id)
_ADD: Final = insert(licence_servers).on_conflict_do_nothing().returning(licence_servers.c.id)
_PLACES: Final = (
    select(organisations.c.id, organisations.c.name)
    .distinct()
    .join(subscriptions, subscriptions.c.organisation_id == organisations.c.id)
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .join(lineage, lineage.c.descendant == organisations.c.id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        organisations.c.kind == OrganisationKind.CUSTOMER,
        products.c.policy.in_([Policy.SOFTWARE, Policy.PERPETUAL]),
    )
    .order_by(organisations.c.name)
    .limit(bindparam("most"))
)


def page(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Server]:
    """By customer and name."""
    rows = db.execute(_WITHIN.limit(most).offset(offset), {"root": scope.root})
    return [Server(*row) for row in rows]


def count(db: Connection, scope: Scope) -> int:
    return db.execute(select(func.count()).select_from(_WITHIN.subquery()), {"root": scope.root}).scalar_one()


def get(db: Connection, scope: Scope, id: ServerId) -> Server | None:
    row = db.execute(_ONE, {"root": scope.root, "server": id}).one_or_none()
    return None if row is None else Server(*row)


def named(db: Connection, scope: Scope, organisation: OrganisationId, folded: str) -> ServerId | None:
    """The server of that name which an organisation has now."""
    wanted = {"root": scope.root, "organisation": organisation, "folded": folded}
    return db.execute(_NAMED, wanted).scalar_one_or_none()


def places(db: Connection, scope: Scope, *, most: int) -> list[tuple[OrganisationId, str]]:
    """The customers that software was bought for, by name."""
    return [(row[0], row[1]) for row in db.execute(_PLACES, {"root": scope.root, "most": most})]


def add(db: Connection, row: NewServer) -> bool:
    """False where the organisation has a server of that name meanwhile."""
    return db.execute(_ADD, row._asdict()).first() is not None


def change(db: Connection, scope: Scope, id: ServerId, **fields: str | int | datetime | None) -> None:
    """Set `name` with `folded`, `version`, `activated_at` or `removed_at`; the codes that were used on it stay so."""
    db.execute(_THIS.values(**fields), {"root": scope.root, "server": id})


def codes(db: Connection, scope: Scope, organisation: OrganisationId) -> list[Code]:
    """The single-use codes that an organisation pays for now, those that nobody has used first."""
    return [Code(*row) for row in db.execute(_CODES_OF, {"root": scope.root, "organisation": organisation})]


def code(db: Connection, scope: Scope, id: KeyId) -> Code | None:
    row = db.execute(_CODE, {"root": scope.root, "key": id}).one_or_none()
    return None if row is None else Code(*row)


def used(db: Connection, scope: Scope, key: KeyId) -> Used | None:
    """Where, when and by whom a code was used, if it was."""
    row = db.execute(_USED.where(code_uses.c.key_id == key), {"root": scope.root}).one_or_none()
    return None if row is None else Used(*row)


def used_on(db: Connection, scope: Scope, server: ServerId, *, most: int) -> list[Used]:
    """The codes of a server, the latest first."""
    rows = db.execute(_USED.where(code_uses.c.server_id == server).limit(most), {"root": scope.root})
    return [Used(*row) for row in rows]


def use(db: Connection, scope: Scope, key: KeyId, server: ServerId, person: PersonId, now: datetime) -> bool:
    """Use a code, for ever; of two who try at once one is told False, and so is whoever comes after."""
    row = {"key_id": key, "server_id": server, "person_id": person, "at": now}
    if db.execute(_USE, row).first() is None:
        return False
    return db.execute(_SPENT, {"root": scope.root, "key": key}).rowcount == 1
