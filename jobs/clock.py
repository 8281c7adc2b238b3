"""The clock: fixed functions at fixed intervals, and when each of them last ran. What is due is a query of theirs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.job import Job
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from jobs.lease import Lease
from jobs.worker import spared
from store.lease import Stale

_log: Final = logging.getLogger(__name__)
_BEAT_EVERY: Final = timedelta(seconds=5)
_GRACE: Final = timedelta(seconds=20)
HEARTBEAT: Final = "heartbeat"


@dataclass(frozen=True, slots=True)
class Tick:
    """A function and how often it runs; `led` ones run in the process that holds the lease alone."""

    name: str
    every: timedelta
    run: Callable[[], object]
    led: bool = True


@dataclass(frozen=True, slots=True)
class Pulse:
    """When a tick last came to its end (None: never), and whether that is too long ago."""

    name: str
    last: datetime | None
    late: bool


class _Plan(MemoryJobStore):  # type: ignore[misc] # a library without types
    """What runs next; after the machine's clock was put back, at once and not only when it has caught up."""

    def get_due_jobs(self, now: datetime) -> list[Job]:
        for job in self.get_all_jobs():
            if job.next_run_time > now + job.trigger.interval:
                job.next_run_time = now
                self.update_job(job)
        return list(super().get_due_jobs(now))


class Clock:
    """`start` it, ask it for its `health`, `stop` it."""

    def __init__(
        self,
        lease: Lease,
        clock: Callable[[], datetime],
        ticks: Iterable[Tick],
        beat_every: timedelta = _BEAT_EVERY,
    ) -> None:
        self._lease = lease
        self._clock = clock
        self._ticks = (Tick(HEARTBEAT, beat_every, lease.beat, led=False), *ticks)
        self._last: dict[str, datetime] = {}
        self._started = clock()
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            jobstores={"default": _Plan()},
            executors={"default": ThreadPoolExecutor(len(self._ticks))},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Everything runs once at once, then at its interval."""
        self._started = self._clock()
        self._tick(self._ticks[0])
        for tick in self._ticks:
            self._scheduler.add_job(
                self._tick, "interval", [tick], seconds=tick.every.total_seconds(), next_run_time=self._started
            )
        self._scheduler.start()

    def stop(self) -> None:
        """Let what runs come to its end, and leave the lease to another process."""
        if self._scheduler.running:
            self._scheduler.shutdown()
        spared(HEARTBEAT, self._lease.release)

    def health(self) -> tuple[Pulse, ...]:
        """The pulse of every tick; a heartbeat that is late means that the clock's thread has died."""
        return tuple(self._pulse(tick) for tick in self._ticks)

    @property
    def leads(self) -> bool:
        return self._lease.ours

    def _tick(self, tick: Tick) -> None:
        if spared(tick.name, lambda: self._ran(tick)):
            self._last[tick.name] = self._clock()

    def _ran(self, tick: Tick) -> bool:
        """True as well where it is another process's turn."""
        try:
            if self._lease.ours or not tick.led:
                tick.run()
        except Stale:
            _log.info("another process has taken over the clock", extra={"tick": tick.name})
        return True

    def _pulse(self, tick: Tick) -> Pulse:
        last = self._last.get(tick.name)
        return Pulse(tick.name, last, self._clock() - (last or self._started) > max(3 * tick.every, _GRACE))
