"""On which days a term's end is announced: each rung once, in the organisation's own zone."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.ladder import (
    DEFAULT_LEADS,
    BadLadder,
    last_opening_day,
    local_day,
    opening,
    parse_ladder,
)
from handlers.policy.terms import term_end
from store.values import EndOfTerm, TermLength
from tests.handlers.policy.contoso import day, utc
from tests.leads import leads_for

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
    ("zone", "digest_at", "on_day", "moment"),
    [
        (PARIS, HALF_PAST_EIGHT, "2026-11-21", "2026-11-21 07:30:00"),
        # spring 2027: 02:00 becomes 03:00; autumn 2027: 03:00 becomes 02:00
        (PARIS, HALF_PAST_EIGHT, "2027-03-28", "2027-03-28 06:30:00"),
        (PARIS, time(2, 30), "2027-03-28", "2027-03-28 01:30:00"),
        (PARIS, time(2, 30, fold=1), "2027-10-31", "2027-10-31 00:30:00"),  # not at the second 02:30
        (NEW_YORK, HALF_PAST_EIGHT, "2026-11-22", "2026-11-22 13:30:00"),
        (ZoneInfo("Asia/Kathmandu"), HALF_PAST_EIGHT, "2026-11-21", "2026-11-21 02:45:00"),
    ],
)
def test_the_digest_of_a_day_comes_at_its_local_hour(zone, digest_at, on_day, moment):
    assert opening(day(on_day), zone, digest_at) == utc(moment)


@pytest.mark.parametrize("digest_at", [time(0, 0), time(1, 30), time(2, 30), HALF_PAST_EIGHT, time(23, 59)])
def test_in_every_zone_each_local_day_has_one_digest(digest_at):
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        for change in (date(2026, 3, 7), date(2026, 3, 28), date(2026, 10, 24), date(2026, 10, 31)):
            first, second, third = (opening(change + timedelta(days=count), zone, digest_at) for count in range(3))
            assert first < second < third
            assert local_day(second, zone) == change + timedelta(days=1)


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
