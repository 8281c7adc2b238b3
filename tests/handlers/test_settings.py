"""How one is spoken to, and when an organisation is reminded."""

from __future__ import annotations

import pytest

from handlers import sample


@pytest.fixture
def mine(alice):
    return alice.presses(alice.asks("settings"), "Change mine")


@pytest.fixture
def ours(alice):
    return alice.presses(alice.asks("settings in Contoso"), "Change those of Contoso")


def test_settings_show_ones_own_and_the_organisations(alice):
    said = alice.asks("settings in Contoso")
    assert "Your language: English" in said.text
    assert "Contoso: reminders: 90, 60, 30, 14, 7, 3, 1, 0 days before, at 08:30" in said.text


def test_my_language_holds_from_the_next_answer_on(alice, mine):
    alice.submits(mine, language="fr", zone="Europe/Paris")
    assert "Votre langue : Français" in alice.asks("réglages").text


@pytest.mark.parametrize(
    ("typed", "stored"), [("europe/paris", "Europe/Paris"), ("America/New York", "America/New_York")]
)
def test_a_zone_is_found_in_any_case_and_with_spaces(alice, mine, office, typed, stored):
    alice.submits(mine, zone=typed)
    assert office.rows("select zone from people where email = :mail", mail=sample.ATELIER_ADMIN) == [(stored,)]


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("zone", "Mars/Olympus", "There is no time zone"),
        ("zone", "Europe/Pariss", "Did you mean Europe/Paris?"),
        ("zone", "../../etc/passwd", "There is no time zone"),
        ("zone", "localtime", "There is no time zone"),
        ("zone", "factory", "There is no time zone"),
        ("language", "de", "I speak English (en) and French (fr)"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_next_to_its_field(alice, mine, office, field, typed, why):
    said = alice.submits(mine, **{field: typed})
    assert list(said.answer.errors) == [field]
    assert why in said.text
    assert office.rows("select zone from people where email = :mail", mail=sample.ATELIER_ADMIN) == [(None,)]


def test_an_organisations_ladder_and_hour_are_kept(alice, ours, office):
    alice.submits(ours, ladder="30 7, 7;1", digest_at="9h15")
    assert "30, 7, 1 days before, at 09:15" in alice.asks("settings in Contoso").text
    assert office.rows("select lead from ladders order by lead") == [(1,), (7,), (30,)]


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("ladder", "soon", "“soon” is not a number of days"),
        ("ladder", "731", "between 0 and 730 days"),
        ("ladder", " ".join(map(str, range(30))), "At most 20 different days"),
        ("digest_at", "25:00", "is not an hour of the day"),
        ("digest_at", "8", "is not an hour of the day"),
    ],
)
def test_a_ladder_or_hour_that_makes_no_sense_changes_nothing(alice, ours, office, field, typed, why):
    said = alice.submits(ours, **{field: typed, "language": "fr"})
    assert list(said.answer.errors) == [field]
    assert why in said.text
    assert office.one("select count(*) from ladders") == 0


def test_a_reader_sets_their_own_and_nothing_else(bruno, alice):
    ours = alice.presses(alice.asks("settings in Contoso"), "Change those of Contoso")
    assert list(bruno.asks("settings").buttons) == ["Change mine"]
    assert bruno.submits(ours, ladder="1").refused
