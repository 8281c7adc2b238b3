"""What can still change: batch by batch, and the price of each button, in plain words."""

from __future__ import annotations

import pytest

from jobs.orders import Orders
from jobs.worker import drain

E3, PREMIUM, VISIO = "Microsoft 365 E3", "Microsoft 365 Business Premium", "Visio Plan 2"
SERVER, SUITE = "Windows Server 2022 Standard", "Webex Suite"


def test_each_batch_has_its_own_last_moment(alice, office):
    alice.presses(alice.asks(f"seats {PREMIUM} +2"), "Order 2 seats")
    drain(Orders(office.database, lambda: office.now))
    said = alice.asks(f"window {PREMIUM}").text
    assert "until 27 Nov 2026, 14:05 (Europe/Paris)" in said
    assert "no longer, since 19 Aug 2026, 15:05 (Europe/Paris)" in said
    assert "Seats down now: down to 40: €31.71 credited, 31 assigned" in said


def test_what_each_button_would_cost_stands_there(alice):
    said = alice.asks(f"window {E3}")
    assert "At the end: renews after 16 Nov 2027 – €9,450.00 a year" in said.text
    assert "Seats down now: down to 18: €2,499.29 credited, 18 assigned" in said.text
    assert "One seat more now: + €357.04 until the period ends" in said.text
    assert "Cancel now: €8,926.03 credited, possible until 24 Nov 2026, 14:05 (Europe/Paris)" in said.text
    assert "Turn renewal off: costs nothing; can be changed until 17 Nov 2027, 00:59 (Europe/Paris)" in said.text
    assert "Go on month by month: €973.35 a month from 17 Nov 2027" in said.text
    assert list(said.buttons) == ["Change seats", "Renewal", "Cancel the subscription"]


@pytest.mark.parametrize("name", [E3, PREMIUM, VISIO, SERVER, SUITE])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nobody_reads_of_a_penalty(alice, name, language):
    for words in (f"window {name}", f"cancel {name}", f"renewal {name}", f"seats {name} 1"):
        text = alice.speaking(language).asks(words).text.casefold()
        assert "penalt" not in text
        assert "pénalit" not in text


def test_too_late_the_whole_term_is_billed(alice):
    said = alice.asks(f"window {PREMIUM}")
    assert "Cancel now: no longer: the whole term is billed, until 11 Aug 2027" in said.text
    assert "Seats down now: no seat can go now" in said.text
    assert "Cancel the subscription" not in said.buttons


@pytest.mark.parametrize(
    ("seconds", "told"), [(-1, "until 24 Nov"), (0, "until 24 Nov"), (1, "no longer, since 24 Nov")]
)
def test_the_last_moment_is_still_one(alice, office, seconds, told):
    office.later(days=4, seconds=seconds)
    assert told in alice.asks(f"window {E3}").text


def test_wholesale_goes_at_any_time_and_software_does_not(alice):
    assert "at any time" in alice.asks(f"window {SUITE}").text
    said = alice.asks(f"window {SERVER}").text
    assert "Seats down now: no seat can go now" in said
    assert "Cancel now: €1,241.16 credited" in said


def test_one_that_stops_costs_nothing_more(alice):
    said = alice.asks(f"window {VISIO}").text
    assert "At the end: stops on 27 Nov 2026\n" in said


def test_a_cancelled_one_offers_nothing(alice, office):
    office.write("update subscriptions set status = 'cancelled' where name = :name", name=E3)
    said = alice.asks(f"window {E3}")
    assert "Cancel now: no longer" in said.text
    assert said.buttons == {}


def test_a_reader_sees_it_all_and_no_button(bruno):
    said = bruno.asks(f"window {E3}")
    assert "Cancel now: €8,926.03 credited" in said.text
    assert said.buttons == {}


def test_it_opens_from_the_subscription(alice):
    assert "One seat more now" in alice.presses(alice.asks(f"subscription {E3}"), "What can still change").text
