"""How many previews of a seat change a second over signed HTTP, against Bolt alone and Bolt with the bare statements.

`python -m bench.preview [ROUNDS]`. Goal: at least 0.6 of what the same statements reach through the raw driver with
the same durability, and a 99th percentile at half of the load of at most 3 times theirs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psycopg
import uvloop

from bench.load import CONNECTIONS, Typist, fastest, p99, paced
from bench.preview_servers import CONTENDERS, FIELDS, SECRET
from store import migrate
from tests.databases import TEMPLATE, Postgresql, sqlite_address

GOAL, SLOWER = 0.6, 3.0
ROUNDS, SECONDS, WARM_UP = 5, 2.0, 1.0


@dataclass
class Contender:
    """Its address, and what each round found: commands a second, processor milliseconds for each, 99th percentile."""

    typist: Typist
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    p99s: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def cost(self) -> float:
        return median(self.costs)

    @property
    def p99(self) -> float:
        return median(self.p99s)


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="comptoir-bench-") as folder, ExitStack() as stack:
        contend("SQLite, synchronous=FULL", {name: on_sqlite(Path(folder), name) for name in CONTENDERS}, stack, rounds)
    with Postgresql() as server, ExitStack() as stack:
        server.add_template()
        addresses = {name: stack.enter_context(server.fresh(TEMPLATE)) for name in CONTENDERS}
        durable(addresses["bare"])
        contend("PostgreSQL, fsync", addresses, stack, rounds)


def contend(engine: str, addresses: dict[str, str], stack: ExitStack, rounds: int) -> None:
    """Turn by turn, so that whatever else this machine does hits all alike."""
    found = {
        name: Contender(Typist(stack.enter_context(serving(name, address)), SECRET, FIELDS))
        for name, address in addresses.items()
    }
    uvloop.run(measure(list(found.values()), rounds))
    report(engine, found)
    stack.close()


async def measure(contenders: list[Contender], rounds: int) -> None:
    for one in contenders:
        await fastest(one.typist, WARM_UP)
    for _round in range(rounds):
        for one in contenders:
            before = await one.typist.read("/cpu")
            rate = await fastest(one.typist, SECONDS)
            one.rates.append(rate)
            one.costs.append((float(await one.typist.read("/cpu")) - float(before)) / (rate * SECONDS) * 1000)
        for one in contenders:
            one.p99s.append(p99(await paced(one.typist, one.rate / 2, SECONDS)))


def on_sqlite(folder: Path, name: str) -> str:
    address = sqlite_address(folder / f"{name}.db")
    migrate.upgrade(address)
    return address


def durable(address: str) -> None:
    """The tests' server does not wait for the disk; this one does."""
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as db:
        db.execute("ALTER SYSTEM SET fsync = on")
        db.execute("SELECT pg_reload_conf()")


@contextmanager
def serving(name: str, address: str) -> Iterator[str]:
    """A process of its own, ended afterwards."""
    command = [sys.executable, "-m", "bench.preview_servers", name, address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None or process.stdin is None:
            raise RuntimeError("no pipes")
        yield process.stdout.readline().strip()
        process.stdin.close()


def report(engine: str, found: dict[str, Contender]) -> None:
    bare, raw, ours = found["bare"], found["raw"], found["comptoir"]
    print(f"\n{engine}: previews of a seat change over signed HTTP, {CONNECTIONS} connections")
    print(f"  {'':28}  a second   processor   p99 at half load")
    for title, one in (("Bolt, acknowledging", bare), ("Bolt, the bare statements", raw), ("Comptoir", ours)):
        print(f"  {title:28}  {one.rate:8.0f}   {one.cost:6.2f} ms   {one.p99:8.2f} ms")
    ratio, slower = ours.rate / raw.rate, ours.p99 / raw.p99
    verdict = "reached" if ratio >= GOAL and slower <= SLOWER else "missed"
    print(f"  of the bare statements: {ratio:.2f} (goal {GOAL}), p99 {slower:.2f} × (goal {SLOWER}): {verdict}")
    print(f"  of Bolt alone: {ours.rate / bare.rate:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
