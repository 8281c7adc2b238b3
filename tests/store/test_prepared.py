from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from uuid import uuid4

import pytest
from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table, Uuid, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from store.columns import Micros, Moment, Word
from store.database import Database, Unavailable, savepoint
from store.prepared import Insertion, Query


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


things = Table(
    "things",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("at", Moment),
    Column("day", Date),
    Column("amount", Micros),
    Column("size", Word(Size)),
    Column("name", String(10)),
    Column("true", Boolean),
    Column("extra", Integer, server_default="7"),
)
NAMES = [column.name for column in things.c if column.name != "extra"]
ADD = Insertion(insert(things), NAMES)
FULL = {
    "id": uuid4(),
    "at": datetime(2026, 3, 1, 8, 30, 1, 234567, tzinfo=timezone(timedelta(hours=2))),
    "day": date(2028, 2, 29),
    "amount": Decimal("-12.000001"),
    "size": Size.LARGE,
    "name": "50 %s",
    "true": True,
}
EMPTY = dict.fromkeys(NAMES) | {"id": uuid4()}
BY_ID = select(things).where(things.c.id == bindparam("id"))


@pytest.fixture
def database(empty_database_url):
    opened = Database.open(empty_database_url)
    with opened.transaction() as db:
        things.create(db)
    yield opened
    opened.close()


@pytest.mark.parametrize("values", [FULL, EMPTY])
def test_what_is_prepared_keeps_and_reads_every_type_as_the_library_does(database, values):
    with database.transaction() as db:
        assert ADD.run(db, values) == 1
        row = Query(BY_ID).run(db, {"id": values["id"]}).one()
        assert row == db.execute(BY_ID, {"id": values["id"]}).one()
        assert row._asdict() == values | {"extra": 7}
        assert row.at is None or row.at.tzinfo is UTC


def test_a_constant_is_stored_as_its_column_is(database):
    large = Query(select(func.count(), things.c.size).where(things.c.size == Size.LARGE).group_by(things.c.size))
    with database.transaction() as db:
        ADD.run(db, FULL)
        ADD.run(db, EMPTY)
        assert large.run(db, {}).all() == [(1, Size.LARGE)]


def test_a_value_that_is_not_given_is_missed(database):
    with database.reading() as db, pytest.raises(KeyError, match="id"):
        Query(BY_ID).run(db, {})


def test_what_the_database_refuses_is_told_in_the_librarys_words_without_the_values(database):
    with database.transaction() as db:
        ADD.run(db, FULL)
    with pytest.raises(IntegrityError) as refused, database.transaction() as db:
        ADD.run(db, FULL)
    assert "INSERT INTO things" in str(refused.value)
    assert "params" not in str(refused.value)


def test_what_is_prepared_is_undone_with_its_savepoint(database):
    with database.transaction() as db:
        ADD.run(db, FULL)
        with savepoint(db, keep=False):
            ADD.run(db, EMPTY)
        with pytest.raises(IntegrityError), savepoint(db):
            ADD.run(db, FULL)
        assert Query(select(things.c.id)).run(db, {}).scalars().all() == [FULL["id"]]


def test_a_connection_that_is_gone_is_unavailable_once_and_then_back(postgresql_url):
    database = Database.open(postgresql_url)
    gone = Query(select(func.pg_terminate_backend(func.pg_backend_pid())))
    for block in (database.transaction, database.reading):
        with pytest.raises(Unavailable), block() as db, savepoint(db):
            gone.run(db, {})
        with block() as db:
            assert Query(select(func.count(bindparam("one", type_=Integer)))).run(db, {"one": 1}).scalar_one() == 1
    database.close()
