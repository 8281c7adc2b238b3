"""Seeing the bot as a user: what they see, marked, for a quarter of an hour, and nothing can be changed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from handlers import sample
from handlers.guise_commands import BeginGuise, EndGuise, InGuise, LogInAs
from handlers.inventory import ShowSubscriptions
from handlers.overview import Overview
from handlers.sample.loading import sample_id
from handlers.seat_commands import ChangeSeats
from handlers.settings_commands import SetMine, ShowSettings
from handlers.share import Share
from handlers.users.commands import Unassign
from jobs.guises import take_off
from jobs.shift import Shift
from store import schema, users
from store.values import OrganisationId, Scope, UserId

CONTOSO = Scope(OrganisationId(sample_id("organisation", "Contoso")))
HUGO, EMMA = "hugo.moreau@contoso.example", "emma.lefevre@contoso.example"
MARK = "You see this as {name}, until 20 Nov 2026, 14:20 (Europe/Paris). Nothing can be changed."
ENDED = "select subject, origin, detail from audit where command = 'guise.end' and outcome = 'done'"


def user(login):
    return str(sample_id("user", login))


def sees(admin, login):
    """The first card of that user's view."""
    return admin.sends(BeginGuise(user=user(login)).token)


def guise(office):
    return str(UUID(str(office.one("select id from guises"))))


def sweeps(office):
    return take_off(Shift(office.database, lambda: office.now, lambda _db: None))


def forged(admin, office, command):
    return admin.sends(InGuise(guise=guise(office), of=command.token).token)


def test_before_it_begins_it_says_what_it_means(chloe, office):
    said = chloe.asks(f"log in as {HUGO}")
    assert "You see what Hugo Moreau sees in the chat." in said.text
    assert "15 minutes, or until you end it" in said.text
    assert office.rows("select id from guises") == []


def test_it_begins_from_the_users_card(chloe):
    said = chloe.presses(chloe.asks(f"users show {HUGO}"), "Log in as")
    assert "See it as Hugo Moreau" in said.buttons


def test_lists_of_people_are_looked_at_and_not_changed(chloe):
    listed = chloe.presses(sees(chloe, EMMA), "Users")
    assert MARK.format(name="Emma Lefèvre") in listed.text
    assert not {"Add users", "CSV"} & listed.buttons.keys()
    one = chloe.presses(listed, "Louise Blanc")
    assert not {"Assign a service", "Edit", "Disable", "Delete", "Log in as"} & one.buttons.keys()


def test_a_service_user_has_their_services_marked_and_an_end(chloe):
    said = chloe.presses(chloe.asks(f"log in as {HUGO}"), "See it as Hugo Moreau")
    assert said.text.splitlines()[:2] == ["My services", f"⚠ {MARK.format(name='Hugo Moreau')}"]
    assert list(said.buttons) == ["Open Microsoft 365 E3", "Be myself again"]
    assert said.card.private


def test_staff_have_their_overview_without_what_changes_anything(chloe):
    said = sees(chloe, EMMA)
    assert MARK.format(name="Emma Lefèvre") in said.text
    assert {"Subscriptions", "Orders", "Be myself again"} <= said.buttons.keys()
    assert not {"Change seats", "Renew", "Mine"} & said.buttons.keys()


def test_every_card_that_follows_is_marked_too(chloe):
    listed = chloe.presses(sees(chloe, EMMA), "Subscriptions")
    one = chloe.presses(listed, "Visio Plan 2")
    assert MARK.format(name="Emma Lefèvre") in one.text
    assert list(one.buttons) == ["What can still change", "Who uses it", "Be myself again"]


def test_in_french(alice):
    said = sees(alice.speaking("fr"), HUGO)
    assert "Vous voyez ceci comme Hugo Moreau, jusqu’au 20 nov. 2026 à 14:20 (Europe/Paris)." in said.text
    assert "Redevenir moi-même" in said.buttons


@pytest.mark.parametrize(
    "command",
    [
        ChangeSeats(words="Visio Plan 2 9"),
        Unassign(words="Visio Plan 2"),
        SetMine(language="fr"),
        ShowSettings(),
        Share(of=Overview().token),
        LogInAs(login=HUGO),
        BeginGuise(user=user(HUGO)),
        EndGuise(),
    ],
)
def test_what_does_more_than_look_is_refused_even_if_forged(chloe, office, command):
    sees(chloe, EMMA)
    said = forged(chloe, office, command)
    assert "You see this as Emma Lefèvre, so nothing can be changed from here." in said.text
    assert office.rows("select count(*) from orders") == [(0,)]


@pytest.mark.parametrize("token", ["", "x", '["nothing",{}]', '["users",{"offset":"x"}]'])
def test_a_token_that_nobody_made_is_refused_like_a_change(chloe, office, token):
    sees(chloe, EMMA)
    said = chloe.sends(InGuise(guise=guise(office), of=token).token)
    assert "nothing can be changed from here" in said.text


def test_a_service_users_view_shows_no_more_than_they_see(chloe, office):
    sees(chloe, HUGO)
    assert "nothing can be changed from here" in forged(chloe, office, ShowSubscriptions()).text
    assert "No organisation is called “Fabrikam”" in forged(chloe, office, Overview(organisation="Fabrikam")).text


@pytest.mark.parametrize(("seconds", "there"), [(899, True), (900, False), (901, False)])
def test_it_ends_by_itself_to_the_second(chloe, office, seconds, there):
    card = sees(chloe, EMMA)
    office.later(seconds=seconds)
    said = chloe.presses(card, "Subscriptions")
    assert ("Subscriptions of Contoso" in said.text) is there
    assert ("This view ended on 20 Nov 2026, 14:20 (Europe/Paris)." in said.text) is not there


def test_the_button_ends_it_at_once_and_once(chloe, office):
    card = sees(chloe, EMMA)
    assert "You are yourself again" in chloe.presses(card, "Be myself again").text
    assert "This view had ended already." in chloe.presses(card, "Be myself again").text
    assert "This view has ended." in chloe.presses(card, "Subscriptions").text
    assert office.rows(ENDED) == [(EMMA, "console:T-HOME:dm-chloe.dubois@contoso.example", '{"why": "button"}')]


def test_one_at_a_time_the_earlier_one_ends(chloe, office):
    emma = sees(chloe, EMMA)
    sees(chloe, HUGO)
    assert "This view has ended." in chloe.presses(emma, "Subscriptions").text
    assert office.rows("select login from guises") == [(HUGO,)]
    assert [(row[0], row[2]) for row in office.rows(ENDED)] == [(EMMA, '{"why": "another user"}')]


def test_beginning_again_does_not_make_it_last_longer(chloe, office):
    sees(chloe, EMMA)
    office.later(minutes=10)
    assert "until 20 Nov 2026, 14:20" in sees(chloe, EMMA).text
    office.later(minutes=10)
    assert "until 20 Nov 2026, 14:40" in sees(chloe, EMMA).text


def test_two_views_begun_at_once_leave_one(chloe, office):
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda login: sees(chloe, login), [EMMA, HUGO] * 2))
    assert any("You see this as" in one.text for one in said)
    assert office.one("select count(*) from guises") == 1


def test_two_admins_see_as_two_users_at_once(chloe, alice):
    first, second = sees(chloe, EMMA), sees(alice, EMMA)
    assert "Subscriptions of Contoso" in chloe.presses(first, "Subscriptions").text
    assert "Subscriptions of Contoso" in alice.presses(second, "Subscriptions").text


def test_somebody_elses_view_is_not_there(chloe, alice, office):
    card = sees(chloe, EMMA)
    assert "This view has ended." in alice.presses(card, "Subscriptions").text
    assert "This view had ended already." in alice.presses(card, "Be myself again").text
    assert office.one("select count(*) from guises") == 1


def test_the_record_names_who_saw_what_as_whom(chloe, office):
    chloe.presses(sees(chloe, EMMA), "Subscriptions")
    rows = {row[1]: row for row in office.rows("select actor, command, subject, detail from audit")}
    assert {row[::2] for row in rows.values()} == {(sample.CONTOSO_ADMIN, EMMA)}
    assert json.loads(rows["guise.begin"][3]) == {"until": "2026-11-20T13:20:00+00:00"}
    assert json.loads(rows["guise.view"][3])["looked_at"] == "subscriptions"


def test_the_clock_takes_it_off_and_records_that_once(chloe, office):
    sees(chloe, EMMA)
    assert sweeps(office) == 0
    office.later(minutes=15)
    assert (sweeps(office), sweeps(office)) == (1, 0)
    assert office.rows(ENDED) == [(EMMA, "clock", '{"why": "time", "until": "2026-11-20T13:20:00+00:00"}')]


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("update grants set role = 'reader'", "right"),
        ("delete from grants", "right"),
        ("update users set status = 'disabled'", "user"),
    ],
)
def test_it_ends_with_the_right_and_with_the_user(chloe, office, sql, why):
    card = sees(chloe, EMMA)
    with office.database.transaction() as db:
        db.exec_driver_sql(sql)
    assert chloe.presses(card, "Subscriptions").refused
    assert sweeps(office) == 1
    assert f'"why": "{why}"' in office.rows(ENDED)[0][2]


def test_a_user_who_is_deleted_is_seen_no_longer(chloe, office):
    card = sees(chloe, EMMA)
    with office.database.transaction() as db:
        assert users.remove(db, CONTOSO, users.get(db, CONTOSO, UserId(UUID(user(EMMA)))))
    assert "This view has ended." in chloe.presses(card, "Subscriptions").text
    assert sweeps(office) == 1


@pytest.mark.parametrize("login", ["louis.bonnet@contoso.example", "arthur.guerin@contoso.example"])
def test_who_can_not_sign_in_has_no_view(chloe, office, login):
    said = chloe.sends(BeginGuise(user=user(login)).token)
    assert ("can't sign in at the moment" in said.text) is said.refused
    assert bool(office.rows("select id from guises")) is not said.refused


@pytest.mark.parametrize("command", [LogInAs, BeginGuise])
def test_a_user_of_others_is_as_one_that_does_not_exist(adam, office, command):
    foreign = adam.sends(command(user=user(EMMA)).token)
    nobody = adam.sends(command(user=str(sample_id("user", "nobody"))).token)
    assert foreign.text == nobody.text
    assert "There is no such user." in foreign.text
    assert "There is no such user." in adam.asks(f"log in as {EMMA}").text
    assert office.rows("select id from guises") == []


def test_a_reader_logs_in_as_nobody(bruno, office):
    assert sees(bruno, EMMA).refused
    assert office.rows("select id from guises") == []


def join(office, login, organisation):
    """One more user of that login, Ready; their id."""
    id = sample_id("user", login, organisation)
    who = {
        "id": id,
        "login": login,
        "first_name": "Hugo",
        "last_name": "Moreau",
        "folded": "hugo moreau",
        "staff": False,
    }
    where = {"organisation_id": sample_id("organisation", organisation), "status": "ready", "created_at": office.now}
    with office.database.transaction() as db:
        db.execute(schema.users.insert(), who | where)
    return id


def test_a_user_of_two_organisations_is_seen_in_the_one_that_was_chosen(alice, office):
    join(office, HUGO, "Fabrikam")
    said = alice.asks(f"log in as {HUGO}")
    assert list(said.buttons) == ["Contoso", "Fabrikam"]
    assert "Organisation: Fabrikam" in alice.presses(said, "Fabrikam").text
    view = alice.presses(alice.presses(said, "Fabrikam"), "See it as Hugo Moreau")
    assert "No service is assigned" in view.text


def test_where_one_is_a_user_oneself_nothing_is_seen_of_theirs(alice, office):
    join(office, sample.ATELIER_ADMIN, "Adventure Works")
    theirs = join(office, HUGO, "Adventure Works")
    e5 = sample_id("subscription", "Adventure Works", "Microsoft 365 E5")
    with office.database.transaction() as db:
        seat = {"subscription_id": e5, "user_id": theirs, "assigned_at": office.now}
        db.execute(schema.assignments.insert(), seat)
    assert "Adventure Works" not in sees(alice, HUGO).text
