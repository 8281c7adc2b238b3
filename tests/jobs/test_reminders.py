"""The sweep: each channel is reminded of each due term once, at its own hour, on its own ladder."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from handlers.context import Defaults
from handlers.policy import ladder
from handlers.policy.terms import last_second
from jobs import reminders
from jobs.preview import preview
from jobs.reminders import opening, sweep
from jobs.shift import Shift
from store.database import Database
from tests.jobs.portfolio import Portfolio, Sub, Told

PARIS, NEW_YORK, AUCKLAND, KATHMANDU = "Europe/Paris", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"
END = date(2026, 11, 28)


@pytest.fixture
def portfolio(database_url):
    database = Database.open(database_url)
    yield Portfolio(database)
    database.close()


def at(day: date, hour: str, zone: str = PARIS) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("lead", ladder.DEFAULT_LEADS)
def test_each_rung_of_the_ladder_comes_on_its_day(portfolio, lead):
    portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    assert portfolio.sweeps(at(END - timedelta(days=lead), "08:30")) == {f"term:{lead}"}
    assert portfolio.sweeps(at(END - timedelta(days=lead), "09:00")) == set()


@pytest.mark.parametrize(("until", "rules"), [(20, {"term:again"}), (21, {"term:7"}), (23, {"term:again"})])
def test_what_was_put_off_comes_up_again_on_that_day(portfolio, until, rules):
    day = date(2026, 11, until)
    held = Sub(starts_on=END - timedelta(days=364), ends_on=END, snoozed_until=day)
    portfolio.holds(held, Told(zone=PARIS))
    assert portfolio.sweeps(at(day - timedelta(days=1), "08:30")) == set()
    assert portfolio.sweeps(at(day, "08:29")) == set()
    assert portfolio.sweeps(at(day, "08:30")) == rules
    assert portfolio.sweeps(at(day, "12:00")) == set()
    assert set(portfolio.messages().values()) == {1}


@pytest.mark.parametrize("changed", [{"let_be": True}, {"status": "cancelled"}])
def test_what_was_put_off_and_settled_since_does_not_come_up_again(portfolio, changed):
    held = Sub(starts_on=END - timedelta(days=364), ends_on=END, snoozed_until=date(2026, 11, 20), **changed)
    portfolio.holds(held, Told(zone=PARIS))
    assert portfolio.sweeps(at(date(2026, 11, 20), "08:30")) == set()


@pytest.mark.parametrize(("clock", "told"), [("08:29:59", False), ("08:30", True), ("23:59", True)])
def test_the_days_digest_waits_for_its_hour_to_the_second(portfolio, clock, told):
    portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    assert bool(portfolio.sweeps(at(END - timedelta(days=7), clock))) is told


@pytest.mark.parametrize("zone", [PARIS, NEW_YORK, AUCKLAND, KATHMANDU, "Pacific/Apia", "UTC"])
def test_the_last_one_comes_before_the_end_in_every_zone(portfolio, zone):
    portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=zone))
    last = ladder.last_opening_day(last_second(END), ZoneInfo(zone), time(8, 30))
    assert at(last, "08:30", zone) < last_second(END) < at(last + timedelta(days=1), "08:30", zone)
    assert portfolio.sweeps(at(last, "08:30", zone)) == {"term:0"}


def test_a_late_hour_west_of_utc_is_a_day_earlier_rather_than_too_late(portfolio):
    portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=NEW_YORK, digest_at="20:00"))
    assert portfolio.sweeps(at(END - timedelta(days=1), "20:00", NEW_YORK)) == {"term:0"}


@pytest.mark.parametrize(
    ("sub", "due"),
    [
        (Sub(starts_on=date(2026, 10, 29), ends_on=END, monthly=True), set()),
        (Sub(starts_on=date(2026, 10, 29), ends_on=END, monthly=True, stops=True), {"term:7"}),
        (Sub(starts_on=date(2026, 10, 29), ends_on=END, monthly=True, scheduled=3), {"term:7"}),
        (Sub(starts_on=END - timedelta(days=14), ends_on=END), {"term:7"}),
        (Sub(starts_on=END - timedelta(days=13), ends_on=END), set()),
        (Sub(starts_on=END - timedelta(days=364), ends_on=END, status="expired"), set()),
        (Sub(starts_on=END - timedelta(days=364), ends_on=END, let_be=True), set()),
        (Sub(starts_on=END - timedelta(days=364), ends_on=END, snoozed_until=date(2026, 11, 22)), set()),
        (Sub(starts_on=END - timedelta(days=364), ends_on=END, snoozed_until=date(2026, 11, 21)), {"term:7"}),
    ],
)
def test_what_is_announced_a_week_before(portfolio, sub, due):
    portfolio.holds(sub, Told(zone=PARIS))
    assert portfolio.sweeps(at(END - timedelta(days=7), "08:30")) - {"window"} == due


def test_after_a_downtime_there_is_one_catch_up(portfolio):
    portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    portfolio.sweeps(at(END - timedelta(days=40), "12:00"))
    assert portfolio.sweeps(at(END - timedelta(days=5), "12:00")) == {"term:7"}
    assert portfolio.sweeps(at(END - timedelta(days=4), "12:00")) == set()
    assert portfolio.sweeps(at(END - timedelta(days=3), "12:00")) == {"term:3"}


def test_a_clock_that_goes_back_reminds_nobody_twice(portfolio):
    portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    assert portfolio.sweeps(at(END - timedelta(days=7), "12:00")) == {"term:7"}
    assert portfolio.sweeps(at(END - timedelta(days=8), "12:00")) == set()
    assert portfolio.sweeps(at(END - timedelta(days=7), "12:00")) == set()


def test_the_customers_and_the_partners_channel_are_both_told(portfolio):
    customer, partner = portfolio.holds(
        Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS), partner=Told(zone=KATHMANDU)
    )
    portfolio.sweeps(at(END - timedelta(days=7), "12:00"))
    assert portfolio.messages() == {customer: 1, partner: 1}


def test_one_message_a_channel_and_day_however_many_terms(portfolio):
    (channel,) = portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    for _number in range(5):
        portfolio.adds(channel, Sub(starts_on=END - timedelta(days=364), ends_on=END))
    portfolio.sweeps(at(END - timedelta(days=7), "08:30"))
    portfolio.sweeps(at(END - timedelta(days=7), "08:31"))
    assert portfolio.messages() == {channel: 1}
    assert portfolio.count("reminders") == 6


def test_what_comes_up_after_the_days_digest_has_gone_out_goes_with_tomorrows(portfolio):
    (channel,) = portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    portfolio.sweeps(at(END - timedelta(days=7), "08:30"))
    portfolio.delivers()
    portfolio.adds(channel, Sub(starts_on=END - timedelta(days=364), ends_on=END))
    portfolio.sweeps(at(END - timedelta(days=7), "12:00"))
    assert portfolio.messages() == {channel: 1}
    portfolio.sweeps(at(END - timedelta(days=6), "08:30"))
    assert portfolio.messages() == {channel: 2}


def test_what_was_kept_for_a_day_that_was_missed_goes_out_on_the_next(portfolio):
    (channel,) = portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    portfolio.sweeps(at(END - timedelta(days=7), "08:30"))
    portfolio.delivers()
    portfolio.adds(channel, Sub(starts_on=END - timedelta(days=364), ends_on=END))
    portfolio.sweeps(at(END - timedelta(days=7), "12:00"))
    portfolio.sweeps(at(END - timedelta(days=5), "12:00"))
    assert portfolio.messages() == {channel: 2}


def test_what_has_gone_out_is_settled(portfolio):
    portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    portfolio.sweeps(at(END - timedelta(days=7), "08:30"))
    assert portfolio.unsettled() == 1
    portfolio.delivers()
    portfolio.sweeps(at(END - timedelta(days=7), "08:31"))
    assert portfolio.unsettled() == 0


def test_a_window_that_closes_over_unused_seats_is_told_at_once_and_once(portfolio):
    (channel,) = portfolio.holds(Sub(starts_on=date(2026, 11, 18), ends_on=date(2027, 11, 17)), Told(zone=PARIS))
    added = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
    assert portfolio.sweeps(added + timedelta(hours=119, minutes=59)) == set()
    assert portfolio.sweeps(added + timedelta(hours=120)) == {"window"}
    assert portfolio.sweeps(added + timedelta(hours=121)) == set()
    assert portfolio.messages() == {channel: 1}


def test_a_preview_says_what_and_why_and_keeps_nothing(portfolio):
    portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    (one,) = preview(portfolio.database, at(END - timedelta(days=7), "08:30"), Defaults())
    assert (one.rule, one.on_date) == ("term:7", END - timedelta(days=7))
    assert [portfolio.count(table) for table in ("reminders", "outbox", "sweeps")] == [0, 0, 0]


def test_a_process_that_lost_the_lease_writes_nothing(portfolio):
    class Stale(Exception):
        pass

    def guard(_db):
        raise Stale

    portfolio.holds(Sub(starts_on=END - timedelta(days=364), ends_on=END), Told(zone=PARIS))
    shift = Shift(portfolio.database, lambda: at(END - timedelta(days=7), "12:00"), guard)
    with pytest.raises(Stale):
        reminders.remind(shift)
    assert portfolio.count("reminders") == 0


@pytest.mark.parametrize("zone", [PARIS, NEW_YORK, AUCKLAND, "Pacific/Apia"])
def test_through_a_year_of_clock_changes_every_day_opens_once(zone):
    moment, through, days = datetime(2026, 1, 1, tzinfo=UTC), None, []
    while moment < datetime(2027, 1, 1, tzinfo=UTC):
        one = opening(zone, "02:30", through, moment)
        if one.through != through:
            days += [one.since + timedelta(days=more) for more in range((one.through - one.since).days + 1)]
            through = one.through
        moment += timedelta(minutes=30)
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]


TERMS = st.builds(
    Sub,
    ends_on=st.dates(date(2026, 10, 31), date(2027, 2, 5)),
    length=st.sampled_from([30, 90, 181, 365, 365, 1095]),
    monthly=st.booleans(),
    stops=st.booleans(),
    scheduled=st.sampled_from([None, None, 3]),
    let_be=st.sampled_from([False, False, False, True]),
)
CHANNELS = st.builds(
    Told,
    zone=st.sampled_from([PARIS, NEW_YORK, AUCKLAND, KATHMANDU, "Pacific/Apia", "America/Los_Angeles", None]),
    digest_at=st.sampled_from(["08:30", "00:00", "20:00", None]),
    ladder=st.sampled_from([(), (5, 2), (200, 60, 30, 10), (0,)]),
)
RUNS = st.lists(st.integers(60, 60 * 24 * 9), min_size=3, max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subs=st.lists(TERMS, min_size=4, max_size=10), told=CHANNELS, partner=CHANNELS, runs=RUNS)
def test_the_sweep_finds_what_a_slow_reference_finds(portfolio, subs, told, partner, runs):
    portfolio.clear()
    held = portfolio.holds_many(subs, told, partner)
    now, first = datetime(2026, 11, 1, 6, tzinfo=UTC), True
    expected = set()
    for minutes in runs:
        expected |= portfolio.expected(held, now, None if first else portfolio.through)
        with portfolio.database.transaction() as db:
            sweep(db, Defaults(), now)
        now, first = now + timedelta(minutes=minutes), False
    event(f"{len(expected)} due")
    assert portfolio.reminded("term:") == expected
