"""A file of 100,000 Webex users, planned and applied by the job, as a ratio to the same validators and one look-up.

`python -m bench.user_files [ROWS]`. The bare way checks every address and number and looks 30,000 addresses up at
once; it keeps nothing. Goal: half of its speed for the plan, with memory below 100 MiB over idle, and 5,000 rows a
second applied on SQLite.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from bench.engines import databases
from bot.ask import Account, Ask, Place, Platform, Standing, Typed, Vouched
from bot.commands import decode
from bot.uploads import Upload
from handlers import sample
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.policy import addresses, phone_numbers
from handlers.sample.loading import sample_id
from handlers.wholesale import lookup
from handlers.wholesale.intake import Intake
from jobs.user_runs import UserRuns
from store import installing, people, user_runs
from store.database import Database
from store.values import ChannelKind, InstallationId, OrganisationId, Scope
from store.values.webex import UserRunId

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HEAD = "First Name,Last Name,Email,Phone Number,Preferred Webex Site,Webex Meetings\n"
ALICE = Account(Platform.CONSOLE, "bench", "alice")
CUSTOMER = OrganisationId(sample_id("organisation", "Fabrikam"))
ROUNDS = 3
LOOKED_UP = 30_000
GOAL, MOST_MIB, APPLIED = 0.5, 100, 5_000


def rows(count: int) -> Iterator[tuple[str, str]]:
    """Address and number of each."""
    return ((f"u{at}@fabrikam.example", f"+3361{2_000_000 + at}") for at in range(count))


def written(count: int) -> bytes:
    lines = (f"F{at},L{at},{mail},{number},s.webex.com,TRUE\n" for at, (mail, number) in enumerate(rows(count)))
    return (HEAD + "".join(lines)).encode()


class Spent(NamedTuple):
    """Seconds by the clock, and of the processor."""

    clock: float
    processor: float


def spent(work: Callable[[], object]) -> Spent:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - clock, time.process_time() - processor)


def bare(database: Database, count: int) -> None:
    for mail, number in rows(count):
        addresses.normal(mail)
        phone_numbers.number(number)
    with database.reading() as db:
        lookup.met(db, Scope(CUSTOMER), {mail for mail, _number in rows(min(count, LOOKED_UP))}, set(), [])


class Desk:
    """Alice at a bot with the sample data."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.transaction() as db:
            sample.load(db, NOON)
            root = installing.house(db)
            assert root
            people.install(db, InstallationId(UUID(int=1)), ALICE.platform, ALICE.team, "bot", root, NOON)
        self.house = Scope(root)
        dispatch = Dispatcher(database, MENU, lambda: NOON, Defaults())
        dispatch.meet(Vouched(ALICE, Standing.MEMBER, sample.ATELIER_ADMIN))
        self.intake = Intake(database, lambda: NOON, Defaults())
        self.jobs = UserRuns(database, lambda: NOON)

    def sends(self, content: bytes, key: str) -> UserRunId:
        ask = Ask(key, ALICE, Place("@alice", ChannelKind.DIRECT), Typed(""))
        said = self.intake.take(ask, Upload("users.csv", BytesIO(content)))
        self.last = UserRunId(UUID(str(decode(said.token, {}).model_dump()["run"])))
        return self.last

    def plans(self, id: UserRunId) -> Spent:
        with self.database.transaction() as db:
            assert user_runs.plan(db, self.house, id, CUSTOMER, replaces=True)
        return self._works()

    def applies(self, id: UserRunId) -> Spent:
        with self.database.transaction() as db:
            assert user_runs.confirm(db, self.house, id, NOON)
        return self._works()

    def _works(self) -> Spent:
        task = self.jobs.take()
        assert task
        return spent(lambda: self.jobs.act(task))


@contextmanager
def watched(peak: list[float]) -> Iterator[None]:
    """How many MiB this process grew by at its peak, looked at twenty times a second."""
    over, idle = threading.Event(), resident()

    def watch() -> None:
        while not over.wait(0.05):
            peak[0] = max(peak[0], resident() - idle)

    watching = threading.Thread(target=watch)
    watching.start()
    yield
    over.set()
    watching.join()


def resident() -> float:
    """MiB of this process in memory, where the system tells it."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * 4 / 1024 if statm.exists() else 0.0


def main(count: int) -> None:
    content = written(count)
    for engine, database in databases():
        desk, peak = Desk(database), [0.0]
        bare(database, 100)
        ratios = [compared(desk, content, count, f"round {number}", peak) for number in range(ROUNDS)]
        applied = desk.applies(desk.last)
        by_clock, of_processor = zip(*ratios, strict=True)
        print(
            f"{engine}: plan of {count:,} rows {said(by_clock)} by the clock, {said(of_processor)} of processor time "
            f"(goal ≥ {GOAL}), memory +{peak[0]:.0f} MiB (goal < {MOST_MIB}); "
            f"applied {count / applied.clock:,.0f} rows a second by the clock, "
            f"{count / applied.processor:,.0f} of processor time (goal ≥ {APPLIED:,} on SQLite)",
            flush=True,
        )
        database.close()


def compared(desk: Desk, content: bytes, count: int, key: str, peak: list[float]) -> tuple[float, float]:
    """How the bare way compares to the plan: by the clock, of the processor."""
    alone = spent(lambda: bare(desk.database, count))
    id = desk.sends(content, key)
    with watched(peak):
        ours = desk.plans(id)
    return alone.clock / ours.clock, alone.processor / ours.processor


def said(ratios: Iterable[float]) -> str:
    return " ".join(f"{one:.2f}" for one in ratios)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
