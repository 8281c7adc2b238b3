"""kill -9 at any moment: what was acknowledged happens once, and the record of it stays whole.

`KILL_TRIALS=10 pytest tests/kill` goes on for ten times as long.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from handlers.sample import load
from handlers.sample.loading import sample_id
from jobs.crashpoint import Point
from store import people
from store.database import Database
from store.schema import subscriptions
from store.values import OrganisationId
from tests.kill.checker import check, in_flight
from tests.kill.life import BIRTH, INSTALLATION, LEAP, TEAM, Life, Spec
from tests.kill.nurse import Nursery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OF_FILES = {Point.USERS_APPLIED, Point.USERS_COMMITTED}
POINTS = [point for point in Point if point not in OF_FILES]
SHORTEST_S, LONGEST_S, PATIENCE_S = 0.02, 0.25, 5.0


class Trial:
    """A database, the lives it went through, and how they ended."""

    def __init__(self, nursery: Nursery, url: str, folder: Path) -> None:
        self.nursery, self.url, self.folder = nursery, url, folder
        self.chance = random.Random(url)
        self.epoch = self.kills = self.between = 0
        self.database = Database.open(url)
        with self.database.transaction() as db:
            load(db, BIRTH)
            root = OrganisationId(sample_id("organisation", "Nordlicht"))
            people.install(db, INSTALLATION, "slack", TEAM, "B1", root, BIRTH)
        with self.database.reading() as db:
            self.seats = {row.id: row.seats for row in db.execute(select(subscriptions))}

    def spec(self, name: str, crashpoint: str = "") -> Spec:
        return Spec(self.url, str(self.folder), name, self.epoch, time.monotonic(), crashpoint)

    def kill(self, lives: int) -> None:
        """Some lives at once, each ended at a named point or at any moment."""
        self.epoch += 1
        specs = [self.spec(f"{self.epoch}-{number}", self.somewhere()) for number in range(lives)]
        before = self.written
        for spec, pid in [(spec, self.nursery.start(spec)) for spec in specs]:
            if not spec.crashpoint:
                self.lets_work(before)
            time.sleep(self.chance.uniform(SHORTEST_S, LONGEST_S))
            assert self.nursery.kill(pid) == -signal.SIGKILL
        self.kills += lives
        with self.database.reading() as db:
            self.between += min(lives, in_flight(db, BIRTH + LEAP * self.epoch))

    @property
    def written(self) -> int:
        journal = self.folder / "journal"
        return journal.stat().st_size if journal.exists() else 0

    def lets_work(self, before: int) -> None:
        """However busy this machine is, something is said."""
        deadline = time.monotonic() + PATIENCE_S
        while self.written == before and time.monotonic() < deadline:
            time.sleep(0.005)

    def somewhere(self) -> str:
        return f"{self.chance.choice(POINTS)}:{self.chance.randint(1, 4)}" if self.chance.random() < 0.5 else ""

    def outcome(self) -> dict[str, int]:
        """Let one more life do what is left, and look at everything."""
        self.epoch += 1
        life = Life(self.spec("last"))
        life.finish()
        life.database.close()
        with self.database.reading() as db:
            return check(db, self.folder, self.seats)


@pytest.fixture(params=range(int(os.environ.get("KILL_TRIALS", "1"))))
def repetition(request) -> int:
    return int(request.param)


@pytest.fixture
def trial(nursery, database_url, tmp_path, repetition) -> Iterator[Trial]:
    started = Trial(nursery, database_url, tmp_path)
    yield started
    started.database.close()


@pytest.fixture
def rounds(database_url) -> tuple[int, int]:
    """How many rounds of kills, and how many processes at a time."""
    return (60, 1) if database_url.startswith("sqlite") else (26, 2)


def test_wherever_a_process_is_made_to_die_nothing_is_lost_or_doubled(trial, nursery):
    for point in POINTS:
        trial.epoch += 5
        dying = nursery.start(trial.spec(f"{point}", point))
        assert nursery.wait(dying) == -signal.SIGKILL, point
    assert trial.outcome()["orders"] > 0


@pytest.mark.slow
def test_no_kill_loses_or_doubles_anything(trial, rounds, counted):
    for _ in range(rounds[0]):
        trial.kill(rounds[1])
    outcome = trial.outcome()
    engine = trial.url.partition(":")[0]
    counted(f"{engine}: {trial.kills} kills, {trial.between} between claim and settle, 0 lost, 0 doubled; {outcome}")
    assert trial.kills >= 50
    assert trial.between / trial.kills >= 0.3
    assert outcome["orders"] > 3
    assert outcome["renewals"] > 1
    if trial.url.startswith("sqlite"):
        file = sqlite3.connect(trial.database.engine.url.database)
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        file.close()
