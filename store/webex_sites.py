"""Meeting sites: a host is one customer's and no other's; they are made within a scope."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Never

from sqlalchemy import Connection, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from store.provisioning import provisionings, sites
from store.schema import lineage, organisations
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId, ProvisioningState


@dataclass(frozen=True, slots=True)
class Site:
    """`host` as in `contoso.webex.com`, `zone` of the IANA; `early`: gets what is new before others do."""

    host: str
    zone: str
    early: bool
    licences: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A site that is there: whose it is (`country` in letters, empty where nobody said), and for which order.

    `version` goes on with each change.
    """

    organisation: OrganisationId
    customer: str
    country: str
    order: ProvisioningId | None
    reference: str | None
    version: int
    site: Site


_here: Final = sites.c.organisation_id.in_(select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root")))
_KEPT: Final = (
    select(
        *(sites.c.organisation_id, organisations.c.name, func.coalesce(organisations.c.country, "")),
        *(sites.c.provisioning_id, provisionings.c.reference, sites.c.version),
        *(sites.c.host, sites.c.zone, sites.c.early, sites.c.licences),
    )
    .select_from(sites)
    .join(organisations, organisations.c.id == sites.c.organisation_id)
    .outerjoin(provisionings, provisionings.c.id == sites.c.provisioning_id)
    .where(_here)
    .order_by(organisations.c.folded, organisations.c.id, sites.c.provisioning_id, sites.c.host)
)
_GET: Final = _KEPT.where(sites.c.host == bindparam("named"))
_OF: Final = _KEPT.where(sites.c.organisation_id == bindparam("organisation"))
_COUNT: Final = select(func.count()).select_from(sites).where(_here)
_LOCK: Final = (
    select(sites.c.host)
    .where(_here, sites.c.organisation_id == bindparam("organisation"))
    .order_by(sites.c.host)
    .with_for_update()
)
_CHANGE: Final = (
    update(sites)
    .where(_here, sites.c.host == bindparam("named"))
    .values(
        zone=bindparam("to_zone"),
        early=bindparam("to_early"),
        licences=bindparam("to_licences"),
        version=sites.c.version + 1,
    )
)
_TAKEN: Final = select(sites.c.host).where(sites.c.host.in_(bindparam("hosts", expanding=True)))
_open: Final = provisionings.c.state.in_([ProvisioningState.OPEN, ProvisioningState.HANDED_OVER])
_ADD: Final = insert(sites).on_conflict_do_nothing(index_elements=["host"]).returning(sites.c.host)


def taken(db: Connection, hosts: Collection[str]) -> set[str]:
    """Those of the hosts that are somebody's already."""
    return set(db.execute(_TAKEN, {"hosts": sorted(hosts)}).scalars())


def wanted(db: Connection, hosts: Collection[str], but: ProvisioningId | None) -> set[str]:
    """Those of the hosts that another order, which is still to be set up, has in its draft. Hosts are checked ones."""
    said = {host: f'%"{host}"%' for host in hosts}
    others = (provisionings.c.id != but,) if but else ()
    drafts = select(provisionings.c.draft).where(
        _open, *others, or_(*(provisionings.c.draft.like(pattern) for pattern in said.values()))
    )
    found = db.execute(drafts).scalars().all() if said else []
    return {host for host in hosts if any(f'"{host}"' in draft for draft in found)}


def add(
    db: Connection, scope: Scope, owner: OrganisationId, order: ProvisioningId, new: Sequence[Site], now: datetime
) -> list[str]:
    """Make the sites of an order for an organisation within the scope; the hosts that somebody else has by now."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root, lineage.c.descendant == owner)
    if db.execute(within).one_or_none() is None:
        raise LookupError(owner)
    whose = {"organisation_id": owner, "provisioning_id": order, "made_at": now}
    lost = []
    for site in sorted(new, key=lambda one: one.host):
        row = {"host": site.host, "zone": site.zone, "early": site.early, "licences": site.licences}
        if db.execute(_ADD, row | whose).first() is None:
            lost.append(site.host)
    return lost


def page(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Kept]:
    """By organisation and order."""
    return [_kept(tuple(row)) for row in db.execute(_KEPT.offset(offset).limit(most), {"root": scope.root})]


def count(db: Connection, scope: Scope) -> int:
    return db.execute(_COUNT, {"root": scope.root}).scalar_one()


def get(db: Connection, scope: Scope, host: str) -> Kept | None:
    row = db.execute(_GET, {"root": scope.root, "named": host}).one_or_none()
    return None if row is None else _kept(tuple(row))


def of_organisation(db: Connection, scope: Scope, id: OrganisationId, *, lock: bool = False) -> list[Kept]:
    """Locked before they are read if one wants to change any of them."""
    wanted = {"root": scope.root, "organisation": id}
    if lock:
        db.execute(_LOCK, wanted).all()
    return [_kept(tuple(row)) for row in db.execute(_OF, wanted)]


def change(db: Connection, scope: Scope, site: Site) -> None:
    """All of it but its host."""
    said = {"to_zone": site.zone, "to_early": site.early, "to_licences": site.licences}
    db.execute(_CHANGE, said | {"root": scope.root, "named": site.host})


def add_one(db: Connection, scope: Scope, beside: Kept, new: Site, now: datetime) -> bool:
    """One more of the same order; False where somebody has that host by now. `LookupError` outside of the scope."""
    if get(db, scope, beside.site.host) is None:
        raise LookupError(beside.site.host)
    row = {"host": new.host, "zone": new.zone, "early": new.early, "licences": new.licences, "made_at": now}
    whose = {"organisation_id": beside.organisation, "provisioning_id": beside.order}
    return db.execute(_ADD, row | whose).first() is not None


def _kept(row: tuple[Never, ...]) -> Kept:
    return Kept(row[0], row[1], row[2], row[3], row[4], row[5], Site(*row[6:]))
