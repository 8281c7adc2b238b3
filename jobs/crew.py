"""All that happens without being asked, in one process: the queues' workers and the clock's rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Protocol

from bot.errand import Sender
from handlers.context import Defaults
from jobs import approvals, cleaning, guises, sealing, stuck
from jobs.channel_names import ChannelNames
from jobs.clock import Clock, Pulse, Tick
from jobs.inbox import Handle, Inbox
from jobs.lease import Lease
from jobs.mail import Post
from jobs.orders import Orders
from jobs.outbox import Drawing, Outbox
from jobs.patience import Patience
from jobs.shift import Shift
from jobs.terms import Terms
from jobs.user_runs import UserRuns
from jobs.worker import Worker
from store.database import Database
from store.user_runs import QUEUE

Round = Callable[[Shift], object]
"""Something the clock does under the lease."""


class Running(Protocol):
    """A worker, whatever its queue."""

    def start(self) -> None: ...
    def stop(self, patience_s: float) -> None: ...
    def ring(self, queue: str) -> None: ...
    @property
    def alive(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Equipment:
    """What the crew works with.

    `holder` names this process; without an `audit_key` nothing is sealed; `senders` and `handles` are by platform.
    `post` sends the mails; without it they wait. `rounds` are further things to do under the lease, `watches` what each
    process looks after itself; each with how often.
    """

    holder: str
    audit_key: bytes
    drawing: Drawing
    senders: Mapping[str, Sender] = field(default_factory=dict)
    handles: Mapping[str, Handle] = field(default_factory=dict)
    rounds: Mapping[str, tuple[timedelta, Round]] = field(default_factory=dict)
    watches: Mapping[str, tuple[timedelta, Callable[[], object]]] = field(default_factory=dict)
    post: Post | None = None
    defaults: Defaults = field(default_factory=Defaults)
    patience: Patience = field(default_factory=Patience)


class Crew:
    """`start`, ask for its `health`, `stop`."""

    def __init__(self, database: Database, clock: Callable[[], datetime], equipment: Equipment) -> None:
        lease = Lease(database, equipment.holder, clock)
        outbox = Outbox(database, equipment.senders, equipment.drawing, clock, equipment.patience)
        orders = Worker("orders", Orders(database, clock, equipment.defaults), threads=2)
        runs = Worker(QUEUE, UserRuns(database, clock, equipment.defaults), threads=2)
        inbox = Worker("inbox", Inbox(database, equipment.handles, clock), threads=4)
        post = [Worker("mails", equipment.post, threads=2)] if equipment.post else []
        self._workers: tuple[Running, ...] = (orders, runs, Worker("outbox", outbox, threads=4), inbox, *post)
        self._clock = Clock(lease, clock, (*_rounds(database, clock, lease, equipment), *_watches(equipment)))
        for worker in self._workers:
            database.listen(worker.ring)

    def start(self) -> None:
        self._clock.start()
        for worker in self._workers:
            worker.start()

    def stop(self, patience_s: float = 10.0) -> None:
        """What is in hand is finished, by all of them within that time; the rest waits in the tables."""
        deadline = monotonic() + patience_s
        for worker in reversed(self._workers):
            worker.stop(max(0.0, deadline - monotonic()))
        self._clock.stop()

    def health(self) -> tuple[Pulse, ...]:
        """The clock's ticks; `late` ones have not come to their end for too long."""
        return self._clock.health()

    @property
    def alive(self) -> bool:
        """Whether every worker's threads are there."""
        return all(worker.alive for worker in self._workers)

    @property
    def leads(self) -> bool:
        """Whether this process holds the lease of the clock."""
        return self._clock.leads


def _rounds(database: Database, clock: Callable[[], datetime], lease: Lease, equipment: Equipment) -> Iterable[Tick]:
    shift = Shift(database, clock, lease.guard, equipment.defaults)
    if equipment.audit_key:
        yield Tick("seal", timedelta(seconds=2), lambda: sealing.seal(shift, equipment.audit_key))
    yield Tick("terms", timedelta(minutes=1), Terms(shift).run)
    yield Tick("stuck", timedelta(minutes=10), lambda: stuck.remind(shift))
    yield Tick("clean", timedelta(hours=1), lambda: cleaning.clean(shift))
    yield Tick("approvals", timedelta(minutes=1), lambda: approvals.watch(shift))
    yield Tick("guises", timedelta(minutes=1), lambda: guises.take_off(shift))
    yield Tick("channels", timedelta(minutes=10), ChannelNames(shift, equipment.senders).ask)
    for name, (every, run) in equipment.rounds.items():
        yield Tick(name, every, partial(run, shift))


def _watches(equipment: Equipment) -> Iterable[Tick]:
    for name, (every, run) in equipment.watches.items():
        yield Tick(name, every, run, led=False)
