"""Another number of seats from the renewal on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handlers.policy.terms import day_after
from handlers.policy.verdict import Reason, Refused, closed, refused
from store.values import MOST_SEATS, EndOfTerm, Money, Policy, Terms


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What the renewal will do. `per_period` is the difference from one charge now to one charge then.

    `drops` says that the present number stays after all; `replaces` is the number scheduled until now.
    `changeable_until` is the last second at which it can be changed again.
    """

    before: int
    after: int
    replaces: int | None
    drops: bool
    starts_on: date
    changeable_until: datetime
    unit_price: Money
    price_is_old: bool
    per_period_now: Money
    per_period_then: Money
    per_period: Money
    below_assigned: bool
    assigned: int


def schedule_seats(
    terms: Terms, seats: int, now: datetime, price_of_the_day: Money | None = None
) -> Scheduled | Refused:
    """`seats` at the renewal. Without a price of the day the present price is shown, marked as old.

    Fewer than assigned can be scheduled, since they can still be unassigned; the renewal looks again.
    """
    if reason := _objection(terms, seats, now):
        return refused(reason, terms)
    unit_price = terms.unit_price if price_of_the_day is None else price_of_the_day
    present, then = charge(terms), (unit_price * seats).rounded()
    return Scheduled(
        before=terms.seats,
        after=seats,
        replaces=terms.scheduled_seats,
        drops=seats == terms.seats,
        starts_on=day_after(terms.ends_on),
        changeable_until=terms.ends_at,
        unit_price=unit_price,
        price_is_old=price_of_the_day is None,
        per_period_now=present,
        per_period_then=then,
        per_period=then - present,
        below_assigned=seats < terms.assigned,
        assigned=terms.assigned,
    )


def charge(terms: Terms) -> Money:
    """What one whole billing period costs at present, each batch at its own price."""
    counted = sum(batch.seats for batch in terms.batches)
    total = (terms.unit_price * max(0, terms.seats - counted)).rounded()
    return sum(((batch.unit_price * batch.seats).rounded() for batch in terms.batches), total)


def _objection(terms: Terms, seats: int, now: datetime) -> Reason | None:
    if terms.policy is Policy.PERPETUAL:
        return Reason.NEVER_RENEWED
    if reason := closed(terms, now):
        return reason
    if terms.end_of_term is EndOfTerm.STOP:
        return Reason.STOPS_AT_END
    if not 1 <= seats <= MOST_SEATS:
        return Reason.OUT_OF_RANGE
    return Reason.SAME if seats == (terms.scheduled_seats or terms.seats) else None
