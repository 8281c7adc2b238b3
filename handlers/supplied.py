"""What a supplier has done is so, whatever was ordered: how our tables follow, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from handlers.policy import purchase, seat_prices
from store.carrying import Change
from store.subscriptions import Subscription
from store.values import BatchId, EndOfTerm, Money, Terms


def with_seats(held: Subscription, seats: int) -> Change:
    """That many seats; the ones that went are the newest. What was scheduled for the renewal is dropped."""
    terms = held.terms
    plain = EndOfTerm.RENEW if terms.end_of_term is EndOfTerm.RENEW_WITH_CHANGES else terms.end_of_term
    added, taken = max(0, seats - terms.seats), tuple(_newest(terms, max(0, terms.seats - seats)))
    return Change(seats, None, plain, None, added=added, taken=taken)


def price_of_seats(terms: Terms, seats: int, at: datetime) -> Money:
    """What these seats cost that came at that moment in place of the ones there were; negative where fewer are left."""
    if seats >= terms.seats:
        return seat_prices.added(terms, seats, at, None).price
    return seat_prices.returned(terms, seats, at, seat_prices.all_pieces(terms, terms.seats - seats)).price


def price_of_lines(came: Iterable[tuple[Money, int]]) -> Money:
    """The first charge of the lines of a purchase of which not everything came: price a seat, and how many."""
    first, *others = [purchase.first_charge(price, seats) for price, seats in came]
    return sum(others, first)


def _newest(terms: Terms, fewer: int) -> Iterator[tuple[BatchId, int]]:
    for batch in sorted(terms.batches, key=lambda one: one.added_at, reverse=True):
        if gone := min(fewer, batch.seats):
            yield batch.id, gone
        fewer -= gone
