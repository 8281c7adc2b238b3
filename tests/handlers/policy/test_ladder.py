"""On which days a term's end is announced: each rung once, in the organisation's own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.ladder import (
    DEFAULT_LEADS,
    BadLadder,
    due_rung,
    last_opening_day,
    leads_for,
    local_day,
    next_opening,
    opening,
    parse_ladder,
)
from handlers.policy.terms import term_end
from store.values import EndOfTerm, TermLength
from tests.handlers.policy.contoso import day, utc

RENEW, CHANGES, EXTEND, STOP = EndOfTerm.RENEW, EndOfTerm.RENEW_WITH_CHANGES, EndOfTerm.EXTEND, EndOfTerm.STOP
MONTH, YEAR, THREE = TermLength.MONTH, TermLength.YEAR, TermLength.THREE_YEARS
PARIS, NEW_YORK, TOKYO = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
HALF_PAST_EIGHT = time(8, 30)


@pytest.mark.parametrize(
    ("length", "starts_on", "decision", "leads"),
    [
        (YEAR, "2026-11-18", RENEW, DEFAULT_LEADS),
        (YEAR, "2026-11-18", STOP, DEFAULT_LEADS),
        (THREE, "2026-11-18", RENEW, DEFAULT_LEADS),
        # a monthly term: announced only if it stops or changes, and less than half of it ahead
        (MONTH, "2026-11-18", RENEW, ()),
        (MONTH, "2026-11-18", EXTEND, ()),
        (MONTH, "2026-11-18", STOP, (14, 7, 3, 1, 0)),
        (MONTH, "2026-11-18", CHANGES, (14, 7, 3, 1, 0)),
        (MONTH, "2027-02-01", STOP, (7, 3, 1, 0)),  # 28 days: 14 is half of it
        (MONTH, "2028-02-01", STOP, (14, 7, 3, 1, 0)),  # 29 days
    ],
)
def test_a_lead_is_shorter_than_half_the_term(length, starts_on, decision, leads):
    ends_on = term_end(day(starts_on), length, day(starts_on).day)
    assert leads_for(length, day(starts_on), ends_on, decision) == leads


@pytest.mark.parametrize(("ladder", "kept"), [((182,), (182,)), ((183,), ()), ((0, 7, 7, 400), (7, 0)), ((), ())])
def test_an_own_ladder_is_cut_and_sorted_the_same_way(ladder, kept):
    assert leads_for(YEAR, day("2026-11-18"), day("2027-11-17"), RENEW, ladder) == kept


# The term ends on 28 November.
@pytest.mark.parametrize(
    ("since", "today", "rung"),
    [
        ("2026-08-29", "2026-08-29", None),
        ("2026-08-30", "2026-08-30", 90),
        ("2026-08-31", "2026-08-31", None),
        ("2026-11-14", "2026-11-14", 14),
        ("2026-11-21", "2026-11-21", 7),
        ("2026-11-22", "2026-11-24", None),
        ("2026-11-22", "2026-11-25", 3),
        ("2026-11-27", "2026-11-27", 1),
        ("2026-11-28", "2026-11-28", 0),
        # after a downtime the latest missed one alone
        ("2026-09-01", "2026-11-20", 14),
        ("2026-08-01", "2026-11-28", 0),
        ("2026-11-21", "2026-11-23", 7),
        # nothing is left to decide after the end
        ("2026-11-20", "2026-11-29", None),
        # a clock that went back announces nothing
        ("2026-11-22", "2026-11-21", None),
    ],
)
def test_the_latest_rung_of_the_days_that_passed_is_due(since, today, rung):
    assert due_rung(day("2026-11-28"), day(today), day(since), DEFAULT_LEADS) == rung


@given(
    gaps=st.lists(st.integers(1, 40), min_size=1, max_size=40),
    leads=st.sets(st.integers(0, 200), max_size=20),
)
def test_over_any_downtimes_no_rung_comes_twice_and_the_last_one_always_comes(gaps, leads):
    end, seen_until = date(2027, 1, 1), date(2027, 1, 1) - timedelta(days=201)
    told = []
    for gap in [*gaps, 400]:
        today = min(seen_until + timedelta(days=gap), end)
        told.append(due_rung(end, today, seen_until + timedelta(days=1), leads))
        seen_until = today
    rungs = [rung for rung in told if rung is not None]
    assert rungs == sorted(set(rungs), reverse=True)
    assert not leads or rungs[-1] == min(leads)


@pytest.mark.parametrize(
    ("moment", "zone", "local"),
    [
        ("2026-11-28 22:59:59", PARIS, "2026-11-28"),
        ("2026-11-28 23:00:00", PARIS, "2026-11-29"),
        ("2026-11-28 04:59:59", NEW_YORK, "2026-11-27"),
        ("2026-11-28 15:00:00", TOKYO, "2026-11-29"),
    ],
)
def test_a_day_is_the_organisations_own(moment, zone, local):
    assert local_day(utc(moment), zone) == day(local)


# The term ends on 28 November, 23:59:59 UTC.
@pytest.mark.parametrize(
    ("zone", "digest_at", "last"),
    [
        (ZoneInfo("UTC"), HALF_PAST_EIGHT, "2026-11-28"),
        (PARIS, HALF_PAST_EIGHT, "2026-11-28"),  # on the 29th at 08:30 it would be over
        (PARIS, time(0, 30), "2026-11-29"),
        (NEW_YORK, HALF_PAST_EIGHT, "2026-11-28"),
        (NEW_YORK, time(20, 0), "2026-11-27"),
        (TOKYO, HALF_PAST_EIGHT, "2026-11-29"),  # 23:30 UTC on the 28th
        (TOKYO, time(9, 0), "2026-11-28"),
    ],
)
def test_the_last_digest_comes_while_there_is_something_to_decide(zone, digest_at, last):
    assert last_opening_day(utc("2026-11-28 23:59:59"), zone, digest_at) == day(last)


@pytest.mark.parametrize(
    ("zone", "digest_at", "now", "expected"),
    [
        (PARIS, HALF_PAST_EIGHT, "2026-11-21 07:29:59", "2026-11-21 07:30:00"),
        (PARIS, HALF_PAST_EIGHT, "2026-11-21 07:30:00", "2026-11-21 07:30:00"),
        (PARIS, HALF_PAST_EIGHT, "2026-11-21 07:30:01", "2026-11-22 07:30:00"),
        # spring 2027: 02:00 becomes 03:00; autumn 2027: 03:00 becomes 02:00
        (PARIS, HALF_PAST_EIGHT, "2027-03-27 12:00:00", "2027-03-28 06:30:00"),
        (PARIS, time(2, 30), "2027-03-27 12:00:00", "2027-03-28 01:30:00"),
        (PARIS, time(2, 30), "2027-10-30 12:00:00", "2027-10-31 00:30:00"),
        (PARIS, time(2, 30), "2027-10-31 00:30:01", "2027-11-01 01:30:00"),  # not at the second 02:30
        (NEW_YORK, HALF_PAST_EIGHT, "2026-11-22 01:00:00", "2026-11-22 13:30:00"),
        (ZoneInfo("Asia/Kathmandu"), HALF_PAST_EIGHT, "2026-11-21 00:00:00", "2026-11-21 02:45:00"),
    ],
)
def test_the_next_digest_is_todays_or_tomorrows_by_local_time(zone, digest_at, now, expected):
    assert next_opening(zone, digest_at, utc(now)) == utc(expected)


@pytest.mark.parametrize("digest_at", [time(0, 0), time(1, 30), time(2, 30), HALF_PAST_EIGHT, time(23, 59)])
def test_in_every_zone_each_local_day_has_one_digest(digest_at):
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        for change in (date(2026, 3, 7), date(2026, 3, 28), date(2026, 10, 24), date(2026, 10, 31)):
            first, second, third = (opening(change + timedelta(days=count), zone, digest_at) for count in range(3))
            assert first < second < third
            assert local_day(second, zone) == change + timedelta(days=1)


@given(
    zone=st.sampled_from(sorted(available_timezones())).map(ZoneInfo),
    now=st.datetimes(datetime(2012, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001 - made aware below
    digest_at=st.times(),
)
def test_the_next_digest_is_never_past_and_at_most_a_long_day_away(zone, now, digest_at):
    moment = now.replace(tzinfo=UTC)
    assert timedelta(0) <= next_opening(zone, digest_at, moment) - moment <= timedelta(hours=26)


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("90, 60, 30", (90, 60, 30)),
        ("30,60,90", (90, 60, 30)),
        ("7 3 1 0", (7, 3, 1, 0)),
        ("7; 3;1", (7, 3, 1)),
        (" 7,,3, ", (7, 3)),
        ("7, 7, 07", (7,)),
        ("730", (730,)),
        ("0", (0,)),
        (", ".join(str(lead) for lead in range(20)), tuple(range(19, -1, -1))),
    ],
)
def test_a_ladder_is_read_as_typed(typed, leads):
    assert parse_ladder(typed) == leads


@pytest.mark.parametrize(
    ("typed", "fault", "word"),
    [
        ("", "empty", ""),
        (" , ; ", "empty", ""),
        ("90, sixty", "not-a-number", "sixty"),
        ("90, -1", "not-a-number", "-1"),
        ("1.5", "not-a-number", "1.5"),
        ("1²", "not-a-number", "1²"),
        ("٣", "not-a-number", "٣"),
        ("731", "out-of-range", "731"),
        ("999999999", "out-of-range", "999999999"),
        ("9" * 10_000, "not-a-number", "9" * 40),
        (", ".join(str(lead) for lead in range(21)), "too-many", "0"),
    ],
)
def test_a_ladder_that_cannot_be_is_refused_with_the_word(typed, fault, word):
    with pytest.raises(BadLadder) as refusal:
        parse_ladder(typed)
    assert (refusal.value.fault, refusal.value.word) == (fault, word)


@given(st.lists(st.integers(0, 730), min_size=1, max_size=20))
def test_a_ladder_that_is_written_reads_the_same(leads):
    parsed = parse_ladder(", ".join(map(str, leads)))
    assert set(parsed) == set(leads)
    assert parse_ladder(" ".join(map(str, parsed))) == parsed
