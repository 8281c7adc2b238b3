"""Who may ask what where; what a redelivery does; what is recorded."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from bot.ask import Account, Platform, Standing, Vouched
from handlers import sample
from handlers.book import MENU
from handlers.find import AboutSubscription
from handlers.seat_commands import ChangeSeats
from handlers.share import Share
from store.database import Database
from store.values import Right
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

E3, E5 = "Microsoft 365 E3", "Microsoft 365 E5"


def subscription_id(office, name):
    return str(office.rows("select id from subscriptions where name = :name", name=name)[0][0])


def test_somebody_unknown_gets_a_polite_refusal_and_an_audit_row(office):
    said = office.person("mallory@nowhere.example").asks("overview")
    assert said.refused
    assert "I can only help people whom their organisation has made operators. Nothing was done." in said.text
    rows = office.rows("select actor, outcome, command from audit")
    assert rows == [("mallory@nowhere.example", "refused", "unknown")]


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.MEMBER])
def test_whom_the_platform_does_not_call_a_member_is_refused_whatever_the_address(office, standing):
    said = office.person(sample.ATELIER_ADMIN, standing=standing).asks("overview")
    assert said.refused
    assert "You are not known here" in said.text


def test_another_workspace_is_not_even_remembered(office):
    account = Account(Platform.CONSOLE, "T-ELSEWHERE", "someone")
    office.dispatch.meet(Vouched(account, Standing.MEMBER, sample.ATELIER_ADMIN))
    assert office.one("select count(*) from identities") == 0


def test_a_changed_address_carries_no_rights_over(office, alice):
    office.dispatch.meet(Vouched(alice.account, Standing.MEMBER, "alice@elsewhere.example"))
    assert alice.asks("overview").refused


def test_an_address_is_the_same_in_any_case(office):
    assert not office.person(sample.ATELIER_ADMIN.upper()).asks("overview").refused


def test_a_reader_looks_at_everything_and_changes_nothing(bruno, office):
    assert not bruno.asks("subscriptions").refused
    said = bruno.asks(f"seats {E3} 30")
    assert said.refused
    assert "Your role, Reader" in said.text
    assert office.rows("select * from orders") == []


def test_a_right_taken_away_between_card_and_press_is_gone(alice, office):
    proposal = alice.asks(f"seats {E3} 30")
    with office.database.transaction() as db:
        db.exec_driver_sql("delete from grants")
    assert alice.presses(proposal, "Order 5 seats").refused
    assert office.rows("select state from orders") == [("draft",)]


def test_an_id_of_another_organisation_is_as_unknown_as_a_made_up_one(alice, adam, office):
    foreign = subscription_id(office, E5)
    assert E5 in adam.sends(MENU.typed("subscription")[0].command(subscription=foreign).token).text
    made_up = alice.sends(ChangeSeats(subscription=str(uuid4()), seats="3").token)
    tampered = alice.sends(ChangeSeats(subscription=foreign, seats="3").token)
    assert tampered.text == made_up.text


ABOUT = [item.command for item in MENU.items if issubclass(item.command, AboutSubscription)]


@pytest.mark.parametrize("command", ABOUT, ids=lambda command: command.name)
def test_no_command_on_a_subscription_reaches_another_partners(adam, alice, office, command):
    foreign = subscription_id(office, E5)
    assert "There is no such subscription" not in adam.sends(command(subscription=foreign).token).text
    answers = {alice.sends(command(subscription=id).token).text for id in (foreign, str(uuid4()))}
    assert len(answers) == 1
    assert "There is no such subscription. Nothing was changed." in answers.pop()


def test_no_name_of_another_partner_is_found_or_listed(alice):
    assert "No subscription is called" in alice.asks(f"seats {E5} 3").text
    assert "Adventure" not in alice.asks("subscriptions").text + alice.asks("overview").text
    assert "No organisation is called" in alice.asks("subscriptions Adventure Works").text


@pytest.mark.parametrize("token", ["", "x", "[]", '["seats"]', '["no.such",{}]', '["order.confirm",{}]', "[" * 5000])
def test_a_token_that_nobody_made_does_nothing(alice, token):
    said = alice.sends(token)
    assert said.refused
    assert "This button no longer works. Nothing was done." in said.text


def test_a_redelivery_is_answered_alike_and_does_nothing_twice(alice, office):
    said = alice.asks(f"seats {E3} 30")
    again = alice.repeats(said)
    assert again.text == said.text
    assert again.buttons == said.buttons
    assert [office.one(f"select count(*) from {table}") for table in ("orders", "audit", "deliveries")] == [1, 1, 1]


def test_a_redelivered_confirmation_shows_the_present_state(alice, office):
    placed = alice.presses(alice.asks(f"seats {E3} 30"), "Order 5 seats")
    again = alice.repeats(placed)
    assert "This order was already confirmed." in again.text
    assert office.one("select count(*) from outbox") == 1


def test_a_redelivered_setting_does_not_undo_a_later_one(alice, office):
    form = alice.presses(alice.asks("settings"), "Change mine")
    first = alice.submits(form, language="fr", zone="Europe/Paris")
    alice.submits(form, language="en", zone="UTC")
    alice.repeats(first)
    assert office.rows("select language, zone from people where email = :mail", mail=sample.ATELIER_ADMIN) == [
        ("en", "UTC")
    ]


def test_what_was_done_and_what_was_refused_is_recorded(alice, office):
    alice.asks(f"seats {E3} 30")
    alice.asks("seats business premium 35")
    rows = office.rows("select actor, command, subject, outcome, detail from audit order by at, command, outcome")
    assert [row[:4] for row in rows] == [
        (sample.ATELIER_ADMIN, "seats", "S-000001", "done"),
        (sample.ATELIER_ADMIN, "seats", "S-000002", "refused"),
    ]
    assert json.loads(rows[0][4]) == {"before": 25, "after": 30, "price": "1785.21"}


def test_an_answer_by_the_outbox_is_on_disk_with_what_it_says(alice, office):
    alice.by_outbox("overview")
    ((key, channel, body),) = office.rows("select key, channel, body from outbox")
    assert key.startswith("answer:")
    assert channel == alice.place.channel
    assert json.loads(body)["card"]["title"][1]["value"] == ["", "Atelier Cloud"]


def test_in_a_channel_the_answer_by_the_outbox_is_for_the_asker_alone(alice, office):
    alice.moved_to("C-GENERAL").by_outbox("overview")
    ((body,),) = office.rows("select body from outbox")
    assert json.loads(body)["only_for"] == sample.ATELIER_ADMIN


def test_an_unknown_word_gets_the_nearest_one_with_an_example(alice):
    said = alice.asks("seets Microsoft 365 E3 30")
    assert "Did you mean seats? For example: seats Microsoft 365 E3 +5" in said.text
    assert "Yes, seats" in said.buttons


@pytest.mark.parametrize(("words", "meant"), [("asign", "assign"), ("seets", "seats")])
def test_no_reader_is_offered_a_word_for_others(alice, bruno, words, meant):
    assert f"Yes, {meant}" in alice.asks(words).buttons
    said = bruno.asks(words)
    assert (f"Yes, {meant}" in said.buttons, meant in said.text) == (False, False)
    assert "I don't know the word" in said.text


def test_a_reader_is_offered_the_nearest_of_their_own_words(bruno):
    assert "Yes, subscriptions" in bruno.asks("subscripions").buttons


def test_a_french_word_is_found_as_it_is_written(alice):
    said = alice.speaking("fr").asks("opératuers")
    assert "Vouliez-vous dire opérateurs" in said.text
    assert "Oui, opérateurs" in said.buttons
    assert "Mots : operators" in alice.speaking("fr").asks("aide opératuers").text.replace("\u00a0", " ")


@pytest.mark.parametrize("words", ["\x00\x01", "<!channel>", "a" * 20_000, "\u202ezzz", "'; drop table orders; --"])
def test_strange_words_are_answered_and_harm_nothing(alice, words):
    said = alice.asks(words)
    assert said.refused
    assert len(said.text) < 500


@pytest.mark.parametrize("words", ["provision {}", "seats {} 5", "sites {}", "orders {}", "operators add {} admin"])
def test_what_no_database_can_look_for_is_found_nowhere(alice, words):
    said = alice.asks(words.format("a\x00b"))
    assert "Something went wrong" not in said.text


def test_a_press_that_names_what_no_database_can_look_for_is_none(alice):
    said = alice.sends('["provision.withdraw", {"number": "a\\u0000b"}]')
    assert "This button no longer works. Nothing was done." in said.text


def test_somebody_with_two_organisations_is_asked_which_one(office):
    appoint(office, sample.CONTOSO_ADMIN, "Fabrikam")
    chloe = office.person(sample.CONTOSO_ADMIN)
    said = chloe.asks("subscriptions")
    assert {"Contoso", "Fabrikam"} <= set(said.buttons)
    assert "Subscriptions of Fabrikam" in chloe.presses(said, "Fabrikam").text
    assert "Subscriptions of Contoso" in chloe.asks("subscriptions in contoso").text


def test_a_named_thing_is_found_under_whichever_grant_holds_it(office):
    appoint(office, sample.CONTOSO_ADMIN, "Adventure Works")
    chloe = office.person(sample.CONTOSO_ADMIN)
    assert "Adventure Works" in chloe.asks(f"seats {E5} 13").text
    assert "Contoso" in chloe.asks(f"seats {E3} 26").text


def appoint(office, email, organisation):
    with office.database.transaction() as db:
        db.exec_driver_sql(
            "insert into grants (person_id, organisation_id, role, granted_at) "
            "select p.id, o.id, 'admin', p.created_at from people p, organisations o "
            f"where p.email = '{email}' and o.name = '{organisation}'"
        )


def test_a_bug_is_answered_with_a_reference_and_undone(office, alice, caplog):
    with office.database.transaction() as db:
        db.exec_driver_sql("update subscriptions set status = 'odd' where name = 'Microsoft 365 E3'")
    said = alice.asks(f"seats {E3} 30")
    assert "Something went wrong on my side. Nothing was done. Reference: " in said.text
    assert office.rows("select outcome from audit") == [("failed",)]
    assert "handler failed" in caplog.text


def test_what_the_database_rightly_refuses_is_a_bug_too(office, alice):
    alice.asks(f"seats {E3} 30")
    with office.database.transaction() as db:
        db.exec_driver_sql("create unique index one_draft on orders (organisation_id)")
    assert "Something went wrong on my side. Nothing was done. Reference: " in alice.asks(f"seats {E3} 31").text
    assert office.rows("select outcome from audit order by at, outcome") == [("done",), ("failed",)]


def test_when_the_database_is_gone_nothing_is_done_and_that_is_said(sqlite_url):
    office = Office(Database.open(sqlite_url), NOW)
    alice = office.person(sample.ATELIER_ADMIN)
    with office.database.transaction() as db:
        db.exec_driver_sql("drop table deliveries")
    said = alice.asks("overview")
    assert said.refused
    assert "My memory does not answer at the moment. Nothing was done." in said.text


def test_a_vouching_from_before_the_clock_was_put_back_counts_no_longer(office, alice):
    assert office.dispatch.fresh(alice.account)
    office.later(days=-300)
    assert not office.dispatch.fresh(alice.account)


CUT = """CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"""
LAST_OF_ALL = """CREATE CONSTRAINT TRIGGER last_of_all AFTER INSERT ON deliveries INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION cut()"""


def test_when_the_answer_to_the_commit_is_lost_nothing_is_said_to_be_undone(furnished, postgresql_url):
    office = Office(Database.open(postgresql_url), NOW, loaded=True)
    alice = office.person(sample.ATELIER_ADMIN)
    office.write(CUT)
    office.write(LAST_OF_ALL)
    said = alice.asks("overview")
    assert "this may be done, or nothing of it. Look before you ask again." in said.text
    office.database.close()


def test_every_command_needs_a_right_and_only_those_who_look_may_be_shared():
    assert all(isinstance(item.needs, Right) for item in MENU.items)


def test_an_answer_in_a_channel_can_be_shared_by_a_press(alice, office):
    here = alice.moved_to("C-GENERAL")
    said = here.asks("subscriptions in Contoso")
    here.presses(said, "Share with this channel")
    ((channel, kind, body),) = office.rows("select channel, kind, body from outbox")
    assert (channel, kind) == ("C-GENERAL", "share")
    assert not json.loads(body)["only_for"]


def test_what_changes_something_is_never_shared(alice, office):
    here = alice.moved_to("C-GENERAL")
    said = here.asks(f"seats {E3} 30")
    assert "Share with this channel" not in said.buttons
    forged = here.sends(Share(of=said.buttons["Order 5 seats"].press).token)
    assert "This can't be shared. Nothing was done." in forged.text
    assert office.rows("select number from orders") == [(None,)]
