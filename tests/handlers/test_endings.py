"""The end of a term: four possibilities with the price of each, one decision, and who has not taken it."""

from __future__ import annotations

import pytest

from jobs.orders import Orders
from jobs.worker import drain

E3, PREMIUM, VISIO = "Microsoft 365 E3", "Microsoft 365 Business Premium", "Visio Plan 2"
SERVER, SUITE = "Windows Server 2022 Standard", "Webex Suite"


def carried_out(office) -> None:
    drain(Orders(office.database, lambda: office.now))


def decision(office, name: str) -> object:
    return office.one("select end_of_term from subscriptions where name = :name", name=name)


def test_all_four_stand_there_with_the_price_of_each(alice):
    said = alice.asks(f"renewal {PREMIUM}")
    assert "Today: renews after 11 Aug 2027 – nobody has decided it" in said.text
    assert "Renew: €908.00 a month – 40 × €22.70, the price of that day" in said.text
    assert "Renew with changes: with another number of seats, or as another product" in said.text
    assert (
        "Go on month by month: €1,068.73 a month – 40 × €26.7182: the monthly plan’s €25.94 and 3 % more" in said.text
    )
    assert "Stop: nothing after 11 Aug 2027 – 31 people use it" in said.text
    ways = ["Renew as it is", "Seats at the renewal", "Another product", "Go on month by month", "Let it end"]
    assert list(said.buttons) == ways


@pytest.mark.parametrize("word", ["extend", "monthly", "prolonger", "MENSUEL"])
def test_month_by_month_shows_its_price_before_one_press(alice, office, word):
    said = alice.asks(f"renewal {E3} {word}")
    assert "If you confirm: goes on month by month after 16 Nov 2027 – 25 seats" in said.text
    assert "Price: €973.35 a month – 25 × €38.934: the monthly plan’s €37.80 and 3 % more" in said.text
    assert "Can be cancelled: at any time after 16 Nov 2027, days not used are credited" in said.text
    alice.presses(said, "Go on month by month")
    carried_out(office)
    assert decision(office, E3) == "extend"
    assert "goes on month by month after 16 Nov 2027" in alice.asks(f"subscription {E3}").text


def test_without_a_monthly_plan_a_month_of_the_term_and_23_per_cent(alice, office):
    office.write("delete from prices where offer_id in (select id from offers where length = 'P1M')")
    said = alice.asks(f"renewal {E3} extend").text
    assert "25 × €38.745: a month of this term, €31.50, and 23 % more, since there is no monthly plan" in said


def test_a_price_that_rose_meanwhile_is_shown_before_it_is_pressed(alice, office):
    said = alice.asks(f"renewal {E3} extend")
    office.write("update prices set unit_price = unit_price + 1000000 where valid_to is null")
    again = alice.presses(said, "Go on month by month")
    assert "Nothing was ordered. This is how it stands now." in again.text
    assert "€38.80 and 3 % more" in again.text


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (SERVER, "can't go on month by month after its term: it renews, or it stops."),
        (SUITE, "can't go on month by month after its term: it renews, or it stops."),
        (VISIO, "has a monthly term, so it goes on month by month by renewing."),
    ],
)
def test_what_cannot_go_on_month_by_month_is_told_so(alice, name, why):
    said = alice.asks(f"renewal {name} extend")
    assert said.refused
    assert why in said.text
    assert "Go on month by month" not in alice.asks(f"renewal {name}").buttons


def test_what_was_decided_is_told_and_can_be_decided_again(alice, office):
    alice.presses(alice.asks(f"renewal {E3} extend"), "Go on month by month")
    carried_out(office)
    assert "goes on month by month already, after 16 Nov 2027." in alice.asks(f"renewal {E3} extend").text
    said = alice.asks(f"renewal {E3}")
    assert "goes on month by month after 16 Nov 2027 – decided" in said.text
    alice.presses(alice.presses(said, "Let it end"), "Turn renewal off")
    carried_out(office)
    assert decision(office, E3) == "stop"


def test_a_scheduled_number_stays_when_it_goes_on_by_the_month(alice, office):
    alice.presses(
        alice.presses(alice.asks(f"seats {PREMIUM} 35"), "35 seats from the renewal on"), "35 seats from the renewal on"
    )
    carried_out(office)
    said = alice.asks(f"renewal {PREMIUM} extend")
    assert "35 × €26.7182" in said.text
    alice.presses(said, "Go on month by month")
    carried_out(office)
    assert office.one("select scheduled_seats from subscriptions where name = :name", name=PREMIUM) == 35


def near_the_end(office) -> None:
    office.later(days=250)


def test_undecided_terms_are_listed_first_by_their_deadline(alice, office):
    near_the_end(office)
    said = alice.asks("renewals")
    assert "1 term ends within 90 days and nobody has decided what then: it renews by itself." in said.text
    assert "Microsoft 365 Business Premium · Contoso" in said.text
    assert "12 Aug 2027, 01:59 (Europe/Paris)" in said.text


def test_one_press_says_that_it_is_fine_and_it_is_decided(alice, office):
    near_the_end(office)
    alice.presses(alice.presses(alice.asks("renewals"), f"{PREMIUM} · Contoso"), "Renew as it is")
    assert "Somebody has decided on each of them." in alice.asks("renewals").text
    assert "– decided" in alice.asks(f"renewal {PREMIUM}").text
    assert "Renew as it is" not in alice.asks(f"renewal {PREMIUM}").buttons


def test_an_order_about_the_end_decides_it_too(alice, office):
    near_the_end(office)
    alice.presses(alice.asks(f"renewal {PREMIUM} off"), "Turn renewal off")
    carried_out(office)
    alice.presses(alice.asks(f"renewal {PREMIUM} on"), "Turn renewal on")
    carried_out(office)
    assert "Somebody has decided on each of them." in alice.asks("renewals").text


def test_a_decision_of_an_earlier_term_decides_nothing_now(alice, office):
    near_the_end(office)
    alice.presses(alice.asks(f"renewal {PREMIUM} off"), "Turn renewal off")
    carried_out(office)
    alice.presses(alice.asks(f"renewal {PREMIUM} on"), "Turn renewal on")
    carried_out(office)
    later = office.now.date().replace(month=8, day=1)
    office.write(
        "update subscriptions set starts_on = :day where name = :name",
        day=str(later) if office.database.is_sqlite else later,
        name=PREMIUM,
    )
    assert "nobody has decided what then" in alice.asks("renewals").text


def test_nobody_elses_terms_are_listed(adam, office):
    near_the_end(office)
    assert "Business Premium" not in adam.asks("renewals").text


def test_far_from_any_end_one_line_says_so(alice, office):
    office.write("update subscriptions set end_of_term = 'renew'")
    assert "No term ends within 90 days" in alice.asks("renewals").text


def test_a_reader_sees_the_list_and_opens_what_can_still_change(bruno, office):
    near_the_end(office)
    said = bruno.presses(bruno.asks("renewals"), f"{PREMIUM} · Contoso")
    assert not said.refused
    assert said.buttons == {}


def test_the_overview_says_what_will_happen_there_too(alice, office):
    alice.presses(alice.asks(f"renewal {PREMIUM} extend"), "Go on month by month")
    carried_out(office)
    office.later(days=250)
    said = alice.asks("overview in Contoso").text
    assert "Microsoft 365 Business Premium, 40 seats: goes on month by month after 11 Aug 2027" in said
