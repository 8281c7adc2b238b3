"""What is worth doing, on a page, on the overview and in the digest; muted with a reason, until a day."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.phrases import Tongue
from bot.text_cards import text
from handlers import digests
from handlers.advice import gathering
from handlers.advice_commands import MuteAdvice, UnmuteAdvice
from handlers.context import Defaults
from handlers.sample.loading import sample_id
from jobs.reminders import sweep
from store.database import Database
from store.values import Scope
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

E3 = "Microsoft 365 E3"
ID = str(sample_id("subscription", "Contoso", E3))
UNUSED = "Microsoft 365 E3: nobody uses 7 seats; they can go until 24 Nov 2026, 14:05"
MUTE = MuteAdvice(subscription=ID, advice="unused", reason="Kept for the new team", until="2026-11-30")


@pytest.fixture
def office(furnished, sqlite_url):
    """On SQLite; the queries of every page are run on both engines below."""
    database = Database.open(sqlite_url)
    yield Office(database, NOW, loaded=True)
    database.close()


def test_the_page_runs_on_each_engine(database_url):
    database = Database.open(database_url)
    alice = Office(database, NOW).person("alice.martin@atelier-cloud.example")
    assert f"Contoso: {UNUSED}" in alice.asks("advice").text
    assert "E5" not in alice.asks("advice").text
    alice.sends(MUTE.token)
    assert "Kept for the new team" in alice.asks("advice muted").text
    database.close()


def test_unused_seats_come_with_their_last_moment_and_the_button_that_gives_them_back(chloe):
    said = chloe.asks("advice")
    assert UNUSED in said.text
    assert "25 → 18 (−7)" in chloe.presses(said, "Give back 7 seats").text


def test_it_is_known_whether_more_would_have_been_looked_at(alice, office):
    atelier = Scope(sample_id("organisation", "Atelier Cloud"))
    with office.database.reading() as db:
        assert gathering.within(db, atelier, NOW).looked_at_all
        assert not gathering.within(db, atelier, NOW, most=1).looked_at_all


def test_in_french_too(chloe):
    assert "Conseils · Contoso" in chloe.speaking("fr").asks("conseils").text


def test_seats_that_are_short_are_said_with_who_has_none(chloe, office):
    office.write("update subscriptions set seats = 31 where name = 'Microsoft 365 Business Premium'")
    said = chloe.asks("advice")
    assert "Microsoft 365 Business Premium: all 31 seats are used" in said.text
    assert "Order more seats" in said.buttons


def test_a_renewal_that_nobody_decided_is_said_until_somebody_does(chloe, office):
    office.write("update subscriptions set ends_on = '2027-01-20' where name = :name", name=E3)
    said = chloe.asks("advice")
    open_ = "Microsoft 365 E3: nobody has decided what happens after 20 Jan 2027"
    assert open_ in said.text
    chloe.presses(said, "Renew as it is")
    assert open_ not in chloe.asks("advice").text


def test_the_overview_says_what_its_decisions_do_not(chloe, office):
    assert UNUSED not in chloe.asks("overview").text
    office.write("update subscriptions set ends_on = '2027-01-20' where name = :name", name=E3)
    overview = chloe.asks("overview").text
    assert "Advice\nMicrosoft 365 E3: nobody has decided what happens after 20 Jan 2027" in overview


def test_the_digest_says_that_there_is_more_and_not_what_nor_anything_twice(alice, office):
    """Visio stops in seven days; on E3, which ends in two months, nobody has decided."""
    office.write("update subscriptions set ends_on = '2027-01-20' where name = :name", name=E3)
    alice.moved_to("C-ONE").asks("remind here")
    morning = NOW + timedelta(days=4)
    with office.database.transaction() as db:
        sweep(db, Defaults(), morning)
        digest = db.exec_driver_sql("select digest from reminders where rule <> 'window'").scalar()
        card = digests.card(db, Scope(sample_id("organisation", "Comptoir")), digest, morning)
    said = text(card, Tongue("en"))
    assert "1 piece of advice besides" in said
    assert E3 not in said


def test_a_month_that_rolls_over_is_never_on_the_overview(chloe, office):
    rolls = "update subscriptions set end_of_term = 'renew' where name = 'Visio Plan 2'"
    office.write(rolls)
    assert "Visio Plan 2: nobody" not in chloe.asks("overview").text


def test_muted_it_is_said_no_more_before_that_day_is_over(chloe, office):
    form = chloe.presses(chloe.asks("advice"), "Say no more …")
    said = chloe.submits(form, reason="Kept for the new team", until="2026-11-22")
    assert "Microsoft 365 E3: I say no more of it before 22 Nov 2026 is over." in said.text
    assert UNUSED not in chloe.asks("advice").text
    office.later(days=2, hours=9, minutes=54)
    assert "nobody uses" not in chloe.asks("advice").text
    office.later(minutes=1)
    assert "nobody uses 7 seats" in chloe.asks("advice").text


def test_what_is_muted_is_listed_with_its_reason_and_heard_again_by_a_button(chloe):
    chloe.sends(MUTE.token)
    listed = chloe.presses(chloe.asks("advice"), "Show what is muted")
    assert "Kept for the new team" in listed.text
    assert "By Chloé Dubois" in listed.text
    chloe.presses(listed, "Say it again: Microsoft 365 E3, unused seats that can go")
    assert UNUSED in chloe.asks("advice").text


def test_another_organisation_goes_on_hearing_it(alice, chloe):
    chloe.sends(MUTE.token)
    assert UNUSED in alice.asks("advice").text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reason": " "}, "Why"),
        ({"until": "soon"}, "“soon” is not a day such as 2027-01-31."),
        ({"until": "2026-11-19"}, "The day lies between today and a year from now."),
        ({"until": "2028-01-01"}, "The day lies between today and a year from now."),
        ({"reason": "x" * 301}, "A reason has at most 300 characters."),
        ({"advice": "nonsense"}, "There is no such advice."),
    ],
)
def test_without_a_reason_and_a_day_nothing_is_muted(chloe, office, fields, says):
    assert says in chloe.sends(MUTE.but(**fields).token).text
    assert office.one("select count(*) from mutes") == 0


@pytest.mark.parametrize("command", [MuteAdvice, UnmuteAdvice])
def test_a_stranger_learns_nothing(adam, chloe, command):
    chloe.sends(MUTE.token)
    there, nowhere = command(subscription=ID, advice="unused"), command(subscription=str(uuid4()), advice="unused")
    assert adam.sends(there.token).text == adam.sends(nowhere.token).text


def test_a_reader_reads_and_has_no_buttons(david):
    said = david.asks("advice")
    assert UNUSED in said.text
    assert "Say no more …" not in said.buttons


def test_that_was_not_muted(chloe):
    assert "That was not muted." in chloe.sends(UnmuteAdvice(subscription=ID, advice="full").token).text
