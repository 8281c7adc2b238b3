"""What a supplier has done is so, whatever was ordered: how our tables follow."""

from __future__ import annotations

from collections.abc import Iterator

from store.carrying import Change
from store.subscriptions import Subscription
from store.values import BatchId, EndOfTerm, Terms


def with_seats(held: Subscription, seats: int) -> Change:
    """That many seats; the ones that went are the newest. What was scheduled for the renewal is dropped."""
    terms = held.terms
    plain = EndOfTerm.RENEW if terms.end_of_term is EndOfTerm.RENEW_WITH_CHANGES else terms.end_of_term
    added, taken = max(0, seats - terms.seats), tuple(_newest(terms, max(0, terms.seats - seats)))
    return Change(seats, None, plain, None, added=added, taken=taken)


def _newest(terms: Terms, fewer: int) -> Iterator[tuple[BatchId, int]]:
    for batch in sorted(terms.batches, key=lambda one: one.added_at, reverse=True):
        if gone := min(fewer, batch.seats):
            yield batch.id, gone
        fewer -= gone
