from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.exc import TimeoutError as NoneFree

from store.database import Database, Unavailable, failed, savepoint, wake


class Boom(Exception):
    pass


@pytest.fixture
def database(database_url):
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(sqlite_url):
    opened = Database.open(sqlite_url)
    yield opened
    opened.close()


def add(db, name, value=1):
    db.exec_driver_sql(f"INSERT INTO counters (name, value) VALUES ('{name}', {value})")


def names(database):
    with database.reading() as db:
        return [name for (name,) in db.exec_driver_sql("SELECT name FROM counters ORDER BY name")]


def test_what_a_block_wrote_is_there_when_it_is_left(database):
    with database.transaction() as db:
        add(db, "a")
    assert names(database) == ["a"]


def test_a_block_that_raises_leaves_nothing(database):
    with suppress(Boom), database.transaction() as db:
        add(db, "a")
        raise Boom
    assert names(database) == []


def test_a_savepoint_that_raises_is_undone_alone(database):
    with database.transaction() as db:
        add(db, "a")
        with suppress(Boom), savepoint(db):
            add(db, "b")
            raise Boom
        add(db, "c")
    assert names(database) == ["a", "c"]


def test_a_savepoint_that_is_not_to_be_kept_is_not(database):
    with database.transaction() as db:
        with savepoint(db, keep=False):
            add(db, "a")
        with savepoint(db):
            add(db, "b")
    assert names(database) == ["b"]


def test_whoever_listens_hears_of_each_queue_once_and_after_the_commit(database):
    heard: list[object] = []
    database.listen(lambda queue: heard.append((queue, names(database))))
    with database.transaction() as db:
        add(db, "a")
        wake(db, "outbox")
        wake(db, "outbox")
        assert heard == []
    assert heard == [("outbox", ["a"])]


def test_nobody_hears_of_what_was_undone(database):
    heard: list[str] = []
    database.listen(heard.append)
    with suppress(Boom), database.transaction() as db:
        wake(db, "outbox")
        raise Boom
    with database.transaction() as db:
        add(db, "a")
    assert heard == []


def test_threads_that_read_and_then_write_lose_no_update(database):
    with database.transaction() as db:
        add(db, "orders", 0)
    threads = [threading.Thread(target=count_up, args=[database, 25]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert total(database) == 200


def test_eight_processes_that_read_and_then_write_lose_no_update_and_are_never_turned_away(database, database_url):
    with database.transaction() as db:
        add(db, "orders", 0)
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.crowd", database_url, "8", "25"], check=False, timeout=100
    )
    assert (done.returncode, total(database)) == (0, 200)


def count_up(database, times):
    """Read, then write: whoever does that without a lock loses updates."""
    lock = "" if database.is_sqlite else " FOR UPDATE"
    for _ in range(times):
        with database.transaction() as db:
            value = db.exec_driver_sql(f"SELECT value FROM counters WHERE name = 'orders'{lock}").scalar_one()
            db.exec_driver_sql(f"UPDATE counters SET value = {value + 1} WHERE name = 'orders'")


def total(database):
    with database.reading() as db:
        return db.exec_driver_sql("SELECT value FROM counters WHERE name = 'orders'").scalar_one()


def test_a_database_that_lost_its_connections_is_unavailable_once_and_then_back(postgresql_url):
    database = Database.open(postgresql_url)
    with pytest.raises(Unavailable), database.transaction() as db:
        db.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    with database.transaction() as db:
        add(db, "a")
    assert names(database) == ["a"]
    database.close()


def test_what_the_database_rightly_refuses_is_no_outage_and_is_undone(database):
    with database.transaction() as db:
        add(db, "a")
    with pytest.raises(IntegrityError), database.transaction() as db:
        add(db, "a")
    assert names(database) == ["a"]


def test_a_pool_without_a_free_connection_is_an_outage():
    assert failed(NoneFree())
    assert not failed(ZeroDivisionError())


def test_a_server_that_is_not_there_is_unavailable():
    database = Database.open("postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1")
    with pytest.raises(Unavailable), database.transaction():
        pass
    database.close()


def test_a_file_that_cannot_be_written_is_unavailable_for_writing_and_there_for_reading(sqlite):
    with sqlite.transaction() as db:
        add(db, "a")
    with sqlite.transaction() as db:
        db.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(Unavailable), sqlite.transaction() as db:
        add(db, "b")
    assert names(sqlite) == ["a"]


def test_a_file_that_another_program_keeps_locked_is_unavailable_and_back_when_it_is_free(sqlite, sqlite_url):
    other = Database.open(sqlite_url)
    with other.transaction() as db:
        add(db, "a")
        with pytest.raises(Unavailable), sqlite.transaction() as mine:
            add(mine, "b")
    with sqlite.transaction() as db:
        add(db, "c")
    assert names(sqlite) == ["a", "c"]
    other.close()


def test_a_full_disk_is_unavailable_and_keeps_what_was_there(sqlite):
    with sqlite.transaction() as db:
        add(db, "a")
        pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable), sqlite.transaction() as db:
        db.exec_driver_sql("CREATE TABLE large AS SELECT randomblob(1000000) AS x")
    assert names(sqlite) == ["a"]
    with sqlite.transaction() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1000000")
        add(db, "b")
    assert names(sqlite) == ["a", "b"]


def test_a_new_file_is_its_owners_alone(empty_sqlite_url):
    before = os.umask(0)
    Database.open(empty_sqlite_url).close()
    os.umask(before)
    assert stat.S_IMODE(Path(empty_sqlite_url.removeprefix("sqlite:///")).stat().st_mode) == 0o600


def test_sqlite_syncs_every_commit_and_keeps_references_whole(sqlite):
    with sqlite.transaction() as db:
        pragmas = [
            db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]
