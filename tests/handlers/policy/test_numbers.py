"""What people type for a number of seats, and what is read from it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.numbers import BadNumber, Fault, seat_target
from store.values import MOST_SEATS


@pytest.mark.parametrize(
    ("typed", "seats"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("007", 7),
        ("+3", 28),
        ("+ 3", 28),
        ("-2", 23),
        ("−2", 23),  # a real minus
        ("–2", 23),  # a telephone's dash
        ("\u20102", 23),
        ("\u20112", 23),
        ("\uff0d2", 23),  # full-width
        ("\uff11\uff12", 12),
        ("+\uff11\uff12", 37),
        ("1000", 1000),
        ("1 000", 1000),
        ("1\u202f000", 1000),  # French narrow space
        ("1\u00a0000", 1000),
        ("1,000", 1000),
        ("1.000", 1000),
        ("1'000", 1000),
        ("1’000", 1000),
        ("+1 000", 1025),
        ("12 500", 12_500),
        ("1 000 000", 1_000_000),
        ("1000000", MOST_SEATS),
        # read, for the policy to refuse
        ("0", 0),
        ("-25", 0),
        ("-30", -5),
        ("+0", 25),
        ("+1000000", 1_000_025),
    ],
)
def test_a_number_is_read_with_25_seats_held(typed, seats):
    assert seat_target(typed, 25) == seats


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.EMPTY),
        ("   ", Fault.EMPTY),
        ("\u202f", Fault.EMPTY),
        ("abc", Fault.NOT_A_NUMBER),
        ("+", Fault.NOT_A_NUMBER),
        ("-", Fault.NOT_A_NUMBER),
        ("--2", Fault.NOT_A_NUMBER),
        ("+-2", Fault.NOT_A_NUMBER),
        ("12 seats", Fault.NOT_A_NUMBER),
        ("1e3", Fault.NOT_A_NUMBER),
        ("0x10", Fault.NOT_A_NUMBER),
        ("1_000", Fault.NOT_A_NUMBER),
        ("1²", Fault.NOT_A_NUMBER),
        ("½", Fault.NOT_A_NUMBER),
        ("①", Fault.NOT_A_NUMBER),
        ("١٢", Fault.NOT_A_NUMBER),
        ("1 00", Fault.NOT_A_NUMBER),
        ("1 0000", Fault.NOT_A_NUMBER),
        ("1.000,000", Fault.NOT_A_NUMBER),
        ("1,000.000", Fault.NOT_A_NUMBER),
        ("12\x00", Fault.NOT_A_NUMBER),
        ("NaN", Fault.NOT_A_NUMBER),
        ("1.5", Fault.FRACTION),
        ("1,5", Fault.FRACTION),
        ("-1.5", Fault.FRACTION),
        ("0.500", Fault.FRACTION),
        ("12.0", Fault.FRACTION),
        ("1000001", Fault.TOO_LARGE),
        ("-1000001", Fault.TOO_LARGE),
        ("99999999999999999999", Fault.TOO_LARGE),
        ("9" * 10_000, Fault.TOO_LARGE),
        ("x" * 10_000, Fault.NOT_A_NUMBER),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(typed, fault):
    with pytest.raises(BadNumber) as refusal:
        seat_target(typed, 25)
    assert refusal.value.fault is fault
    assert len(refusal.value.typed) <= 40


@given(st.integers(0, MOST_SEATS), st.integers(1, MOST_SEATS), st.sampled_from(" .,'\u202f\u00a0"))
def test_every_way_of_grouping_reads_the_same(seats, current, space):
    grouped = f"{seats:,}".replace(",", space)
    assert seat_target(grouped, current) == seat_target(str(seats), current) == seats
    assert seat_target(f"+{grouped}", current) == current + seats


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_clear_refusal(text):
    with suppress(BadNumber):
        assert abs(seat_target(text, 25)) <= MOST_SEATS + 25
