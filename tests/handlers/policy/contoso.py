"""Contoso's subscriptions, as the rules see them; every story changes only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from handlers.policy.terms import last_second, term_end
from handlers.policy.verdict import Allowed, Refused
from store.values import (
    Batch,
    BatchId,
    BatchOrigin,
    Billing,
    EndOfTerm,
    Money,
    Policy,
    SubscriptionStatus,
    TermLength,
    Terms,
)


def utc(text: str) -> datetime:
    """`2026-11-21 14:05` or with seconds, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def euros(amount: str | int) -> Money:
    return Money(Decimal(amount), "EUR")


def batch_id(number: int) -> BatchId:
    return BatchId(UUID(int=number))


def batch(number: int, seats: int, added_at: str, unit_price: str | int = 360) -> Batch:
    return Batch(batch_id(number), seats, euros(unit_price), utc(added_at), BatchOrigin.ADDITION)


def lasting(starts_on: str, length: TermLength, billing: Billing, **changes: Any) -> Terms:
    """A subscription without seats that starts on that day, which is its anchor unless said otherwise."""
    anchor = changes.pop("anchor_day", day(starts_on).day)
    ends_on = term_end(day(starts_on), length, anchor)
    terms = Terms(
        policy=Policy.NEW_COMMERCE,
        length=length,
        billing=billing,
        starts_on=day(starts_on),
        ends_on=ends_on,
        ends_at=last_second(ends_on),
        anchor_day=anchor,
        seats=0,
        assigned=0,
        unit_price=euros(360),
        status=SubscriptionStatus.ACTIVE,
        end_of_term=EndOfTerm.RENEW,
        scheduled_seats=None,
        batches=(),
    )
    return replace(terms, **changes)


def e3(*batches: Batch, **changes: Any) -> Terms:
    """Microsoft 365 E3, annual term billed annually, 18 November 2026 to 17 November 2027, 18 seats assigned."""
    held = batches or (batch(1, 25, "2026-11-18 14:05"),)
    seats = sum(one.seats for one in held)
    terms = lasting("2026-11-18", TermLength.YEAR, Billing.ANNUAL, seats=seats, assigned=min(18, seats), batches=held)
    return replace(terms, **changes)


def yes(verdict: Allowed | Refused) -> Allowed:
    assert isinstance(verdict, Allowed), verdict
    return verdict


def no(verdict: object) -> Refused:
    assert isinstance(verdict, Refused), verdict
    return verdict


def told(verdict: Allowed | Refused) -> str:
    """`25→30 +1785.21` or `window-closed, lowest 25`: a verdict as a table reads it."""
    if isinstance(verdict, Refused):
        return f"{verdict.reason}, lowest {verdict.lowest_now}"
    return f"{verdict.before}→{verdict.after} {verdict.price.amount:+}"
