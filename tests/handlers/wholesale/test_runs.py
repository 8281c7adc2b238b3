"""A file of users in the chat: planned, looked at, confirmed, dismissed."""

from __future__ import annotations

import pytest

from bot.phrases import Speaker, Tongue
from bot.uploads import Why
from handlers.wholesale import run_words
from handlers.wholesale.run_commands import DismissRun, PlaceRun, ShowRun
from tests.handlers.wholesale.conftest import HEAD, PACKAGES
from tests.handlers.wholesale.test_planning import ANN, BEN, GONE

FILE = "\n".join((f"{HEAD},{PACKAGES}", ANN, BEN)).encode()


def test_a_location_that_was_removed_since_the_plan_stops_its_rows_alone(desk):
    id = desk.plan(ANN, BEN)
    desk.office.write("DELETE FROM locations WHERE name = 'Paris'")
    assert desk.apply(id) == ["unknown-location", "done"]
    assert [login for login, *_rest in desk.users()] == ["ben@fabrikam.example"]
    told = [Speaker(Tongue()).say(run_words.outcome(line)) for line in desk.lines(id)]
    assert told == ["not done: the location was removed after the plan was made", "Done"]


def test_a_file_is_asked_for_its_customer_and_then_planned(desk, alice):
    asked = alice.sends(desk.take(FILE).token)
    assert ({"to", "replaces"}, "Fabrikam" in asked.options("to")) == (asked.fields, True)
    waits = alice.submits(asked, to=asked.options("to")["Fabrikam"], replaces="yes")
    assert "The plan is being made" in waits.text
    desk.jobs.act(desk.jobs.take())
    assert "This is the plan" in alice.presses(waits, "Refresh").text


@pytest.mark.parametrize("words", ["Fabrikam", "users import fabrikam", "Utilisateurs importer Fabrikam"])
def test_words_beside_the_file_name_its_customer(desk, alice, words):
    assert "The plan is being made" in alice.sends(desk.take(FILE, words=words).token).text


def test_words_that_name_nobody_lead_to_the_question(desk, alice):
    assert "to" in alice.sends(desk.take(FILE, words="here is the list").token).fields


def test_a_customers_admin_is_not_asked_for_which_customer(desk, chloe):
    assert "users of Contoso" in chloe.sends(desk.take(FILE, who=chloe).token).text


def test_whoever_may_not_manage_users_leaves_no_file_here(desk, bruno):
    refused = bruno.sends(desk.take(FILE, who=bruno).token)
    assert (refused.refused, desk.intake.welcomes(bruno.account)) == (True, False)
    assert desk.office.one("SELECT count(*) FROM user_runs") == 0


@pytest.mark.parametrize("why", Why)
def test_a_file_that_did_not_get_in_is_told_with_its_reason(desk, alice, why):
    refused = alice.sends(desk.intake.refused(desk.ask(), "../list.csv", why).token)
    assert (refused.refused, "list.csv was not taken" in refused.text) == (True, True)
    assert "Nothing was changed" in refused.text


@pytest.mark.parametrize("name", ["users.csv", "users.xlsx"])
def test_a_workbook_is_refused_at_once_and_it_is_said_how_to_save_it(desk, alice, name):
    refused = alice.sends(desk.take(b"PK\x03\x04....", name=name).token)
    assert (refused.refused, "Save as, CSV UTF-8" in refused.text) == (True, True)
    assert desk.office.one("SELECT count(*) FROM user_runs") == 0


def test_the_plan_says_what_each_kind_of_row_comes_to_and_one_press_applies_it(desk, alice):
    id = desk.plan(ANN, BEN.replace("f.webex.com", ""), "Bad,Row,nobody,,,,,TRUE,,")
    shown = alice.sends(ShowRun(run=str(id)).token)
    assert "Row 4: – · Refused · User ID/Email: “nobody” is not an e-mail address" in shown.text
    assert "2 rows are being applied" in alice.presses(shown, "Apply").text
    desk.jobs.act(desk.jobs.take())
    assert len(desk.users()) == 2
    assert "All rows are settled" in alice.sends(ShowRun(run=str(id)).token).text


def test_refusals_and_warnings_are_lists_of_their_own(desk, alice):
    bad = [f"Bad,Row,nobody{number},,,,,TRUE,," for number in range(11)]
    shown = alice.sends(ShowRun(run=str(desk.plan(*bad, ANN))).token)
    first = alice.presses(shown, "11 rows are refused")
    assert ("nobody9" in first.text, "nobody10" in alice.presses(first, "Next").text) == (True, True)
    assert "the + that was missing was put back: +33142685300" in alice.presses(shown, "1 warning").text


def test_deletions_are_listed_in_red_and_need_their_number_typed(desk, alice):
    desk.apply(desk.plan(BEN))
    shown = alice.sends(ShowRun(run=str(desk.plan(GONE))).token)
    asked = alice.presses(shown, "Apply and delete 1 user")
    assert ("ben@fabrikam.example" in asked.text, asked.card.submit.style) == (True, "danger")
    refused = alice.submits(asked, removals="2")
    assert (refused.refused, desk.jobs.take()) == (True, None)
    assert not alice.submits(asked, removals="1").refused
    desk.jobs.act(desk.jobs.take())
    assert desk.users() == []


def test_more_deletions_than_a_card_holds_are_paged(desk, alice):
    people = [f"N{at},Ame,n{at:02}@fabrikam.example,,,,s" for at in range(12)]
    desk.apply(desk.plan(*(f"{one},,TRUE," for one in people)))
    shown = alice.sends(ShowRun(run=str(desk.plan(*(f"{one},,," for one in people)))).token)
    listed = alice.presses(alice.presses(shown, "Apply and delete 12 users"), "All of them")
    assert "n11@fabrikam.example" in alice.presses(listed, "Next").text


@pytest.mark.parametrize("typed", ["1,200", "1\u202f200", " 1200 "])
def test_a_number_of_deletions_is_typed_as_the_card_writes_it(desk, alice, typed):
    desk.plan()
    desk.office.write("UPDATE user_runs SET removals = 1200, rows = 1200")
    press = desk.applying(desk.last)
    assert alice.sends(press.but(removals="1,20").token).refused
    assert alice.sends(press.but(removals="120").token).refused
    assert not alice.sends(press.but(removals=typed).token).refused


def test_an_address_that_changes_is_said_to_be_a_deletion_and_a_creation(desk, alice):
    desk.apply(desk.plan(ANN))
    shown = alice.sends(ShowRun(run=str(desk.plan(ANN.replace("ann@", "ann.ax@")))).token)
    asked = alice.presses(shown, "Apply and delete 1 user")
    assert "ann.ax@fabrikam.example · Delete and create" in asked.text
    assert "ann@fabrikam.example is deleted, and created again with the new address" in asked.text


def test_the_other_behaviour_is_one_press_away(desk, alice):
    shown = alice.sends(ShowRun(run=str(desk.plan(BEN))).token)
    alice.presses(shown, "With the base licences instead")
    desk.jobs.act(desk.jobs.take())
    again = alice.sends(shown.ask.said.token)
    assert "Messaging, Meeting and Calling are assigned besides each package" in again.text


def test_the_same_file_again_is_said(desk, alice):
    desk.apply(desk.plan(ANN))
    assert "The very same file was applied" in alice.sends(ShowRun(run=str(desk.plan(ANN))).token).text


def test_two_files_of_one_customer_are_not_applied_at_once(desk, alice):
    first, second = desk.plan(ANN), desk.plan(BEN)
    desk.confirm(first)
    refused = alice.sends(desk.applying(second).token)
    assert (refused.refused, "is being applied" in refused.text) == (True, True)


def test_a_dismissed_file_is_not_applied_and_its_bytes_are_gone(desk, alice):
    id = desk.plan(ANN)
    alice.presses(alice.sends(ShowRun(run=str(id)).token), "Dismiss")
    assert alice.sends(desk.applying(id).token).refused
    assert alice.sends(PlaceRun(run=str(id), to=str(desk.fabrikam)).token).text.count("dismissed") == 1
    assert (desk.jobs.take(), desk.office.one("SELECT count(*) FROM user_run_pieces")) == (None, 0)


def test_a_plan_that_was_made_anew_is_not_applied_unseen(desk, alice):
    shown = alice.sends(ShowRun(run=str(desk.plan(BEN))).token)
    alice.presses(shown, "With the base licences instead")
    desk.office.later(seconds=1)
    desk.jobs.act(desk.jobs.take())
    refused = alice.presses(shown, "Apply")
    assert (refused.refused, "made anew meanwhile" in refused.text, desk.users()) == (True, True, [])
    assert "row is being applied" in alice.presses(alice.presses(refused, "Show the plan"), "Apply").text


def test_a_second_press_on_apply_applies_nothing_more(desk, alice):
    shown = alice.sends(ShowRun(run=str(desk.plan(BEN))).token)
    alice.presses(shown, "Apply")
    assert "confirmed already" in alice.presses(shown, "Apply").text
    desk.jobs.act(desk.jobs.take())
    assert "confirmed already" in alice.presses(shown, "Apply").text
    assert (len(desk.users()), desk.jobs.take()) == (1, None)


def test_another_admin_looks_at_a_file_and_does_not_decide_on_it(desk, alice, ole):
    id = desk.plan(BEN)
    shown = ole.sends(ShowRun(run=str(id)).token)
    assert ("Add: 1" in shown.text, "[Apply]" in shown.text, "Dismiss" in shown.text) == (True, False, False)
    presses = (desk.applying(id), DismissRun(run=str(id)), PlaceRun(run=str(id), to=str(desk.fabrikam), replaces="no"))
    assert all("who alone decides" in ole.sends(press.token).text for press in presses)
    desk.apply(id)
    done = ole.sends(ShowRun(run=str(id)).token)
    assert ("All rows as CSV" in done.text, "users-result" in done.text) == (True, False)


def test_rights_that_were_withdrawn_after_the_plan_stop_it(desk, alice):
    shown = alice.sends(ShowRun(run=str(desk.plan(BEN))).token)
    desk.office.write("UPDATE grants SET role = 'reader'")
    assert (alice.presses(shown, "Apply").refused, desk.jobs.take()) == (True, None)


def test_what_was_applied_has_the_number_of_an_order(desk, alice, bruno):
    id = desk.plan(BEN)
    begun = alice.presses(alice.sends(ShowRun(run=str(id)).token), "Apply")
    desk.jobs.act(desk.jobs.take())
    number = desk.run(id).label
    assert (number[:2], number in begun.text) == ("C-", True)
    assert "All rows are settled" in alice.asks(f"orders {number}").text
    assert bruno.asks(f"orders {number}").refused


def test_columns_that_say_nothing_are_named_before_anybody_is_deleted(desk, alice):
    desk.apply(desk.plan(BEN))
    head = "First Name,Last Name,Email,Webex Meetings,Webex Siute,Notes"
    shown = alice.sends(ShowRun(run=str(desk.plan("Ben,Bo,ben@fabrikam.example,,TRUE,x", head=head))).token)
    assert "⚠ Columns that are not read: “Webex Siute”, “Notes”." in shown.text
    many = ",".join(f"c{number}" for number in range(10))
    more = alice.sends(ShowRun(run=str(desk.plan(head=f"First Name,Last Name,Email,Webex Suite,{many}"))).token)
    assert "“c7”, and 2 more" in more.text
    assert "There is no row below the headings" in more.text


def test_nobody_else_sees_the_file(desk, adam, bruno):
    token = ShowRun(run=str(desk.plan(ANN))).token
    assert (adam.sends(token).refused, bruno.sends(token).refused) == (True, True)


def test_what_to_send_is_said_with_the_template(alice):
    said = alice.asks("users import")
    assert ("The customer's name can stand beside it" in said.text, "Template" in said.text) == (True, True)
