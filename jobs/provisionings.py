"""Reminds of Webex orders that are still to be set up: each channel once for each rule, at its hour of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errand import Errand
from handlers.context import Defaults
from handlers.policy import deadlines, ladder
from handlers.policy.terms import utc_day
from handlers.provisioning.deadline_posts import task
from handlers.settings import DIGEST_AT
from store import outbox
from store import sweeps_provisionings as sweeps
from store.database import Database
from store.sweeps_provisionings import Telling

_AHEAD: Final = timedelta(days=max(deadlines.LEADS) + 1)


@dataclass(frozen=True, slots=True)
class News:
    """What one place is told today: `rules` are those it has not heard of; the last one names the message."""

    telling: Telling
    rules: tuple[str, ...]
    on_date: date
    is_quiet: bool


def remind(
    database: Database, clock: Callable[[], datetime], defaults: Defaults, guard: Callable[[Connection], None]
) -> int:
    """How many messages wait now. Late, twice or on two machines: each rule is spoken of once."""
    now = clock()
    with database.transaction() as db:
        guard(db)
        found = list(due(db, defaults, now))
        for one in found:
            sweeps.record(db, one.telling, one.rules, now)
            if not one.is_quiet:
                _post(db, one, defaults, now)
    return sum(1 for one in found if not one.is_quiet)


def due(db: Connection, defaults: Defaults, now: datetime) -> Iterator[News]:
    """What there is to say anywhere at that moment."""
    tellings = sweeps.due(db, utc_day(now) + _AHEAD)
    said = sweeps.recorded(db, (one.id for one in tellings))
    for one in tellings:
        today = _today(one, defaults, now)
        rules = deadlines.passed(utc_day(one.received_at), one.due_on, today, one.snoozed_until)
        if fresh := tuple(rule for rule in rules if (one.id, one.place, rule) not in said):
            yield News(one, fresh, today, deadlines.is_quiet(one.snoozed_until, today))


def _today(one: Telling, defaults: Defaults, now: datetime) -> date:
    """The local day whose hour of reminding has come."""
    zone, hour = ZoneInfo(one.own_zone or defaults.zone), time.fromisoformat(one.digest_at or DIGEST_AT)
    today = ladder.local_day(now, zone)
    return today if ladder.opening(today, zone, hour) <= now else today - timedelta(days=1)


def _post(db: Connection, one: News, defaults: Defaults, now: datetime) -> None:
    """In place of what the channel was told about that order before."""
    to = one.telling
    name = task(to.id, to.binding)
    errand = Errand(task=name, language=to.language or defaults.language, zone=to.zone or defaults.zone)
    outbox.put(
        db,
        uuid4(),
        f"{name}:{one.rules[-1]}:{'' if to.binding else to.place}"[:160],
        installation=to.installation,
        channel=to.channel,
        kind="provisioning",
        body=errand.body,
        now=now,
    )
