"""Links to software that run out soon, anybody's, and the accounts of whom they belong to; for jobs alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, func, select, update

from store.entitled import may_see
from store.schema import identities, installations, lineage, organisations, people, products
from store.software import downloads, product_keys
from store.values import DownloadId, InstallationId, KeyId, KeyState, OrganisationId, SubscriptionId


@dataclass(frozen=True, slots=True)
class Ending:
    """A link whose clock runs, as one account of its person is told of it."""

    id: DownloadId
    generation: int
    first_used_at: datetime
    key: KeyId
    subscription: SubscriptionId | None
    product: str
    version: str
    customer: str
    installation: InstallationId
    account: str
    language: str | None
    zone: str | None


@dataclass(frozen=True, slots=True)
class Unseen:
    """The same for somebody who has no account at any platform, and is told by mail."""

    id: DownloadId
    generation: int
    first_used_at: datetime
    organisation: OrganisationId
    product: str
    customer: str
    email: str
    name: str
    language: str | None
    zone: str | None


_moment: Final = downloads.c.first_used_at.type
_due: Final = (
    downloads.c.first_used_at > bindparam("over", type_=_moment),
    downloads.c.first_used_at <= bindparam("soon", type_=_moment),
    downloads.c.reminded_at.is_(None),
    product_keys.c.state == KeyState.READY,
    may_see(downloads),
)
_ENDING: Final = (
    select(
        downloads.c.id,
        downloads.c.generation,
        downloads.c.first_used_at,
        product_keys.c.id,
        product_keys.c.subscription_id,
        products.c.name,
        product_keys.c.version,
        organisations.c.name,
        identities.c.installation_id,
        identities.c.account,
        func.coalesce(people.c.language, identities.c.language, organisations.c.language),
        func.coalesce(people.c.zone, identities.c.zone, organisations.c.zone),
    )
    .select_from(downloads)
    .join(product_keys, product_keys.c.id == downloads.c.key_id)
    .join(products, products.c.id == product_keys.c.product_id)
    .join(organisations, organisations.c.id == downloads.c.organisation_id)
    .join(people, people.c.id == downloads.c.person_id)
    .join(identities, identities.c.person_id == people.c.id)
    .join(installations, installations.c.id == identities.c.installation_id)
    .join(
        lineage,
        (lineage.c.ancestor == installations.c.root_id) & (lineage.c.descendant == downloads.c.organisation_id),
    )
    .where(identities.c.standing == "member", *_due)
    .order_by(downloads.c.first_used_at, downloads.c.id, identities.c.account)
)
_UNSEEN: Final = (
    select(
        downloads.c.id,
        downloads.c.generation,
        downloads.c.first_used_at,
        downloads.c.organisation_id,
        products.c.name,
        organisations.c.name,
        people.c.email,
        people.c.name,
        func.coalesce(people.c.language, organisations.c.language),
        func.coalesce(people.c.zone, organisations.c.zone),
    )
    .select_from(downloads)
    .join(product_keys, product_keys.c.id == downloads.c.key_id)
    .join(products, products.c.id == product_keys.c.product_id)
    .join(organisations, organisations.c.id == downloads.c.organisation_id)
    .join(people, people.c.id == downloads.c.person_id)
    .where(~exists().where(identities.c.person_id == people.c.id, identities.c.standing == "member"), *_due)
    .order_by(downloads.c.first_used_at, downloads.c.id)
)
_REMINDED: Final = update(downloads).where(downloads.c.id == bindparam("row")).values(reminded_at=bindparam("now"))


def ending(db: Connection, *, over: datetime, soon: datetime) -> list[Ending]:
    """Links that were first used after `over` and until `soon`, whose persons were not told yet."""
    return [Ending(*tuple(row)) for row in db.execute(_ENDING, {"over": over, "soon": soon})]


def unseen(db: Connection, *, over: datetime, soon: datetime) -> list[Unseen]:
    """Those of whoever no platform knows."""
    return [Unseen(*tuple(row)) for row in db.execute(_UNSEEN, {"over": over, "soon": soon})]


def reminded(db: Connection, link: UUID, now: datetime) -> None:
    db.execute(_REMINDED, {"row": link, "now": now})
