"""How many users of each wholesale package a customer may have, and has; every query within a scope."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from store.provisioning import locations
from store.schema import lineage, organisations
from store.values import OrganisationId, Scope
from store.values.webex import Package
from store.wholesale import package_limits, wholesale_customers, wholesale_users

_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_here: Final = bindparam("organisation", type_=package_limits.c.organisation_id.type)
_LIMITS: Final = select(package_limits.c.package, package_limits.c.most).where(
    package_limits.c.organisation_id == _here, package_limits.c.organisation_id.in_(_within)
)
_USED: Final = (
    select(wholesale_users.c.package, func.count())
    .where(
        wholesale_users.c.organisation_id == _here,
        wholesale_users.c.organisation_id.in_(_within),
        wholesale_users.c.package.is_not(None),
    )
    .group_by(wholesale_users.c.package)
)
_LOCATIONS: Final = select(locations.c.folded, locations.c.id).where(
    locations.c.organisation_id == _here, locations.c.organisation_id.in_(_within)
)
_COUNTRY: Final = (
    select(func.coalesce(wholesale_customers.c.country, organisations.c.country, ""))
    .select_from(organisations)
    .join(wholesale_customers, wholesale_customers.c.organisation_id == organisations.c.id, isouter=True)
    .where(organisations.c.id == bindparam("organisation"), organisations.c.id.in_(_within))
)
_TWIN: Final = select(lineage.c.descendant).where(
    lineage.c.ancestor == bindparam("root"), lineage.c.descendant == bindparam("organisation")
)


def limits(db: Connection, scope: Scope, organisation: OrganisationId) -> dict[Package, int]:
    """A package without a limit is not among them."""
    found = db.execute(_LIMITS, {"root": scope.root, "organisation": organisation})
    return {row.package: row.most for row in found}


def used(db: Connection, scope: Scope, organisation: OrganisationId) -> dict[Package, int]:
    found = db.execute(_USED, {"root": scope.root, "organisation": organisation})
    return {row[0]: row[1] for row in found}


def locations_of(db: Connection, scope: Scope, organisation: OrganisationId) -> dict[str, str]:
    """Ids of the customer's locations, by folded name."""
    found = db.execute(_LOCATIONS, {"root": scope.root, "organisation": organisation})
    return {row.folded: str(row.id) for row in found}


def country(db: Connection, scope: Scope, organisation: OrganisationId) -> str:
    """ISO; empty where nobody has said it."""
    return db.scalar(_COUNTRY, {"root": scope.root, "organisation": organisation}) or ""


def limit(db: Connection, scope: Scope, organisation: OrganisationId, package: Package, most: int | None) -> None:
    """Set the limit of a package, or take it away; nothing happens outside the scope."""
    if db.execute(_TWIN, {"root": scope.root, "organisation": organisation}).first() is None:
        return
    here = (package_limits.c.organisation_id == organisation) & (package_limits.c.package == package)
    db.execute(delete(package_limits).where(here))
    if most is not None:
        db.execute(insert(package_limits).values(organisation_id=organisation, package=package, most=most))
