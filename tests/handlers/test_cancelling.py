"""Cancelling during the term: the credit first, one press, and then nobody holds a seat of it any more."""

from __future__ import annotations

import pytest

from jobs.orders import Orders
from jobs.shift import Shift
from jobs.terms import Terms
from jobs.worker import drain
from tests.handlers.conftest import NOW

E3, PREMIUM, VISIO = "Microsoft 365 E3", "Microsoft 365 Business Premium", "Visio Plan 2"
SERVER, SUITE = "Windows Server 2022 Standard", "Webex Suite"


def carried_out(office) -> None:
    drain(Orders(office.database, lambda: office.now, office.defaults))


def status(office, name: str) -> object:
    return office.one("select status from subscriptions where name = :name", name=name)


def test_the_credit_and_what_is_lost_stand_on_the_card(alice):
    said = alice.asks(f"cancel {E3}")
    assert "If you confirm: ends at once – 25 seats" in said.text
    assert "Credit: €8,926.03 – 25 × €360.00 a year, 362 of 365 days" in said.text
    assert "Can be cancelled: until 24 Nov 2026, 14:05 (Europe/Paris)" in said.text
    assert "18 people use it and lose it at once." in said.text
    assert list(said.buttons) == ["Cancel the subscription", "Turn renewal off", "Keep it"]


def test_once_confirmed_it_is_over_and_its_seats_are_free(alice, office):
    said = alice.presses(alice.asks(f"cancel {E3}"), "Cancel the subscription")
    assert "Microsoft 365 E3 of Contoso will be cancelled" in said.text
    carried_out(office)
    assert status(office, E3) == "cancelled"
    held = "select count(*) from assignments a join subscriptions s on s.id = a.subscription_id where s.name = :name"
    assert office.one(held, name=E3) == 0
    assert "At the end: cancelled on 20 Nov 2026, 14:05 (Europe/Paris)" in alice.asks(f"subscription {E3}").text
    assert "cancelled during its term" in alice.asks("subscriptions Contoso").text
    assert "Price: − €8,926.03" in alice.asks("orders C-000001").text


@pytest.mark.parametrize(("seconds", "refused"), [(-1, False), (0, False), (1, True)])
def test_the_window_closes_after_168_hours_to_the_second(alice, office, seconds, refused):
    office.later(days=4, seconds=seconds)
    assert alice.asks(f"cancel {E3}").refused is refused


def test_too_late_the_licence_stays_and_the_term_is_billed_but_renewal_can_be_turned_off(alice):
    said = alice.asks(f"cancel {PREMIUM}")
    assert said.refused
    assert "could be cancelled until 19 Aug 2026, 15:05 (Europe/Paris)" in said.text
    assert "You keep the licence and the whole term is billed, until 11 Aug 2027. Nothing was changed." in said.text
    assert "stops on 11 Aug 2027" in alice.presses(said, "Turn renewal off").text


def test_a_press_that_comes_too_late_cancels_nothing(alice, office):
    proposal = alice.asks(f"cancel {E3}")
    office.later(days=4, seconds=1)
    said = alice.presses(proposal, "Cancel the subscription")
    assert said.refused
    assert "could be cancelled until" in said.text
    assert office.rows("select state from orders") == [("draft",)]


def test_a_credit_that_is_less_the_next_day_is_shown_before_it_is_pressed(alice, office):
    proposal = alice.asks(f"cancel {E3}")
    office.later(hours=11)
    said = alice.presses(proposal, "Cancel the subscription")
    assert "Nothing was ordered. This is how it stands now." in said.text
    assert "€8,901.37" in said.text  # 361 days


def test_seats_that_were_added_open_no_window_again(alice, office):
    alice.presses(alice.asks(f"seats {PREMIUM} +2"), "Order 2 seats")
    carried_out(office)
    assert alice.asks(f"cancel {PREMIUM}").refused


def test_what_is_cancelled_is_not_cancelled_again(alice, office):
    twice = alice.asks(f"cancel {E3}")
    alice.presses(alice.asks(f"cancel {E3}"), "Cancel the subscription")
    carried_out(office)
    again = alice.asks(f"cancel {E3}")
    assert again.refused
    assert "Microsoft 365 E3 was cancelled on 20 Nov 2026, 14:05 (Europe/Paris). Nothing was changed." in again.text
    assert alice.presses(twice, "Cancel the subscription").refused


def test_while_it_is_being_cancelled_nothing_else_is_ordered(alice):
    alice.presses(alice.asks(f"cancel {E3}"), "Cancel the subscription")
    assert "Order C-000001 on Microsoft 365 E3 is still being carried out." in alice.asks(f"seats {E3} 30").text


def test_software_is_credited_by_days_and_its_keys_are_revoked(alice, office):
    said = alice.asks(f"cancel {SERVER}")
    assert "Its keys and download links are revoked." in said.text
    alice.presses(said, "Cancel the subscription")
    carried_out(office)
    count = "select count(*) from product_keys k join subscriptions s on s.id = k.subscription_id where s.name = :name"
    assert office.one(count, name=SERVER) > 0
    assert office.one(f"{count} and k.state <> 'revoked'", name=SERVER) == 0


def test_wholesale_is_cancelled_at_any_time(alice):
    said = alice.asks(f"cancel {SUITE}")
    assert "Can be cancelled: at any time" in said.text
    assert "30 × €13.50 a month" in said.text


def test_a_suspended_one_can_be_cancelled_within_its_window(alice, office):
    office.write("update subscriptions set status = 'suspended' where name = :name", name=E3)
    assert "Credit: €8,926.03" in alice.asks(f"cancel {E3}").text


def test_what_ended_is_told_so(alice, office):
    office.now = NOW.replace(month=12)
    office.write("update subscriptions set status = 'expired' where name = :name", name=VISIO)
    assert "Visio Plan 2 ended on 27 Nov 2026. Nothing was changed." in alice.asks(f"cancel {VISIO}").text


def test_what_the_sellers_people_cancel_later_counts_from_when_it_was_ordered(alice, office):
    office.write("update organisations set supplier = 'manual' where name = 'Atelier Cloud'")
    office.later(days=3)
    alice.presses(alice.asks(f"cancel {E3}"), "Cancel the subscription")
    carried_out(office)
    assert status(office, E3) == "active"
    office.later(days=3)
    alice.presses(alice.presses(alice.asks("fulfil"), "C-000001"), "It is done")
    carried_out(office)
    assert status(office, E3) == "cancelled"
    assert "was cancelled on 23 Nov 2026, 14:05 (Europe/Paris)" in alice.asks(f"cancel {E3}").text


def test_while_it_goes_on_month_by_month_it_can_be_cancelled_at_any_time(alice, office):
    alice.presses(alice.asks(f"renewal {E3} extend"), "Go on month by month")
    carried_out(office)
    office.later(days=362 + 20)
    Terms(Shift(office.database, lambda: office.now, lambda _db: None)).run()
    said = alice.asks(f"cancel {E3}")
    assert "Can be cancelled: at any time" in said.text
    assert "25 × €38.934 a month, 10 of 30 days" in said.text


def test_without_a_name_one_is_asked_for(alice):
    form = alice.asks("cancel")
    id = form.options("subscription")[E3]
    assert "Credit" in alice.submits(form, subscription=id).text


def test_a_reader_cancels_nothing(bruno, office):
    assert bruno.asks(f"cancel {E3}").refused
    assert office.rows("select * from orders") == []


def test_in_french(alice):
    said = alice.speaking("fr").asks(f"résilier {E3}")
    assert "Avoir : 8 926,03 €" in said.text
    assert "Résilier l’abonnement" in said.buttons
    late = alice.speaking("fr").asks(f"résilier {PREMIUM}")
    assert "Vous gardez la licence et toute la période est facturée, jusqu’au 11 août 2027." in late.text
