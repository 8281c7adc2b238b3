from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.sample import ATELIER_ADMIN, NoSuchOrganisation, NotEmpty, Operator, load
from handlers.sample.loading import sample_id
from handlers.sample.people import contoso_users
from store import organisations, prices, subscriptions
from store.database import Database
from store.values import EndOfTerm, OrganisationId, Role, Scope, SubscriptionId, UserStatus

NOW = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)


@pytest.fixture
def database(database_url):
    database = Database.open(database_url)
    yield database
    database.close()


def scope(name):
    return Scope(OrganisationId(sample_id("organisation", name)))


def held(db, customer, product, now=NOW):
    return subscriptions.get(db, scope("Comptoir"), SubscriptionId(sample_id("subscription", customer, product)))


def test_everybody_sees_their_own_part_of_the_sample(database):
    with database.transaction() as db:
        load(db, NOW)
        seen = {
            root: [one.name for one in organisations.below(db, scope(root))] for root in ("Atelier Cloud", "Contoso")
        }
    assert seen == {"Atelier Cloud": ["Atelier Cloud", "Contoso", "Fabrikam"], "Contoso": ["Contoso"]}


def test_the_seats_of_the_sample_are_bought_and_assigned_as_promised(database):
    with database.transaction() as db:
        load(db, NOW)
        e3, premium = held(db, "Contoso", "Microsoft 365 E3"), held(db, "Contoso", "Microsoft 365 Business Premium")
    assert (e3.terms.seats, e3.terms.assigned, e3.terms.batches[0].added_at) == (25, 18, NOW - timedelta(days=3))
    assert (premium.terms.seats, premium.terms.assigned) == (40, 31)
    assert e3.terms.ends_on == date(2027, 11, 17)


@pytest.mark.parametrize("day", ["2026-11-21", "2027-02-21", "2028-02-22", "2027-05-24"])
def test_visio_ends_in_a_week_whatever_the_day(database, day):
    now = datetime.fromisoformat(f"{day}T23:30:00+00:00")
    with database.transaction() as db:
        load(db, now)
        visio = held(db, "Contoso", "Visio Plan 2")
    assert visio.terms.ends_on == now.date() + timedelta(days=7)
    assert visio.terms.end_of_term is EndOfTerm.STOP
    assert 28 <= (visio.terms.ends_on - visio.terms.starts_on).days + 1 <= 31


def test_every_sample_subscription_has_a_price_of_the_day_in_its_own_currency(database):
    with database.transaction() as db:
        load(db, NOW)
        for one in subscriptions.names(db, scope("Comptoir")):
            held = subscriptions.get(db, scope("Comptoir"), one.id)
            assert prices.of_offer(db, scope("Comptoir"), one.id, held.offer, NOW) == held.terms.unit_price


def test_contoso_has_forty_users_of_every_status():
    users = contoso_users()
    assert len({user.login for user in users}) == 40
    assert set(Counter(user.status for user in users)) == set(UserStatus)
    assert all(user.login.isascii() and user.login.count("@") == 1 for user in users)


def test_a_database_that_holds_something_is_left_alone(database):
    with database.transaction() as db:
        load(db, NOW)
    with pytest.raises(NotEmpty), database.transaction() as db:
        load(db, NOW)


def test_more_operators_can_be_named(database):
    me = Operator("Me@example.org", Role.READER, "Fabrikam")
    with database.transaction() as db:
        load(db, NOW, [me, Operator(ATELIER_ADMIN, Role.READER, "Contoso")])
        roles = dict(db.exec_driver_sql("SELECT email, role FROM grants JOIN people ON people.id = person_id").all())
    assert roles["me@example.org"] == "reader"


def test_an_operator_of_an_organisation_that_is_not_there_is_refused(database):
    with pytest.raises(NoSuchOrganisation, match="Northwind"), database.transaction() as db:
        load(db, NOW, [Operator("me@example.org", Role.READER, "Northwind")])
