"""Organisations that an order may belong to: by contact, by domain, by name; every query within a scope.

`within` narrows the scope once more: to what stands below the seller that sets the order up, or below its partner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    RowMapping,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal,
    nulls_last,
    select,
    union_all,
)

from store.schema import domains, grants, lineage, organisations, people, users
from store.values import OrganisationId, OrganisationKind, Scope
from store.values.industries import Industry

MOST: Final = 100
_MOST_NAMES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation as it is chosen, its figures as of `figures_on`. `is_contact`: it knows one of the addresses."""

    id: OrganisationId
    number: int
    kind: OrganisationKind
    name: str
    country: str | None
    industry: Industry | None
    active_users: int | None
    last_active_on: date | None
    figures_on: date | None
    is_contact: bool
    verified: frozenset[str]
    claimed: frozenset[str]

    @property
    def label(self) -> str:
        return f"O-{self.number:06}"


@dataclass(frozen=True, slots=True)
class Reach:
    """Among which organisations is looked: those of these kinds at `within`, or at most so many levels below it."""

    within: OrganisationId
    kinds: Collection[OrganisationKind]
    levels: int


class Called(NamedTuple):
    id: OrganisationId
    number: int
    folded: str


def _given(name: str) -> BindParameter[object]:
    return bindparam(name, expanding=True)


def _below(name: str) -> Select[int]:
    return select(literal(1)).where(lineage.c.ancestor == bindparam(name), lineage.c.descendant == organisations.c.id)


_reached: Final = (
    exists(_below("root"))
    & exists(_below("within").where(lineage.c.depth <= bindparam("levels")))
    & organisations.c.kind.in_(_given("kinds"))
)
_CONTACT, _VERIFIED, _CLAIMED = 3, 2, 1
_hits: Final = union_all(
    select(organisations.c.id.label("id"), literal(_CONTACT).label("weight")).where(
        organisations.c.contact.in_(_given("addresses"))
    ),
    select(grants.c.organisation_id, literal(_CONTACT))
    .join(people, people.c.id == grants.c.person_id)
    .where(people.c.email.in_(_given("addresses"))),
    select(users.c.organisation_id, literal(_CONTACT)).where(users.c.login.in_(_given("addresses"))),
    select(domains.c.organisation_id, case((domains.c.verified, _VERIFIED), else_=_CLAIMED)).where(
        domains.c.domain.in_(_given("domains"))
    ),
).subquery("hits")
_weighed: Final = select(_hits.c.id, func.max(_hits.c.weight).label("weight")).group_by(_hits.c.id).subquery("weighed")
_best: Final = (
    select(organisations.c.id, _weighed.c.weight)
    .join(_weighed, _weighed.c.id == organisations.c.id)
    .where(_reached)
    .order_by(
        _weighed.c.weight.desc(),
        nulls_last(organisations.c.active_users.desc()),
        nulls_last(organisations.c.last_active_on.desc()),
        organisations.c.folded,
        organisations.c.number,
    )
    .limit(bindparam("most"))
    .subquery("best")
)
_NAMED: Final = (
    *("id", "number", "kind", "name", "country", "industry"),
    *("active_users", "last_active_on", "figures_on"),
)
_COLUMNS: Final = tuple(organisations.c[name] for name in _NAMED)
_MATCHING: Final = (
    select(*_COLUMNS, (_best.c.weight == _CONTACT).label("is_contact"), domains.c.domain, domains.c.verified)
    .join(_best, _best.c.id == organisations.c.id)
    .outerjoin(domains, domains.c.organisation_id == organisations.c.id)
)
_THESE: Final = (
    select(*_COLUMNS, literal(value=False).label("is_contact"), domains.c.domain, domains.c.verified)
    .outerjoin(domains, domains.c.organisation_id == organisations.c.id)
    .where(_reached, organisations.c.id.in_(_given("ids")))
)
_NAMES: Final = (
    select(organisations.c.id, organisations.c.number, organisations.c.folded)
    .where(_reached)
    .order_by(
        (organisations.c.folded == bindparam("name")).desc(),
        (organisations.c.number == bindparam("number")).desc(),
        organisations.c.folded,
        organisations.c.number,
    )
    .limit(bindparam("most"))
)


def matching(
    db: Connection, scope: Scope, reach: Reach, addresses: Collection[str], domains: Collection[str], most: int = MOST
) -> list[Listed]:
    """Those that know one of these addresses, or hold one of these domains; of too many the likeliest."""
    sought = {"addresses": sorted(addresses), "domains": sorted(domains), "most": most}
    return _listed(db.execute(_MATCHING, _places(scope, reach) | sought).mappings())


def these(db: Connection, scope: Scope, reach: Reach, ids: Collection[OrganisationId]) -> list[Listed]:
    """Those of these that are within reach."""
    return _listed(db.execute(_THESE, _places(scope, reach) | {"ids": sorted(ids)}).mappings()) if ids else []


def names(
    db: Connection, scope: Scope, reach: Reach, name: str, number: int = 0, most: int = _MOST_NAMES
) -> list[Called]:
    """The names to look among; who bears the folded `name` or the number itself is always one of them."""
    sought = {"name": name, "number": number, "most": most}
    return [Called(*row) for row in db.execute(_NAMES, _places(scope, reach) | sought)]


def _places(scope: Scope, reach: Reach) -> dict[str, object]:
    return {"root": scope.root, "within": reach.within, "kinds": sorted(reach.kinds), "levels": reach.levels}


def _listed(rows: Iterable[RowMapping]) -> list[Listed]:
    """A row for each domain becomes one organisation with all of them."""
    first: dict[OrganisationId, RowMapping] = {}
    held: dict[OrganisationId, dict[str, bool]] = {}
    for row in rows:
        first.setdefault(row["id"], row)
        known = held.setdefault(row["id"], {})
        if row["domain"] is not None:
            known[row["domain"]] = row["verified"]
    return [_one(row, held[id]) for id, row in first.items()]


def _one(row: RowMapping, held: Mapping[str, bool]) -> Listed:
    return Listed(
        **{name: row[name] for name in _NAMED},
        is_contact=bool(row["is_contact"]),
        verified=frozenset(name for name, sure in held.items() if sure),
        claimed=frozenset(name for name, sure in held.items() if not sure),
    )
