"""The 180 days of devices that a KMS activated, to the second, and what is no record of a move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.policy.moves import BadMove, Fault, checked, days_left, ends_at, renewed_on
from handlers.policy.product_keys import KMS_LEADS

RENEWED = date(2026, 8, 12)
END = datetime(2027, 2, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_clock_runs_out_with_the_first_second_of_the_180th_day_after():
    assert ends_at(RENEWED) == END
    assert ends_at(date(2028, 1, 1)) == datetime(2028, 6, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (END - timedelta(days=180), 180),
        (END - timedelta(days=2), 2),
        (END - timedelta(days=1) - SECOND, 2),
        (END - timedelta(days=1), 1),
        (END - SECOND, 1),
        (END, 0),
        (END + timedelta(days=400), 0),
    ],
)
def test_days_are_counted_as_the_reminders_count_them(now, left):
    assert days_left(RENEWED, now) == left


@pytest.mark.parametrize(
    ("lead", "day"), [(90, "2026-11-10"), (30, "2027-01-09"), (7, "2027-02-01"), (1, "2027-02-07")]
)
def test_each_reminder_comes_so_many_days_before(lead, day):
    on_date = date.fromisoformat(day)
    assert renewed_on(on_date, lead, early=0) == RENEWED
    assert renewed_on(on_date - timedelta(days=1), lead, early=1) == RENEWED


def test_the_reminders_are_those_that_were_promised():
    assert KMS_LEADS == (90, 30, 14, 7, 1)


@pytest.mark.parametrize(
    ("devices", "moved", "renewed", "fault"),
    [
        (0, 0, RENEWED, Fault.NO_DEVICES),
        (-4, 0, RENEWED, Fault.NO_DEVICES),
        (1_000_001, 0, RENEWED, Fault.TOO_MANY),
        (40, -1, RENEWED, Fault.NEGATIVE),
        (40, 41, RENEWED, Fault.MORE_THAN_ALL),
        (40, 12, RENEWED + timedelta(days=1), Fault.FUTURE),
        (40, 12, date(1999, 12, 31), Fault.LONG_AGO),
    ],
)
def test_what_is_no_move_is_told(devices, moved, renewed, fault):
    with pytest.raises(BadMove) as bad:
        checked(devices, moved, renewed, today=RENEWED)
    assert bad.value.fault is fault


@pytest.mark.parametrize(("devices", "moved"), [(1, 0), (1, 1), (40, 0), (40, 40), (1_000_000, 12)])
def test_any_part_of_the_devices_may_have_moved(devices, moved):
    checked(devices, moved, RENEWED, today=RENEWED)
