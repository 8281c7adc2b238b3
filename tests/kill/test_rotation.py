"""kill -9 of `comptoir keys rotate` wherever it is: every key stays readable, and the next run goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from handlers.sample import load
from handlers.sample.goods import SERVER
from handlers.sample.loading import sample_id
from store import product_keys as keys
from store.database import Database
from store.product_keys import NewKey
from store.software import product_keys
from store.values import KeyKind, KeyState
from store.vault import Vault
from tests.jobs.waiting import eventually
from tests.kill.life import BIRTH, Spec
from tests.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD, NEW = Vault(["o" * 40]), Vault(["n" * 40])
RING, BOTH = f"{'n' * 40},{'o' * 40}", Vault(["n" * 40, "o" * 40])
LETTERS = "BCDFGHJKMNPQRTVWXY2346789"
LONGEST_S = 0.02


class Trial:
    """A vault of keys with their links under the older key, and the runs of the command that seal them anew."""

    def __init__(self, nursery, url, folder, size) -> None:
        self.nursery, self.url, self.folder = nursery, url, folder
        self.chance, self.numbers = random.Random(url), count(1)
        self.database = Database.open(url)
        self.kept = {uuid4(): key_of(number) for number in range(size)}
        with self.database.transaction() as db:
            load(db, BIRTH)
            keys.add(db, [row(id, key) for id, key in self.kept.items()])

    def left(self) -> int:
        with self.database.reading() as db:
            return keys.rotated(db, BOTH).left

    def forks(self) -> int:
        spec = Spec(self.url, "", f"{next(self.numbers)}", 0, 0, vault=RING)
        return self.nursery.start(spec)

    @contextmanager
    def working(self) -> Iterator[None]:
        """What is started in the block is at work when it ends: at any moment after its first commit."""
        first = min(self.readable(OLD), key=lambda row: row.hex)
        yield
        eventually(lambda: self.is_newer(first), within_s=60)
        time.sleep(self.chance.uniform(0, LONGEST_S))

    def is_newer(self, id) -> bool:
        with self.database.reading() as db:
            sealed = db.execute(select(product_keys.c.sealed).where(product_keys.c.id == id)).scalar_one()
        return bytes(sealed).startswith(NEW.newest)

    def kill_the_command(self) -> None:
        """As it is typed, in a process of its own."""
        told = {"DATABASE_URL": self.url, "COMPTOIR_VAULT_KEYS": RING, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "bot", "keys", "rotate"]
        with self.working():
            process = subprocess.Popen(command, cwd=self.folder, env=os.environ | told, stderr=subprocess.DEVNULL)
        process.kill()
        assert process.wait() == -signal.SIGKILL

    def kill_a_fork(self) -> bool:
        """The same command, whose start costs milliseconds; False if it was done before."""
        with self.working():
            pid = self.forks()
        return self.nursery.kill(pid) == -signal.SIGKILL

    def goes_on(self) -> None:
        """Nobody kills it this time."""
        assert self.nursery.wait(self.forks()) == 0
        assert self.left() == 0

    def readable(self, vault) -> dict[UUID, str]:
        """The keys that this one key of the ring reads, each with its link, and found by its index."""
        found = {}
        wanted = (product_keys.c.id, product_keys.c.sealed, product_keys.c.link, product_keys.c.blind)
        with self.database.reading() as db:
            for id, sealed, link, blind in db.execute(select(*wanted)):
                if bytes(sealed).startswith(vault.newest):
                    found[id] = vault.open(id, keys.KEY, sealed)
                    assert vault.open(id, keys.LINK, link) == f"https://downloads.example/{found[id]}"
                    assert vault.index(found[id]) == blind
        return found

    def nothing_is_lost(self) -> None:
        """All are read under both keys, each under one alone."""
        newer, older = self.readable(NEW), self.readable(OLD)
        assert newer | older == self.kept
        assert newer.keys().isdisjoint(older)


def key_of(number) -> str:
    signs = "".join(LETTERS[number // 25**place % 25] for place in range(5))
    return f"BCDFG-HJKMN-PQRTV-WXY23-{signs}"


def row(id, key) -> NewKey:
    sealed, link = OLD.seal(id, keys.KEY, key), OLD.seal(id, keys.LINK, f"https://downloads.example/{key}")
    customer, product = sample_id("organisation", "Contoso"), sample_id("product", SERVER)
    built = (customer, None, product, "2022", "en", 64, KeyKind.MAK, KeyState.READY)
    return NewKey(id, *built, sealed, key[-5:], OLD.index(key), None, link, None, BIRTH)


def trial_of(nursery, url, folder, size) -> Iterator[Trial]:
    started = Trial(nursery, url, folder, size)
    yield started
    started.database.close()


@pytest.fixture
def trial(nursery, database_url, tmp_path):
    yield from trial_of(nursery, database_url, tmp_path, 4_000)


@pytest.fixture
def sqlite_trial(nursery, sqlite_url, tmp_path):
    yield from trial_of(nursery, sqlite_url, tmp_path, 4_000)


def test_a_rotation_that_is_killed_again_and_again_loses_no_key(trial):
    kills = 0
    while trial.left() > 1_000:
        kills += trial.kill_a_fork()
        trial.nothing_is_lost()
    trial.goes_on()
    assert kills >= 2
    assert (trial.readable(NEW), trial.readable(OLD)) == (trial.kept, {})


def test_the_command_as_it_is_typed_goes_on_where_it_was_killed(sqlite_trial):
    sqlite_trial.kill_the_command()
    sqlite_trial.nothing_is_lost()
    assert 0 < sqlite_trial.left() < 4_000
    sqlite_trial.goes_on()
    assert (sqlite_trial.readable(NEW), sqlite_trial.readable(OLD)) == (sqlite_trial.kept, {})
