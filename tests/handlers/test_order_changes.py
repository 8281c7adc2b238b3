"""What can still be done about an order: take it back, propose it again."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.errand import Errand
from handlers.order_commands import RetryOrder, WithdrawOrder
from jobs.orders import Orders
from jobs.worker import drain

E3 = "Microsoft 365 E3"


@pytest.fixture
def works(office):
    return lambda: drain(Orders(office.database, lambda: office.now, office.defaults))


@pytest.fixture
def ordered(chloe):
    chloe.presses(chloe.asks(f"seats {E3} 30"), "Order 5 seats")
    return chloe


@pytest.fixture
def in_hand(office, chloe, alice, works):
    """An order that Atelier Cloud's people have in hand."""
    office.write("update organisations set supplier = 'manual' where name = 'Atelier Cloud'")
    chloe.presses(chloe.asks(f"seats {E3} 30"), "Order 5 seats")
    works()
    return chloe


def state(office):
    return office.one("select state from orders where number = 1")


def test_an_order_that_nobody_has_begun_with_is_taken_back_at_once(ordered, office, works):
    said = ordered.presses(ordered.asks("orders 1"), "Withdraw it")
    assert "The order is withdrawn." in said.text
    assert (works(), state(office)) == (0, "withdrawn")
    assert "withdrawn: 20 Nov 2026, 14:05 (Europe/Paris) – Chloé Dubois" in said.text


def test_what_was_carried_out_meanwhile_can_no_longer_be_taken_back(ordered, office, works):
    card = ordered.asks("orders 1")
    works()
    said = ordered.presses(card, "Withdraw it")
    assert said.refused
    assert "It is over: there is nothing to take back. Nothing was changed." in said.text
    assert state(office) == "completed"


def test_what_is_being_carried_out_by_itself_is_not_taken_back(ordered, office):
    card = ordered.asks("orders 1")
    office.write("update orders set state = 'processing' where number = 1")
    assert "can't be taken back" in ordered.presses(card, "Withdraw it").text


def test_of_people_who_have_it_in_hand_it_is_asked_once(in_hand, office):
    card = in_hand.asks("orders 1")
    said = in_hand.presses(card, "Withdraw it")
    assert "Atelier Cloud has been told that it is no longer wanted, and decides." in said.text
    assert "Withdraw it" not in said.buttons
    assert in_hand.presses(card, "Withdraw it").refused
    ((body,),) = office.rows("select body from outbox where key like 'fulfil:%:unwanted:%'")
    assert Errand.model_validate_json(str(body)).anew


def test_they_let_it_go_and_nothing_was_changed(in_hand, alice, office, works):
    in_hand.presses(in_hand.asks("orders 1"), "Withdraw it")
    card = alice.asks("fulfil 1")
    assert "Contoso would rather not have this any more." in card.text
    alice.presses(card, "Let it go")
    works()
    assert (state(office), office.one(f"select seats from subscriptions where name = '{E3}'")) == ("withdrawn", 25)


def test_or_say_that_it_is_done_already(in_hand, alice, office, works):
    in_hand.presses(in_hand.asks("orders 1"), "Withdraw it")
    alice.presses(alice.asks("fulfil 1"), "It is done")
    works()
    assert state(office) == "completed"


def test_what_nobody_wants_back_is_not_let_go(in_hand, alice, office):
    id = office.one("select id from orders where number = 1")
    said = alice.sends(f'["fulfil.withdrawn",{{"order":"{id}"}}]')
    assert "Refuse it with a reason instead." in said.text


def test_what_was_refused_is_proposed_again_as_things_are_now(in_hand, alice, office, works):
    alice.submits(alice.presses(alice.asks("fulfil 1"), "Refuse …"), reason="Not today.")
    works()
    office.later(days=1)
    again = in_hand.presses(in_hand.asks("orders 1"), "Propose it again")
    assert "25 → 30" in again.text
    assert "C-000002" in in_hand.presses(again, "Order 5 seats").text


def test_only_what_came_to_nothing_is_proposed_again(ordered, office):
    id = office.one("select id from orders where number = 1")
    assert "Only what was refused, failed or was withdrawn" in ordered.sends(RetryOrder(order=str(id)).token).text


@pytest.mark.parametrize("command", [RetryOrder, WithdrawOrder])
def test_a_stranger_learns_as_little_from_a_real_order_as_from_none(ordered, adam, office, command):
    id = office.one("select id from orders where number = 1")
    real, made_up = (adam.sends(command(order=str(one)).token) for one in (id, uuid4()))
    assert real.text == made_up.text
    assert state(office) == "accepted"


def test_a_reader_sees_the_order_without_a_button_to_change_it(ordered, david):
    assert "Withdraw it" not in david.asks("orders 1").buttons
