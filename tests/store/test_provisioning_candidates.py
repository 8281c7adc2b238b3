"""Organisations that an order may belong to: what the query finds is what a look at all of them finds."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.policy import matching
from handlers.policy.matching import Candidate
from handlers.policy.names import fold
from store import additions, provisioning_candidates
from store.additions import NewDomain, NewGrant, NewOrganisation, NewPerson, NewUser
from store.database import Database
from store.provisioning_candidates import Reach
from store.values import OrganisationKind, Role, Scope, UserStatus

NOW = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
TODAY = NOW.date()
HOUSE, DISTRIBUTOR, PARTNER, CUSTOMER = OrganisationKind
PEOPLE = ["ada@contoso.example", "ada@mail.contoso.example", "boss@gmail.com", "ada@bücher.example"]
DOMAINS = ["contoso.example", "mail.contoso.example", "fabrikam.example", "gmail.com", "xn--bcher-kva.example"]
CONTACTS = [
    *PEOPLE,
    "ADA+webex@Contoso.example",
    "x@a.mail.contoso.example",
    "x@gmail.com",
    "ada@xn--bcher-kva.example",
]


@dataclass
class Place:
    """`known` are the addresses that it knows, by whichever table."""

    kind: OrganisationKind
    name: str
    known: list[str]
    verified: set[str]
    claimed: set[str]
    active: int | None
    last: date | None
    below: list[Place] = field(default_factory=list)
    id: UUID = field(default_factory=uuid4)

    def within(self, levels: int) -> list[Place]:
        return [self, *(one for each in self.below if levels for one in each.within(levels - 1))]


def places(kind, below):
    return st.builds(
        Place,
        st.just(kind),
        st.sampled_from(["Contoso", "Contoso Labs", "Fabrikam"]),
        st.lists(st.sampled_from(PEOPLE), max_size=1),
        st.sets(st.sampled_from(DOMAINS), max_size=2),
        st.sets(st.sampled_from(DOMAINS), max_size=2),
        st.none() | st.integers(0, 3),
        st.none() | st.sampled_from([TODAY, TODAY - timedelta(days=400)]),
        below,
    )


customers = places(CUSTOMER, st.just([]))
partners = places(PARTNER, st.lists(customers, max_size=4))
distributors = places(DISTRIBUTOR, st.lists(partners | customers, max_size=3))
houses = places(HOUSE, st.lists(distributors, max_size=2))
reaches = st.sampled_from([((DISTRIBUTOR, PARTNER), 2), ((CUSTOMER,), 1), (tuple(OrganisationKind), 9)])


class Undone(Exception):
    """Ends a transaction without a trace."""


@pytest.fixture
def database(database_url):
    with closing(Database.open(database_url)) as database:
        yield database


def build(db, place, parent=None, numbers=None):
    numbers = numbers or count(1)
    number = next(numbers)
    row = NewOrganisation(place.id, number, place.kind, place.name, fold(place.name), parent, NOW)
    figures = {"active_users": place.active, "last_active_on": place.last, "figures_on": TODAY}
    additions.organisations(
        db, [row._replace(**figures, contact=place.known[0] if place.known and number % 3 == 0 else None)]
    )
    held = dict.fromkeys(place.claimed, False) | dict.fromkeys(place.verified, True)
    additions.domains(db, [NewDomain(place.id, *one) for one in held.items()])
    for address in place.known if number % 3 else ():
        knows(db, place, address, as_user=number % 3 == 1)
    for one in place.below:
        build(db, one, place.id, numbers)


def knows(db, place, address, *, as_user):
    if as_user:
        named = ("Ada", "A", address, "ada a", ("ada",))
        additions.users(db, [NewUser(uuid4(), place.id, *named, False, UserStatus.READY, NOW)])
        return
    person = UUID(int=PEOPLE.index(address) + 1)
    additions.people(db, [NewPerson(person, address, "Ada", NOW)])
    additions.grants(db, [NewGrant(person, place.id, Role.ADMIN, NOW)])


def looked(database, house, look):
    """What `look` sees of a house that is gone afterwards."""
    with suppress(Undone), database.transaction() as db:
        build(db, house)
        look(db)
        raise Undone


def candidate(one, contacts):
    held = (frozenset(contacts), frozenset(one.verified), frozenset(one.claimed - one.verified))
    return Candidate(one.id, one.name, *held, one.active, one.last, TODAY)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(houses, st.data(), reaches, st.sampled_from(CONTACTS))
def test_what_the_query_finds_matches_as_all_of_them_would(database, house, data, reached, contact):
    root, within = (data.draw(st.sampled_from(house.within(9))) for _each in range(2))
    kinds, levels = reached
    reach = Reach(within.id, kinds, levels)
    seen = [one for one in within.within(levels) if one in root.within(9) and one.kind in kinds]
    expected = matching.match(contact, [candidate(one, one.known) for one in seen], TODAY)

    def look(db):
        sought = matching.addresses_of(contact), matching.holders_of(matching.domain_of(contact))
        found = provisioning_candidates.matching(db, Scope(root.id), reach, *sought)
        known = {one.id: one for one in seen}
        drawn = [candidate(known[one.id], [contact] if one.is_contact else []) for one in found]
        assert plain(matching.match(contact, drawn, TODAY)) == plain(expected)
        assert all(
            (one.verified, one.claimed) == (drew.verified, drew.claimed) for one, drew in zip(found, drawn, strict=True)
        )

    looked(database, house, look)


def plain(match):
    found = getattr(match, "found", ())
    several = found if isinstance(found, tuple) else (found,)
    return type(match), [(one.candidate.id, one.hold, one.looks_dead) for one in several]
