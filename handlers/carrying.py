"""What an order does to its subscription as it is now, by the rules of the moment it was placed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.policy import renewal, schedule, seats
from handlers.policy.verdict import Refused
from store.carrying import Change
from store.orders import Order
from store.subscriptions import Subscription
from store.values import EndOfTerm, OrderKind, Terms

MEANWHILE: Final = "changed"


def decide(order: Order, held: Subscription) -> Change | str:
    """What the order does to the subscription as it is now, by the rules of the moment it was placed; or why not."""
    placed = order.placed_at or order.drafted_at
    match order.kind:
        case OrderKind.SEATS_UP | OrderKind.SEATS_DOWN:
            return _seats(order, held.terms, placed)
        case OrderKind.SCHEDULE | OrderKind.UNSCHEDULE:
            return _schedule(order, held.terms, placed)
        case OrderKind.RENEWAL_ON | OrderKind.RENEWAL_OFF:
            return _renewal(order, held.terms, placed)
        case _:
            raise NotImplementedError(order.kind)


def _seats(order: Order, terms: Terms, placed: datetime) -> Change | str:
    if terms.seats != order.seats_before:
        return MEANWHILE
    verdict = seats.change(terms, order.seats_after, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    kept = _unscheduled(terms) if verdict.drops_schedule else _as_it_is(terms)
    return replace(kept, seats=verdict.after, added=max(0, verdict.after - verdict.before), taken=verdict.taken)


def _schedule(order: Order, terms: Terms, placed: datetime) -> Change | str:
    verdict = schedule.schedule_seats(terms, order.seats_after, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    if verdict.drops:
        return _unscheduled(terms)
    decision = EndOfTerm.RENEW_WITH_CHANGES if terms.end_of_term is EndOfTerm.RENEW else terms.end_of_term
    return Change(terms.seats, verdict.after, decision)


def _renewal(order: Order, terms: Terms, placed: datetime) -> Change | str:
    verdict = renewal.toggle(terms, order.kind is OrderKind.RENEWAL_ON, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    scheduled = None if verdict.drops_schedule else terms.scheduled_seats
    return Change(terms.seats, scheduled, verdict.after)


def _as_it_is(terms: Terms) -> Change:
    return Change(terms.seats, terms.scheduled_seats, terms.end_of_term)


def _unscheduled(terms: Terms) -> Change:
    with_changes = terms.end_of_term is EndOfTerm.RENEW_WITH_CHANGES
    return Change(terms.seats, None, EndOfTerm.RENEW if with_changes else terms.end_of_term)
