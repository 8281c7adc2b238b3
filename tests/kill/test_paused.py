from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from store.database import Database
from tests.jobs.waiting import eventually
from tests.kill.holder import count, lease_of


@pytest.fixture
def database(database_url):
    opened = Database.open(database_url)
    with opened.transaction() as db:
        db.exec_driver_sql("INSERT INTO counters VALUES ('orders', 0)")
    yield opened
    opened.close()


@pytest.fixture
def child(database, database_url):
    command = [sys.executable, "-m", "tests.kill.holder", database_url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def total(database):
    with database.reading() as db:
        return db.exec_driver_sql("SELECT value FROM counters").scalar_one()


def test_a_holder_that_was_paused_too_long_does_nothing_more_when_it_wakes_up(database, child):
    counted = [child.stdout.readline() for _ in range(5)]
    assert counted == ["counted\n"] * 5
    os.kill(child.pid, signal.SIGSTOP)
    lease = lease_of(database, "parent")
    eventually(lease.beat)
    before = total(database)
    count(database, lease)
    os.kill(child.pid, signal.SIGCONT)
    rest, _errors = child.communicate(timeout=20)
    assert rest.endswith("stale\n")
    assert total(database) == before + 1
