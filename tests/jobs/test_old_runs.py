"""How long the rows of files of users are kept, and what is left of them."""

from __future__ import annotations

import pytest

from handlers.wholesale.run_commands import ShowRun, TakeRun
from jobs.cleaning import clean
from jobs.shift import Shift
from tests.handlers.conftest import alice, bruno, office  # noqa: F401 - fixtures
from tests.handlers.wholesale.conftest import desk  # noqa: F401 - a fixture
from tests.handlers.wholesale.test_planning import ANN, BEN
from tests.jobs.test_user_runs import rows


def kept(desk, **later) -> int:  # noqa: F811
    """How many rows of files there are after a round of cleaning, so much later."""
    desk.office.later(**later)
    clean(Shift(desk.office.database, lambda: desk.office.now, lambda _db: None))
    return desk.office.one("SELECT count(*) FROM user_run_rows")


def test_a_result_can_be_taken_for_thirty_days_and_then_says_what_it_came_to(desk, alice):  # noqa: F811
    desk.apply(id := desk.plan(ANN, BEN, "Bad,Row,nobody,,,,,TRUE,,"))
    assert kept(desk, days=29, hours=23) == 3
    assert not alice.sends(TakeRun(run=str(id)).token).refused
    assert (kept(desk, hours=24), kept(desk, hours=2)) == (3, 0)
    shown = alice.asks(f"orders {desk.run(id).label}")
    assert ("Add: 2" in shown.text, "Refused: 1" in shown.text) == (True, True)
    assert "kept for 30 days" in alice.sends(TakeRun(run=str(id)).token).text
    assert "users.csv · Fabrikam" in alice.asks("orders").text


def test_what_was_never_applied_goes_whole(desk, alice):  # noqa: F811
    id = desk.plan(ANN)
    desk.plan_file(b"a\0b")
    assert kept(desk, days=30) == 1
    assert (kept(desk, days=1, hours=1), desk.office.one("SELECT count(*) FROM user_runs")) == (0, 0)
    assert "There is no such file" in alice.sends(ShowRun(run=str(id)).token).text


@pytest.mark.parametrize("state", ["running", "held-up"])
def test_what_is_still_to_be_applied_stays(desk, state):  # noqa: F811
    id = desk.plan(*rows(3))
    desk.confirm(id)
    desk.office.write("UPDATE user_runs SET state = :state", state=state)
    assert kept(desk, days=400) == 3


def test_a_file_that_is_being_planned_stays_with_its_bytes(desk):  # noqa: F811
    id = desk.plan(*rows(3))
    desk.office.write("UPDATE user_runs SET state = 'planning'")
    assert kept(desk, days=400) == 3
    desk.jobs.act(desk.jobs.take())
    assert desk.actions(id) == ["add", "add", "add"]
