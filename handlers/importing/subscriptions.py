"""Subscriptions: new ones with their batches of seats, and corrections of those that are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter

from handlers.importing import batches
from handlers.importing.catalogue import Catalogue
from handlers.importing.corrected import correct
from handlers.importing.forms import Form, Row
from handlers.importing.holdings import Holding, holdings
from handlers.importing.listed import Prices
from handlers.importing.pieces import Piece
from handlers.importing.present import Present, number_of
from handlers.importing.problems import BadRow
from handlers.importing.subscription_rows import COLUMNS, SubscriptionRow
from handlers.importing.work import Work
from store import additions
from store.additions import NewBatch, NewSubscription
from store.counters import at_least, next_number
from store.matching import KnownSubscription
from store.values import EndOfTerm, Money, SubscriptionStatus

_INVOICE: Final = "invoice"
_NOTHING: Final = EndOfTerm.RENEW


class Writing:
    """Writes the rows of one import, some thousand at a time."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._catalogue = Catalogue(work)

    def __call__(self, rows: Sequence[Row[SubscriptionRow]]) -> None:
        new, known = self._sorted(holdings(self._work, self._catalogue, rows))
        self._catalogue.settle()
        correct(self._work, known)
        self._add(new)

    def _sorted(self, held: Sequence[Holding]) -> tuple[list[Holding], list[tuple[Holding, KnownSubscription]]]:
        """Those that are new here, and those that are not."""
        present = Present(self._work, held)
        new: dict[tuple[int, str | UUID], Holding] = {}
        known = []
        for one in held:
            try:
                if existing := present.same(one):
                    known.append((one, existing))
                elif (first := new.setdefault(one.key, one)) is not one:
                    self._work.wrong(one.row, BadRow("reference", f"the same subscription as in row {first.row}"))
            except BadRow as no:
                self._work.wrong(one.row, no)
        return list(new.values()), known

    def _add(self, new: Sequence[Holding]) -> None:
        rows: list[NewSubscription] = []
        held: list[NewBatch] = []
        bought = list(self._bought(new))
        for number, (one, price, pieces) in zip(self._numbers([one for one, *_ in bought]), bought, strict=True):
            row = self._row(number, one, price)
            rows.append(row)
            held += batches.rows(self._work, row.id, pieces)
        additions.subscriptions(self._work.db, rows, held)
        self._work.tally.new += len(rows)

    def _bought(self, new: Sequence[Holding]) -> Iterator[tuple[Holding, Money, tuple[Piece, ...]]]:
        """Each with its price and its batches; those without are told as wrong."""
        prices = Prices(self._work, new)
        for one in new:
            try:
                price = prices.of(one)
                yield one, price, batches.bought(one, price)
            except BadRow as no:
                self._work.wrong(one.row, no)

    def _numbers(self, new: Sequence[Holding]) -> Iterator[int]:
        """The number of each: as given, else the next one."""
        given = [number_of(one) for one in new]
        db, missing = self._work.db, given.count(None)
        at_least(db, "subscriptions", max((number or 0 for number in given), default=0))
        last = next_number(db, "subscriptions", missing) if missing else 0
        free = iter(range(last - missing + 1, last + 1))
        return (next(free) if number is None else number for number in given)

    def _row(self, number: int, one: Holding, price: Money) -> NewSubscription:
        said, span, product = one.said, one.span, one.product
        return NewSubscription(
            id=next(self._work.ids),
            number=number,
            organisation_id=one.customer.id,
            offer_id=one.offer,
            name=product.name,
            folded=product.folded,
            reference=said.get("reference"),
            seats=said["seats"],
            unit_price=price.amount,
            currency=price.currency,
            payment=said.get("payment") or _INVOICE,
            starts_on=span.starts_on,
            ends_on=span.ends_on,
            anchor_day=span.anchor_day,
            status=said.get("status") or SubscriptionStatus.ACTIVE,
            end_of_term=said.get("renewal") or _NOTHING,
            created_at=self._work.now,
            scheduled_seats=said.get("scheduled_seats"),
        )


FORM: Final = Form(
    noun="subscriptions",
    adapter=TypeAdapter(list[SubscriptionRow]),
    columns=COLUMNS,
    needed=(("customer", "tenant"), ("product", "sku", "product_id"), ("seats",), ("starts_on", "ends_on")),
    begin=Writing,
)
