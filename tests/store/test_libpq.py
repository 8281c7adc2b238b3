from __future__ import annotations

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, insert, literal, make_url, select, text
from sqlalchemy.exc import DataError, IntegrityError, NotSupportedError, ProgrammingError

from store.database import Database, Unavailable
from store.prepared import Insertion, Query

words = Table("words", MetaData(), Column("number", Integer, primary_key=True), Column("word", String(20)))
ADD = Insertion(insert(words))
ALL = Query(select(words.c.word).order_by(words.c.number))
ONE = Query(select(words.c.word).where(words.c.number == bindparam("wanted", type_=Integer)))


@pytest.fixture
def database(empty_postgresql_url):
    """One connection at a time, so the same one each time."""
    opened = Database.open(empty_postgresql_url)
    with opened.transaction() as db:
        words.create(db)
        ADD.run(db, {"number": 1, "word": "one"})
    yield opened
    opened.close()


def said(database, query, values=()):
    with database.reading() as db:
        return query.run(db, dict(values)).scalars().all()


def prepared(db):
    return set(db.scalars(text("SELECT name FROM pg_prepared_statements WHERE name LIKE 'comptoir%'")))


def test_what_is_prepared_outlives_reading_failures_and_the_drivers_own_statements(database):
    said(database, ALL)
    with pytest.raises(IntegrityError), database.transaction() as db:
        ADD.run(db, {"number": 1, "word": "another"})
    with database.reading() as db:
        there = [prepared(db) for _often_enough_for_the_driver_to_prepare_it in range(6)]
    with database.reading() as db:
        assert [prepared(db)] * 6 == there
    assert (len(there[0]), said(database, ALL)) == (2, ["one"])


def test_what_somebody_deallocated_is_prepared_anew_after_one_failure(database):
    said(database, ALL)
    with database.transaction() as db:
        db.execute(text("DEALLOCATE ALL"))
    with pytest.raises(ProgrammingError, match="does not exist"):
        said(database, ALL)
    assert said(database, ALL) == ["one"]


def test_a_table_that_was_changed_meanwhile_is_read_as_it_is_now_after_one_failure(database):
    assert said(database, ALL) == ["one"]
    with database.transaction() as db:
        db.execute(text("ALTER TABLE words ALTER COLUMN word TYPE integer USING number + 41"))
    with pytest.raises(NotSupportedError, match="cached plan"):
        said(database, ALL)
    assert said(database, ALL) == [42]


def test_a_statement_that_fails_at_its_first_time_is_right_at_its_second(database):
    share = Query(select(literal(12).op("/")(bindparam("by", type_=Integer))))
    with pytest.raises(DataError, match="zero"):
        said(database, share, {"by": 0})
    assert said(database, share, {"by": 3}) == [4]


def test_a_result_is_what_the_last_statement_gave(database):
    with database.transaction() as db:
        assert ADD.run(db, {"number": 2, "word": "50 %s"}) == 1
        assert (ALL.run(db, {}).scalars().all(), ONE.run(db, {"wanted": 7}).all()) == (["one", "50 %s"], [])


def with_settings(address, **settings):
    return make_url(address).update_query_dict(settings).render_as_string(hide_password=False)


def settings(address):
    database = Database.open(address)
    with database.reading() as db:
        libpq = db.connection.driver_connection.info.get_parameters()
        found = db.scalar(text("SHOW lock_timeout")), libpq["connect_timeout"], libpq["tcp_user_timeout"]
    database.close()
    return found


def test_nobody_waits_long_but_where_the_address_says_so(empty_postgresql_url):
    assert settings(empty_postgresql_url) == ("5s", "5", "20000")
    patient = with_settings(empty_postgresql_url, connect_timeout="30", options="-c lock_timeout=1min")
    assert settings(patient) == ("1min", "30", "20000")


def test_what_another_locks_for_long_is_unavailable_and_then_done(database, empty_postgresql_url):
    impatient = Database.open(with_settings(empty_postgresql_url, options="-c lock_timeout=50"))
    with database.transaction() as db:
        db.execute(text("LOCK TABLE words"))
        with pytest.raises(Unavailable, match="lock timeout"), impatient.transaction() as other:
            ADD.run(other, {"number": 2, "word": "two"})
    with impatient.transaction() as other:
        assert ADD.run(other, {"number": 2, "word": "two"}) == 1
    impatient.close()


def test_after_a_restart_of_the_server_one_request_fails_not_one_for_each_connection(database, empty_postgresql_url):
    with database.reading() as one, database.reading() as two, database.reading() as three:
        assert [len(ALL.run(db, {}).all()) for db in (one, two, three)] == [1, 1, 1]
    other = Database.open(empty_postgresql_url)
    with other.reading() as db:
        db.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"))
    other.close()
    with pytest.raises(Unavailable):
        said(database, ALL)
    assert said(database, ALL) == ["one"]
