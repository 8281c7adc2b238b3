"""Fabrikam as a wholesale customer: its limits, its locations, and the first of its users."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from handlers.policy import person_names
from handlers.policy.names import fold
from handlers.sample.loading import sample_id
from store import webex_locations, wholesale_customers, wholesale_limits, wholesale_users
from store.additions import NewUser
from store.values import OrganisationId, Scope, UserStatus
from store.values.webex import LocationId, Package
from store.webex_locations import Details, Location
from store.wholesale_users import Equipment

_FABRIKAM: Final = OrganisationId(sample_id("organisation", "Fabrikam"))
_SITE: Final = "fabrikam.webex.com"
_ADDRESS: Final = {
    "street": "12 quai de Saône",
    "postal_code": "69002",
    "city": "Lyon",
    "region": None,
    "country": "FR",
}
_PLACES: Final = (("Lyon", "12 quai de Saône", "69002"), ("Grenoble", "3 place Grenette", "38000"))
_LIMITS: Final = {Package.SUITE: 30, Package.CALLING: 5, Package.MEETINGS: 10}


class _User(NamedTuple):
    """With a number that the French plan keeps for stories and films."""

    first_name: str
    last_name: str
    package: Package | None
    number: str | None = None
    extension: str | None = None
    place: str | None = None

    @property
    def login(self) -> str:
        letters = f"{self.first_name}.{self.last_name}".lower()
        return f"{letters.translate(_BARE)}@fabrikam.example"


_BARE: Final = str.maketrans("áéèëêïîüçñ", "aeeeeiiucn", "’ ")
_USERS: Final = (
    _User("Inès", "Morel", Package.SUITE, "+33465710001", "101", "Lyon"),
    _User("Karim", "Benali", Package.SUITE, "+33465710002", "102", "Lyon"),
    _User("Lucie", "Fabre", Package.SUITE, None, "103", "Lyon"),
    _User("Marco", "Ricci", Package.SUITE, "+33465710004", None, "Grenoble"),
    _User("Nora", "Haddad", Package.CALLING, None, "201", "Grenoble"),
    _User("Odile", "Perret", Package.CALLING, "+33465710006", None, "Grenoble"),
    _User("Pierre", "Vidal", Package.VOICE, "+33465710007", "301", "Lyon"),
    _User("Quentin", "Roche", Package.MEETINGS),
    _User("Salomé", "Petit", Package.MEETINGS),
    _User("Tomás", "Ibañez", Package.MEETINGS),
    _User("Yvonne", "Carré", None),
)


def load_wholesale(db: Connection, now: datetime) -> None:
    """On top of the sample data."""
    scope = Scope(_FABRIKAM)
    wholesale_customers.put(db, scope, _FABRIKAM, _ADDRESS | {"site": _SITE}, now)
    for package, most in _LIMITS.items():
        wholesale_limits.limit(db, scope, _FABRIKAM, package, most)
    for place in _PLACES:
        webex_locations.add(db, scope, _location(*place, is_main=place is _PLACES[0]), now)
    wholesale_users.add(db, [_new(one, now) for one in _USERS])
    wholesale_users.equip(db, [_equipment(one, now) for one in _USERS if one.package])


def _location(name: str, street: str, code: str, *, is_main: bool) -> Location:
    details = Details(name, fold(name), "FR", street, code, name, None, None, "Europe/Paris", "fr_FR")
    return Location(LocationId(sample_id("location", name)), _FABRIKAM, is_main, details)


def _new(one: _User, now: datetime) -> NewUser:
    names = (one.first_name, one.last_name, one.login)
    found = (person_names.sorted_by(*names), person_names.words(*names))
    id = sample_id("user", one.login)
    return NewUser(id, _FABRIKAM, *names, *found, staff=False, status=UserStatus.READY, created_at=now)


def _equipment(one: _User, now: datetime) -> Equipment:
    where = sample_id("location", one.place) if one.place else None
    meets = one.package in {Package.SUITE, Package.MEETINGS}
    site = _SITE if meets else None
    id = sample_id("user", one.login)
    reached = (one.number, one.extension, where, site)
    return Equipment(
        id, _FABRIKAM, one.package, *reached, messaging=True, meeting=meets, calling=bool(where), changed_at=now
    )
