"""Wholesale customers: who they are, where, what they have; every query within a scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, Never

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.schema import lineage, organisations, users
from store.values import OrganisationId, OrganisationKind, Scope
from store.values.webex import Package
from store.wholesale import package_limits, wholesale_users
from store.wholesale import wholesale_customers as customers

MOST_WORDS: Final = 4
_ADDRESS: Final = ("street", "postal_code", "city", "region", "country", "site")


@dataclass(frozen=True, slots=True)
class Customer:
    """An organisation, with what is known of it as a wholesale customer; `made_at` is None where it is none."""

    id: OrganisationId
    number: int
    kind: OrganisationKind
    name: str
    folded: str
    language: str | None
    zone: str | None
    home: str | None
    made_at: datetime | None
    street: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None
    site: str | None

    @property
    def label(self) -> str:
        return f"O-{self.number:06}"

    @property
    def is_wholesale(self) -> bool:
        return self.made_at is not None

    @property
    def dials_from(self) -> str:
        """The country (ISO) by which national numbers are read; nothing where none is known."""
        return self.country or self.home or ""


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_ALL: Final = (
    select(
        *(organisations.c[name] for name in ("id", "number", "kind", "name", "folded", "language", "zone", "country")),
        customers.c.made_at,
        *(customers.c[name] for name in _ADDRESS),
    )
    .join(customers, customers.c.organisation_id == organisations.c.id, isouter=True)
    .where(organisations.c.id.in_(_within))
)
_GET: Final[Select[*tuple[Never, ...]]] = _ALL.where(organisations.c.id == bindparam("organisation"))
_THERE: Final = _ALL.where(customers.c.made_at.is_not(None))
_among: Final[BindParameter[object]] = bindparam("among", expanding=True)
_USED: Final = (
    select(wholesale_users.c.organisation_id, wholesale_users.c.package, func.count())
    .where(wholesale_users.c.organisation_id.in_(_within), wholesale_users.c.organisation_id.in_(_among))
    .where(wholesale_users.c.package.is_not(None))
    .group_by(wholesale_users.c.organisation_id, wholesale_users.c.package)
)
_LIMITS: Final = select(package_limits.c.organisation_id, package_limits.c.package, package_limits.c.most).where(
    package_limits.c.organisation_id.in_(_within), package_limits.c.organisation_id.in_(_among)
)
_USERS: Final = (
    select(users.c.organisation_id, func.count())
    .where(users.c.organisation_id.in_(_within), users.c.organisation_id.in_(_among))
    .group_by(users.c.organisation_id)
)
Figures = dict[OrganisationId, dict[Package, int]]


def get(db: Connection, scope: Scope, id: OrganisationId) -> Customer | None:
    """Any organisation within the scope, wholesale customer or not."""
    row = db.execute(_GET, {"root": scope.root, "organisation": id}).one_or_none()
    return None if row is None else Customer(*row)


def page(db: Connection, scope: Scope, words: Sequence[str], *, offset: int, most: int) -> list[Customer]:
    """The wholesale customers whose names have all these folded words, by name."""
    statement = _found(min(len(words), MOST_WORDS))
    query = statement.order_by(organisations.c.folded, organisations.c.id).offset(offset).limit(most)
    return [Customer(*row) for row in db.execute(query, _values(scope, words))]


def count(db: Connection, scope: Scope, words: Sequence[str]) -> int:
    statement = _found(min(len(words), MOST_WORDS)).with_only_columns(func.count())
    return int(db.execute(statement, _values(scope, words)).scalar_one())


def used(db: Connection, scope: Scope, ids: Collection[OrganisationId]) -> Figures:
    """How many users of each package these have."""
    return _figures(map(tuple, db.execute(_USED, {"root": scope.root, "among": list(ids)})))


def users_of(db: Connection, scope: Scope, ids: Collection[OrganisationId]) -> dict[OrganisationId, int]:
    """How many users these have, with a package or without."""
    return {row[0]: row[1] for row in db.execute(_USERS, {"root": scope.root, "among": list(ids)})}


def limits(db: Connection, scope: Scope, ids: Collection[OrganisationId]) -> Figures:
    """How many these may have; a package without a limit is not among them."""
    return _figures(map(tuple, db.execute(_LIMITS, {"root": scope.root, "among": list(ids)})))


def put(db: Connection, scope: Scope, id: OrganisationId, values: Mapping[str, str | None], now: datetime) -> bool:
    """A wholesale customer from now on; False if it is one already, or is outside the scope."""
    if get(db, scope, id) is None:
        return False
    made = insert(customers).values(organisation_id=id, made_at=now, **values).on_conflict_do_nothing()
    return db.execute(made.returning(customers.c.organisation_id)).first() is not None


def change(db: Connection, scope: Scope, id: OrganisationId, values: Mapping[str, str | None]) -> None:
    """Set these columns: street, postal_code, city, region, country, site."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    here = (customers.c.organisation_id == id) & customers.c.organisation_id.in_(within)
    db.execute(update(customers).where(here).values(dict(values)))


@cache
def _found(words: int) -> Select[*tuple[Never, ...]]:
    """Folded words hold neither `%` nor `_`."""
    return _THERE.where(*(organisations.c.folded.like(bindparam(f"word{place}")) for place in range(words)))


def _values(scope: Scope, words: Sequence[str]) -> dict[str, object]:
    return {"root": scope.root} | {f"word{place}": f"%{word}%" for place, word in enumerate(words[:MOST_WORDS])}


def _figures(rows: Iterable[tuple[OrganisationId, Package, int]]) -> Figures:
    found: Figures = {}
    for organisation, package, number in rows:
        found.setdefault(organisation, {})[package] = number
    return found
