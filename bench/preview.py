"""How many previews of a seat change a second over signed HTTP, against Bolt alone and Bolt with the bare statements.

`python -m bench.preview [SECONDS]`. Goal: at least 0.6 of what the same statements reach through the raw driver with
the same durability, and a 99th percentile at half of the load of at most 3 times theirs.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import uvloop

from bench.load import Typist, fastest, p99, paced
from bench.preview_servers import CONTENDERS, FIELDS, SECRET
from store import migrate
from tests.databases import TEMPLATE, Postgresql, sqlite_address

GOAL, SLOWER = 0.6, 3.0
SECONDS = 6.0
WARM_UP = 1.5


@dataclass(frozen=True)
class Measured:
    """Commands a second at most; milliseconds of the 99th percentile at half of that."""

    rate: float
    p99: float


def main(seconds: float) -> None:
    with tempfile.TemporaryDirectory(prefix="comptoir-bench-") as folder:
        report("SQLite, synchronous=FULL", {name: measure(name, on_sqlite(Path(folder), name), seconds) for name in CONTENDERS})
    with Postgresql() as server:
        server.add_template()
        found = {}
        for name in CONTENDERS:
            with server.fresh(TEMPLATE) as address:
                durable(address)
                found[name] = measure(name, address, seconds)
        report("PostgreSQL, fsync", found)


def on_sqlite(folder: Path, name: str) -> str:
    address = sqlite_address(folder / f"{name}.db")
    migrate.upgrade(address)
    return address


def durable(address: str) -> None:
    """The tests' server does not wait for the disk; this one does."""
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as db:
        db.execute("ALTER SYSTEM SET fsync = on")
        db.execute("SELECT pg_reload_conf()")


def measure(name: str, address: str, seconds: float) -> Measured:
    with serving(name, address) as url:
        return uvloop.run(measured(Typist(url, SECRET, FIELDS), seconds))


async def measured(typist: Typist, seconds: float) -> Measured:
    await fastest(typist, WARM_UP)
    rate = await fastest(typist, seconds)
    await asyncio.sleep(0.5)
    return Measured(rate, p99(await paced(typist, rate / 2, seconds)))


@contextmanager
def serving(name: str, address: str) -> Iterator[str]:
    """A process of its own, ended afterwards."""
    command = [sys.executable, "-m", "bench.preview_servers", name, address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None or process.stdin is None:
            raise RuntimeError("no pipes")
        yield process.stdout.readline().strip()
        process.stdin.close()


def report(engine: str, found: dict[str, Measured]) -> None:
    bare, raw, ours = found["bare"], found["raw"], found["comptoir"]
    print(f"\n{engine}: previews of a seat change over signed HTTP, 16 connections")
    print(f"  {'':28}  a second   p99 at half load")
    for title, one in (("Bolt, acknowledging", bare), ("Bolt, the bare statements", raw), ("Comptoir", ours)):
        print(f"  {title:28}  {one.rate:8.0f}   {one.p99:8.2f} ms")
    ratio, slower = ours.rate / raw.rate, ours.p99 / raw.p99
    verdict = "reached" if ratio >= GOAL and slower <= SLOWER else "missed"
    print(f"  of the bare statements: {ratio:.2f} (goal {GOAL}), p99 {slower:.2f} × (goal {SLOWER}): {verdict}")
    print(f"  of Bolt alone: {ours.rate / bare.rate:.2f}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
