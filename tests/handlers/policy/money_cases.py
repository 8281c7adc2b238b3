"""One table of what parts of a billing period cost, worked out by hand from the day counts of the calendar.

Each case: term, billing and first day; price of a seat and period with its currency; seats; the moment; the days left,
today included, of the days of the period; the amount. The hand's rule: price × seats × days left ÷ days, half up once,
to the currency's minor unit; days are UTC days. Taxes are no part of it.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    sold_as: str
    starts_on: str
    price: str
    seats: int
    now: str
    left: str
    amount: str


CASES = (
    # a common year and a leap one
    Case("P1Y annual", "2026-11-18", "360.00 EUR", 5, "2026-11-21 14:05:00", "362/365", "1785.21"),
    Case("P1Y annual", "2027-03-01", "360.00 EUR", 5, "2027-03-01 00:00:00", "366/366", "1800.00"),
    Case("P1Y annual", "2027-03-01", "366.00 EUR", 1, "2028-02-29 12:00:00", "1/366", "1.00"),
    Case("P1Y annual", "2028-02-29", "365.00 EUR", 1, "2029-02-27 12:00:00", "1/365", "1.00"),
    Case("P3Y triennial", "2026-11-18", "1096.00 EUR", 1, "2029-11-17 23:59:59", "1/1096", "1.00"),
    # the first and the last second of a day, of a period, of a term
    Case("P1Y annual", "2026-11-18", "365.00 EUR", 1, "2026-11-18 23:59:59", "365/365", "365.00"),
    Case("P1Y annual", "2026-11-18", "365.00 EUR", 1, "2026-11-19 00:00:00", "364/365", "364.00"),
    Case("P1Y annual", "2026-11-18", "365.00 EUR", 1, "2027-11-17 23:59:59", "1/365", "1.00"),
    Case("P1Y annual", "2026-11-18", "365.00 EUR", 1, "2027-11-18 00:00:00", "0/365", "0.00"),
    Case("P1Y monthly", "2026-11-18", "30.00 EUR", 1, "2026-12-17 23:59:59", "1/30", "1.00"),
    Case("P1Y monthly", "2026-11-18", "31.00 EUR", 1, "2026-12-18 00:00:00", "31/31", "31.00"),
    # bought on the 31st: the last day of shorter months, then the 31st again
    Case("P1Y monthly", "2026-01-31", "28.00 EUR", 1, "2026-02-27 00:00:00", "1/28", "1.00"),
    Case("P1Y monthly", "2026-01-31", "31.00 EUR", 1, "2026-02-28 00:00:00", "31/31", "31.00"),
    Case("P1Y monthly", "2026-01-31", "31.00 EUR", 2, "2026-03-30 23:59:59", "1/31", "2.00"),
    Case("P1Y monthly", "2028-01-31", "29.00 EUR", 1, "2028-02-28 12:00:00", "1/29", "1.00"),
    Case("P1Y monthly", "2028-01-31", "31.00 EUR", 1, "2028-02-29 12:00:00", "31/31", "31.00"),
    # a cent more, a cent less
    Case("P1Y annual", "2026-11-18", "1.825 EUR", 1, "2027-11-17 12:00:00", "1/365", "0.01"),
    Case("P1Y annual", "2026-11-18", "1.824999 EUR", 1, "2027-11-17 12:00:00", "1/365", "0.00"),
    Case("P1Y annual", "2026-11-18", "1.825 EUR", 3, "2027-11-17 12:00:00", "1/365", "0.02"),
    Case("P1Y annual", "2026-11-18", "5.474999 EUR", 1, "2027-11-17 12:00:00", "1/365", "0.01"),
    Case("P1Y annual", "2026-11-18", "5.475 EUR", 1, "2027-11-17 12:00:00", "1/365", "0.02"),
    # currencies without decimals, and with three
    Case("P1Y annual", "2026-11-18", "547 JPY", 1, "2027-11-17 12:00:00", "1/365", "1"),
    Case("P1Y annual", "2026-11-18", "547.5 JPY", 1, "2027-11-17 12:00:00", "1/365", "2"),
    Case("P1Y annual", "2026-11-18", "5000 JPY", 3, "2026-11-21 14:05:00", "362/365", "14877"),
    Case("P1Y annual", "2026-11-18", "0.1825 KWD", 1, "2027-11-17 12:00:00", "1/365", "0.001"),
    Case("P1Y annual", "2026-11-18", "0.182499 KWD", 1, "2027-11-17 12:00:00", "1/365", "0.000"),
    Case("P1Y annual", "2026-11-18", "110.125 KWD", 3, "2026-11-21 14:05:00", "362/365", "327.660"),
    # the smallest price and the largest number
    Case("P1Y annual", "2026-11-18", "0.000001 EUR", 1_000_000, "2026-11-18 00:00:00", "365/365", "1.00"),
)
