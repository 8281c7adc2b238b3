"""Reminds of orders that go on for longer than a day: whoever asked, and the seller's Admins, once a day each."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.errand import Errand
from handlers import posts, stuck
from handlers.context import Defaults
from jobs.shift import Shift
from jobs.worker import spared
from store import carrying, fulfilments, orders, reachable, sweeps
from store.fulfilments import Fulfilment
from store.orders import Order
from store.reachable import Account
from store.sweeps import StuckOrder
from store.values import Scope

LONG: Final = timedelta(hours=24)


def remind(shift: Shift) -> int:
    """How many orders are stuck."""
    with shift.database.reading() as db:
        found = sweeps.stuck_orders(db, shift.clock() - LONG)
    return sum(spared("stuck", partial(_remind, shift, one)) for one in found)


def _remind(shift: Shift, one: StuckOrder) -> bool:
    """Once for each day that it has lasted, whoever runs the clock and how often."""
    now = shift.clock()
    with shift.transaction() as db:
        order = orders.get(db, one.scope, one.id)
        if order and order.state.is_running:
            tell(db, order, (now - one.placed_at) // LONG, now, shift.defaults)
    return True


def occasion(order: Order, day: int) -> str:
    """How the keys of that day's messages begin."""
    return f"stuck:{order.id}:{day}:"


def tell(db: Connection, order: Order, day: int, now: datetime, defaults: Defaults) -> None:
    given = fulfilments.get(db, Scope(order.organisation), order.id)
    asker, name = _asker(db, order), occasion(order, day)
    news = Errand(card=stuck.for_asker(order, given))
    posts.to_account(db, asker, "stuck", f"{name}asker", news, now, defaults)
    news = Errand(card=stuck.for_seller(order, given))
    for admin in _sellers(db, order, given):
        if (admin.installation, admin.account) != (asker.installation, asker.account):
            posts.to_account(db, admin, "stuck", f"{name}seller", news, now, defaults)


def _asker(db: Connection, order: Order) -> Account:
    spoken = carrying.asker(db, Scope(order.organisation), order.id)
    return Account(order.installation, order.account, order.asker, spoken.language, spoken.zone)


def _sellers(db: Connection, order: Order, given: Fulfilment | None) -> list[Account]:
    seller = given.seller if given else fulfilments.seller(db, Scope(order.organisation))
    return reachable.admins(db, Scope(seller)) if seller else []
