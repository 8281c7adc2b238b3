"""Grouped commits on SQLite: each transaction stands for itself, and none is left before it is on disk."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, suppress

import pytest

from store.database import Database, Unavailable
from tests.jobs.waiting import eventually


@pytest.fixture
def database(sqlite_url):
    opened = Database.open(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def beside(database):
    """What another program sees in the file; each look has a connection, and so a view, of its own."""

    def look():
        with closing(sqlite3.connect(database.engine.url.database)) as other:
            return [name for (name,) in other.execute("SELECT name FROM counters ORDER BY name")]

    return look


class Somebody:
    """A thread that writes one row, and how that went."""

    def __init__(self, database, name, *, spoil="", until=None, seen=None):
        self.database, self.name, self.spoil, self.until, self.seen = database, name, spoil, until, seen
        self.inside = threading.Event()
        self.error = self.saw = None
        self.thread = threading.Thread(target=self._write)
        self.thread.start()

    def _write(self):
        try:
            with self.database.transaction() as db:
                self.inside.set()
                if self.until:
                    self.until.wait(10)
                db.exec_driver_sql(f"INSERT INTO counters VALUES ('{self.name}', 1)")
                if self.spoil:
                    db.exec_driver_sql(self.spoil)
            self.saw = self.seen() if self.seen else None
        except (Unavailable, ZeroDivisionError) as error:
            self.error = error


def queued(database, count):
    eventually(lambda: database._writer._waiting == count)


def crowd(database, release, *others, spoil=""):
    """Somebody who is inside already, and others who wait for their turn, in any order: they will share a commit."""
    first = Somebody(database, "first", until=release, spoil=spoil)
    first.inside.wait(10)
    waiting = []
    for options in others:
        waiting.append(Somebody(database, **options))
        queued(database, len(waiting))
    release.set()
    for one in (first, *waiting):
        one.thread.join(10)
    return first, *waiting


def test_one_that_raises_undoes_itself_and_nothing_else(database, beside):
    spoilt = {"name": "second", "spoil": "SELECT * FROM nowhere"}
    first, second, third = crowd(database, threading.Event(), spoilt, {"name": "third"})
    assert (first.error, third.error) == (None, None)
    assert isinstance(second.error, Unavailable)
    assert beside() == ["first", "third"]


def test_a_commit_that_fails_fails_all_who_shared_it(database, beside):
    dangling = "INSERT INTO lineage VALUES ('00000000000000000000000000000001', '00000000000000000000000000000002', 1)"
    others = ({"name": "second"}, {"name": "third", "spoil": dangling}, {"name": "fourth"})
    everybody = crowd(database, threading.Event(), *others, spoil="PRAGMA defer_foreign_keys = ON")
    assert [type(one.error) for one in everybody] == [Unavailable] * 4
    assert beside() == []


def test_after_a_commit_that_failed_the_next_one_works(database, beside):
    with suppress(Unavailable), database.transaction() as db:
        db.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        db.exec_driver_sql("INSERT INTO lineage VALUES ('1', '2', 1)")
    Somebody(database, "next").thread.join(10)
    assert beside() == ["next"]


def test_what_was_left_is_on_disk_whoever_is_still_waiting(database, beside):
    everybody = [Somebody(database, f"n{number:03}", seen=beside) for number in range(60)]
    for one in everybody:
        one.thread.join(20)
    assert [one.name for one in everybody if one.saw is None or one.name not in one.saw] == []


def test_those_who_wait_together_commit_together_but_never_more_than_a_few_dozen(database):
    commits = []
    with database.transaction() as db:
        raw = db.connection.driver_connection
    raw.set_trace_callback(lambda said: commits.append(said) if said == "COMMIT" else None)
    crowd(database, threading.Event(), *({"name": f"n{number}"} for number in range(40)))
    assert len(commits) == 2


def test_a_transaction_that_the_database_gave_up_on_is_told_to_all_who_shared_it(database, beside):
    rolled_back = {"name": "second", "spoil": "ROLLBACK"}
    everybody = crowd(database, threading.Event(), rolled_back, {"name": "third"})
    lost = {one.name for one in everybody if one.error}
    assert lost | set(beside()) == {"first", "second", "third"}
    assert lost & set(beside()) == set()
    assert {"first", "second"} <= lost


def test_one_that_raises_alone_leaves_the_turn_to_the_next(database, beside):
    with suppress(ZeroDivisionError), database.transaction() as db:
        db.exec_driver_sql("INSERT INTO counters VALUES ('a', 1)")
        raise ZeroDivisionError
    Somebody(database, "next").thread.join(10)
    assert beside() == ["next"]
