"""A second pair of eyes: who is asked, who may decide, and that nothing happens before or twice."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.errand import Errand
from handlers import sample
from handlers.approval_commands import Approve, GoAlone, Reject
from handlers.operators.commands import AddOperator
from tests.handlers.approvals.conftest import CONTOSO, E3, NORA

WAITING = (["waiting"], ["asked"])


def test_without_limits_nothing_waits(chloe, desk):
    desk.limits(amount="", seats="")
    assert "ordered for Contoso" in desk.asks(chloe).text
    assert desk.states() == (["accepted"], [])


def test_what_reaches_the_limit_waits_with_a_number_and_says_for_whom(chloe, nora, desk):
    said = desk.asks(chloe)
    assert f"Waiting for approval by {NORA}" in said.text
    assert "Nothing is ordered before." in said.text
    assert desk.states() == WAITING
    assert "waiting for approval" in chloe.asks("orders C-000001").text.lower()


def test_what_stays_below_the_limit_is_ordered_at_once(chloe, nora, desk):
    assert "2 seats of Microsoft 365 E3 ordered" in desk.asks(chloe, f"seats {E3} 27", "Order 2 seats").text
    assert desk.states() == (["accepted"], [])


@pytest.mark.parametrize(("limit", "became"), [("84.01", "accepted"), ("84.00", "waiting")])
def test_a_renewal_counts_with_what_each_billing_period_costs_from_then_on(chloe, nora, desk, limit, became):
    desk.limits(amount=limit, seats="")
    said = desk.asks(chloe, "renewal Visio Plan 2 on", "Turn renewal on")
    assert desk.states()[0] == [became]
    assert ("Then, each billing period: €84.00" in said.text) is (became == "waiting")


def test_the_other_admins_get_the_request_and_nobody_else(chloe, nora, desk):
    desk.asks(chloe)
    assert desk.told("approval:") == {f"@{NORA}": 1}


def test_where_there_is_no_other_admin_the_sellers_are_asked(alice, chloe, desk):
    assert "Waiting for approval by Alice Martin" in desk.asks(chloe).text
    assert desk.told("approval:") == {f"@{sample.ATELIER_ADMIN}": 1}
    desk.approves(alice)
    assert desk.states() == (["accepted"], ["approved"])


def test_whoever_was_never_seen_in_a_chat_is_asked_by_mail(chloe, desk, office):
    chloe.sends(AddOperator(email=NORA, role="admin", organisation=CONTOSO).token)
    desk.asks(chloe)
    assert desk.told("approval:") == {}
    assert office.rows("select recipient from mails where template = 'approval'") == [(NORA,)]


def test_what_the_seller_asks_for_the_customers_admin_approves(alice, chloe, desk):
    assert "Waiting for approval by Chloé Dubois" in desk.asks(alice).text
    assert "Approved by Chloé Dubois" in desk.approves(chloe).text


def test_an_approved_order_is_carried_out_as_any_other(chloe, nora, desk, office):
    desk.asks(chloe)
    office.later(minutes=5)
    assert f"Approved by {NORA}. The order is on its way." in desk.approves(nora).text
    assert desk.states() == (["accepted"], ["approved"])
    placed = office.one("select placed_at from orders where number = 1")
    assert placed == office.one("select decided_at from approvals")


def test_everybodys_card_says_afterwards_what_became_of_it_and_the_asker_hears_it(chloe, nora, desk, office):
    desk.asks(chloe)
    office.later(minutes=1)
    desk.approves(nora)
    assert desk.told("approval:") == {f"@{NORA}": 2}
    assert desk.told("order:") == {f"@{sample.CONTOSO_ADMIN}": 2}
    bodies = office.rows("select body from outbox where kind = 'order' order by created_at, key desc")
    assert [Errand.model_validate_json(str(body)).anew for (body,) in bodies] == [False, True]


def test_a_rejection_needs_a_reason_which_the_asker_reads(chloe, nora, desk):
    desk.asks(chloe)
    assert desk.rejects(nora, "").fields == {"reason"}
    assert desk.states() == WAITING
    assert f"Rejected by {NORA}. Nothing was ordered." in desk.rejects(nora, "Not this quarter").text
    assert desk.states() == (["refused"], ["rejected"])
    read = chloe.asks("orders 1").text
    assert "Not approved. Nothing was ordered." in read
    assert "Reason given: Not this quarter" in read


@pytest.mark.parametrize("answer", [Approve, Reject])
def test_whoever_asked_does_not_decide(chloe, nora, desk, answer):
    desk.asks(chloe)
    said = chloe.sends(answer(order=desk.order, **({"reason": "no"} if answer is Reject else {})).token)
    assert said.refused
    assert "You asked for this yourself" in said.text
    assert desk.states() == WAITING


def test_the_asker_does_not_decide_by_another_grant_either(alice, chloe, desk, office):
    """Alice is her customer's Admin as well."""
    chloe.sends(AddOperator(email=sample.ATELIER_ADMIN, role="admin", organisation=CONTOSO).token)
    desk.asks(alice)
    assert "You asked for this yourself" in desk.approves(alice).text
    assert "Approved by Chloé Dubois" in desk.approves(chloe).text


def test_the_same_human_on_another_platform_is_the_same_human(chloe, nora, desk, office):
    """Another account, and another person by its address, but a platform vouches for the asker's there too."""
    desk.asks(chloe)
    office.write(
        "update identities set email = :one where account = :other", one=sample.CONTOSO_ADMIN.upper(), other=NORA
    )
    assert "You asked for this yourself" in desk.approves(nora).text
    assert desk.states() == WAITING


@pytest.mark.parametrize("name", ["ole", "hanna", "alice"])
def test_those_further_above_look_and_do_not_decide(request, chloe, nora, desk, name):
    desk.asks(chloe)
    said = desk.approves(request.getfixturevalue(name))
    assert "Admins of Contoso decide on this" in said.text
    assert desk.states() == WAITING


def test_a_reader_is_told_that_they_are_one(chloe, david, nora, desk):
    desk.asks(chloe)
    assert "Your role, Reader" in desk.approves(david).text


def test_whose_right_was_taken_meanwhile_decides_no_more(chloe, nora, alice, desk, office):
    desk.asks(chloe)
    office.write("delete from grants where person_id = (select id from people where email = :who)", who=NORA)
    assert desk.approves(office.person(NORA)).refused
    assert desk.states() == WAITING


def test_when_the_askers_right_was_taken_nothing_is_ordered(chloe, nora, desk, office):
    desk.asks(chloe)
    taken = "update grants set role = 'reader' where person_id = (select id from people where email = :who)"
    office.write(taken, who=sample.CONTOSO_ADMIN)
    assert "What was asked for has changed meanwhile. Nothing was ordered." in desk.approves(nora).text
    assert desk.states() == (["refused"], ["overtaken"])
    assert "may no longer order here" in chloe.asks("orders 1").text


@pytest.mark.parametrize(("seconds", "became"), [(-1, "approved"), (0, "expired"), (1, "expired")])
def test_after_a_day_it_is_too_late_to_the_second(chloe, nora, desk, office, seconds, became):
    desk.asks(chloe)
    office.later(hours=24, seconds=seconds)
    desk.approves(nora)
    assert desk.states()[1] == [became]


def test_a_second_approval_orders_nothing_more(chloe, nora, desk, office):
    desk.asks(chloe)
    desk.approves(nora)
    assert f"{NORA} has decided already. Nothing more was changed." in desk.approves(nora).text
    assert office.one("select count(*) from orders where state = 'accepted'") == 1


def test_a_rejected_request_can_no_longer_be_approved(chloe, nora, desk):
    desk.asks(chloe)
    desk.rejects(nora, "No")
    desk.approves(nora)
    assert desk.states() == (["refused"], ["rejected"])


def test_when_the_seats_changed_meanwhile_nothing_is_ordered_and_both_are_told(chloe, nora, desk, office):
    desk.asks(chloe)
    office.write("update subscriptions set version = version + 1 where name = :name", name=E3)
    assert "What was asked for has changed meanwhile. Nothing was ordered." in desk.approves(nora).text
    assert desk.states() == (["refused"], ["overtaken"])
    assert desk.told("approval:") == {f"@{NORA}": 2}
    assert "had changed before it was approved" in chloe.asks("orders 1").text


def test_an_order_whose_row_was_meddled_with_is_not_what_was_approved(chloe, nora, desk, office):
    desk.asks(chloe)
    office.write("update orders set payment = 'card'")
    desk.approves(nora)
    assert desk.states() == (["refused"], ["overtaken"])


def test_a_day_that_went_by_makes_it_cheaper_and_is_covered(chloe, nora, desk, office):
    desk.asks(chloe)
    office.later(hours=12)
    desk.approves(nora)
    assert desk.states() == (["accepted"], ["approved"])
    assert "Price: + €1,780.27" in chloe.asks("orders 1").text


def test_a_credit_of_which_nothing_is_left_is_agreed_on_as_well(chloe, nora, desk, office):
    """Five seats for 362 of 365 days round to a cent, for 361 to nothing."""
    desk.limits(fewer="yes", seats="", amount="")
    office.write("update batches set unit_price = 1010")
    desk.asks(chloe, f"seats {E3} 20", "Give back 5 seats")
    office.later(hours=12)
    said = desk.approves(nora)
    assert "the credit is €0.00 now, no longer €0.01." in said.text
    assert desk.states() == WAITING
    nora.presses(said, "Approve a credit of €0.00")
    assert desk.states() == (["accepted"], ["approved"])
    assert office.one("select amount from orders where number = 1") == 0


@pytest.mark.parametrize(("minutes", "became"), [(-2, "approved"), (1, "overtaken")])
def test_the_window_counts_at_the_approval(chloe, nora, desk, office, minutes, became):
    """Seats of the purchase on 17 November, 13:05 UTC, go back until the 24th, 13:05."""
    desk.limits(fewer="yes", seats="", amount="")
    office.later(days=4, hours=-1)
    desk.asks(chloe, f"seats {E3} 20", "Give back 5 seats")
    office.later(hours=1, minutes=minutes)
    desk.approves(nora)
    assert desk.states()[1] == [became]


def test_a_credit_that_shrank_overnight_is_approved_as_what_is_left(chloe, nora, desk, office):
    desk.limits(fewer="yes", seats="", amount="")
    asked = desk.asks(chloe, f"seats {E3} 20", "Give back 5 seats")
    assert (
        "Price: − €1,785.21 – on the day it was asked for; a credit by days is less on every later one (UTC)"
        in asked.text
    )
    office.later(hours=12)
    said = desk.approves(nora)
    assert "the credit is €1,780.27 now, no longer €1,785.21. Nothing is ordered yet." in said.text
    assert desk.states() == WAITING
    assert "Approved by" in nora.presses(said, "Approve a credit of €1,780.27").text
    assert desk.states() == (["accepted"], ["approved"])
    assert "Price: − €1,780.27" in chloe.asks("orders 1").text


@pytest.mark.parametrize("agreed", ["-1780.28 EUR", "-1780.27 USD"])
def test_another_credit_than_the_one_that_is_left_is_not_approved(chloe, nora, desk, office, agreed):
    desk.limits(fewer="yes", seats="", amount="")
    desk.asks(chloe, f"seats {E3} 20", "Give back 5 seats")
    office.later(hours=12)
    nora.sends(Approve(order=desk.order, price=agreed).token)
    assert desk.states() == WAITING


def test_what_changed_since_the_rest_of_a_credit_was_shown_is_not_approved(chloe, nora, desk, office):
    desk.limits(fewer="yes", seats="", amount="")
    desk.asks(chloe, f"seats {E3} 20", "Give back 5 seats")
    office.later(hours=12)
    said = desk.approves(nora)
    office.write("update subscriptions set version = version + 1 where name = :name", name=E3)
    nora.presses(said, "Approve a credit of €1,780.27")
    assert desk.states() == (["refused"], ["overtaken"])


def test_the_asker_withdraws_and_nobody_can_approve_any_more(chloe, nora, desk):
    said = desk.asks(chloe)
    assert "The order is withdrawn." in chloe.presses(said, "Withdraw it").text
    desk.approves(nora)
    assert desk.states() == (["withdrawn"], ["withdrawn"])
    assert desk.told("approval:") == {f"@{NORA}": 2}


def test_the_very_same_is_asked_for_once(chloe, nora, desk):
    first, second = chloe.asks(f"seats {E3} 30"), chloe.asks(f"seats {E3} 30")
    chloe.presses(first, "Order 5 seats")
    said = chloe.presses(second, "Order 5 seats")
    assert "The very same waits for approval already, as order C-000001." in said.text
    assert desk.states() == WAITING


def test_of_two_requests_on_one_subscription_the_second_is_overtaken(chloe, nora, desk):
    desk.asks(chloe)
    first = desk.order
    desk.asks(chloe, f"seats {E3} 35", "Order 10 seats")
    desk.approves(nora)
    nora.sends(Approve(order=first).token)
    assert desk.states()[0] == ["refused", "accepted"]


@pytest.mark.parametrize("command", [Approve, Reject, GoAlone])
def test_a_request_of_others_is_as_unknown_as_one_that_never_was(chloe, nora, adam, desk, command):
    desk.asks(chloe)
    there = adam.sends(command(order=desk.order).token)
    assert there.text == adam.sends(command(order=str(uuid4())).token).text
    assert "There is no such request. Nothing was changed." in there.text
    assert adam.asks("approvals C-1").text.replace("C-1", "#") == adam.asks("approvals C-9").text.replace("C-9", "#")


def test_the_list_says_what_waits_for_whom_and_what_became_of_the_rest(chloe, nora, desk):
    desk.asks(chloe)
    assert "Waiting for you\n- C-000001: What Microsoft 365 E3 · Contoso · seats 25 → 30" in nora.asks("approvals").text
    assert "Approvals: 1 waiting" in nora.asks("overview").text
    assert "Waiting for others\n- C-000001" in chloe.asks("approvals").text
    nora.presses(nora.presses(nora.asks("approvals"), "C-000001"), "Approve")
    assert "Earlier ones\n- C-000001" in chloe.asks("approbations").text
    assert f"approved: {NORA}" in chloe.asks("approvals").text


def test_where_nobody_else_is_there_it_is_refused_and_says_what_to_do(alice, chloe, desk, office):
    office.write(
        "delete from grants where person_id = (select id from people where email = :who)", who=sample.ATELIER_ADMIN
    )
    said = desk.asks(chloe)
    assert "there is none. Nothing was ordered. Have another Admin added" in said.text
    assert desk.states() == ([], [])
