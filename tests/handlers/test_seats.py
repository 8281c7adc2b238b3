"""Another number of seats: proposed, ordered once, refused with what can be done instead."""

from __future__ import annotations

import pytest

from handlers.seat_commands import ChangeSeats
from jobs.orders import Orders
from jobs.worker import drain

E3, PREMIUM, VISIO = "Microsoft 365 E3", "Microsoft 365 Business Premium", "Visio Plan 2"


def test_a_proposal_says_before_after_price_and_until_when_it_can_be_undone(alice):
    said = alice.asks("seats Microsoft 365 E3 30")
    assert "Seats: 25 → 30 (+5) – 18 assigned" in said.text
    assert "+ €1,785.21 now – 5 × €360.00 a year, 362 of 365 days" in said.text
    assert "Then: + €1,890.00 a year from 17 Nov 2027" in said.text
    assert "these 5 seats until 27 Nov 2026, 14:05 (Europe/Paris)" in said.text
    assert "Order 5 seats" in said.buttons


@pytest.mark.parametrize(
    ("words", "then"),
    [
        (f"seats {E3} 20", "− €1,890.00 a year from 17 Nov 2027"),
        (f"seats {PREMIUM} +3", "+ €64.86 a month from 12 Dec 2026"),
        ("seats Windows Server 2022 Standard +1", "+ €327.60 once from 18 Nov 2027"),
    ],
)
def test_a_charge_of_the_next_term_is_told_at_the_price_of_its_first_day(alice, words, then):
    assert f"Then: {then}" in alice.asks(words).text


def test_a_charge_after_the_term_is_told_as_it_goes_on_then(alice, office):
    office.write("update subscriptions set end_of_term = 'extend' where name = :name", name=E3)
    assert "Then: + €194.67 a month from 17 Nov 2027" in alice.asks(f"seats {E3} +5").text


def test_a_product_that_the_order_drops_does_not_price_the_next_charge(alice, office):
    chosen = alice.asks(f"change product {E3} to {PREMIUM}")
    alice.presses(chosen, f"{PREMIUM} from the renewal on")
    drain(Orders(office.database, lambda: office.now))
    said = alice.asks(f"seats {E3} 30")
    assert "chosen for the renewal. Ordering this drops that." in said.text
    assert "Then: + €1,890.00 a year from 17 Nov 2027" in said.text


def test_the_same_proposal_in_french(alice):
    said = alice.speaking("fr").asks("sièges Microsoft 365 E3 30")
    assert "Licences : 25 → 30 (+5) – 18 attribuées" in said.text
    assert "+ 1 785,21 € maintenant – 5 × 360,00 € par an, 362 jours sur 365" in said.text
    assert "Commander 5 licences" in said.buttons


@pytest.mark.parametrize(("typed", "to"), [("30", 30), ("+5", 30), ("-2", 23), ("−2", 23), ("\uff11\uff12", None)])
def test_a_number_is_absolute_or_counts_from_the_present_one(alice, typed, to):
    said = alice.asks(f"seats {E3} {typed}")
    expected = f"25 → {to}" if to else "18 seats of Microsoft 365 E3 are assigned"
    assert expected in said.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("five", "“five” is not a number of seats. For example: 30, +5 or -2. Nothing was changed."),
        ("2,5", "“2,5” is not a whole number of seats. Nothing was changed."),
        ("1 000", "25 → 1,000 (+975)"),
        ("1.000.000", "25 → 1,000,000 (+999,975)"),
        ("+ 5", "25 → 30 (+5)"),
        ("- 2", "25 → 23 (−2)"),
        ("− 2", "25 → 23 (−2)"),
        ("+ 1 000", "25 → 1,025 (+1,000)"),
    ],
)
def test_a_number_behind_a_part_of_a_name_is_read_as_one(alice, typed, told):
    assert told in alice.asks(f"seats e3 {typed}").text


def test_a_name_that_nobody_bears_stays_unknown_whatever_stands_behind_it(alice):
    assert "No subscription is called “Project Pro five”." in alice.asks("seats Project Pro five").text


@pytest.mark.parametrize("typed", ["+5", "-2", "30"])
def test_a_number_by_itself_asks_of_which_subscription_and_is_kept(alice, typed):
    form = alice.asks(f"seats {typed}")
    assert form.fields == {"subscription", "seats"}
    assert next(one for one in form.card.inputs if one.name == "seats").value == typed
    proposed = alice.submits(form, subscription=form.options("subscription")[E3], seats=typed)
    assert f"Seats: 25 → {30 if typed != '-2' else 23}" in proposed.text


def test_an_organisation_that_is_not_last_is_answered_with_how_to_say_it(alice, adam):
    said = alice.asks("seats in Contoso E3 5")
    assert "“Contoso” is an organisation: say it at the end, as in seats E3 5 in Contoso." in said.text
    assert "No organisation is called “Contoso E3 5”." in adam.asks("seats in Contoso E3 5").text


def test_an_amount_beyond_all_measure_is_refused(alice, office):
    office.write("update subscriptions set unit_price = 20000000000000")
    said = alice.asks(f"seats {E3} 1000000")
    assert said.refused
    assert "That comes to €19,835,120,547,945.21, more than one order can be of. Nothing was changed." in said.text


def test_a_proposal_changes_nothing(alice, office):
    alice.asks(f"seats {E3} 30")
    assert office.rows("select state, number from orders") == [("draft", None)]
    assert office.rows("select seats from subscriptions where name = :name", name=E3) == [(25,)]


def test_seats_inside_the_window_go_down_with_a_credit(alice):
    said = alice.asks(f"seats {E3} 20")
    assert "€1,785.21 credited – 5 × €360.00 a year, 362 of 365 days" in said.text
    assert "Give back 5 seats" in said.buttons


def test_a_closed_window_is_refused_with_the_moment_and_the_renewal_instead(alice):
    said = alice.asks("seats business premium 35")
    assert said.refused
    assert "can't go below 40 seats before 12 Aug 2027, when its term has ended. Nothing was changed." in said.text
    assert "For this number it was possible until 19 Aug 2026" in said.text
    assert list(said.buttons) == ["35 seats from the renewal on", "Show who uses them", "Ask the supplier"]


def test_below_the_number_assigned_says_so_and_shows_who(alice):
    said = alice.asks(f"seats {E3} 10")
    assert "18 seats of Microsoft 365 E3 are assigned, so it can't go down to 10." in said.text
    holders = alice.presses(said, "Show who uses them")
    assert "1–10 of 18" in holders.text


def test_a_seat_that_is_taken_back_can_then_go(alice):
    form = alice.presses(alice.asks(f"holders {E3}"), "Unassign somebody")
    somebody = next(iter(form.options("user").values()))
    assert "8 seats are free now." in alice.submits(form, user=somebody).text
    assert not alice.asks(f"seats {E3} 17").refused


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0", "keeps at least 1 seat"),
        ("-40", "keeps at least 1 seat"),
        ("25", "has 25 seats already"),
        ("99999999999999999999", "At most 1,000,000 seats"),
        ("1000001", "At most 1,000,000 seats"),
        ("1.5", "not a whole number"),
        ("many", "not a number of seats"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_next_to_its_field(alice, office, typed, why):
    form = alice.asks(f"seats {E3}")
    said = alice.submits(form, seats=typed)
    assert said.refused
    assert list(said.answer.errors) == ["seats"]
    assert why in said.text
    assert office.rows("select * from orders") == []


def test_what_is_missing_is_asked_by_a_form(alice):
    everything = alice.asks("seats")
    assert everything.fields == {"subscription", "seats"}
    id = everything.options("subscription")[VISIO]
    assert "5 → 6" in alice.submits(everything, subscription=id, seats="6").text


def test_a_name_that_ends_in_a_number_is_the_name(alice):
    assert alice.asks("seats Visio Plan 2").fields == {"seats"}
    assert "5 → 3" not in alice.asks("seats Visio Plan 2 3").text
    assert "5 → 8" in alice.asks("seats Visio Plan 2 8").text


def test_software_is_never_given_back(alice):
    said = alice.asks("seats Windows Server 2022 Standard -1")
    assert "never given back during a term" in said.text
    assert said.refused


def test_seats_of_a_subscription_that_ended_stay_as_they_are(alice, office):
    form = alice.asks(f"seats {VISIO}")
    office.later(days=9)
    said = alice.submits(form, seats="8")
    assert "Visio Plan 2 ended on 27 Nov 2026. Nothing was changed." in said.text


def test_a_change_is_scheduled_for_the_renewal_from_the_refusal(alice):
    said = alice.presses(alice.asks("seats business premium 35"), "35 seats from the renewal on")
    assert "Seats at the renewal: 40 → 35" in said.text
    assert "Can be changed: until 12 Aug 2027, 01:59 (Europe/Paris)" in said.text
    assert "35 seats from the renewal on" in said.buttons


def test_fewer_than_assigned_can_be_scheduled_with_a_warning(alice):
    said = alice.sends(ChangeSeats.kinds["seats.schedule"](words=PREMIUM, seats="30").token)
    assert "31 seats are assigned. Unassign before the renewal" in said.text


def test_nothing_renews_where_the_renewal_is_off(alice):
    said = alice.sends(ChangeSeats.kinds["seats.schedule"](words=VISIO, seats="3").token)
    assert "stops on 27 Nov 2026, so nothing renews" in said.text
    assert "Turn renewal on" in said.buttons


def test_another_payment_is_chosen_before_confirming_and_kept_by_the_order(alice):
    card = alice.asks("seats Microsoft 365 E3 +5")
    form = alice.presses(card, "Other payment")
    again = alice.submits(form, method="transfer")
    assert "Bank transfer" in again.text
    placed = alice.presses(again, "Order 5 seats")
    assert "Bank transfer" in alice.presses(placed, "Show order").text


def test_a_payment_that_there_is_not_is_refused_next_to_its_field(alice):
    form = alice.presses(alice.asks("seats Microsoft 365 E3 +5"), "Other payment")
    assert set(alice.submits(form, method="gold").answer.errors) == {"method"}


def test_seats_that_go_back_are_not_paid_for(alice):
    assert "Other payment" not in alice.asks("seats Microsoft 365 E3 20").text
