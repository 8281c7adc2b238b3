"""Numbers as people and spreadsheets write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.phone_numbers import BadNumber, Fault, Number, extension, number

PARIS = "+33142685300"


@pytest.mark.parametrize(
    ("typed", "country", "meant"),
    [
        (PARIS, "", Number(PARIS)),
        ("+33 1 42 68 53 00", "", Number(PARIS)),
        ("+33 (0)1 42 68 53 00", "", Number(PARIS)),
        ("01 42 68 53 00", "FR", Number(PARIS)),
        ("0033142685300", "FR", Number(PARIS)),
        ("33142685300", "", Number(PARIS, restored=True)),
        ("33142685300.0", "", Number(PARIS, restored=True)),
        ("'+33142685300", "", Number(PARIS)),
        ('="+33142685300"', "", Number(PARIS)),
        ("442083661177", "", Number("+442083661177", restored=True)),
    ],
)
def test_a_number_is_read_however_it_is_written(typed, country, meant):
    assert number(typed, country) == meant


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.NOT_A_NUMBER),
        ("ring me", Fault.NOT_A_NUMBER),
        ("+33 1 42", Fault.NOT_POSSIBLE),
        ("+999123456789", Fault.NOT_POSSIBLE),
        ("01 42 68 53 00", Fault.NOT_POSSIBLE),
        ("3.31427E+10", Fault.ROUNDED),
        ("3,31427e10", Fault.ROUNDED),
        ("+33142685300 ext. 12", Fault.NOT_A_NUMBER),
        ("9" * 60, Fault.NOT_A_NUMBER),
        ("=cmd|' /C calc'!A0", Fault.NOT_A_NUMBER),
    ],
)
def test_what_is_no_number_says_why(typed, fault):
    with pytest.raises(BadNumber) as no:
        number(typed)
    assert no.value.fault is fault


@pytest.mark.parametrize(
    ("typed", "meant"), [("12", "12"), (" 0042 ", "0042"), ("101.0", "101"), ("1234567890", "1234567890")]
)
def test_an_extension_has_two_to_ten_digits(typed, meant):
    assert extension(typed) == meant


@pytest.mark.parametrize("typed", ["", "1", "12345678901", "1a", "+12", "1 2", "1e5", "٣٤"])
def test_what_is_no_extension_is_refused(typed):
    with pytest.raises(BadNumber):
        extension(typed)


@given(st.text(max_size=60), st.sampled_from(["", "FR", "GB", "US"]))
def test_whatever_is_typed_is_a_number_or_says_why(typed, country):
    try:
        found = number(typed, country)
    except BadNumber:
        return
    assert number(found.e164) == Number(found.e164)
