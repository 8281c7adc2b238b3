"""The decision about the end of a term, and what the clock makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.policy import extension
from handlers.policy.terms import anchored, day_after, first_second, is_over, last_second, term_end
from handlers.policy.verdict import Reason, Refused, closed, refused
from store.values import Billing, EndOfTerm, Money, Policy, SubscriptionStatus, TermLength, Terms

_RENEWS = {EndOfTerm.RENEW, EndOfTerm.RENEW_WITH_CHANGES}


@dataclass(frozen=True, slots=True)
class Allowed:
    """The decision before and after; `ends_at` is both the term's last second and the last one to change one's mind."""

    before: EndOfTerm
    after: EndOfTerm
    ends_on: date
    ends_at: datetime
    drops_schedule: bool
    scheduled_seats: int | None
    drops_product: bool = False


@dataclass(frozen=True, slots=True)
class Renewed:
    """One new term with one new batch of all its seats, added at `renewed_at`, the term's first second.

    `alarm`: fewer seats were scheduled (`scheduled_seats`) than are assigned, so those assigned were renewed.
    `price_is_old`: there was no price of the day, the price paid so far goes on.
    """

    starts_on: date
    ends_on: date
    ends_at: datetime
    renewed_at: datetime
    length: TermLength
    billing: Billing
    anchor_day: int
    seats: int
    seats_before: int
    unit_price: Money
    price_is_old: bool
    scheduled_seats: int | None
    alarm: bool


@dataclass(frozen=True, slots=True)
class Expired:
    ended_at: datetime
    seats: int


def toggle(terms: Terms, on: bool, now: datetime) -> Allowed | Refused:  # noqa: FBT001 - `renewal … on` is the command
    """Renewal on or off, until the term's last second; off drops a scheduled change."""
    if reason := _objection(terms, now, on=on):
        return refused(reason, terms)
    drops = not on and terms.scheduled_seats is not None
    return _decided(terms, EndOfTerm.RENEW if on else EndOfTerm.STOP, drops=drops, drops_product=not on)


def extend(terms: Terms, now: datetime) -> Allowed | Refused:
    """Month by month after the term, until its last second; a scheduled number of seats stays, another product goes."""
    if reason := extension.objection(terms, now):
        return refused(reason, terms)
    return _decided(terms, EndOfTerm.EXTEND, drops=False, drops_product=True)


def _decided(terms: Terms, decision: EndOfTerm, *, drops: bool, drops_product: bool) -> Allowed:
    return Allowed(
        before=terms.end_of_term,
        after=decision,
        ends_on=terms.ends_on,
        ends_at=terms.ends_at,
        drops_schedule=drops,
        scheduled_seats=terms.scheduled_seats,
        drops_product=drops_product and terms.changes_product,
    )


def at_term_end(terms: Terms, price: Money | None, now: datetime) -> Renewed | Expired | None:
    """What becomes of a term that is over; None while it runs or once it has been dealt with.

    `price` is the price of the day of the next term's first second, per seat and billing period (a month, if the
    subscription is extended month by month). After a downtime the answer is the first missed term: ask again.
    """
    if terms.status not in {SubscriptionStatus.ACTIVE, SubscriptionStatus.SUSPENDED} or not is_over(terms, now):
        return None
    if terms.end_of_term is EndOfTerm.STOP or terms.status is SubscriptionStatus.SUSPENDED:
        return Expired(terms.ends_at, terms.seats)
    return _renewed(terms, price)


def after(terms: Terms, renewed: Renewed) -> Terms:
    """The subscription in its new term, without batches: the new one gets its id where it is stored."""
    extended = terms.end_of_term is EndOfTerm.EXTEND
    return replace(
        terms,
        length=renewed.length,
        billing=renewed.billing,
        starts_on=renewed.starts_on,
        ends_on=renewed.ends_on,
        ends_at=renewed.ends_at,
        anchor_day=renewed.anchor_day,
        seats=renewed.seats,
        unit_price=renewed.unit_price,
        end_of_term=EndOfTerm.EXTEND if extended else EndOfTerm.RENEW,
        scheduled_seats=None,
        batches=(),
        extended=extended,
        renews_as=(terms.renews_as or _as_now(terms)) if extended else None,
        changes_product=False,
    )


def _objection(terms: Terms, now: datetime, *, on: bool) -> Reason | None:
    """A suspended subscription can't be told to renew, but to stop it can."""
    if terms.policy is Policy.PERPETUAL:
        return Reason.NEVER_RENEWED
    if (reason := closed(terms, now)) and (on or reason is Reason.ENDED):
        return reason
    same = terms.end_of_term in _RENEWS if on else terms.end_of_term is EndOfTerm.STOP
    return Reason.SAME if same else None


def _renewed(terms: Terms, price: Money | None) -> Renewed:
    extended = terms.end_of_term is EndOfTerm.EXTEND
    length, billing = (TermLength.MONTH, Billing.MONTHLY) if extended else terms.renews_as or _as_now(terms)
    starts_on = day_after(terms.ends_on)
    ends_on = term_end(starts_on, length, terms.anchor_day)
    seats, alarm = _seats(terms)
    return Renewed(
        starts_on=starts_on,
        ends_on=ends_on,
        ends_at=last_second(ends_on),
        renewed_at=first_second(starts_on),
        length=length,
        billing=billing,
        anchor_day=terms.anchor_day if anchored(starts_on, terms.anchor_day) == starts_on else starts_on.day,
        seats=seats,
        seats_before=terms.seats,
        unit_price=price_paid(terms) if price is None else price,
        price_is_old=price is None,
        scheduled_seats=terms.scheduled_seats,
        alarm=alarm,
    )


def _seats(terms: Terms) -> tuple[int, bool]:
    """The scheduled number, but never below those assigned."""
    if terms.scheduled_seats is None:
        return terms.seats, False
    held = min(terms.assigned, terms.seats)
    return max(terms.scheduled_seats, held), terms.scheduled_seats < held


def price_paid(terms: Terms) -> Money:
    """Without a price of the day: of a month what it would cost by the price paid so far, of a term that price."""
    if terms.end_of_term is EndOfTerm.EXTEND:
        return extension.price(terms, None, None).unit_price
    if not terms.extended:
        return terms.unit_price
    _length, billing = terms.renews_as or _as_now(terms)
    return terms.unit_price * (billing.months or terms.length.months)


def _as_now(terms: Terms) -> tuple[TermLength, Billing]:
    return terms.length, terms.billing
