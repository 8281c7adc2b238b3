"""The vendor's domains of customers: each is one organisation's, whoever comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, union_all, update
from sqlalchemy.dialects.postgresql import insert

from store.buying import tenants
from store.schema import lineage, organisations
from store.values import OrderId, OrganisationId, Scope


@dataclass(frozen=True, slots=True)
class Claim:
    """A domain that a purchase takes for its organisation; `account` is what was filled in for it, as JSON."""

    domain: str
    organisation: OrganisationId
    order: OrderId
    is_new: bool
    account: str


_TAKEN: Final = union_all(
    select(tenants.c.organisation_id).where(tenants.c.domain == bindparam("domain")),
    select(organisations.c.id).where(organisations.c.tenant == bindparam("domain")),
)
_OF: Final = (
    select(organisations.c.tenant, tenants.c.domain)
    .join(lineage, lineage.c.descendant == organisations.c.id)
    .outerjoin(tenants, tenants.c.organisation_id == organisations.c.id)
    .where(lineage.c.ancestor == bindparam("root"), organisations.c.id == bindparam("organisation"))
    .order_by(tenants.c.claimed_at)
    .limit(1)
)
_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_CLAIM: Final = select(
    tenants.c.domain,
    tenants.c.organisation_id.label("organisation"),
    tenants.c.order_id.label("order"),
    tenants.c.is_new,
    tenants.c.account,
).where(tenants.c.order_id == bindparam("order"), tenants.c.organisation_id.in_(_within))
_CLAIMED_BY: Final = select(tenants.c.domain, tenants.c.organisation_id).where(
    tenants.c.order_id == bindparam("order"), tenants.c.organisation_id.in_(_within)
)
_MAKE_ITS_OWN: Final = (
    update(organisations)
    .where(organisations.c.id == bindparam("organisation"), organisations.c.tenant.is_(None))
    .values(tenant=bindparam("domain"))
)
_RELEASE: Final = delete(tenants).where(
    tenants.c.order_id == bindparam("order"), tenants.c.organisation_id.in_(_within)
)


def taken(db: Connection, domain: str, *, but_by: OrganisationId) -> bool:
    """Whether another organisation anywhere has this domain; never which."""
    return any(holder != but_by for (holder,) in db.execute(_TAKEN, {"domain": domain}))


def of(db: Connection, scope: Scope, organisation: OrganisationId) -> str | None:
    """What an organisation is known to the vendor by, or what a purchase has taken for it; None where there is none."""
    row = db.execute(_OF, {"root": scope.root, "organisation": organisation}).one_or_none()
    return None if row is None else row[0] or row[1]


def claim(db: Connection, scope: Scope, wanted: Claim, now: datetime) -> bool:
    """Take a domain for an organisation within the scope; False when another one was first. Again changes nothing."""
    if taken(db, wanted.domain, but_by=wanted.organisation):
        return False
    within = select(lineage.c.descendant).where(
        lineage.c.ancestor == scope.root, lineage.c.descendant == wanted.organisation
    )
    if db.execute(within).one_or_none() is None:
        return False
    row = {
        "domain": wanted.domain,
        "organisation_id": wanted.organisation,
        "order_id": wanted.order,
        "is_new": wanted.is_new,
        "account": wanted.account,
        "claimed_at": now,
    }
    db.execute(insert(tenants).on_conflict_do_nothing(index_elements=["domain"]), row)
    return not taken(db, wanted.domain, but_by=wanted.organisation)


def claimed(db: Connection, scope: Scope, order: OrderId) -> Claim | None:
    """What an order takes or took for its organisation, with all that was filled in."""
    row = db.execute(_CLAIM, {"root": scope.root, "order": order}).mappings().one_or_none()
    return None if row is None else Claim(**row)


def keep(db: Connection, scope: Scope, order: OrderId) -> None:
    """The order was carried out: what it took is the organisation's tenant from now on."""
    for domain, organisation in db.execute(_CLAIMED_BY, {"root": scope.root, "order": order}).all():
        db.execute(_MAKE_ITS_OWN, {"organisation": organisation, "domain": domain})


def release(db: Connection, scope: Scope, order: OrderId) -> None:
    """The order came to nothing: what it took is free again."""
    db.execute(_RELEASE, {"root": scope.root, "order": order})
