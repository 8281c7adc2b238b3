"""Reminders in direct messages: on and off by one's own settings, for as long as one may look."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import digests, sample
from handlers.context import Defaults
from handlers.settings_commands import SetMine
from jobs.reminders import sweep
from store.values import ChannelKind, OrganisationId, Scope
from tests.handlers.conftest import NOW

LATER = NOW + timedelta(days=4)
BOUND = "select channel, kind from bindings"


@pytest.fixture
def told(bruno):
    """Bruno only reads, and is told in direct messages from now on."""
    form = bruno.presses(bruno.asks("settings"), "Change mine")
    bruno.submits(form, language="fr", zone="Europe/Paris", digests="yes")
    return bruno


def swept(office, where="kind = 'digest'"):
    with office.database.transaction() as db:
        sweep(db, Defaults(), LATER)
    return office.rows(f"select key, channel, body from outbox where {where} and key like '%-24'")


def drawn(office, key):
    root = OrganisationId(sample.loading.sample_id("organisation", "Comptoir"))
    with office.database.transaction() as db:
        return digests.card(db, Scope(root), key, LATER)


def test_a_reader_is_told_alone_in_their_own_language(told, office):
    assert office.rows(BOUND) == [(f"@{sample.ATELIER_READER}", ChannelKind.DIRECT)]
    ((_key, channel, body),) = swept(office)
    assert channel == f"@{sample.ATELIER_READER}"
    assert '"language":"fr","zone":"Europe/Paris"' in body


def test_the_settings_say_so_and_no_stops_it(told, office):
    said = told.asks("settings")
    assert "Rappels en message direct : Atelier Cloud" in said.text
    told.submits(told.presses(said, "Modifier les miens"), digests="no")
    assert office.rows(BOUND) == []


def test_saving_something_else_leaves_it_as_it_is(told, office):
    told.sends(SetMine(language="en").token)
    told.sends(SetMine(digests="yes").token)
    assert len(office.rows(BOUND)) == 1


def test_another_organisation_takes_the_place_of_the_first(told, office):
    told.sends(SetMine(organisation="Contoso", digests="yes").token)
    assert office.rows("select name from bindings join organisations o on o.id = organisation_id") == [("Contoso",)]


def test_another_platforms_conversation_goes_on(told, office):
    with office.database.transaction() as db:
        db.exec_driver_sql(
            "insert into installations (id, platform, team, bot, root_id, created_at) "
            "select root_id, 'elsewhere', team, bot, root_id, created_at from installations"
        )
        db.exec_driver_sql("update bindings set installation_id = (select root_id from installations limit 1)")
    told.sends(SetMine(organisation="Contoso", digests="yes").token)
    assert office.one("select count(*) from bindings") == 2


def test_who_is_no_operator_any_more_hears_nothing(told, office):
    ((key, _channel, _body),) = swept(office)
    assert drawn(office, key) is not None
    with office.database.transaction() as db:
        db.exec_driver_sql("delete from grants where role = 'reader'")
    assert drawn(office, key) is None


def test_buttons_are_there_for_whoever_may_press_them(told, alice, office):
    alice.sends(SetMine(digests="yes").token)
    shown = {channel: drawn(office, key) for key, channel, _body in swept(office)}
    assert len(shown) == 2
    has_buttons = {name: any(one.kind == "buttons" for one in card.elements) for name, card in shown.items()}
    assert has_buttons == {f"@{sample.ATELIER_READER}": False, f"@{sample.ATELIER_ADMIN}": True}


def test_remind_stop_said_alone_ends_it_too(alice, office):
    alice.sends(SetMine(digests="yes").token)
    assert "no longer told what is due in Atelier Cloud" in alice.asks("remind stop").text
    assert office.rows(BOUND) == []


def test_staff_is_told_as_long_as_they_may_sign_in(office, alice):
    with office.database.transaction() as db:
        db.exec_driver_sql("update people set email = 'emma.lefevre@contoso.example' where email like 'alice%%'")
    emma = office.person("emma.lefevre@contoso.example")
    emma.sends(SetMine(organisation="Contoso", digests="yes").token)
    ((key, _channel, _body),) = swept(office)
    with office.database.transaction() as db:
        db.exec_driver_sql("delete from grants")
    assert drawn(office, key) is not None
    with office.database.transaction() as db:
        db.exec_driver_sql("update users set status = 'locked'")
    assert drawn(office, key) is None


def test_a_conversation_is_not_told_twice(alice, office):
    alice.sends(SetMine(digests="yes").token)
    assert "You are told already what is due in Atelier Cloud." in alice.asks("remind here").text
    assert len(office.rows(BOUND)) == 1


def test_turning_it_off_ends_what_was_said_in_the_conversation_itself(alice, office):
    alice.asks("remind here")
    assert "Reminders in direct messages: Atelier Cloud" in alice.asks("settings").text
    alice.sends(SetMine(digests="no").token)
    assert office.rows(BOUND) == []


def test_a_channel_of_theirs_stays_told(alice, office):
    alice.moved_to("C-ONE").asks("remind here")
    alice.sends(SetMine(digests="no").token)
    assert office.rows(BOUND) == [("C-ONE", ChannelKind.GROUP)]
