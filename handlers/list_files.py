"""Lists as files, for those who asked for them: subscriptions, orders, the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import merge
from typing import ClassVar

from sqlalchemy import Connection

from bot.cards import Card
from bot.commands import Command
from bot.phrases import Phrase, Tongue, _
from handlers import csv_out, records_words, wording
from handlers.context import Context
from handlers.csv_out import Cell, CsvRecipe, KindFile
from handlers.menu import Item
from handlers.order_numbers import sees_files
from handlers.wholesale import run_words
from store import order_list, orders, trail
from store.orders import Order
from store.user_runs import Run
from store.values import Right, Scope


class TakeSubscriptions(Command):
    """The subscriptions of an organisation as a file."""

    name = "subscriptions.file"
    needs: ClassVar[Right] = Right.VIEW


class TakeOrders(Command):
    """The orders of an organisation as a file."""

    name = "orders.file"
    needs: ClassVar[Right] = Right.VIEW


class TakeRecord(Command):
    """The record of an organisation as a file."""

    name = "audit.file"
    needs: ClassVar[Right] = Right.READ_AUDIT


class OrdersFile(CsvRecipe):
    """Every order that was placed, newest first."""

    name = "orders"

    @property
    def stem(self) -> Phrase:
        return _("orders")

    def header(self, tongue: Tongue) -> Sequence[Cell]:
        return (
            _("Order"),
            _("Placed ({zone})", zone=tongue.zone),
            _("Customer"),
            _("Product"),
            _("What"),
            _("Seats before"),
            _("Seats after"),
            _("Price"),
            _("Currency"),
            _("State"),
            _("Asked by"),
        )

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterator[Sequence[Cell]]:  # noqa: ARG002 - no clock
        return map(_order, orders.each(db, scope))


class AllOrdersFile(OrdersFile):
    """The same with the files of users that were applied, for whoever may see them."""

    name = "all-orders"
    needs = Right.MANAGE_USERS

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterator[Sequence[Cell]]:  # noqa: ARG002 - no clock
        placed: Iterator[Order | Run] = orders.each(db, scope)
        both = merge(placed, order_list.applied(db, scope), key=_number, reverse=True)
        return (_file(one) if isinstance(one, Run) else _order(one) for one in both)


def _number(one: Order | Run) -> int:
    return one.number or 0


def _order(one: Order) -> Sequence[Cell]:
    what = wording.order(one.kind, one.seats_before, one.seats_after)
    seats, price = (one.seats_before, one.seats_after), (one.price.amount, one.price.currency)
    begun = (one.label, one.placed_at, one.customer, one.product, what)
    return (*begun, *seats, *price, wording.STATES[one.state], one.asker_name)


def _file(one: Run) -> Sequence[Cell]:
    begun = (one.label, one.confirmed_at, one.customer, one.name, run_words.ordered(one.rows))
    return (*begun, None, None, None, None, run_words.state(one.state), one.asker)


class RecordFile(CsvRecipe):
    """Who did what, when, from where, and what became of it; the latest first."""

    name = "record"
    needs: ClassVar[Right] = Right.READ_AUDIT

    @property
    def stem(self) -> Phrase:
        return _("record")

    def header(self, tongue: Tongue) -> Sequence[Cell]:
        return (
            _("When ({zone})", zone=tongue.zone),
            _("Who"),
            _("From where"),
            _("What"),
            _("About"),
            _("Change"),
            _("Outcome"),
            _("Reason"),
        )

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterator[Sequence[Cell]]:  # noqa: ARG002 - no clock
        for one in trail.each(db, scope):
            asked = (one.at, one.actor, records_words.place(one), records_words.asked(one))
            became = (records_words.change(one), records_words.outcome(one), records_words.reason(one))
            yield (*asked, one.subject, *became)


def subscriptions_file(ctx: Context, _ask: TakeSubscriptions) -> Card:
    title = _("Subscriptions of {organisation}", organisation=ctx.grant.name)
    return csv_out.answer(ctx, KindFile(kind="subscriptions"), title)


def orders_file(ctx: Context, _ask: TakeOrders) -> Card:
    recipe = AllOrdersFile() if sees_files(ctx) else OrdersFile()
    return csv_out.answer(ctx, recipe, _("Orders of {organisation}", organisation=ctx.grant.name))


def record_file(ctx: Context, _ask: TakeRecord) -> Card:
    return csv_out.answer(ctx, RecordFile(), _("Record of {organisation}", organisation=ctx.grant.name))


MENU = (Item(TakeSubscriptions, subscriptions_file), Item(TakeOrders, orders_file), Item(TakeRecord, record_file))
