"""What several people make at once, on each engine: a site is one customer's, one location is the main one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from handlers import sample
from handlers.provisioning.commands import SetUp, WithdrawProvisioning
from handlers.provisioning.locations_commands import MakeMain
from tests.handlers.provisioning.serviced import Order


def all_at_once(*acts):
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]


@pytest.fixture
def rivals(alice, office):
    """Two orders with the same site in their drafts: both looked before either had it."""
    orders = [Order(office, meetings=25), Order(office, meetings=5, customer="Contoso")]
    for order, host in zip(orders, ("fabrikam", "contoso"), strict=True):
        order.describes(alice, host)
    office.write("UPDATE provisionings SET draft = replace(draft, 'contoso.webex', 'fabrikam.webex')")
    return orders


def test_of_two_orders_that_want_the_same_site_at_once_one_has_it(office, rivals):
    people = [office.person(sample.ATELIER_ADMIN) for _order in rivals]
    said = all_at_once(
        *(lambda order=order, who=who: order.sets_up(who) for order, who in zip(rivals, people, strict=True))
    )
    assert sorted(order.state for order in rivals) == ["done", "open"]
    (lost,) = [one.text for one in said if one.refused]
    assert "Somebody else has these by now: fabrikam.webex.com. Free: " in lost
    assert office.rows("SELECT host FROM sites") == [("fabrikam.webex.com",)]


def test_who_lost_a_site_chooses_another_one_and_is_done(alice, office, rivals):
    first, second = rivals
    first.sets_up(alice)
    said = alice.presses(second.sets_up(alice), "Choose another URL")
    assert "fabrikam.webex.com" in said.text
    second.describes(alice, "contoso", site="fabrikam.webex.com")
    second.sets_up(alice)
    assert second.state == "done"


@pytest.mark.parametrize("_round", range(3))
def test_an_order_that_is_withdrawn_and_set_up_at_once_is_one_of_both_and_not_half(alice, office, _round):
    order = Order(office, meetings=25)
    order.describes(alice, "fabrikam")
    people, tokens = (
        [office.person(sample.ATELIER_ADMIN) for _each in range(3)],
        [order.ask(WithdrawProvisioning, sure=True), order.ask(SetUp), order.ask(WithdrawProvisioning, sure=True)],
    )
    all_at_once(*(lambda who=who, token=token: who.sends(token) for who, token in zip(people, tokens, strict=True)))
    made = {"done": [("fabrikam.webex.com",)], "withdrawn": []}
    assert office.rows("SELECT host FROM sites") == made[order.state]
    assert office.one("SELECT count(*) FROM audit WHERE command LIKE 'provision.%' AND outcome = 'done'") == 2


def test_whatever_is_pressed_at_once_one_location_is_the_main_one(alice, office):
    order = Order(office, calling=10, step="calling")
    for name in ("Lyon", "Paris", "Lille", "Brest"):
        order.locates(alice, name)
    order.sets_up(alice)
    people = [office.person(sample.ATELIER_ADMIN) for _each in range(4)]
    tokens = [MakeMain(location=str(id)).token for (id,) in office.rows("SELECT id FROM locations")]
    said = all_at_once(
        *(lambda who=who, token=token: who.sends(token) for who, token in zip(people, tokens, strict=True))
    )
    assert not any(one.refused for one in said)
    assert office.one("SELECT count(*) FROM locations WHERE is_main") == 1


def test_a_customer_with_a_main_location_keeps_it(alice, office):
    order = Order(office, calling=10, step="calling")
    order.locates(alice, "Siège")
    order.sets_up(alice)
    second = Order(office, calling=5, step="calling")
    assert "There is a location “siege” already" in second.locates(alice, "siege").text
    said = second.locates(alice, "Lyon")
    assert "Siège stays the customer's main location; these are added." in said.text
    assert "(main location)" not in said.text
    second.sets_up(alice)
    assert office.rows("SELECT name, is_main FROM locations ORDER BY name") == [("Lyon", False), ("Siège", True)]
