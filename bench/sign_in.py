"""Signing in to the portal: as a ratio to the password's hash alone, and what a flood of it does to other commands.

`python -m bench.sign_in [SIGN_INS]`. Goals: at least 0.8 of the speed of comparing the hash alone, on each engine; in a
flood of sign-ins the median command takes at most twice as long.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from uuid import uuid4

from sqlalchemy import select

from bot.ask import Account, Ask, Place, Platform, Standing, Typed, Vouched
from bot.cli import one_core
from bot.cli.root import HASHING, give_way
from bot.phrases import Tongue
from bot.portal import Guest, Visitor
from bot.tokens import Tokens
from handlers import invitations, sample
from handlers.book import MENU
from handlers.context import Defaults, Mailing
from handlers.dispatch import Dispatcher
from handlers.portal.desk import Counter
from handlers.portal.hashing import Hasher
from handlers.sample.loading import sample_id
from store import installing, links, people, users
from store.database import Database
from store.schema import users as user_rows
from store.values import ChannelKind, LinkPurpose, OrganisationId, Scope, UserId, UserStatus
from tests.databases import TEMPLATE, Postgresql, migrated_sqlite, sqlite_address

SPEED = 0.8
LATENCY = 2.0
PASSWORD = "Tr4v-ile9+Qk pont"
HERE = Visitor("127.0.0.1", "bench")
ALICE = Account(Platform.CONSOLE, "T", sample.ATELIER_ADMIN)


class Portal:
    """The sample data with one user who has a password."""

    def __init__(self, address: str) -> None:
        self.database = Database.open(address)
        self.hasher = Hasher()
        tokens = Tokens(["k" * 32])
        defaults = Defaults(mailing=Mailing("https://bot.example", ()), tokens=tokens)
        self.desk = Counter(self.database, now, defaults, hasher=self.hasher)
        self.dispatch = Dispatcher(self.database, MENU, now, defaults)
        with self.database.transaction() as db:
            sample.load(db, now())
            root = installing.house(db)
            assert root
            people.install(db, uuid4(), Platform.CONSOLE, "T", "bot", root, now())
        self.login = self._activated(tokens)
        self.dispatch.meet(Vouched(ALICE, Standing.MEMBER, sample.ATELIER_ADMIN))
        self.hash = self.hasher.hash(PASSWORD)

    def signs_in(self) -> None:
        assert isinstance(self.desk.sign_in(self.login, PASSWORD, HERE), Guest)

    def compares(self) -> None:
        assert self.hasher.matches(PASSWORD, self.hash)

    def asks(self) -> None:
        place = Place("D", ChannelKind.DIRECT)
        assert not self.dispatch(Ask(uuid4().hex, ALICE, place, Typed("seats Microsoft 365 E3 +1"))).refused

    def _activated(self, tokens: Tokens) -> str:
        contoso = Scope(OrganisationId(sample_id("organisation", "Contoso")))
        with self.database.transaction() as db:
            id = db.scalar(select(user_rows.c.id).where(user_rows.c.status == UserStatus.READY).limit(1))
            user = users.get(db, contoso, UserId(id)) if id else None
            assert user
            invitations.put(db, invitations.to_user(LinkPurpose.RESET, "reset", user), Tongue(), uuid4, now())
            link = links.of(db, LinkPurpose.RESET, user.id)
            assert link
        assert self.desk.choose(tokens.link(LinkPurpose.RESET, link.id, link.generation), PASSWORD, HERE) is None
        return user.login


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="comptoir-bench-") as folder, Postgresql() as server:
        measure("SQLite", sqlite_address(migrated_sqlite(Path(folder) / "comptoir.db")), count)
        server.add_template()
        with server.fresh(TEMPLATE) as address:
            measure("PostgreSQL", address, count)


def measure(engine: str, address: str, count: int) -> None:
    portal = Portal(address)
    cores = frozenset() if portal.database.is_sqlite else one_core.keep("comptoir-bench")  # as `comptoir serve` does
    ratios = [timed(portal.compares) / timed(portal.signs_in) for _round in range(count)]
    ratio = median(ratios)
    print(
        f"{engine}: sign-in {ratio:.2f} of the hash alone (goal {SPEED}): {'reached' if ratio >= SPEED else 'missed'}"
    )
    quiet = median(timed(portal.asks) for _round in range(10 * count))
    flooded = median(under_a_flood(portal, 10 * count, cores))
    slower = flooded / quiet
    verdict = "reached" if slower <= LATENCY else "missed"
    print(f"{engine}: a command {1000 * quiet:.1f} ms, in a flood {1000 * flooded:.1f} ms", end=" ")
    print(f"({slower:.2f} ×, goal {LATENCY}): {verdict}", flush=True)
    portal.database.close()


def under_a_flood(portal: Portal, count: int, cores: Collection[int]) -> list[float]:
    """A queue of sign-ins that never empties, in as many threads as the bot has for them."""
    over = threading.Event()

    def flood() -> None:
        while not over.is_set():
            portal.signs_in()

    with ThreadPoolExecutor(HASHING, initializer=give_way, initargs=(cores,)) as pool:
        for _thread in range(HASHING):
            pool.submit(flood)
        try:
            return [timed(portal.asks) for _round in range(count)]
        finally:
            over.set()


def timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def now() -> datetime:
    return datetime.now(UTC)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
