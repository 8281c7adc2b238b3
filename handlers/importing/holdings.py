"""Rows of subscriptions with all that they name found: the customer, the product, the subscription if it is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from handlers.importing.catalogue import Catalogue, Goods, goods
from handlers.importing.forms import Row
from handlers.importing.places import Places
from handlers.importing.problems import BadRow
from handlers.importing.spans import Span, for_good, span
from handlers.importing.subscription_rows import SubscriptionRow
from handlers.importing.work import Work
from store.matching import KnownOrganisation, KnownProduct
from store.values import Policy


class Holding(NamedTuple):
    """What a row says that a customer holds."""

    row: int
    said: SubscriptionRow
    customer: KnownOrganisation
    product: KnownProduct
    offer: UUID
    span: Span

    @property
    def key(self) -> tuple[int, str | UUID]:
        """What tells it from the others of its file."""
        said = self.said
        return self.customer.number, said.get("reference") or said.get("number") or self.offer


def holdings(work: Work, catalogue: Catalogue, rows: Sequence[Row[SubscriptionRow]]) -> list[Holding]:
    """The rows whose customer, product and term are clear; the others are told as wrong."""
    places = Places(work, (cell for row in rows for cell in (row.said.get("tenant"), row.said.get("customer"))))
    named = [_named(row.said) for row in rows]
    catalogue.look_up(set(named))
    found = []
    for row, one in zip(rows, named, strict=True):
        try:
            found.append(_holding(row, places, catalogue, one))
        except BadRow as no:
            work.wrong(row.number, no)
    return found


def _holding(row: Row[SubscriptionRow], places: Places, catalogue: Catalogue, named: Goods) -> Holding:
    said = row.said
    customer = places.one("customer", said.get("tenant"), said.get("customer"))
    product = catalogue.product(named)
    term = _term(said, product.policy)
    return Holding(row.number, said, customer, product, catalogue.offer(product, term.length, term.billing), term)


def _term(said: SubscriptionRow, policy: Policy) -> Span:
    starts_on, length, billing = said.get("starts_on"), said.get("length"), said.get("billing")
    if policy is Policy.PERPETUAL:
        return for_good(starts_on, length, billing)
    return span(starts_on, said.get("ends_on"), length, billing)


def _named(said: SubscriptionRow) -> Goods:
    code, name = (said.get("product_id"), said.get("sku")), said.get("product")
    return goods(*code, name, said.get("policy"), said.get("category"))
