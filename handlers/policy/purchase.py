"""What a purchase begins: its term, its first and its next charge, and until when it can be taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from handlers.policy import cancelling
from handlers.policy.prorata import billing_period, next_period_start
from handlers.policy.terms import last_second, term_end, utc_day
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

_NO_BATCH: Final = BatchId(UUID(int=0))


def first_charge(unit_price: Money, seats: int) -> Money:
    """A whole billing period, rounded as one invoice line: a purchase begins one."""
    return (unit_price * seats).rounded()


def terms(policy: Policy, form: tuple[TermLength, Billing], seats: int, unit_price: Money, at: datetime) -> Terms:
    """The first term of what is bought at a moment; `form` is its length and billing."""
    length, billing = form
    starts_on = utc_day(at)
    ends_on = date.max if policy is Policy.PERPETUAL else term_end(starts_on, length, starts_on.day)
    return Terms(
        policy=policy,
        length=length,
        billing=billing,
        starts_on=starts_on,
        ends_on=ends_on,
        ends_at=last_second(ends_on),
        anchor_day=starts_on.day,
        seats=seats,
        assigned=0,
        unit_price=unit_price,
        status=SubscriptionStatus.ACTIVE,
        end_of_term=EndOfTerm.RENEW,
        scheduled_seats=None,
        batches=(Batch(_NO_BATCH, seats, unit_price, at, BatchOrigin.PURCHASE),),
    )


def next_charge_on(bought: Terms, at: datetime) -> date | None:
    """The day of the charge after the first one, if it goes on; None for what is bought for good."""
    if bought.policy is Policy.PERPETUAL:
        return None
    return next_period_start(billing_period(bought, at))


def back_until(bought: Terms) -> datetime | None:
    """The last moment at which it can be cancelled as a whole; None: at any time."""
    return cancelling.last_moment(bought)
