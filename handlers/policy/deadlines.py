"""On which days somebody is reminded that an order is still to be set up, and for how long that can be put off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

LEADS: Final = (14, 7, 3, 1, 0)
"""Days before the deadline, longest first; only those shorter than half the time that there was."""
OVERDUE: Final = "overdue"
URGENT: Final = timedelta(days=1)
"""Behind it the day of the deadline itself, which counts to its last second (UTC)."""
_SNOOZED: Final = timedelta(days=7)


def leads(received_on: date, due_on: date) -> tuple[int, ...]:
    """The days before the deadline on which an order is spoken of: 14, 7, 3, 1, 0 of thirty; 3, 1, 0 of seven."""
    given = (due_on - received_on).days
    return tuple(lead for lead in LEADS if 2 * lead < max(given, 1))


def passed(received_on: date, due_on: date, today: date, snoozed_until: date | None) -> tuple[str, ...]:
    """The rules whose day has come, the latest last. Who says only the last of them says it all."""
    rules = [str(lead) for lead in leads(received_on, due_on) if today >= due_on - timedelta(days=lead)]
    if snoozed_until is not None and snoozed_until <= today:
        rules.append(f"again:{snoozed_until}")
    return (*rules, OVERDUE) if today > due_on else tuple(rules)


def is_quiet(snoozed_until: date | None, today: date) -> bool:
    """Whether it was put off until a later day."""
    return snoozed_until is not None and today < snoozed_until


def is_urgent(due_on: date, today: date) -> bool:
    """Whether it can't wait for a day's digest: it is due within 48 hours, or was."""
    return due_on - today <= URGENT


def snooze(due_on: date, today: date) -> date | None:
    """Until which day it can be put off: a week, but never past the deadline; None from its last day on."""
    return min(today + _SNOOZED, due_on) if today < due_on else None
