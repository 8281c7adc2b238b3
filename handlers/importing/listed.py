"""What a seat costs: as the row says, else as the seller's price list does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from handlers.importing.holdings import Holding
from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from handlers.policy.terms import first_second
from store import matching
from store.matching import KnownPrice
from store.values import Money


class Prices:
    """The price of each row, with the price lists that rows without one need."""

    def __init__(self, work: Work, held: Sequence[Holding]) -> None:
        pairs = {(one.customer.parent_id, one.offer) for one in held if one.said.get("unit_price") is None}
        known = [(seller, offer) for seller, offer in pairs if seller]
        self._lists: dict[tuple[UUID, UUID], list[KnownPrice]] = defaultdict(list)
        for price in matching.prices_of(work.db, work.scope, known) if known else ():
            self._lists[price.seller_id, price.offer_id].append(price)

    def of(self, one: Holding) -> Money:
        """`BadRow` where nobody says what it costs."""
        price, currency = one.said.get("unit_price"), one.said.get("currency")
        if price is None:
            return self._listed(one)
        if currency is None:
            raise BadRow("currency", "is missing")
        return Money(price, currency)

    def _listed(self, one: Holding) -> Money:
        """The entry that was valid at the term's first second."""
        at, currency = first_second(one.span.starts_on), one.said.get("currency")
        entries = [
            entry
            for entry in self._of_seller(one)
            if currency in {None, entry.currency}
            and entry.valid_from <= at
            and (entry.valid_to is None or at < entry.valid_to)
        ]
        if len({entry.currency for entry in entries}) != 1:
            raise BadRow("unit_price", f"is missing, and the seller's price list has none for {one.span.starts_on}")
        newest = max(entries, key=lambda entry: entry.valid_from)
        return Money(newest.unit_price, newest.currency)

    def _of_seller(self, one: Holding) -> list[KnownPrice]:
        seller, country = one.customer.parent_id, one.customer.country
        entries = self._lists.get((seller, one.offer), []) if seller else []
        return [entry for entry in entries if entry.country == country]
