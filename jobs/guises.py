"""Takes off the disguises that are over, and records it."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import uuid4

from jobs.shift import Shift
from store import audit, guises, sweeps_guises
from store.sweeps_guises import Over


def take_off(shift: Shift) -> int:
    """How many were taken off. None of them could be used any more: that is checked at every press."""
    now = shift.clock()
    with shift.transaction() as db:
        gone = [one for one in sweeps_guises.over(db, now) if guises.end(db, one.scope, one.guise)]
        for one in gone:
            audit.record(db, uuid4(), _entry(one, now))
    return len(gone)


def _entry(one: Over, now: datetime) -> audit.Entry:
    detail = {"why": one.why, "until": min(now, one.guise.ends_at).isoformat()}
    return audit.Entry(
        at=now,
        organisation=one.guise.organisation,
        person=one.guise.person,
        actor=one.actor,
        origin="clock",
        command="guise.end",
        subject=one.guise.login,
        outcome="done",
        detail=json.dumps(detail),
    )
