"""Locations in which customers call: one of each customer's is the main one; every query within a scope."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, Never

from sqlalchemy import Connection, Select, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.provisioning import locations, provisionings
from store.schema import lineage, organisations
from store.values import OrganisationId, Scope
from store.values.webex import LocationId, ProvisioningId
from store.wholesale import wholesale_users


@dataclass(frozen=True, slots=True)
class Details:
    """What is filled in about a location. `country` is ISO letters, `zone` of the IANA, `language` as in `fr_CA`."""

    name: str
    folded: str
    country: str
    street: str
    postal_code: str | None
    city: str
    district: str | None
    region: str | None
    zone: str
    language: str


@dataclass(frozen=True, slots=True)
class Location:
    """A location of an organisation."""

    id: LocationId
    organisation: OrganisationId
    is_main: bool
    details: Details


@dataclass(frozen=True, slots=True)
class Listed:
    """A location in a list of several organisations' ones."""

    id: LocationId
    organisation: OrganisationId
    customer: str
    is_main: bool
    name: str
    city: str
    country: str
    zone: str


_NAMES: Final = tuple(Details.__dataclass_fields__)
_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_here: Final = locations.c.organisation_id.in_(_within)
_columns: Final = (locations.c.id, locations.c.organisation_id, locations.c.is_main)
_SELECT: Final[Select[*tuple[Never, ...]]] = select(*_columns, *(locations.c[name] for name in _NAMES)).order_by(
    locations.c.is_main.desc(), locations.c.folded
)
_OF_ORGANISATION: Final = _SELECT.where(_here, locations.c.organisation_id == bindparam("organisation"))
_GET: Final = _SELECT.where(_here, locations.c.id == bindparam("location"))
_OF_ORDER: Final = _SELECT.join(provisionings, provisionings.c.id == locations.c.provisioning_id).where(
    provisionings.c.id == bindparam("order"), provisionings.c.organisation_id.in_(_within)
)
_PAGE: Final = (
    select(
        *(locations.c.id, locations.c.organisation_id, organisations.c.name.label("customer"), locations.c.is_main),
        *(locations.c.name, locations.c.city, locations.c.country, locations.c.zone),
    )
    .join(organisations, organisations.c.id == locations.c.organisation_id)
    .where(_here)
    .order_by(organisations.c.folded, organisations.c.id, locations.c.is_main.desc(), locations.c.folded)
)
_COUNT: Final = select(func.count()).select_from(locations).where(_here)
_LOCK: Final = (
    select(locations.c.id)
    .where(_here, locations.c.organisation_id == bindparam("organisation"))
    .order_by(locations.c.id)
    .with_for_update()
)
_ADD: Final = insert(locations).on_conflict_do_nothing().returning(locations.c.id)
_CLEAR: Final = (
    update(locations)
    .where(_here, locations.c.organisation_id == bindparam("organisation"), locations.c.is_main)
    .values(is_main=False)
)
_MAIN: Final = (
    update(locations)
    .where(_here, locations.c.organisation_id == bindparam("organisation"), locations.c.id == bindparam("location"))
    .values(is_main=True)
)
_USERS: Final = (
    select(func.count())
    .select_from(wholesale_users)
    .where(wholesale_users.c.organisation_id.in_(_within), wholesale_users.c.location_id == bindparam("location"))
)
_REMOVE: Final = (
    delete(locations)
    .where(_here, locations.c.id == bindparam("location"), locations.c.is_main.is_(False))
    .returning(locations.c.id)
)


def of_organisation(db: Connection, scope: Scope, id: OrganisationId, *, lock: bool = False) -> list[Location]:
    """The main one first; locked before they are read if one wants to change which that is."""
    wanted = {"root": scope.root, "organisation": id}
    if lock:
        db.execute(_LOCK, wanted).all()
    return [_location(row) for row in db.execute(_OF_ORGANISATION, wanted)]


def of_order(db: Connection, scope: Scope, id: ProvisioningId) -> list[Location]:
    """What was made for an order of the scope."""
    return [_location(row) for row in db.execute(_OF_ORDER, {"root": scope.root, "order": id})]


def page(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Listed]:
    """By organisation, the main one of each first."""
    return [Listed(*row) for row in db.execute(_PAGE.offset(offset).limit(most), {"root": scope.root})]


def count(db: Connection, scope: Scope) -> int:
    return db.execute(_COUNT, {"root": scope.root}).scalar_one()


def get(db: Connection, scope: Scope, id: LocationId) -> Location | None:
    row = db.execute(_GET, {"root": scope.root, "location": id}).one_or_none()
    return None if row is None else _location(row)


def add(
    db: Connection,
    scope: Scope,
    new: Location,
    now: datetime,
    order: ProvisioningId | None = None,
) -> bool:
    """False where the organisation has one of that name, or a main one already. `LookupError` outside the scope."""
    owner = new.organisation
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root, lineage.c.descendant == owner)
    if db.execute(within).one_or_none() is None:
        raise LookupError(owner)
    row = {"id": new.id, "organisation_id": owner, "is_main": new.is_main, "provisioning_id": order, "made_at": now}
    return db.execute(_ADD, row | asdict(new.details)).first() is not None


def change(db: Connection, scope: Scope, id: LocationId, details: Details) -> None:
    """What it is called and where it is. Its name must be free."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    here = (locations.c.id == id) & locations.c.organisation_id.in_(within)
    db.execute(update(locations).where(here).values(asdict(details)))


def make_main(db: Connection, scope: Scope, organisation: OrganisationId, id: LocationId) -> None:
    """Instead of the one that was; the organisation's locations are locked by the caller."""
    wanted = {"root": scope.root, "organisation": organisation}
    db.execute(_CLEAR, wanted)
    db.execute(_MAIN, wanted | {"location": id})


def users(db: Connection, scope: Scope, id: LocationId) -> int:
    """How many users call from there."""
    return db.execute(_USERS, {"root": scope.root, "location": id}).scalar_one()


def remove(db: Connection, scope: Scope, id: LocationId) -> bool:
    """False for the main one, which stays."""
    return db.execute(_REMOVE, {"root": scope.root, "location": id}).first() is not None


def _location(row: tuple[Never, ...]) -> Location:
    return Location(row[0], row[1], row[2], Details(*row[3:]))
