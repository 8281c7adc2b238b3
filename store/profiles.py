"""One organisation with all that is known of it, and what its Admins change of that; every query within a scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select, update

from store.accounts import links
from store.schema import domains, grants, identities, lineage, organisations, people
from store.values import Activation, InstallationId, LinkPurpose, OrganisationId, OrganisationKind, PersonId, Scope
from store.values.industries import Industry


@dataclass(frozen=True, slots=True)
class Inviter:
    """Who sent the latest link, where they were last seen; language and zone as far as they are known."""

    installation: InstallationId
    account: str
    language: str | None
    zone: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """`link_until` is when the latest activation link runs out; the figures of its activity are of `figures_on`."""

    id: OrganisationId
    number: int
    kind: OrganisationKind
    name: str
    parent: OrganisationId | None
    tenant: str | None
    country: str | None
    contact: str | None
    language: str | None
    zone: str | None
    active_users: int | None
    last_active_on: date | None
    figures_on: date | None
    activation: Activation
    activated_at: datetime | None
    link_until: datetime | None
    industry: Industry | None = None

    @property
    def label(self) -> str:
        return f"O-{self.number:06}"


_COLUMNS: Final = (
    *(organisations.c[name] for name in ("id", "number", "kind", "name", "parent_id", "tenant", "country", "contact")),
    *(organisations.c[name] for name in ("language", "zone", "active_users", "last_active_on", "figures_on")),
    *(organisations.c.activation, organisations.c.activated_at, links.c.expires_at, organisations.c.industry),
)
_ONE: Final = (
    select(*_COLUMNS)
    .join(lineage, lineage.c.descendant == organisations.c.id)
    .outerjoin(links, (links.c.subject_id == organisations.c.id) & (links.c.purpose == LinkPurpose.ACTIVATION))
    .where(lineage.c.ancestor == bindparam("root"), organisations.c.id == bindparam("organisation"))
)
_TENANT: Final = (
    select(organisations.c.id)
    .join(lineage, lineage.c.descendant == organisations.c.id)
    .where(lineage.c.ancestor == bindparam("root"), organisations.c.tenant == bindparam("tenant"))
    .limit(1)
)
_DOMAINS: Final = (
    select(domains.c.domain, domains.c.verified)
    .join(lineage, lineage.c.descendant == domains.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), domains.c.organisation_id == bindparam("organisation"))
    .order_by(domains.c.verified.desc(), domains.c.domain)
)
_DROP: Final = delete(domains).where(
    domains.c.organisation_id == bindparam("organisation"), domains.c.domain.in_(bindparam("gone", expanding=True))
)
_seller: Final = organisations.alias("seller")
_SELLER: Final = (
    select(_seller.c.name)
    .join(organisations, organisations.c.parent_id == _seller.c.id)
    .where(organisations.c.id == bindparam("root"))
)
_above: Final = lineage.alias("above")
_home: Final = organisations.alias("home")
_INVITER: Final = (
    select(
        identities.c.installation_id,
        identities.c.account,
        func.coalesce(people.c.language, identities.c.language, _home.c.language),
        func.coalesce(people.c.zone, identities.c.zone, _home.c.zone),
    )
    .select_from(organisations)
    .join(people, people.c.id == organisations.c.invited_by)
    .join(identities, identities.c.person_id == people.c.id)
    .join(_above, _above.c.descendant == organisations.c.id)
    .join(grants, (grants.c.person_id == people.c.id) & (grants.c.organisation_id == _above.c.ancestor))
    .join(_home, _home.c.id == grants.c.organisation_id)
    .where(organisations.c.id == bindparam("root"), identities.c.standing == "member")
    .order_by(identities.c.vouched_at.desc(), identities.c.account)
    .limit(1)
)
_own: Final = organisations.c.id == bindparam("root")
_INVITED: Final = (
    update(organisations)
    .where(_own, organisations.c.activation != Activation.ACTIVE)
    .values(activation=Activation.PENDING, invited_by=bindparam("person"), contact=bindparam("address"))
)
_FOLLOWED: Final = (
    update(organisations)
    .where(_own, organisations.c.activation != Activation.ACTIVE)
    .values(activation=Activation.ACTIVE, activated_at=bindparam("now"))
)


def get(db: Connection, scope: Scope, id: OrganisationId) -> Profile | None:
    """None if there is no such organisation within the scope."""
    row = db.execute(_ONE, {"root": scope.root, "organisation": id}).one_or_none()
    return None if row is None else Profile(*row)


def with_tenant(db: Connection, scope: Scope, tenant: str) -> OrganisationId | None:
    """An organisation within the scope that has this tenant."""
    return db.execute(_TENANT, {"root": scope.root, "tenant": tenant}).scalar()


def domains_of(db: Connection, scope: Scope, id: OrganisationId) -> dict[str, bool]:
    """The domains of one organisation, verified ones first, and whether they are."""
    return {row[0]: row[1] for row in db.execute(_DOMAINS, {"root": scope.root, "organisation": id})}


def edit(db: Connection, scope: Scope, values: Mapping[str, str | None]) -> None:
    """Set these columns of the scope's own organisation."""
    if values:
        db.execute(update(organisations).where(organisations.c.id == scope.root).values(dict(values)))


def drop_domains(db: Connection, scope: Scope, gone: list[str]) -> None:
    """Take domains from the scope's own organisation."""
    db.execute(_DROP, {"organisation": scope.root, "gone": gone})


def invited(db: Connection, scope: Scope, person: PersonId, address: str | None) -> bool:
    """The scope's own organisation has a link from now on, for that contact; False if it is active already."""
    return db.execute(_INVITED, {"root": scope.root, "person": person, "address": address}).rowcount == 1


def seller(db: Connection, scope: Scope) -> str:
    """The name of what the scope's own organisation belongs to; nothing for the house."""
    return db.execute(_SELLER, {"root": scope.root}).scalar() or ""


def inviter(db: Connection, scope: Scope) -> Inviter | None:
    """Who invited the scope's own organisation, while they are still an operator of it or of one above it."""
    row = db.execute(_INVITER, {"root": scope.root}).one_or_none()
    return None if row is None else Inviter(*row)


def activate(db: Connection, scope: Scope, now: datetime) -> bool:
    """The scope's own organisation followed its link; False if it is active already."""
    return db.execute(_FOLLOWED, {"root": scope.root, "now": now}).rowcount == 1
