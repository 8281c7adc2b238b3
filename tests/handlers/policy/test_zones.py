"""Time zones as people ask for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.zones import Called, Meant, offset, search, utc_offset, written

WINTER = datetime(2026, 12, 1, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, tzinfo=UTC)
ZONES = {
    "Europe/Brussels": Called(("Brussels", "Bruxelles"), ("Belgium", "Belgique"), ("Central European Time",)),
    "Europe/Paris": Called(("Paris",), ("France",), ("Central European Time", "heure d’Europe centrale")),
    "Europe/London": Called(("London", "Londres"), ("United Kingdom", "Royaume-Uni"), ("United Kingdom Time",)),
    "Europe/Kyiv": Called(("Kyiv", "Kiev"), ("Ukraine",), ("Eastern European Time",)),
    "America/New_York": Called(("New York",), ("United States", "États-Unis"), ("Eastern Time",)),
    "America/Chicago": Called(("Chicago",), ("United States", "États-Unis"), ("Central Time",)),
    "Asia/Kolkata": Called(("Kolkata", "Calcutta"), ("India", "Inde"), ("India Standard Time",)),
}
OLDER = {"US/Central": "America/Chicago", "Europe/Kiev": "Europe/Kyiv"}


def meant(words, now=WINTER):
    return search(words, ZONES, OLDER, now)


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        ("america/new york", "America/New_York"),
        ("US/Central", "America/Chicago"),
        ("Paris", "Europe/Paris"),
        ("londres", "Europe/London"),
        ("calcutta", "Asia/Kolkata"),
        ("Belgique", "Europe/Brussels"),
        ("new y", "America/New_York"),
        ("UTC+5:30", "Asia/Kolkata"),
    ],
)
def test_one_zone_is_found_by_any_of_its_names(words, zone):
    assert meant(words).the_one == zone


@pytest.mark.parametrize(
    ("words", "zones"),
    [
        ("états-unis", ("America/New_York", "America/Chicago")),
        ("Central European Time", ("Europe/Brussels", "Europe/Paris")),
        ("UTC+1", ("Europe/Brussels", "Europe/Paris")),
        ("GMT−05:00", ("America/New_York",)),
        ("utc", ("Europe/London",)),
        ("central", ("Europe/Brussels", "Europe/Paris", "America/Chicago")),
    ],
)
def test_several_zones_may_be_meant(words, zones):
    assert meant(words) == Meant(zones)


@pytest.mark.parametrize("words", ["", "   ", "Atlantis", "+99", "Mars/Olympus_Mons", "\x00", "🕐"])
def test_what_no_zone_is_called_finds_none(words):
    assert meant(words).zones == ()


def test_a_name_that_only_looks_alike_is_never_taken():
    found = meant("New Yrok")
    assert (found.zones, found.the_one) == (("America/New_York",), None)


def test_an_offset_is_that_of_the_day():
    assert "Europe/London" in meant("+1", SUMMER).zones
    assert "Europe/London" not in meant("+1", WINTER).zones
    assert written(utc_offset("America/New_York", WINTER)) == "UTC−05:00"
    assert written(utc_offset("Asia/Kolkata", SUMMER)) == "UTC+05:30"


@pytest.mark.parametrize("words", ["5", "UTC+15", "+1:75", "plus one", "+", "--1"])
def test_what_is_no_offset_is_none(words):
    assert offset(words) is None


@given(st.integers(min_value=-14 * 60, max_value=14 * 60))
def test_an_offset_is_read_as_it_is_written(minutes):
    span = timedelta(minutes=minutes)
    assert offset(written(span)) == span


@given(st.text(max_size=200))
def test_whatever_is_asked_only_known_zones_are_found(words):
    assert set(meant(words).zones) <= set(ZONES)
