"""Whoever only uses services: their services, their own settings, what they may ask; nothing of the organisation."""

from __future__ import annotations

import pytest

from handlers.settings_commands import SetMine

HUGO = "hugo.moreau@contoso.example"


@pytest.fixture
def hugo(office):
    """A user of Contoso with assigned services only."""
    return office.person(HUGO)


@pytest.mark.parametrize("words", ["", "overview", "my services"])
def test_their_overview_is_what_they_use(hugo, words):
    said = hugo.asks(words)
    assert said.text.startswith("My services\n- Microsoft 365 E3: Organisation Contoso")
    assert "Visio" not in said.text


def test_in_french(office):
    assert office.person(HUGO, language="fr").asks("").text.startswith("Mes services")


def test_help_names_what_they_may_ask_and_no_more(hugo):
    words = {line.split(":")[0] for line in hugo.asks("help").text.splitlines() if ":" in line}
    assert words == {"overview", "my services", "settings", "help"}


def test_help_says_what_a_word_does_for_them(hugo, chloe):
    assert "overview: Show what you may use yourself, and where it opens" in hugo.asks("help").text
    assert "Show what you may use yourself" in hugo.asks("help overview").text
    assert "settings: Show and change your language and time zone" in hugo.asks("help").text
    assert "overview: Show what needs a decision, the seats, the users and the orders" in chloe.asks("help").text


def test_help_gives_an_example_that_is_theirs(hugo):
    example = hugo.asks("help help").text.partition("For example: ")[2].splitlines()[0]
    assert "You can't ask" not in hugo.asks(example).text


def test_help_of_a_word_that_is_for_others_says_so(hugo):
    assert "You can't ask “seats” here." in hugo.asks("help seats").text
    assert "I don't know the word “zzz”." in hugo.asks("help zzz").text


def test_a_mistyped_word_that_is_for_others_is_not_offered(hugo):
    assert hugo.asks("subscripions").buttons == {}
    assert set(hugo.asks("setings").buttons) == {"Yes, settings"}


@pytest.mark.parametrize(
    "words", ["support", "questions", "subscriptions", "users", "reminders", "log in as x", "audit"]
)
def test_nothing_else_is_theirs(hugo, words):
    assert hugo.asks(words).refused


def test_their_settings_say_nothing_of_the_organisation(hugo):
    said = hugo.asks("settings")
    assert "Your language" in said.text
    assert "Contoso" not in said.text
    assert hugo.presses(said, "Change mine").fields == {"language", "zone"}


def test_no_reminders_come_to_who_may_look_at_none(hugo, office):
    assert "You see no reminders" in hugo.sends(SetMine(digests="yes").token).text
    assert office.one("select count(*) from bindings") == 0


@pytest.mark.parametrize("login", ["louis.bonnet@contoso.example", "raphael.garnier@contoso.example"])
def test_who_can_not_sign_in_is_not_known_in_chat(office, login):
    with office.database.transaction() as db:
        db.exec_driver_sql(f"update users set status = 'locked' where login = '{login}'")
    assert "You are not known here" in office.person(login).asks("my services").text


def test_a_user_who_is_locked_out_loses_them_at_once(hugo, office):
    assert not hugo.asks("my services").refused
    with office.database.transaction() as db:
        db.exec_driver_sql(f"update users set status = 'disabled' where login = '{HUGO}'")
    assert hugo.asks("my services").refused
