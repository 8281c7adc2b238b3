from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, insert, literal, make_url, select, text
from sqlalchemy.exc import DataError, IntegrityError, NotSupportedError, ProgrammingError

from store.columns import Moment
from store.database import Database, Unavailable, Uncertain, savepoint
from store.prepared import TELLER, Insertion, Query

words = Table("words", MetaData(), Column("number", Integer, primary_key=True), Column("word", String(20)))
LAST = datetime(9999, 12, 31, 23, 30, tzinfo=UTC)
ADD = Insertion(insert(words))
OTHERS = "datname = current_database() AND pid <> pg_backend_pid()"
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
    assert said(database, ALL) == said(database, ONE, {"wanted": 1}) == ["one"]
    with database.transaction() as db:
        db.execute(text("DEALLOCATE ALL"))
    with pytest.raises(ProgrammingError, match="does not exist"):
        said(database, ALL)
    assert said(database, ALL) == ["one"]
    assert said(database, ONE, {"wanted": 1}) == ["one"]


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


def test_what_was_read_is_handed_out_once_and_stays_with_no_connection(database):
    with database.reading() as db:
        assert ALL.run(db, {}).all() == [("one",)]
        assert db.connection.info[TELLER].fetchall() == []
        assert ALL.run(db, {}).all() == [("one",)]


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


def every_connection_is_cut(address):
    other = Database.open(address)
    with other.reading() as db:
        db.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OTHERS}"))
    other.close()


def three_at_once(database):
    with database.reading() as one, database.reading() as two, database.reading() as three:
        return [ALL.run(db, {}).scalars().all() for db in (one, two, three)]


def test_after_a_restart_of_the_server_one_request_fails_not_one_for_each_connection(database, empty_postgresql_url):
    assert three_at_once(database) == [["one"]] * 3
    every_connection_is_cut(empty_postgresql_url)
    with pytest.raises(Unavailable):
        said(database, ALL)
    assert three_at_once(database) == [["one"]] * 3


def cut_between(database, address):
    with database.transaction() as db, savepoint(db):
        db.execute(text("SELECT 1"))
        every_connection_is_cut(address)
        db.execute(text("SELECT 1"))


def test_a_connection_cut_between_the_librarys_statements_in_a_savepoint_is_unavailable(database, empty_postgresql_url):
    with pytest.raises(Unavailable):
        cut_between(database, empty_postgresql_url)


def add_one_and_fail_at_another(database):
    with database.transaction() as db:
        ADD.run(db, {"number": 2, "word": "two"})
        with suppress(IntegrityError):
            ADD.run(db, {"number": 1, "word": "again"})


def test_a_transaction_in_which_a_statement_failed_is_never_taken_for_done(database):
    with pytest.raises(Unavailable, match="was undone"):
        add_one_and_fail_at_another(database)
    assert said(database, ALL) == ["one"]


CUT = """CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"""
LAST_OF_ALL = """CREATE CONSTRAINT TRIGGER last_of_all AFTER INSERT ON words INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION cut()"""


def test_a_connection_cut_at_the_commit_leaves_it_open_whether_all_was_kept(database):
    with database.transaction() as db:
        db.execute(text(CUT))
        db.execute(text(LAST_OF_ALL))
    with pytest.raises(Uncertain), database.transaction() as db:
        ADD.run(db, {"number": 2, "word": "two"})


SETTINGS = ["timezone = 'Europe/Paris'", "datestyle = 'SQL, DMY'", "client_encoding = 'LATIN1'"]


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_settings_of_the_server_change_nothing_of_what_is_read(database, empty_postgresql_url, setting):
    with database.transaction() as db:
        db.execute(text(f"ALTER DATABASE {make_url(empty_postgresql_url).database} SET {setting}"))
        db.execute(text("UPDATE words SET word = '€'"))
    fresh = Database.open(empty_postgresql_url)
    with fresh.reading() as db:
        assert Query(select(words.c.word, literal(LAST, Moment))).run(db, {}).all() == [("€", LAST)]
    fresh.close()
