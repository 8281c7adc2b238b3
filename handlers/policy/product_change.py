"""Another product in place of this one: more at once, less at the renewal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handlers.policy.prorata import billing_period
from handlers.policy.schedule import charge
from handlers.policy.seat_prices import all_pieces, charged, credited, next_charge_on
from handlers.policy.terms import day_after
from handlers.policy.verdict import Line, Reason, Refused, closed, refused
from store.values import EndOfTerm, Money, Policy, Terms


@dataclass(frozen=True, slots=True)
class AtOnce:
    """The rest of the period of the old product is credited at the price paid, that of the new one charged.

    `price` is the sum of the lines; `per_period` comes on top of every later charge; both may be negative. The seats
    keep the moments at which they were added, and with them their windows.
    """

    unit_price: Money
    price: Money
    lines: tuple[Line, ...]
    per_period: Money
    next_charge_on: date | None
    scheduled_seats: int | None
    drops_product: bool


@dataclass(frozen=True, slots=True)
class Later:
    """What the renewal will do. `per_period` is the difference from one charge now to one charge then."""

    starts_on: date
    changeable_until: datetime
    seats: int
    unit_price: Money
    per_period_now: Money
    per_period_then: Money
    per_period: Money


def at_once(terms: Terms, unit_price: Money | None, now: datetime) -> AtOnce | Refused:
    """`unit_price` is the new product's price of the day, for the same term and billing."""
    if reason := objection(terms, now):
        return refused(reason, terms)
    if unit_price is None or unit_price.currency != terms.unit_price.currency:
        return refused(Reason.NO_PRICE, terms)
    period = billing_period(terms, now)
    line = charged(terms.seats, unit_price, period, now)
    lines = (*credited(all_pieces(terms, terms.seats), period, now), line)
    return AtOnce(
        unit_price=unit_price,
        price=sum((one.amount for one in lines), (unit_price * 0).rounded()),
        lines=lines,
        per_period=(unit_price * terms.seats).rounded() - charge(terms),
        next_charge_on=next_charge_on(terms, period),
        scheduled_seats=terms.scheduled_seats,
        drops_product=terms.changes_product,
    )


def at_renewal(terms: Terms, unit_price: Money | None, now: datetime) -> Later | Refused:
    """`unit_price` is the new product's price of the next term's first second."""
    if reason := objection_at_renewal(terms, now):
        return refused(reason, terms)
    if unit_price is None or unit_price.currency != terms.unit_price.currency:
        return refused(Reason.NO_PRICE, terms)
    seats = terms.scheduled_seats or terms.seats
    present, then = charge(terms), (unit_price * seats).rounded()
    return Later(
        starts_on=day_after(terms.ends_on),
        changeable_until=terms.ends_at,
        seats=seats,
        unit_price=unit_price,
        per_period_now=present,
        per_period_then=then,
        per_period=then - present,
    )


def objection(terms: Terms, now: datetime) -> Reason | None:
    """What speaks against another product, whatever it costs."""
    if terms.policy is Policy.PERPETUAL:
        return Reason.NEVER_RENEWED
    return closed(terms, now) or (Reason.EXTENDED if terms.extended else None)


def objection_at_renewal(terms: Terms, now: datetime) -> Reason | None:
    """The same, and that nothing renews."""
    if reason := objection(terms, now):
        return reason
    match terms.end_of_term:
        case EndOfTerm.STOP:
            return Reason.STOPS_AT_END
        case EndOfTerm.EXTEND:
            return Reason.EXTENDED
        case _:
            return None
