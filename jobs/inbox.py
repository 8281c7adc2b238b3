"""Handles what a wire received as ids only: claimed, fetched and answered by its wire, settled.

`handle` may run twice for the same row; dispatch knows a delivery again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.errand import Busy, Gone, NotSent
from jobs.crashpoint import Point, crashpoint
from jobs.patience import Patience
from store import inbox
from store.database import Database
from store.inbox import Receipt
from store.values import QueueState

_log: Final = logging.getLogger(__name__)
_PATIENCE: Final = Patience(give_up=timedelta(hours=1), most_breakdowns=4)

Handle = Callable[[str], None]
"""Fetches and dispatches what a row's body names. Raises a `NotSent` where its platform does not play along."""


class Inbox:
    """The queue of receipts, for a `Worker`. One `Handle` for each platform that delivers ids."""

    def __init__(
        self,
        database: Database,
        handles: Mapping[str, Handle],
        clock: Callable[[], datetime],
        patience: Patience = _PATIENCE,
    ) -> None:
        self._database = database
        self._handles = handles
        self._clock = clock
        self._patience = patience

    def take(self) -> Receipt | None:
        now = self._clock()
        with self._database.reading() as db:
            if not inbox.any_due(db, self._handles, now):
                return None
        with self._database.transaction() as db:
            return inbox.claim(db, self._handles, now=now, until=now + self._patience.claim)

    def act(self, task: Receipt) -> None:
        if task.breakdowns > self._patience.most_breakdowns:
            self._refuse(task, "its handler did not come back")
            return
        crashpoint(Point.RECEIPT_CLAIMED)
        try:
            self._handles[task.platform](task.body)
        except Gone as no:
            self._refuse(task, no.reason)
        except Busy as no:
            self._later(task, self._patience.asked_for(no.retry_after), str(no))
        except NotSent as no:
            self._later(task, self._patience.wait(task.attempt), str(no) or type(no).__name__)
        else:
            crashpoint(Point.RECEIPT_HANDLED)
            self._settle(task, QueueState.DONE)

    def failed(self, task: Receipt, error: Exception) -> None:
        """A row that breaks its handler every time is put aside."""
        if task.breakdowns >= self._patience.most_breakdowns:
            self._refuse(task, type(error).__name__)
        else:
            self._later(task, self._patience.wait(task.attempt), type(error).__name__, broke=True)

    def _later(self, receipt: Receipt, wait: timedelta, error: str, *, broke: bool = False) -> None:
        now = self._clock()
        if now - receipt.created_at > self._patience.give_up:
            self._refuse(receipt, error)
            return
        with self._database.transaction() as db:
            inbox.put_back(db, receipt, now + wait, error[:400], broke=broke)

    def _refuse(self, receipt: Receipt, error: str) -> None:
        _log.error("a delivery is given up", extra={"key": receipt.key, "reason": error})
        self._settle(receipt, QueueState.REFUSED, error)

    def _settle(self, receipt: Receipt, state: QueueState, error: str = "") -> None:
        with self._database.transaction() as db:
            inbox.settle(db, receipt, state, self._clock(), error[:400])
