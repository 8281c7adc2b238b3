"""Renewal on and off, until the last second."""

from __future__ import annotations

import pytest

from tests.handlers.conftest import NOW

VISIO, PREMIUM = "Visio Plan 2", "Microsoft 365 Business Premium"


def test_renewal_off_says_the_date_who_loses_it_and_until_when_it_can_be_changed(alice):
    said = alice.asks(f"renewal {PREMIUM} off")
    assert "If you confirm: stops on 11 Aug 2027 – 40 seats" in said.text
    assert "Can be changed: until 12 Aug 2027, 01:59 (Europe/Paris)" in said.text
    assert "31 people use it and lose it on that day." in said.text
    assert "will stop at the end of its term" in alice.presses(said, "Turn renewal off").text


def test_renewal_on_shows_the_price_of_the_day(alice):
    said = alice.asks(f"renewal {VISIO} on")
    assert "If you confirm: renews after 27 Nov 2026 – 5 seats" in said.text
    assert "Price: €84.00 a month – 5 × €16.80, the price of that day" in said.text
    assert "All prices are without taxes." in said.text


def test_what_is_free_on_that_day_is_free_and_not_what_was_paid_so_far(alice, office):
    office.write("update prices set unit_price = 0")
    assert "Price: €0.00 a month – 5 × €0.00, the price of that day" in alice.asks(f"renewal {VISIO} on").text


def test_a_price_that_changed_meanwhile_is_shown_before_it_renews(alice, office):
    said = alice.asks(f"renewal {VISIO} on")
    office.write("update prices set unit_price = unit_price * 2")
    again = alice.presses(said, "Turn renewal on")
    assert "Meanwhile the price changed: €84.00 → €168.00. Nothing was ordered." in again.text
    assert "Price: €168.00 a month" in again.text


@pytest.mark.parametrize("word", ["on", "ON", "yes", "oui", "renew"])
def test_on_has_several_words(alice, word):
    assert "Turn renewal on" in alice.asks(f"renewal {VISIO} {word}").buttons


@pytest.mark.parametrize("name", [VISIO, "visio", "S-000003"])
def test_a_word_that_is_neither_on_nor_off_is_told_so(alice, name):
    assert (
        "Say on, off or extend. “perhaps” is none of them. Nothing was changed."
        in alice.asks(f"renewal {name} perhaps").text
    )
    french = alice.speaking("fr").asks(f"renouvellement {name} peut-être")
    assert "Dites oui, non ou prolonger. « peut-être » n’est rien de tout cela." in french.text


def test_a_name_that_nobody_bears_is_told_as_such(alice):
    assert "No subscription is called “Project Pro”." in alice.asks("renewal Project Pro").text


@pytest.mark.parametrize(("seconds", "refused"), [(-1, False), (0, False), (1, True)])
def test_it_can_be_turned_on_again_until_the_last_second(alice, office, seconds, refused):
    last = NOW.replace(day=27, hour=23, minute=59, second=59)
    office.now = last
    office.later(seconds=seconds)
    assert alice.asks(f"renewal {VISIO} on").refused is refused


def test_what_holds_already_is_said_and_nothing_is_ordered(alice, office):
    assert "stops already, on 27 Nov 2026. Nothing was changed." in alice.asks(f"renewal {VISIO} off").text
    assert "renews already" in alice.asks(f"renewal {PREMIUM} on").text
    assert office.rows("select * from orders") == []


def test_a_wish_that_is_odd_is_told_at_its_field(alice):
    form = alice.asks("renewal")
    said = alice.submits(form, subscription=form.options("subscription")[VISIO], to="perhaps")
    assert list(said.answer.errors) == ["to"]


def test_without_a_name_the_form_asks_which(alice):
    form = alice.asks("renewal")
    id = form.options("subscription")[VISIO]
    assert "Turn renewal on" in alice.submits(form, subscription=id, to="on").buttons


def test_in_french(alice):
    said = alice.speaking("fr").asks(f"renouvellement {PREMIUM} non")
    assert "s’arrête le 11 août 2027" in said.text
    assert "Désactiver le renouvellement" in said.buttons
