"""What several people press at once, on each engine: one of them goes on, the others see who."""

from __future__ import annotations

import pytest

from handlers import sample
from handlers.provisioning.commands import ChooseSetup, ChooseWho, SetUp, TakeOver
from tests.handlers.provisioning.serviced import Order
from tests.handlers.provisioning.test_services_at_once import all_at_once


def pressed(office, tokens):
    """Each by a person of their own, all on the card that they all see."""
    people = [office.person(email) for email in (sample.ATELIER_ADMIN, sample.NORDLICHT_ADMIN, sample.HOUSE_OPERATOR)]
    return all_at_once(
        *(lambda who=who, token=token: who.sends(token) for who, token in zip(people, tokens, strict=True))
    )


@pytest.fixture
def order(alice, office):
    """Everything is filled in, and nobody has it in hand."""
    order = Order(office, meetings=25)
    order.describes(alice, "fabrikam")
    order.shows(alice, "review")
    order._set(held_by=None)
    return order


def test_of_three_who_say_whom_it_is_for_one_is_heard(office, order):
    order._set(step="who")
    version = order.version
    pressed(office, [order.ask(ChooseWho, for_whom=whom) for whom in ("customer", "company", "customer")])
    assert order.version == version + 1


def test_of_three_who_set_it_up_one_does(office, order):
    said = pressed(office, [order.ask(SetUp)] * 3)
    assert order.state == "done"
    assert sum("is set up." in one.text for one in said) == 3, "the others see what became of it"
    assert office.rows("SELECT host FROM sites") == [("fabrikam.webex.com",)]
    made = "SELECT count(*) FROM audit WHERE command = 'provision.set-up' AND outcome = 'done'"
    assert office.one(made) == 1


def test_of_three_who_take_it_over_one_has_it(office, order):
    version = order.version
    pressed(office, [order.ask(TakeOver)] * 3)
    assert order.version == version + 1


def test_one_person_s_presses_at_once_are_one(office, order):
    order._set(step="setup")
    version = order.version
    people = [office.person(sample.ATELIER_ADMIN) for _each in range(4)]
    token = order.ask(ChooseSetup, way="now")
    all_at_once(*(lambda who=who: who.sends(token) for who in people))
    assert (order.version, order.step) == (version + 1, "meetings")
