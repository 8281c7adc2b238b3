"""The messages about a request for approval: its card with everybody who may approve, and what all Admins hear."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.cards import Card
from bot.errand import Errand
from handlers import posts
from handlers.context import Defaults
from store import approvers, mails, orders, reachable
from store.approvers import Approver
from store.mails import NewMail
from store.orders import Order
from store.reachable import Account
from store.values import OrderId, PersonId, Scope

_TASK: Final = "approval:"
_AGAIN: Final = "approval-again:"


def task(order: OrderId) -> str:
    """The name of the task that a request is, as messages about it carry it."""
    return f"{_TASK}{order}"


def reminder(order: OrderId) -> str:
    """The same as a task of its own: a reminder is a new message, and takes no other's place."""
    return f"{_AGAIN}{order}"


def order_of(name: str) -> tuple[str, bool]:
    """The order's id in a task's name, empty for another kind of task; whether it is the reminder."""
    for begin, again in ((_TASK, False), (_AGAIN, True)):
        if name.startswith(begin):
            return name.removeprefix(begin), again
    return "", False


def to_approvers(db: Connection, order: Order, name: str, occasion: str, now: datetime, defaults: Defaults) -> None:
    """The card of the task to every account of everybody who may approve now, once for each occasion.

    Whoever has never been seen in a chat gets a mail.
    """
    scope = Scope(order.organisation)
    unseen = {one.person: one for one in approvers.of(db, scope, order)}
    wanted = set(unseen)
    for to in _accounts(db, scope):
        if to.person in wanted:
            unseen.pop(to.person, None)
            posts.to_account(db, to, "approval", f"{name}:{occasion}", Errand(task=name), now, defaults)
    for one in unseen.values():
        _mail(db, order, one, f"{name}:{occasion}", now, defaults)


def write_anew(db: Connection, order: OrderId, occasion: str, now: datetime) -> None:
    """Every card of a request is replaced by what became of it, with everybody who ever got one."""
    for name in (task(order), reminder(order)):
        posts.write_anew(db, name, occasion, "approval", now)


def to_all_admins(
    db: Connection, scope: Scope, card: Card, key: str, but: PersonId, now: datetime, defaults: Defaults
) -> None:
    """A card to every account of the Admins of the scope's own organisation and of its seller, but one person's."""
    for to in _accounts(db, scope):
        if to.person != but:
            posts.to_account(db, to, "approval", key, Errand(card=card), now, defaults)


def _mail(db: Connection, order: Order, to: Approver, key: str, now: datetime, defaults: Defaults) -> None:
    fresh = orders.get(db, Scope(order.organisation), order.id) or order
    body = {"number": fresh.label, "organisation": order.customer, "product": order.product, "by": order.asker_name}
    spoken = (defaults.language, defaults.zone)
    mail = NewMail(uuid4(), f"{key}:{to.email}", to.organisation, to.email, "approval", *spoken, body)
    mails.put(db, mail, now)


def _accounts(db: Connection, scope: Scope) -> Iterable[Account]:
    yield from reachable.admins(db, scope)
    if above := approvers.seller(db, scope):
        yield from reachable.admins(db, above)
