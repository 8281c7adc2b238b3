"""Users who exchange their numbers within one file: planned as that, applied at once, or not at all."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from handlers.policy.number_swaps import MOST_TOGETHER
from jobs.user_runs import UserRuns

ANN, BEN, CY = "+33142685301", "+33142685302", "+33142685303"


def row(name, number="", extension="", last="Ex", suite="TRUE"):
    return f"{name},{last},{name.lower()}@fabrikam.example,{number},{extension},Paris,f.webex.com,{suite},,"


@pytest.fixture
def three(desk):
    desk.apply(desk.plan(row("Ann", ANN), row("Ben", BEN), row("Cy", CY)))
    return desk


def numbers(desk):
    return {str(login).split("@")[0]: number for login, _package, number in desk.users()}


def test_two_users_exchange_their_numbers(three):
    id = three.plan(row("Ann", BEN), row("Cy", CY), row("Ben", ANN))
    assert (three.actions(id), three.apply(id)) == (["change", "nothing", "change"], ["done", None, "done"])
    assert numbers(three) == {"ann": BEN, "ben": ANN, "cy": CY}
    assert three.actions(three.plan(row("Ann", BEN), row("Ben", ANN))) == ["nothing", "nothing"]


def test_numbers_go_round_and_extensions_too(desk):
    desk.apply(desk.plan(row("Ann", ANN, "101"), row("Ben", BEN, "102"), row("Cy", CY, "103")))
    id = desk.plan(row("Ann", BEN, "103"), row("Ben", CY, "101"), row("Cy", ANN, "102"))
    assert desk.apply(id) == ["done"] * 3
    assert numbers(desk) == {"ann": BEN, "ben": CY, "cy": ANN}


@pytest.mark.parametrize("giver", [row("Ben", suite=""), row("Ben", "+33142685309")])
def test_a_number_that_a_later_row_gives_back_is_free(three, giver):
    assert three.apply(three.plan(row("Ann", BEN), giver)) == ["done", "done"]
    assert numbers(three)["ann"] == BEN


def test_a_number_that_its_holder_keeps_after_all_stays_refused(three):
    id = three.plan(row("Ann", BEN), row("Ben", BEN), row("Cy", ANN))
    assert three.actions(id) == ["refused", "nothing", "refused"]
    first, _second, third = three.lines(id)
    assert ("ben@fabrikam.example" in first.told, "ann@fabrikam.example" in third.told) == (True, True)


def test_whoever_waits_for_a_row_that_is_refused_is_refused_too_and_the_others_go_on(three):
    id = three.plan(row("Ann", BEN), row("Ben", CY), row("Cy", "nonsense"), row("Dee", "+33142685309"))
    assert three.actions(id) == ["refused", "refused", "refused", "add"]
    assert three.apply(id) == [None, None, None, "done"]


def test_of_rows_that_move_together_none_is_done_where_one_can_not_be(three):
    id = three.plan(row("Ann", BEN), row("Ben", ANN), row("Cy", CY, last="New"))
    three.office.write("UPDATE users SET last_name = 'Other' WHERE login = 'ben@fabrikam.example'")
    assert three.apply(id) == ["number-taken", "changed-since", "done"]
    assert numbers(three) == {"ann": ANN, "ben": BEN, "cy": CY}


def test_rows_that_move_together_are_applied_at_once_wherever_they_stand(three):
    others = [row(f"N{at}", f"+3314268{5400 + at}") for at in range(5)]
    id = three.plan(row("Ann", BEN), *others, row("Ben", ANN))
    three.jobs = UserRuns(three.office.database, lambda: three.office.now, batch=1)
    three.confirm(id)
    dead = three.jobs._step(three.jobs.take())
    assert ([line.row for line in three.lines(id) if line.settled], dead.run.settled) == ([2, 8], 2)
    three.office.now += timedelta(minutes=2)
    three.jobs.act(three.jobs.take())
    assert {line.outcome for line in three.lines(id)} == {"done"}
    assert (numbers(three)["ann"], numbers(three)["ben"], three.run(id).settled) == (BEN, ANN, 7)


@pytest.mark.parametrize("seed", range(6))
def test_in_whatever_order_numbers_are_handed_on_all_that_is_planned_is_done(desk, seed):
    chance, names = random.Random(seed), ["Ann", "Ben", "Cy", "Dee", "Eve", "Fay"]
    desk.apply(desk.plan(*(row(name, f"+3314268530{at}") for at, name in enumerate(names[:5]))))
    before = numbers(desk)
    wanted = {name: f"+3314268530{at}" for at, name in enumerate(chance.sample(names, 6))}
    rows = [row(name, "junk" if chance.random() < 0.1 else number) for name, number in wanted.items()]
    id = desk.plan(*rows)
    done = dict(zip(wanted, desk.apply(id), strict=True))
    assert {desk.lines(id)[at].outcome for at, one in enumerate(desk.actions(id)) if one in {"add", "change"}} <= {
        "done"
    }
    new = {name.lower(): wanted[name] for name, outcome in done.items() if outcome}
    assert numbers(desk) == before | new


@pytest.mark.parametrize(("beyond", "action"), [(0, "change"), (1, "refused")])
def test_so_many_go_round_as_are_applied_at_once_and_no_more(desk, beyond, action):
    users = range(MOST_TOGETHER + beyond)
    desk.apply(desk.plan(*(row(f"N{at}", f"+3314268{4000 + at}") for at in users)))
    id = desk.plan(*(row(f"N{at}", f"+3314268{4000 + (at + 1) % len(users)}") for at in users))
    assert set(desk.actions(id)) == {action}
    assert set(desk.apply(id)) == ({None} if beyond else {"done"})
