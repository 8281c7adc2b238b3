"""What an order does to its subscription as it is now, by the rules of the moment it was placed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.policy import cancelling, product_change, renewal, schedule, seats
from handlers.policy.verdict import Refused
from store.carrying import Change
from store.orders import Order
from store.subscriptions import Subscription
from store.values import EndOfTerm, OrderKind

MEANWHILE: Final = "changed"
_RENEWS: Final = {EndOfTerm.RENEW, EndOfTerm.RENEW_WITH_CHANGES}


class NotOnASubscription(TypeError):
    """A purchase changes no subscription: it makes some."""


def decide(order: Order, held: Subscription) -> Change | str:
    """What the order does to the subscription as it is now, by the rules of the moment it was placed; or why not."""
    placed = order.placed_at or order.drafted_at
    match order.kind:
        case OrderKind.SEATS_UP | OrderKind.SEATS_DOWN:
            return _seats(order, held, placed)
        case OrderKind.SCHEDULE | OrderKind.UNSCHEDULE:
            return _schedule(order, held, placed)
        case OrderKind.RENEWAL_ON | OrderKind.RENEWAL_OFF | OrderKind.EXTEND:
            return _renewal(order, held, placed)
        case OrderKind.CANCEL:
            return _cancel(order, held, placed)
        case OrderKind.PRODUCT_NOW:
            return _product_now(order, held, placed)
        case OrderKind.PRODUCT_LATER:
            return _product_later(order, held, placed)
        case OrderKind.PURCHASE:
            raise NotOnASubscription(order.id)


def _seats(order: Order, held: Subscription, placed: datetime) -> Change | str:
    """Other seats now drop whatever was scheduled for the renewal."""
    terms = held.terms
    if terms.seats != order.seats_before:
        return MEANWHILE
    verdict = seats.change(terms, order.seats_after, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    kept = _with(held, scheduled=None, next_product=False)
    return replace(kept, seats=verdict.after, added=max(0, verdict.after - verdict.before), taken=verdict.taken)


def _schedule(order: Order, held: Subscription, placed: datetime) -> Change | str:
    verdict = schedule.schedule_seats(held.terms, order.seats_after, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    return _with(held, scheduled=None if verdict.drops else verdict.after)


def _renewal(order: Order, held: Subscription, placed: datetime) -> Change | str:
    terms = held.terms
    if order.kind is OrderKind.EXTEND:
        verdict = renewal.extend(terms, placed)
    else:
        verdict = renewal.toggle(terms, order.kind is OrderKind.RENEWAL_ON, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    scheduled = None if verdict.drops_schedule else terms.scheduled_seats
    return _with(held, scheduled=scheduled, next_product=not verdict.drops_product, decision=verdict.after)


def _cancel(order: Order, held: Subscription, placed: datetime) -> Change | str:
    if held.terms.seats != order.seats_before:
        return MEANWHILE
    verdict = cancelling.cancel(held.terms, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    stops = _with(held, scheduled=None, next_product=False, decision=EndOfTerm.STOP)
    return replace(stops, cancelled_at=placed)


def _product_now(order: Order, held: Subscription, placed: datetime) -> Change | str:
    if held.terms.seats != order.seats_before:
        return MEANWHILE
    if reason := product_change.objection(held.terms, placed):
        return str(reason)
    return replace(_with(held, scheduled=None, next_product=False), becomes=order.id)


def _product_later(order: Order, held: Subscription, placed: datetime) -> Change | str:
    """The offer that it runs by already takes back what was chosen."""
    if order.offer == held.offer:
        return _with(held, scheduled=held.terms.scheduled_seats, next_product=False)
    if reason := product_change.objection_at_renewal(held.terms, placed):
        return str(reason)
    chosen = replace(held, next_offer=order.offer)
    return _with(chosen, scheduled=held.terms.scheduled_seats)


def _with(
    held: Subscription, *, scheduled: int | None, next_product: bool = True, decision: EndOfTerm | None = None
) -> Change:
    """As it is but for that; a renewal is one with changes exactly if it has some."""
    next_offer = held.next_offer if next_product else None
    ending = decision or held.terms.end_of_term
    if ending in _RENEWS:
        ending = EndOfTerm.RENEW if scheduled is None and next_offer is None else EndOfTerm.RENEW_WITH_CHANGES
    return Change(held.terms.seats, scheduled, ending, next_offer)
