"""Threads that take one task at a time: woken after a commit, else one of them looks once a second."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from time import monotonic
from typing import Final, Generic, Protocol, TypeVar

from store.database import Unavailable
from store.lease import Stale

_log: Final = logging.getLogger(__name__)
T = TypeVar("T")


class Work(Protocol[T]):
    """A queue: what is next, what to do with it, and what if that fails in an unforeseen way."""

    def take(self) -> T | None:
        """Claim the next task; None if there is none."""

    def act(self, task: T) -> None:
        """Do it, outside any transaction, and settle it."""

    def failed(self, task: T, error: Exception) -> None:
        """Settle or put back a task that broke `act`."""


class Worker(Generic[T]):
    """`threads` of them work on one queue until they are stopped; an error concerns its own task alone."""

    def __init__(self, name: str, work: Work[T], *, threads: int = 1, poll_s: float = 1.0) -> None:
        self._name = name
        self._work = work
        self._poll_s = poll_s
        self._bell = threading.Condition()
        self._rung = 0
        self._look_at = 0.0
        self._stopping = False
        self._threads = [threading.Thread(target=self._run, name=f"{name}-{n}", daemon=True) for n in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def ring(self, queue: str) -> None:
        """Listener of a database: there is new work in that queue."""
        if queue == self._name:
            with self._bell:
                self._rung += 1
                self._bell.notify_all()

    def stop(self, patience_s: float = 10.0) -> None:
        """Finish the tasks in hand, take no further ones."""
        with self._bell:
            self._stopping = True
            self._bell.notify_all()
        deadline = monotonic() + patience_s
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, deadline - monotonic()))

    @property
    def alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

    def once(self) -> bool:
        """One task, if there is one; True if it was dealt with."""
        return spared(self._name, self._deal)

    def _deal(self) -> bool:
        task = self._work.take()
        if task is None:
            return False
        try:
            self._work.act(task)
        except Unavailable:
            raise
        except Exception as error:
            self._work.failed(task, error)
            raise
        return True

    def _run(self) -> None:
        while not self._stopping:
            heard = self._rung
            if not self.once():
                self._rest(heard)

    def _rest(self, heard: int) -> None:
        """Until the bell rings; without it one of those that rest looks again after a while, for all of them."""
        with self._bell:
            while not self._stopping and self._rung == heard:
                now = monotonic()
                if now >= self._look_at:
                    self._look_at = now + self._poll_s
                    return
                self._bell.wait(self._look_at - now)


def drain(work: Work[T], most: int = 1000) -> int:
    """Do what is due, here and now; how many tasks that were."""
    worker = Worker("drain", work, threads=0)
    return next(done for done in range(most + 1) if done == most or not worker.once())


def spared(name: str, step: Callable[[], bool]) -> bool:
    """What the step says; False if the database does not answer or the step has a bug, which concerns it alone."""
    try:
        return step()
    except Unavailable:
        _log.warning("the database does not answer", extra={"queue": name})
    except Stale:
        raise
    except Exception:  # noqa: BLE001 - the outermost edge of a job: the next task goes on
        _log.exception("a task failed", extra={"queue": name})
    return False
