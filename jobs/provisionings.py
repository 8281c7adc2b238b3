"""Reminds of Webex orders that are still to be set up: each place once for each rule, at its hour of the day.

A channel reads it in its day's digest, and at once what is urgent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errand import Errand
from handlers import digests, posts
from handlers.context import Defaults
from handlers.policy import deadlines, ladder
from handlers.policy.terms import utc_day
from handlers.provisioning.deadline_posts import task
from handlers.settings import DIGEST_AT
from store import sweeps_provisionings as sweeps
from store.sweeps_provisionings import Telling

_AHEAD: Final = timedelta(days=max(deadlines.LEADS) + 1)


@dataclass(frozen=True, slots=True)
class News:
    """What one place is told today: `rules` are those it has not heard of; the last one names the message.

    `digest` is the one that it is a line of; None for a message of its own.
    """

    telling: Telling
    rules: tuple[str, ...]
    on_date: date
    is_quiet: bool
    digest: str | None = None


def remind(db: Connection, defaults: Defaults, now: datetime) -> int:
    """How many places have something to read now. Late, twice or on two machines: each rule is spoken of once."""
    found = [one for one in due(db, defaults, now) if one.digest is None or sweeps.takes_more(db, one.digest)]
    for one in found:
        sweeps.record(db, one.telling, one.rules, one.digest, now)
        if not one.is_quiet:
            _post(db, one, defaults, now)
    return sum(1 for one in found if not one.is_quiet)


def due(db: Connection, defaults: Defaults, now: datetime) -> Iterator[News]:
    """What there is to say anywhere at that moment; in a channel with its day's digest, unless it is urgent."""
    tellings = sweeps.due(db, utc_day(now) + _AHEAD)
    said = sweeps.recorded(db, (one.id for one in tellings))
    for one in tellings:
        opened = _opened(one, defaults, now)
        on_date, today = ladder.local_day(opened, _zone(one, defaults)), utc_day(opened)
        rules = deadlines.passed(utc_day(one.received_at), one.due_on, today, one.snoozed_until)
        fresh = tuple(rule for rule in rules if (one.id, one.place, rule) not in said)
        quiet = deadlines.is_quiet(one.snoozed_until, today)
        if fresh:
            yield News(one, fresh, on_date, quiet, None if quiet else _digest(one, on_date, today))


def opening(zone: ZoneInfo, hour: time, now: datetime) -> datetime:
    """The last hour of reminding that has come (UTC); its UTC day is the one by which deadlines are counted."""
    today = ladder.local_day(now, zone)
    here = ladder.opening(today, zone, hour)
    return here if here <= now else ladder.opening(today - timedelta(days=1), zone, hour)


def _opened(one: Telling, defaults: Defaults, now: datetime) -> datetime:
    return opening(_zone(one, defaults), time.fromisoformat(one.digest_at or DIGEST_AT), now)


def _zone(one: Telling, defaults: Defaults) -> ZoneInfo:
    return ZoneInfo(one.own_zone or defaults.zone)


def _digest(one: Telling, on_date: date, today: date) -> str | None:
    """None for what is said at once, and to whom no digest goes."""
    if one.written is None or deadlines.is_urgent(one.due_on, today):
        return None
    return digests.key(one.written, on_date.isoformat())


def _post(db: Connection, one: News, defaults: Defaults, now: datetime) -> None:
    """The day's digest, if it is not there yet; else a message of its own, for a change of one is not noticed."""
    to, name = one.telling, task(one.telling.id, one.telling.binding)
    if one.digest:
        posts.to_channel(db, to, to.channel, "digest", one.digest, Errand(digest=one.digest), now, defaults)
        return
    key = f"{name}:{one.rules[-1]}:{'' if to.binding else to.place}"
    posts.to_channel(db, to, to.channel, "provisioning", key, Errand(task=name, anew=True), now, defaults)
