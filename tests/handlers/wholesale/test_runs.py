"""A planned file in the chat: shown, confirmed, dismissed."""

from __future__ import annotations

from handlers.wholesale.run_commands import ApplyRun, ImportUsers, ShowRun
from tests.handlers.wholesale.test_planning import ANN, BEN, GONE


def test_the_plan_says_what_each_kind_of_row_comes_to_and_one_press_applies_it(desk, alice):
    id = desk.plan(ANN, BEN.replace("f.webex.com", ""), "Bad,Row,nobody,,,,,TRUE,,")
    shown = alice.sends(ShowRun(run=str(id)).token)
    assert "Nothing was changed yet" in shown.text
    assert "2 of 3" not in alice.presses(shown, "Apply").text
    desk.jobs.act(desk.jobs.take())
    assert len(desk.users()) == 2
    assert "All rows are settled" in alice.sends(ShowRun(run=str(id)).token).text


def test_deletions_need_their_number_typed(desk, alice):
    desk.apply(desk.plan(BEN))
    token = ShowRun(run=str(desk.plan(GONE))).token
    refused = alice.submits(alice.sends(token), removals="2")
    assert (refused.refused, desk.jobs.take()) == (True, None)
    assert not alice.submits(alice.sends(token), removals="1").refused
    desk.jobs.act(desk.jobs.take())
    assert desk.users() == []


def test_who_would_be_deleted_is_a_list_of_its_own(desk, alice):
    desk.apply(desk.plan(BEN))
    shown = alice.sends(ShowRun(run=str(desk.plan(GONE))).token)
    assert "ben@fabrikam.example" in alice.presses(shown, "Who is deleted").text


def test_the_same_file_again_is_said(desk, alice):
    desk.apply(desk.plan(ANN))
    assert "The very same file was applied" in alice.sends(ShowRun(run=str(desk.plan(ANN))).token).text


def test_two_files_of_one_customer_are_not_applied_at_once(desk, alice):
    first, second = desk.plan(ANN), desk.plan(BEN)
    desk.confirm(first)
    refused = alice.sends(ApplyRun(run=str(second)).token)
    assert (refused.refused, "is being applied" in refused.text) == (True, True)


def test_a_dismissed_file_is_not_applied(desk, alice):
    id = desk.plan(ANN)
    alice.presses(alice.sends(ShowRun(run=str(id)).token), "Dismiss")
    assert alice.sends(ApplyRun(run=str(id)).token).refused
    assert desk.jobs.take() is None


def test_nobody_else_sees_the_file(desk, adam, bruno):
    token = ShowRun(run=str(desk.plan(ANN))).token
    assert (adam.sends(token).refused, bruno.sends(token).refused) == (True, True)


def test_the_template_is_there_on_request(alice):
    assert "Template" in alice.sends(ImportUsers().token).text
