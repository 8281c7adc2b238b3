from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import repeat

import pytest
from hypothesis import given

from bot.phrases import Tongue, _, plain
from handlers.csv_out import written
from tests.bot.strategies import DATA

PARIS = Tongue("fr", "Europe/Paris")
MOMENT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://evil.example")', "=cmd|' /C calc'!A0")


def text(*rows, tongue=PARIS) -> str:
    return b"".join(written(["a"], rows, tongue)).decode("utf-8")


def read(*rows) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text(*rows).removeprefix("\ufeff"), newline="")))[1:]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula):
    assert read([formula, plain(formula)]) == [[f"'{formula}", f"'{formula}"]]


def test_a_number_below_nothing_stays_a_number():
    assert text([-5, Decimal("-360.25")]).splitlines()[1] == "-5,-360.25"


def test_a_spreadsheet_knows_the_encoding_by_its_mark():
    assert b"".join(written(["Été"], [], PARIS)).startswith(b'\xef\xbb\xbf"\xc3\x89t\xc3\xa9"')


def test_text_is_quoted_so_that_none_splits_it_at_a_semicolon():
    assert text(["a;=1+1", 'say "x"']).splitlines()[1] == '"a;=1+1","say ""x"""'


def test_moments_stand_in_the_readers_zone_and_days_as_they_are():
    assert read([MOMENT, date(2026, 11, 21), None]) == [["2026-11-22 00:30:00", "2026-11-21", ""]]


def test_words_are_the_readers():
    assert read([_("Seats")]) == [["Licences"]]


@given(DATA)
def test_every_text_comes_back_as_one_cell(data):
    kept = f"'{data}" if data.startswith(("=", "+", "-", "@", "\t", "\r")) else data
    assert read([data, "end"]) == [[kept.encode(errors="replace").decode(), "end"]]


def test_a_hundred_thousand_rows_take_little_memory():
    row = ["S-000001", "Contoso", "x" * 200, 25]
    tracemalloc.start()
    size = sum(map(len, written(["a"], repeat(row, 100_000), PARIS)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 20_000_000
    assert peak < 2_000_000
