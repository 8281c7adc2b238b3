"""Meeting sites: a host is one customer's and no other's; they are made within a scope."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select
from sqlalchemy.dialects.postgresql import insert

from store.provisioning import provisionings, sites
from store.schema import lineage
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId, ProvisioningState


@dataclass(frozen=True, slots=True)
class Site:
    """`host` as in `contoso.webex.com`, `zone` of the IANA; `early`: gets what is new before others do."""

    host: str
    zone: str
    early: bool
    licences: int


_TAKEN: Final = select(sites.c.host).where(sites.c.host.in_(bindparam("hosts", expanding=True)))
_open: Final = provisionings.c.state.in_([ProvisioningState.OPEN, ProvisioningState.HANDED_OVER])
_ADD: Final = insert(sites).on_conflict_do_nothing(index_elements=["host"]).returning(sites.c.host)


def taken(db: Connection, hosts: Collection[str]) -> set[str]:
    """Those of the hosts that are somebody's already."""
    return set(db.execute(_TAKEN, {"hosts": sorted(hosts)}).scalars())


def wanted(db: Connection, hosts: Collection[str], but: ProvisioningId) -> set[str]:
    """Those of the hosts that another order, which is still to be set up, has in its draft. Hosts are checked ones."""
    said = {host: f'%"{host}"%' for host in hosts}
    drafts = select(provisionings.c.draft).where(
        _open, provisionings.c.id != but, or_(*(provisionings.c.draft.like(pattern) for pattern in said.values()))
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
