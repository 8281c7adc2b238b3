"""Whom to remind of what, by the clock: decided once per channel, subscription, rule and local day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errand import Errand
from handlers import digests
from handlers.context import Defaults
from handlers.policy import ladder
from handlers.policy.moves import renewed_on
from handlers.policy.new_commerce import REDUCTION_WINDOW
from handlers.policy.product_keys import KMS_LEADS
from handlers.policy.terms import last_second
from handlers.settings import DIGEST_AT
from jobs import provisionings
from jobs.shift import Shift
from store import sweeps_digests as gathered
from store import sweeps_moves as moves
from store import sweeps_reminders as sweeps
from store import sweeps_windows as windows
from store.sweeps_digests import Opening
from store.sweeps_moves import MoveRung
from store.sweeps_reminders import Rung
from store.sweeps_windows import Closing

URGENT: Final = timedelta(hours=48)
"""Seats that can go back for less than that are told of at once, not with the day's digest."""
LONGEST_DOWNTIME: Final = timedelta(days=120)
_ONE_DAY: Final = timedelta(days=1)


def remind(shift: Shift) -> None:
    """What is due anywhere becomes messages that wait to be sent. It can run twice, late, or not at all."""
    now = shift.clock()
    with shift.transaction() as db:
        sweep(db, shift.defaults, now)
        provisionings.remind(db, shift.defaults, now)


def sweep(db: Connection, defaults: Defaults, now: datetime) -> int:
    """How many channels got something to say."""
    usual = {"zone": defaults.zone, "digest_at": DIGEST_AT, "language": defaults.language}
    gathered.settle(db, now)
    openings = list(_openings(db, usual, now))
    gathered.open_days(db, openings)
    gathered.regather(db, usual)
    leads = sorted({*sweeps.leads(db), *ladder.DEFAULT_LEADS})
    sweeps.remind(db, rungs(openings, leads), usual, ladder.DEFAULT_LEADS, now)
    sweeps.remind_again(db, usual, now)
    _moves(db, openings, usual, now)
    return gathered.post_digests(db, usual, now) + _warn(db, usual, now)


def rungs(openings: Iterable[Opening], leads: Iterable[int]) -> set[Rung]:
    """On which days terms end that are announced on an open day."""
    return {_rung(lead, day, early) for early, day in _open_days(openings) for lead in leads}


def _open_days(openings: Iterable[Opening]) -> set[tuple[int, date]]:
    return {(one.early, one.since + _ONE_DAY * more) for one in openings for more in range(_span(one))}


def _moves(db: Connection, openings: list[Opening], usual: dict[str, str], now: datetime) -> None:
    """Devices that still run on a KMS activation, on a ladder of their own."""
    if not openings:
        return
    days = _open_days(openings)
    due = {MoveRung(lead, renewed_on(day, lead, early=early), early, day) for early, day in days for lead in KMS_LEADS}
    moves.remind(db, due, usual, now)
    first, last = min(one.since for one in openings), max(one.through for one in openings)
    moves.remind_again(db, first, last, usual, now)


def _span(opening: Opening) -> int:
    return (opening.through - opening.since).days + 1


def _rung(lead: int, day: date, early: int) -> Rung:
    """A lead counts only if it is shorter than half the term, both days of which count."""
    ends_on = day + timedelta(days=lead + early)
    return Rung(lead, ends_on, early, day, ends_on - timedelta(days=2 * lead))


def _openings(db: Connection, usual: dict[str, str], now: datetime) -> Iterator[Opening]:
    before = gathered.swept(db)
    for zone, hour in gathered.hours(db, usual["zone"], usual["digest_at"]):
        yield opening(zone, hour, before.get((zone, hour)), now)


def opening(zone: str, digest_at: str, through: date | None, now: datetime) -> Opening:
    """The days since the last sweep (`through`) up to the last one whose digest is due, today's included."""
    place, hour = ZoneInfo(zone), time.fromisoformat(digest_at)
    today = ladder.local_day(now, place)
    if ladder.opening(today, place, hour) > now:
        today -= _ONE_DAY
    since = today if through is None else max(min(through + _ONE_DAY, today), today - LONGEST_DOWNTIME)
    early = (today - ladder.last_opening_day(last_second(today), place, hour)).days
    return Opening(zone, digest_at, since, today, early)


def _warn(db: Connection, usual: dict[str, str], now: datetime) -> int:
    """Windows that close within 48 hours over seats that nobody uses."""
    since = now - REDUCTION_WINDOW
    found = windows.closing(db, usual, since=since, until=since + URGENT, now=now)
    for one in found:
        _warn_one(db, one, now)
    return len(found)


def _warn_one(db: Connection, one: Closing, now: datetime) -> None:
    until = one.added_at + REDUCTION_WINDOW
    on_date = ladder.local_day(until, ZoneInfo(one.zone))
    digest = digests.key(one.binding, f"{on_date}-{one.subscription.hex[:8]}")
    errand = Errand(digest=digest, language=one.language, zone=one.zone)
    windows.warn(db, one, digest, on_date, errand.model_dump_json(), now)
