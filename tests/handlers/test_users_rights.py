"""What users may do in chat: staff look and assign, service users see their services, others are nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from handlers import sample
from store.schema import users
from store.values import UserStatus


@pytest.fixture
def emma(office):
    """Staff of Contoso."""
    return office.person(sample.STAFF_USER)


@pytest.fixture
def hugo(office):
    """A service user of Contoso."""
    return office.person(sample.SERVICE_USER)


def set_status(office, login, status):
    with office.database.transaction() as db:
        db.execute(update(users).where(users.c.login == login).values(status=status))


def test_staff_look_at_everything_of_their_customer_and_order_nothing(emma):
    assert "Microsoft 365 E3" in emma.asks("subscriptions").text
    said = emma.asks("seats Microsoft 365 E3 +1")
    assert said.refused
    assert "As staff you look at everything" in said.text


def test_staff_see_nothing_of_other_customers(emma):
    assert "Webex Suite" not in emma.asks("subscriptions").text
    assert emma.asks("subscriptions in Fabrikam").refused


def test_a_service_user_gets_their_services_for_an_overview(hugo):
    said = hugo.asks("overview")
    assert "My services" in said.text
    assert hugo.asks("subscriptions").refused
    assert "You use services here" in hugo.asks("subscriptions").text


def test_help_offers_a_service_user_nothing_they_may_not(hugo):
    text = hugo.asks("help").text
    assert "my services" in text
    assert "seats:" not in text


@pytest.mark.parametrize("status", [UserStatus.LOCKED, UserStatus.DISABLED, UserStatus.NOT_ACTIVATED])
def test_who_is_not_ready_is_a_stranger_from_the_next_press_on(office, emma, status):
    assert not emma.asks("subscriptions").refused
    set_status(office, sample.STAFF_USER, status)
    said = emma.asks("subscriptions")
    assert said.text == office.person("nobody@nowhere.example").asks("subscriptions").text


def test_an_operators_request_costs_no_further_statement(office, alice):
    counted = []
    with office.database.transaction() as db:
        raw = db.connection.driver_connection
    if hasattr(raw, "set_trace_callback"):
        raw.set_trace_callback(lambda said: counted.append(said) if "users.staff" in said else None)
        alice.asks("subscriptions")
        assert counted == []


def test_an_operator_who_is_staff_elsewhere_has_both(office):
    with office.database.transaction() as db:
        db.execute(update(users).where(users.c.login == sample.STAFF_USER).values(login=sample.ADVENTURE_ADMIN))
    adam = office.person(sample.ADVENTURE_ADMIN)
    assert not adam.asks("seats Microsoft 365 E5 +1").refused
    assert "Microsoft 365 E5" in adam.asks("subscriptions").text
