from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.importing import cells, choices, pieces
from handlers.importing.spans import span
from store.values import BatchOrigin, Billing, EndOfTerm, SubscriptionStatus, TermLength

DAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-18",
        " 2026-11-18 ",
        "2026-11-18T00:00:00Z",
        "2026-11-18 14:05",
        "18.11.2026",
        "18/11/2026",
        "11/18/2026",
    ],
)
def test_a_day_may_be_written_in_many_ways(text):
    assert cells.day(text) == DAY


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("03/04/2026", "can be read in two ways; write it like 2026-04-03"),
        ("31.02.2026", "is not a day of the calendar"),
        ("2026-13-01", "is not a day of the calendar"),
        ("18 Nov 2026", "is not a day like 2026-11-18"),
        ("46344", "is not a day like 2026-11-18"),
    ],
)
def test_a_day_that_is_none_or_may_be_two_is_refused(text, complaint):
    with pytest.raises(ValueError, match=complaint):
        cells.day(text)


def test_a_day_that_is_the_same_either_way_needs_no_asking():
    assert cells.day("05/05/2026") == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1785.21", "1785.21"),
        ("1785,21", "1785.21"),
        ("1,785.21", "1785.21"),
        ("1.785,21", "1785.21"),
        ("1 785,21 €", "1785.21"),
        ("1\u202f785,21", "1785.21"),
        ("1’785.21", "1785.21"),
        ("$ 12", "12"),
        ("0,500", "0.500"),
        ("1,234,567", "1234567"),
        ("0.000001", "0.000001"),
        ("12.5000000", "12.5"),
    ],
)
def test_an_amount_may_be_written_in_many_ways(text, amount):
    assert cells.amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1,785", "-1", "1.2.3", "12 EUR", "1e3", "0.0000001", "9999999999999", "NaN", "١٢"])
def test_an_amount_that_is_none_or_may_be_two_is_refused(text):
    with pytest.raises(ValueError, match=r"two ways|not an amount|decimals"):
        cells.amount(text)


@given(st.decimals(0, 1_000_000, places=6))
def test_every_amount_comes_back_as_it_was_written(amount):
    assert cells.amount(f"{amount:f}") == amount


@pytest.mark.parametrize("text", ["2026-11-18T14:05:00Z", "2026-11-18 14:05", "2026-11-18T15:05:00+01:00"])
def test_a_moment_is_utc_unless_it_says_otherwise(text):
    assert cells.moment(text) == datetime(2026, 11, 18, 14, 5, tzinfo=UTC)


def test_a_moment_without_a_time_is_the_days_first_second():
    assert cells.moment("18.11.2026") == datetime(2026, 11, 18, tzinfo=UTC)


def test_text_loses_what_can_not_be_seen():
    assert cells.words("  Con\u200btoso\u202e \n SA\u00a0 ") == "Contoso SA"


def test_domains_are_kept_as_they_are_looked_up():
    assert cells.domains("Été.example, @contoso.example; CONTOSO.example") == ("xn--t-9fab.example", "contoso.example")


@pytest.mark.parametrize("text", ["localhost", "not a domain!", "-x.example"])
def test_what_is_no_domain_is_refused(text):
    with pytest.raises(ValueError, match="is not a domain"):
        cells.domains(text)


@pytest.mark.parametrize(
    ("read", "text", "meaning"),
    [
        (choices.length, "1 Year", TermLength.YEAR),
        (choices.length, "3 ans", TermLength.THREE_YEARS),
        (choices.length, "1 Month(s)", TermLength.MONTH),
        (choices.billing, "Mensuelle", Billing.MONTHLY),
        (choices.billing, "One-Time", Billing.ONCE),
        (choices.end_of_term, "TRUE", EndOfTerm.RENEW),
        (choices.end_of_term, "Désactivé", EndOfTerm.STOP),
        (choices.status, "Canceled", SubscriptionStatus.CANCELLED),
        (choices.staff, "oui", True),
        (choices.staff, "Assigned services only", False),
        (choices.language, "fr-FR", "fr"),
        (choices.currency, "eur", "EUR"),
        (choices.zone, "Europe/Paris", "Europe/Paris"),
        (choices.length, "", None),
    ],
)
def test_choices_are_understood_as_people_and_portals_write_them(read, text, meaning):
    assert read(text) == meaning


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (choices.length, "2 years"),
        (choices.currency, "€"),
        (choices.country, "F1"),
        (choices.zone, "CET+1"),
        (choices.language, "de"),
    ],
)
def test_what_is_none_of_the_choices_is_refused(read, text):
    with pytest.raises(ValueError, match=r"none of|is not a"):
        read(text)


def test_batches_come_back_as_they_were_written():
    listed = (
        pieces.Piece(20, Decimal("360.000001"), datetime(2026, 11, 18, 14, 5, 0, 123, UTC), BatchOrigin.PURCHASE),
        pieces.Piece(5, Decimal(400), datetime(2026, 11, 20, tzinfo=UTC), BatchOrigin.ADDITION),
    )
    assert pieces.pieces(pieces.written(listed)) == listed


@pytest.mark.parametrize(
    "text", ["20", "20 @ 360 @ yesterday @ purchase", "0 @ 1 @ 2026-01-01 @ purchase", "1 @ 1 @ 2026-01-01 @ gift"]
)
def test_what_is_no_batch_is_refused(text):
    with pytest.raises(ValueError, match=r"not a batch|not a day"):
        pieces.pieces(text)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "length", "days"),
    [
        ("2026-11-18", None, "P1Y", "2026-11-18 2027-11-17 18"),
        (None, "2027-11-17", "P1Y", "2026-11-18 2027-11-17 18"),
        ("2026-11-18", "2027-11-17", None, "2026-11-18 2027-11-17 18"),
        ("2027-01-31", None, "P1M", "2027-01-31 2027-02-27 31"),
        ("2027-02-28", "2027-03-30", "P1M", "2027-02-28 2027-03-30 31"),
        ("2024-02-29", None, "P3Y", "2024-02-29 2027-02-27 29"),
        ("2026-11-18", "2027-03-31", "P1Y", "2026-11-18 2027-03-31 18"),
    ],
)
def test_the_term_follows_from_what_is_written_of_it(starts_on, ends_on, length, days):
    found = span(cells.day(starts_on or ""), cells.day(ends_on or ""), choices.length(length or ""), Billing.MONTHLY)
    assert f"{found.starts_on} {found.ends_on} {found.anchor_day}" == days
