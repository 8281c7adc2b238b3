"""Pages of organisations: what a slow reference adds up one by one, on random houses and both engines."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.organisations import asking
from store import portfolio, profiles
from store.database import Database
from store.portfolio import Sort, State, Wanted
from store.values import OrganisationId, Scope
from tests.store.estates import (
    CUSTOMER,
    DISTRIBUTOR,
    HOUSE,
    NAMES,
    NOW,
    PARTNER,
    Node,
    build,
    chosen,
    figures,
    houses,
    ordered,
)

random_houses = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
kinds = st.sampled_from([DISTRIBUTOR, PARTNER, CUSTOMER])
words = st.sampled_from(
    ["", "contoso", "CONTOSO lab", "%", "_", "100", "générale", "a_b", "example", "النور", "!", "<b>"]
)
states = st.none() | st.sampled_from(list(State))


@pytest.fixture
def database(database_url):
    with closing(Database.open(database_url)) as database:
        yield database


class Undone(Exception):
    """Ends a transaction without a trace."""


def looked(database, house, look):
    """What `look` sees of a house that is gone afterwards."""
    with suppress(Undone), database.transaction() as db:
        build(db, house)
        look(db)
        raise Undone


@random_houses
@given(houses, kinds, words, states, st.sampled_from(list(Sort)), st.integers(0, 4), st.data())
def test_a_page_says_what_one_gets_by_adding_up_one_by_one(database, house, kind, said, state, sort, offset, data):
    root = data.draw(st.sampled_from(house.everybody))
    fitting = chosen(root, kind, said, state)
    wanted = Wanted(kind, asking.words(said), state)

    def look(db):
        scope = Scope(OrganisationId(root.id))
        assert portfolio.totals(db, scope, wanted, NOW) == (len(fitting), figures(fitting))
        lines = portfolio.page(db, scope, wanted, NOW, sort=sort, offset=offset, most=3)
        expected = ordered(fitting, sort)[offset : offset + 3]
        assert [(line.id, line.state, line.figures) for line in lines] == [
            (node.id, node.state, figures([node])) for node in expected
        ]

    looked(database, house, look)


@random_houses
@given(houses, st.data())
def test_one_organisation_is_added_up_with_all_below_it(database, house, data):
    root = data.draw(st.sampled_from(house.everybody))

    def look(db):
        scope = Scope(OrganisationId(root.id))
        assert portfolio.figures(db, scope) == figures([root])
        counts = portfolio.count_by_kind(db, scope)
        assert counts == {
            kind: count
            for kind in (HOUSE, DISTRIBUTOR, PARTNER, CUSTOMER)
            if (count := sum(one.kind is kind for one in root.everybody))
        }
        skus = portfolio.skus(db, scope, most=10)
        assert sum(seats for _sku, _name, seats in skus) == figures([root]).licences
        assert len(skus) == figures([root]).skus

    looked(database, house, look)


def customer(name="Contoso", state=State.PENDING):
    return Node(CUSTOMER, name, state, None, None, [])


def test_a_link_is_pending_to_its_last_second(database):
    one = customer()
    house = Node(HOUSE, "House", State.ACTIVE, None, None, [], [one])

    def look(db):
        def state_at(now):
            (line,) = portfolio.page(
                db, Scope(OrganisationId(house.id)), Wanted(CUSTOMER), now, sort=Sort.NAME, offset=0, most=10
            )
            return line.state

        assert state_at(NOW + timedelta(seconds=0.999999)) is State.PENDING
        assert state_at(NOW + timedelta(seconds=1)) is State.EXPIRED

    looked(database, house, look)


@pytest.mark.parametrize(
    ("typed", "found"), [("a_b", ["A"]), ("a_", ["A"]), ("100%", ["B"]), ("%", ["B"]), ("/", []), ("x%y", [])]
)
def test_signs_that_mean_something_to_a_database_are_looked_for_as_they_are(database, typed, found):
    tenants = {"A": "a_b.example", "B": "100%b.example", "C": "axb.100.example"}
    children = [Node(CUSTOMER, name, State.ACTIVE, tenant, None, []) for name, tenant in tenants.items()]
    house = Node(HOUSE, "House", State.ACTIVE, None, None, [], children)

    def look(db):
        wanted = Wanted(CUSTOMER, asking.words(typed))
        lines = portfolio.page(db, Scope(OrganisationId(house.id)), wanted, NOW, sort=Sort.NAME, offset=0, most=10)
        assert [line.name for line in lines] == found

    looked(database, house, look)


def test_nobody_reads_the_profile_of_an_organisation_outside_the_scope(database):
    mine, other = customer("Contoso"), customer("Fabrikam")
    house = Node(HOUSE, NAMES[0], State.ACTIVE, None, None, [], [mine, other])

    def look(db):
        own = Scope(OrganisationId(mine.id))
        assert profiles.get(db, own, OrganisationId(mine.id)).name == "Contoso"
        assert profiles.get(db, own, OrganisationId(other.id)) is None
        assert profiles.get(db, own, OrganisationId(house.id)) is None
        assert profiles.domains_of(db, own, OrganisationId(other.id)) == {}
        assert profiles.with_tenant(db, own, "contoso.example") is None

    looked(database, house, look)
