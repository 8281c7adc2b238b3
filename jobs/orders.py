"""Carries out what was ordered: claimed, its supplier asked without a transaction, then settled in one.

That a supplier is asked is written down before it is. An order whose answer got lost is read back; it is asked again,
under the same key, only where its supplier never took it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from handlers.carrying import decide
from handlers.context import Defaults
from jobs.crashpoint import Point, crashpoint
from jobs.patience import Patience
from jobs.settling import BROKEN, Settling, Verdict
from jobs.suppliers import wishes
from jobs.suppliers.manual import Manual
from jobs.suppliers.supplier import Silent, Supplier, Unsettled, Wish, ask
from jobs.suppliers.tables import Tables
from store import carrying, orders, subscriptions, sweeps
from store.carrying import Change, Claim
from store.database import Database
from store.orders import Order
from store.values import OrderKind, SupplierKind

PATIENCE: Final = Patience(
    claim=timedelta(seconds=60), first_wait=timedelta(seconds=30), longest_wait=timedelta(minutes=15)
)
"""A supplier has half a minute to answer, and a minute at most until it is asked what it did."""


class Orders:
    """The queue of orders, for a `Worker`."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        defaults: Defaults | None = None,
        suppliers: Mapping[SupplierKind, Supplier] | None = None,
        patience: Patience = PATIENCE,
    ) -> None:
        ours: dict[SupplierKind, Supplier] = {SupplierKind.TABLES: Tables(), SupplierKind.MANUAL: Manual(database)}
        self._suppliers = ours | dict(suppliers or {})
        self._database = database
        self._clock = clock
        self._patience = patience
        self._settling = Settling(self._suppliers, patience, defaults or Defaults())

    def take(self) -> Claim | None:
        now = self._clock()
        with self._database.reading() as db:
            if not sweeps.any_order_due(db, now):
                return None
        with self._database.transaction() as db:
            return sweeps.claim_order(db, now=now, until=now + self._patience.claim)

    def act(self, task: Claim) -> None:
        crashpoint(Point.ORDER_CLAIMED)
        verdict = self._verdict(task)
        crashpoint(Point.ORDER_ANSWERED)
        self._settle(task, verdict)
        crashpoint(Point.ORDER_COMMITTED)

    def failed(self, task: Claim, error: Exception) -> None:
        """In our own tables nothing was changed; what somebody else did nobody knows yet."""
        with self._database.reading() as db:
            order = orders.get(db, task.scope, task.id)
        if order is not None:
            ours = self._suppliers[order.supplier].ours
            self._settle(task, BROKEN if ours else Silent(type(error).__name__))

    def _settle(self, task: Claim, verdict: Verdict) -> None:
        with self._database.transaction() as db:
            self._settling.settle(db, task, verdict, self._clock())
            crashpoint(Point.ORDER_SETTLED)

    def _verdict(self, task: Claim) -> Verdict:
        order, wish = self._wish(task)
        supplier = self._suppliers[order.supplier]
        try:
            found = supplier.read_back(wishes.mark_of(order)) if task.asked else None
            crashpoint(Point.ORDER_READ_BACK)
            return found or (wish if isinstance(wish, str) else ask(supplier, wish))
        except Unsettled as still_open:
            return still_open

    def _wish(self, task: Claim) -> tuple[Order, Wish | str]:
        """What to ask the supplier for, or why that is no longer allowed."""
        with self._database.reading() as db:
            order = orders.get(db, task.scope, task.id)
            if order is None:
                raise carrying.NotThere(task.id)
            if order.kind is OrderKind.PURCHASE:
                return order, wishes.purchase(db, task.scope, order)
            held = subscriptions.get(db, task.scope, order.subscription) if order.subscription else None
            if held is None:
                raise carrying.NotThere(task.id)
            to = decide(order, held)
            return order, wishes.on_subscription(db, task.scope, order, held, to) if isinstance(to, Change) else to
