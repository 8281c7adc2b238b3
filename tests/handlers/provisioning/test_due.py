"""A deadline of 7 or of 30 days is the last second of its day in UTC, and is spoken of to the second."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.provisioning.commands import OpenProvisioning
from tests.handlers.provisioning.test_adding import GOOD

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LAST = datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def adds(alice, office, now, due):
    office.now = now
    said = alice.submits(alice.asks("provision add"), **(GOOD | {"due": due}))
    due_on = office.one("SELECT due_on FROM provisionings WHERE reference = :it", it=GOOD["reference"])
    id = str(office.one("SELECT id FROM provisionings WHERE reference = :it", it=GOOD["reference"]))
    return said, date.fromisoformat(str(due_on)), OpenProvisioning(provisioning=id).token


@pytest.mark.parametrize(("due", "days"), [("7", 7), ("30", 30)])
@pytest.mark.parametrize(("now", "first"), [(LAST, date(2026, 11, 20)), (LAST + SECOND, date(2026, 11, 21))])
def test_its_day_is_counted_from_the_utc_day_on_which_it_came_in(alice, office, due, days, now, first):
    _said, due_on, _opens = adds(alice, office, now, due)
    assert due_on == first + timedelta(days=days)


@pytest.mark.parametrize(("due", "days"), [("7", 7), ("30", 30)])
def test_it_has_passed_one_second_after_its_last_one(alice, office, due, days):
    _said, _due_on, opens = adds(alice, office, NOON, due)
    office.now = LAST + timedelta(days=days)
    assert "(today)" in alice.sends(opens).text
    office.now += SECOND
    assert "has passed" in alice.sends(opens).text


@pytest.mark.parametrize(("due", "days"), [("7", 7), ("30", 30)])
def test_three_days_before_it_every_card_says_so_from_midnight_on(alice, office, due, days):
    _said, _due_on, opens = adds(alice, office, NOON, due)
    office.now = LAST + timedelta(days=days - 4)
    assert "must be set up by" not in alice.sends(opens).text
    office.now += SECOND
    assert "(in 3 days)" in alice.sends(opens).text
