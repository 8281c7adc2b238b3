"""Throws away what nobody asks for any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from handlers import files
from handlers.wholesale import run_files
from jobs.shift import Shift
from store import deliveries, links, mails, plans, sessions, sign_ins, sweeps, sweeps_user_runs, throttles, visits

REDELIVERED_FOR: Final = timedelta(days=3)
"""No platform delivers anything again after that; Slack stops after an hour."""

KEPT_FOR: Final = timedelta(days=30)
"""How long a message that was settled, or a link that ran out, can be looked up; how long a mail waits for a server."""

SIGN_INS_KEPT_FOR: Final = timedelta(days=400)
"""A year of sign-ins and a little more."""

PLANNED_FOR: Final = timedelta(days=3)
"""A list that was checked and never confirmed is checked again after that."""

COUNTED_FOR: Final = timedelta(hours=1)
"""No failure from an address counts for longer."""


USERS_FILES_KEPT_FOR: Final = run_files.KEPT_FOR + files.KEPT_FOR
"""The last file of its rows that somebody asks for in time can still be fetched."""


def clean(shift: Shift) -> int:
    """How many rows went."""
    now = shift.clock()
    rows = forget_users_files(shift, now - USERS_FILES_KEPT_FOR)
    with shift.transaction() as db:
        gone = rows + deliveries.forget(db, now - REDELIVERED_FOR)
        gone += sweeps.forget_settled(db, now - KEPT_FOR) + sweeps.forget_files(db, now)
        gone += mails.forget_unsent(db, now - KEPT_FOR) + plans.forget(db, now - PLANNED_FOR)
        gone += sweeps_user_runs.forget_files(db, now - PLANNED_FOR)
        gone += sign_ins.forget(db, now - SIGN_INS_KEPT_FOR) + sessions.forget(db, now) + visits.forget(db, now)
        return gone + links.forget(db, now - KEPT_FOR) + throttles.clean(db, now - COUNTED_FOR)


def forget_users_files(shift: Shift, before: datetime) -> int:
    """How many rows of files of users went; each file in a transaction of its own, since it may be a long one."""
    return sum(iter(partial(_forget_users_file, shift, before), -1))


def _forget_users_file(shift: Shift, before: datetime) -> int:
    """-1 when there is none left."""
    with shift.transaction() as db:
        gone = sweeps_user_runs.forget_next(db, before)
    return -1 if gone is None else gone
