"""Reminds those who were asked to complete an order of its deadline: once each, by mail or in their chat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from handlers.context import Defaults
from handlers.policy.handing import REMINDED, VISIT_IDLE, reminder_lead
from handlers.policy.terms import utc_day
from handlers.provisioning import handing_reminders
from handlers.settings import DIGEST_AT
from jobs.provisionings import opening
from jobs.shift import Shift
from store import handings, sweeps_provisionings
from store import sweeps_handings as sweeps
from store.handings import Handed
from store.reachable import Account
from store.sweeps_handings import Waiting
from store.values import Scope

_AHEAD: Final = timedelta(days=max(REMINDED) + 1)


@dataclass(frozen=True, slots=True)
class News:
    """What somebody is told so many days before the deadline: at their accounts in the chat, else by mail."""

    to: Waiting
    handed: Handed
    accounts: Sequence[Account]
    lead: int


def remind(shift: Shift) -> int:
    """How many are told now. Late, twice or on two machines: each is told once of what they were handed."""
    now = shift.clock()
    with shift.transaction() as db:
        found = list(due(db, shift.defaults, now))
        for one in found:
            _tell(db, one, shift.defaults, now)
    return len(found)


def due(db: Connection, defaults: Defaults, now: datetime) -> Iterator[News]:
    """Whoever can be told: by mail, as soon as mails with links can be sent."""
    for one, lead in _whose_day_has_come(db, defaults, now):
        scope = Scope(one.organisation)
        accounts = handings.in_chat(db, scope, one.email) if one.in_chat else []
        handed = handings.get(db, scope, one.id)
        if handed and (accounts or defaults.mailing.can_send):
            yield News(one, handed, accounts, lead)


def _whose_day_has_come(db: Connection, defaults: Defaults, now: datetime) -> Iterator[tuple[Waiting, int]]:
    """How many days before the deadline it is; whoever is at it is left in peace."""
    there = sweeps.waiting(db, utc_day(now) + _AHEAD, now - VISIT_IDLE, now)
    said = sweeps_provisionings.recorded(db, (one.provisioning for one in there))
    for one in there:
        zone, hour = ZoneInfo(one.zone or defaults.zone), time.fromisoformat(one.digest_at or DIGEST_AT)
        today = utc_day(opening(zone, hour, now))
        lead = reminder_lead(utc_day(one.handed_at), one.due_on)
        if lead is None or today < one.due_on - timedelta(days=lead) or utc_day(now) > one.due_on:
            continue
        if (one.provisioning, one.place, str(lead)) not in said:
            yield one, lead


def _tell(db: Connection, one: News, defaults: Defaults, now: datetime) -> None:
    to = one.to
    sweeps_provisionings.note(db, to.provisioning, to.place, str(one.lead), now)
    if one.accounts:
        handing_reminders.to_accounts(db, one.handed, one.accounts, now, defaults)
    else:
        language, zone = sweeps.spoken(db, to.email) or defaults.language, to.zone or defaults.zone
        handing_reminders.to_mailbox(db, one.handed, language, zone, now)
