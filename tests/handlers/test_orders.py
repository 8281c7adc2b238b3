"""Orders: confirmed once, by the one who asked, and only what they saw."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from handlers import sample
from handlers.proposals import ConfirmOrder
from jobs.orders import Orders
from jobs.worker import drain
from store import order_events
from store.values import OrderId, OrderState

E3 = "Microsoft 365 E3"


@pytest.fixture
def proposal(alice):
    return alice.asks(f"seats {E3} 30")


def test_a_confirmed_order_has_a_number_and_says_who_ordered_what(alice, office, proposal):
    said = alice.presses(proposal, "Order 5 seats")
    assert "5 seats of Microsoft 365 E3 ordered for Contoso" in said.text
    assert "Order C-000001 · Alice Martin" in said.text
    assert office.rows("select state, seats_before, seats_after from orders") == [("accepted", 25, 30)]


def test_its_card_follows_in_the_direct_messages(alice, office, proposal):
    alice.presses(proposal, "Order 5 seats")
    (key, channel, kind) = office.rows("select key, channel, kind from outbox")[0]
    assert key.startswith("order:")
    assert key.endswith(":placed")
    assert (channel, kind) == (f"@{sample.ATELIER_ADMIN}", "order")


def test_a_second_press_orders_nothing_more(alice, office, proposal):
    alice.presses(proposal, "Order 5 seats")
    again = alice.presses(proposal, "Order 5 seats")
    assert "This order was already confirmed." in again.text
    assert office.one("select count(*) from orders where state <> 'draft'") == 1
    assert office.one("select count(*) from outbox") == 1


def test_only_the_one_who_asked_may_confirm(chloe, office, proposal):
    said = chloe.presses(proposal, "Order 5 seats")
    assert said.refused
    assert "Only the person who asked for this can decide on it." in said.text
    assert office.rows("select state from orders") == [("draft",)]


def test_a_strangers_press_is_answered_as_a_made_up_order_is(adam, proposal):
    foreign = adam.presses(proposal, "Order 5 seats")
    made_up = adam.sends(ConfirmOrder(order=str(uuid4())).token)
    assert foreign.text == made_up.text
    assert "There is no such order. Nothing was changed." in foreign.text


def test_a_dismissed_proposal_can_no_longer_be_confirmed(alice, office, proposal):
    assert "Nothing was ordered." in alice.presses(proposal, "Cancel").text
    assert "already dismissed" in alice.presses(proposal, "Order 5 seats").text
    assert office.rows("select state from orders") == [("withdrawn",)]


def test_when_the_seats_changed_meanwhile_the_card_says_so_and_asks_again(alice, office, proposal):
    with office.database.transaction() as db:
        db.exec_driver_sql("update subscriptions set seats = 28, version = version + 1 where name = 'Microsoft 365 E3'")
    again = alice.presses(proposal, "Order 5 seats")
    assert "Meanwhile the seats changed: 25 → 28. Nothing was ordered." in again.text
    assert "28 → 30 (+2)" in again.text
    assert "2 seats of Microsoft 365 E3 ordered" in alice.presses(again, "Order 2 seats").text


def test_an_order_that_somebody_else_placed_meanwhile_is_named(alice, chloe, office, proposal):
    off = chloe.presses(chloe.asks(f"renewal {E3} off"), "Turn renewal off")
    assert "C-000001" in off.text
    drain(Orders(office.database, lambda: office.now))
    again = alice.presses(proposal, "Order 5 seats")
    assert (
        "Meanwhile order C-000001 was placed: renewal off. Nothing was ordered. This is how it stands now."
        in again.text
    )
    assert "Order 5 seats" in again.buttons


def test_what_no_order_changed_is_told_as_a_change(alice, office, proposal):
    office.write("update subscriptions set version = version + 1")
    again = alice.presses(proposal, "Order 5 seats")
    assert "Meanwhile something about it changed. Nothing was ordered." in again.text


def test_an_order_of_the_same_moment_that_was_seen_already_is_not_what_changed(alice, office, proposal):
    alice.presses(proposal, "Order 5 seats")
    drain(Orders(office.database, lambda: office.now))
    next_one = alice.asks(f"seats {E3} 35")
    office.later(hours=11)
    assert "Meanwhile the price changed: €1,785.21 → €1,780.27." in alice.presses(next_one, "Order 5 seats").text


def test_a_price_that_changed_overnight_is_shown_before_it_is_paid(alice, office, proposal):
    office.later(hours=11)
    again = alice.presses(proposal, "Order 5 seats")
    assert "Meanwhile the price changed: €1,785.21 → €1,780.27. Nothing was ordered." in again.text
    assert "361 of 365 days" in again.text


def test_two_admins_at_once_order_one_after_the_other(alice, chloe, proposal):
    other = chloe.asks(f"seats {E3} 27")
    alice.presses(proposal, "Order 5 seats")
    said = chloe.presses(other, "Order 2 seats")
    assert said.refused
    assert "Order C-000001 on Microsoft 365 E3 is still being carried out. Nothing was changed." in said.text


def test_a_window_that_closed_between_card_and_press_refuses(alice, office):
    proposal = alice.asks(f"seats {E3} 20")
    office.later(days=7)
    said = alice.presses(proposal, "Give back 5 seats")
    assert said.refused
    assert "can't go below 25 seats before" in said.text
    assert office.one("select count(*) from orders where number is not null") == 0


def test_orders_are_listed_and_opened_by_their_number(alice, proposal):
    alice.presses(proposal, "Order 5 seats")
    listed = alice.asks("orders")
    assert "C-000001: Product Microsoft 365 E3 · Contoso · What seats 25 → 30 · State accepted" in listed.text
    assert "Asked by: Alice Martin" in alice.presses(listed, "C-000001").text
    assert "Price: + €1,785.21" in alice.asks("orders 1").text


def test_states_that_were_reached_at_the_same_moment_stand_in_the_order_of_an_orders_life(alice, office, proposal):
    alice.presses(proposal, "Order 5 seats")
    (order,) = office.rows("select id from orders")[0]
    with office.database.transaction() as db:
        for state in (OrderState.COMPLETED, OrderState.UNKNOWN, OrderState.PROCESSING):
            order_events.reached(db, OrderId(UUID(str(order))), state, office.now)
    said = alice.asks("orders 1").text.lower()
    places = [said.index(f"\n{state}") for state in ("accepted", "being carried", "being checked", "completed")]
    assert places == sorted(places)


def test_a_number_of_somebody_else_is_as_unknown_as_any_other(alice, adam, proposal):
    alice.presses(proposal, "Order 5 seats")
    assert adam.asks("orders C-000001").text.replace("C-000001", "#") == adam.asks("orders C-999999").text.replace(
        "C-999999", "#"
    )


@pytest.mark.parametrize("number", ["x", "C-", "-1", "C-1 or 1=1", "9" * 40])
def test_what_is_no_number_is_no_order(alice, number):
    assert "There is no order" in alice.asks(f"orders {number}").text
