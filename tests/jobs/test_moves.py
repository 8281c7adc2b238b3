"""Devices on a KMS activation: each channel is reminded 90, 30, 14, 7 and 1 days before, once, until they moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from handlers.policy.moves import ends_at
from handlers.policy.product_keys import KMS_LEADS
from store.database import Database
from store.schema import subscriptions
from store.software import kms_moves, kms_snoozes
from tests.jobs.portfolio import LONG_AGO, Portfolio, Sub, Told

PARIS, NEW_YORK, AUCKLAND, KATHMANDU = "Europe/Paris", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"
RENEWED = date(2026, 8, 12)
END = date(2027, 2, 8)
TERM = Sub(starts_on=date(2026, 8, 1), ends_on=date(2029, 7, 31))


@pytest.fixture
def portfolio(database_url):
    database = Database.open(database_url)
    yield Portfolio(database)
    database.close()


def at(day: date, hour: str = "08:30", zone: str = PARIS) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone)).astimezone(UTC)


def before(days: int) -> date:
    return END - timedelta(days=days)


def moving(portfolio, told=None, partner=None, *, moved=12) -> UUID:
    """Forty devices of the one customer move."""
    ((subscription, _sub),) = portfolio.holds_many([TERM], told or Told(zone=PARIS), partner)
    id = uuid4()
    row = {"id": id, "organisation_id": portfolio.customer, "subscription_id": subscription, "created_at": LONG_AGO}
    with portfolio.database.transaction() as db:
        db.execute(insert(kms_moves), row | {"devices": 40, "moved": moved, "renewed_on": RENEWED})
    return id


def write(portfolio, statement) -> None:
    with portfolio.database.transaction() as db:
        db.execute(statement)


@pytest.mark.parametrize("lead", KMS_LEADS)
def test_each_reminder_comes_on_its_day_and_once(portfolio, lead):
    moving(portfolio)
    assert portfolio.sweeps(at(before(lead), "08:29:59")) == set()
    assert portfolio.sweeps(at(before(lead))) == {f"kms:{lead}"}
    assert portfolio.sweeps(at(before(lead), "08:31")) == set()
    assert set(portfolio.messages().values()) == {1}


def test_through_all_the_days_there_are_five_and_none_after_the_end(portfolio):
    moving(portfolio)
    around = [lead + more for lead in KMS_LEADS for more in (1, 0, -1)]
    found = [portfolio.sweeps(at(before(days))) for days in (*around, -1, -8)]
    assert [rule for rules in found for rule in rules] == [f"kms:{lead}" for lead in KMS_LEADS]


@pytest.mark.parametrize("zone", [NEW_YORK, AUCKLAND])
@pytest.mark.parametrize("hour", ["08:30", "20:00"])
def test_the_last_one_comes_before_the_clock_runs_out_wherever_that_is(portfolio, zone, hour):
    moving(portfolio, Told(zone=zone, digest_at=hour))
    days = [at(before(days), hour, zone) for days in range(5, -3, -1)]
    told = [moment for moment in days if portfolio.sweeps(moment)]
    assert len(told) == 1
    assert timedelta() < ends_at(RENEWED) - told[0] <= timedelta(days=1)


@pytest.mark.parametrize(
    "change",
    [
        update(kms_moves).values(moved=40),
        update(kms_moves).values(renewed_on=RENEWED + timedelta(days=1)),
        update(subscriptions).values(status="cancelled"),
    ],
)
def test_nobody_is_reminded_of_what_is_done_renewed_or_cancelled(portfolio, change):
    moving(portfolio)
    write(portfolio, change)
    assert portfolio.sweeps(at(before(7))) == set()


def test_devices_that_were_renewed_again_start_a_new_clock(portfolio):
    moving(portfolio)
    assert portfolio.sweeps(at(before(7))) == {"kms:7"}
    write(portfolio, update(kms_moves).values(renewed_on=RENEWED + timedelta(days=20)))
    assert portfolio.sweeps(at(before(7) + timedelta(days=20))) == {"kms:7"}


def test_after_a_downtime_there_is_one_catch_up(portfolio):
    moving(portfolio)
    portfolio.sweeps(at(before(100)))
    assert portfolio.sweeps(at(before(5))) == {"kms:7"}
    assert portfolio.sweeps(at(before(4))) == set()
    assert portfolio.sweeps(at(before(1))) == {"kms:1"}


def test_the_customers_and_the_partners_channel_are_both_told(portfolio):
    moving(portfolio, partner=Told(zone=KATHMANDU))
    portfolio.sweeps(at(before(7), "12:00"))
    assert list(portfolio.messages().values()) == [1, 1]


def snoozed(portfolio, move, organisation, until) -> None:
    row = {"organisation_id": organisation, "move_id": move, "until": until}
    write(portfolio, insert(kms_snoozes).values(**row))


def test_what_was_put_off_comes_up_again_on_that_day_and_once(portfolio):
    move = moving(portfolio)
    snoozed(portfolio, move, portfolio.customer, before(12))
    assert portfolio.sweeps(at(before(14))) == set()
    assert portfolio.sweeps(at(before(12))) == {"kms:again"}
    assert portfolio.sweeps(at(before(12), "12:00")) == set()
    assert portfolio.sweeps(at(before(7))) == {"kms:7"}


def test_what_one_organisation_puts_off_the_other_is_still_told(portfolio):
    move = moving(portfolio, partner=Told(zone=PARIS))
    snoozed(portfolio, move, portfolio.customer, before(2))
    portfolio.sweeps(at(before(7)))
    told = {channel for channel, *_rest in portfolio.reminded("kms:")}
    assert told == {channel for channel, (whose, _told) in portfolio.channels.items() if whose != portfolio.customer}
    assert len(told) == 1


def test_what_was_kept_for_a_day_that_was_missed_goes_out_on_the_next(portfolio):
    moving(portfolio)
    portfolio.sweeps(at(before(7)))
    portfolio.delivers()
    write(portfolio, update(kms_moves).values(renewed_on=RENEWED + timedelta(days=7)))
    assert portfolio.sweeps(at(before(7), "12:00")) == {"kms:14"}
    assert list(portfolio.messages().values()) == [1]
    portfolio.sweeps(at(before(5), "12:00"))
    assert list(portfolio.messages().values()) == [2]
