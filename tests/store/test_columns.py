from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.exc import StatementError

from store.columns import Micros, Moment, Word
from store.database import Database

lenient = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


things = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", Moment),
    Column("amount", Micros),
    Column("size", Word(Size)),
)


@pytest.fixture
def database(empty_database_url):
    opened = Database.open(empty_database_url)
    with opened.transaction() as db:
        things.create(db)
    yield opened
    opened.close()


@contextmanager
def kept(database, **values):
    with database.transaction() as db:
        db.execute(things.delete())
        db.execute(things.insert(), values)
        yield db, db.execute(select(things)).one()


@lenient
@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.timezones()))  # noqa: DTZ001
def test_a_moment_comes_back_as_the_same_moment_in_utc(database, moment):
    with kept(database, at=moment) as (_db, row):
        assert row.at == moment.astimezone(UTC)
        assert row.at.tzinfo is UTC


@lenient
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_an_amount_comes_back_to_the_sixth_decimal(database, amount):
    with kept(database, amount=amount) as (_db, row):
        assert row.amount == amount


@lenient
@given(st.lists(st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()), max_size=20))  # noqa: DTZ001
def test_the_database_sorts_moments_as_time_goes(database, moments):
    with database.transaction() as db:
        db.execute(things.delete())
        if moments:
            db.execute(things.insert(), [{"at": moment} for moment in moments])
        assert list(db.execute(select(things.c.at).order_by(things.c.at)).scalars()) == sorted(
            moment.astimezone(UTC) for moment in moments
        )


def test_nothing_and_a_word_come_back_as_they_are(database):
    with kept(database, size=Size.LARGE) as (_db, row):
        assert (row.at, row.amount, row.size) == (None, None, Size.LARGE)
        assert isinstance(row.size, Size)


@pytest.mark.parametrize("wrong", [{"at": datetime(2026, 1, 1)}, {"amount": Decimal("0.0000001")}])  # noqa: DTZ001
def test_a_moment_without_a_zone_and_a_seventh_decimal_are_refused(database, wrong):
    with pytest.raises(StatementError), database.transaction() as db:
        db.execute(things.insert(), wrong)
