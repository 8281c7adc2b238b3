"""What would be posted at a time, and why: every reminder of the clock tried, and nothing of it kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errand import direct
from handlers import approval_posts
from handlers.context import Defaults
from handlers.policy.approval import is_over, reminder_due
from handlers.policy.ladder import local_day
from jobs import approvals, downloads, guests, provisionings, stuck
from jobs.reminders import sweep
from store import orders, outbox, sweeps, sweeps_approvals, sweeps_channels, sweeps_provisionings, sweeps_reminders
from store.database import Database, savepoint
from store.orders import Order
from store.values import InstallationId


@dataclass(frozen=True, slots=True)
class Preview:
    """A reminder that would be posted, and why: its rule and the local day it falls on.

    A `channel` that is an `@account` is one person's, an address stands for a mail; `name` is what it is called where
    that is known.
    """

    organisation: str
    channel: str
    subscription: str
    rule: str
    on_date: date
    name: str = ""


def preview(database: Database, at: datetime, defaults: Defaults) -> list[Preview]:
    """As things stand now; nothing of it is kept. Channels first, then what single people would be told directly."""
    with database.transaction() as db, savepoint(db, keep=False):
        sweep(db, defaults, at)
        found = [Preview(*row) for row in sweeps_reminders.waiting(db, at)]
        for kind in (_downloads, _stuck, _approvals, _deadlines, _guests):
            found += kind(db, at, defaults)
        called = sweeps_channels.titles(db)
    return [replace(one, name=called.get(one.channel, "")) for one in found]


def _downloads(db: Connection, at: datetime, defaults: Defaults) -> Iterator[Preview]:
    for one in downloads.ending(db, at):
        day = local_day(at, ZoneInfo(one.zone or defaults.zone))
        yield Preview(one.customer, direct(one.account), one.product, "download", day)
    for other in downloads.unseen(db, at):
        day = local_day(at, ZoneInfo(other.zone or defaults.zone))
        yield Preview(other.customer, other.email, other.product, "download", day)


def _stuck(db: Connection, at: datetime, defaults: Defaults) -> Iterator[Preview]:
    for one in sweeps.stuck_orders(db, at - stuck.LONG):
        if order := orders.get(db, one.scope, one.id):
            day = (at - one.placed_at) // stuck.LONG
            family = stuck.occasion(order, day)
            before = _told(db, family)
            stuck.tell(db, order, day, at, defaults)
            yield from _news(order, _told(db, family) - before, f"stuck:{order.label}:{day}", at, defaults)


def _approvals(db: Connection, at: datetime, defaults: Defaults) -> Iterator[Preview]:
    for one in sweeps_approvals.waiting(db, at - approvals.FIRST):
        order, hours = orders.get(db, one.scope, one.order), reminder_due(one.asked_at, at)
        if order and hours and not is_over(one.expires_at, at):
            family = f"{approval_posts.reminder(order.id, hours)}:"
            before = _told(db, family)
            approvals.remind(db, order, hours, at, defaults)
            yield from _news(order, _told(db, family) - before, f"approval:{hours}h", at, defaults)


def _deadlines(db: Connection, at: datetime, defaults: Defaults) -> Iterator[Preview]:
    for one in provisionings.due(db, defaults, at):
        if not one.is_quiet and (one.digest is None or sweeps_provisionings.takes_more(db, one.digest)):
            to = one.telling
            yield Preview(to.concern_name, to.channel, to.label, f"provision:{one.rules[-1]}", one.on_date)


def _guests(db: Connection, at: datetime, defaults: Defaults) -> Iterator[Preview]:
    for one in guests.due(db, defaults, at):
        day = local_day(at, ZoneInfo(one.to.zone or defaults.zone))
        for place in [direct(account.account) for account in one.accounts] or [one.to.email]:
            yield Preview(one.handed.seller, place, one.handed.label, f"handed:{one.lead}", day)


def _told(db: Connection, family: str) -> set[tuple[InstallationId, str]]:
    """Where messages are queued, or were, whose keys begin so."""
    return {(installation, channel) for installation, channel, _body in outbox.posted(db, family)}


def _news(
    order: Order, places: set[tuple[InstallationId, str]], rule: str, at: datetime, defaults: Defaults
) -> Iterator[Preview]:
    day = local_day(at, ZoneInfo(defaults.zone))
    for channel in sorted(channel for _installation, channel in places):
        yield Preview(order.customer, channel, order.product, rule, day)
