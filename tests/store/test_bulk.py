from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from store.additions import NewOrganisation
from store.bulk import put
from store.columns import TooFine
from store.database import Database
from store.ids import ascending
from store.schema import batches, organisations
from store.values import OrganisationKind
from store.wanted import want, wanted

NOON = datetime(2026, 11, 21, 12, 30, 0, 123456, tzinfo=UTC)
TRICKY = ("plain", "", "tab\tand\\N", "quote \" and '", "line\nbreak", "é 漢 🎉", "\\.", "null")


@pytest.fixture
def db(database_url):
    with closing(Database.open(database_url)) as database, database.transaction() as db:
        yield db


def rows(names):
    ids = ascending(NOON)
    house, day = OrganisationKind.HOUSE, date(2026, 2, 28)
    return [
        NewOrganisation(next(ids), number, house, name, name, None, NOON, None, "FR", last_active_on=day)
        for number, name in enumerate(names)
    ]


def test_rows_come_back_as_they_went_in_whatever_they_hold(db):
    written = rows(TRICKY)
    put(db, organisations, NewOrganisation._fields, written)
    columns = [organisations.c[name] for name in NewOrganisation._fields]
    found = db.execute(select(*columns).order_by(organisations.c.number)).all()
    assert [NewOrganisation(*row) for row in found] == written


def test_many_rows_are_stored_as_one_at_a_time_would_be(db):
    put(db, organisations, NewOrganisation._fields, rows(["many"]))
    (single,) = rows(["one"])
    db.execute(insert(organisations), single._replace(id=UUID(int=1), number=1)._asdict())
    raw = db.exec_driver_sql("SELECT kind, parent_id, created_at, last_active_on FROM organisations").all()
    assert raw[0] == raw[1]


def test_no_rows_are_no_trouble(db):
    put(db, organisations, NewOrganisation._fields, [])


def test_an_amount_that_is_too_fine_is_refused_here_as_well(db):
    row = (UUID(int=1), UUID(int=2), 1, Decimal("0.0000001"), "purchase", NOON)
    with pytest.raises(TooFine):
        put(db, batches, tuple(column.name for column in batches.c), [row])


def test_what_is_wanted_is_forgotten_with_the_next_question(db):
    want(db, [(UUID(int=1), "a"), (UUID(int=2), "b")])
    want(db, [(UUID(int=3), "c")])
    assert db.execute(select(wanted)).all() == [(UUID(int=3), "c")]


@given(st.integers(0, 4_000_000_000))
def test_ids_go_up_within_a_moment_and_from_one_to_the_next(seconds):
    moment = datetime.fromtimestamp(seconds, UTC)
    ids = list(islice(ascending(moment), 50))
    assert ids == sorted(set(ids))
    assert {(id.version, id.variant) for id in ids} == {(7, "specified in RFC 4122")}
    later = next(ascending(moment + timedelta(milliseconds=1)))
    assert later > ids[-1]


def test_two_imports_of_one_moment_share_no_id():
    assert not {*islice(ascending(NOON), 1_000)} & {*islice(ascending(NOON), 1_000)}
