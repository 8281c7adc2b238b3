"""The messages about a request for approval: its card with everybody who may approve, and what all Admins hear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.cards import Card
from bot.errand import Errand
from handlers import posts
from handlers.context import Defaults
from handlers.policy.approval import REMINDED_AFTER
from store import approvers, orders, reachable
from store.orders import Order
from store.reachable import Account
from store.values import OrderId, PersonId, Scope

_TASK: Final = "approval:"
_AGAIN: Final = "approval-again:"
HOURS: Final = tuple(after // timedelta(hours=1) for after in REMINDED_AFTER)
"""After so many hours those who may decide are reminded."""


@dataclass(frozen=True, slots=True)
class News:
    """What all Admins hear, once for each key: a card in a chat, else a mail of that template."""

    key: str
    card: Card
    template: str
    body: Mapping[str, str]


def task(order: OrderId) -> str:
    """The name of the task that a request is, as messages about it carry it."""
    return f"{_TASK}{order}"


def reminder(order: OrderId, hours: int) -> str:
    """The same as a task of its own: each reminder is a new message, and takes no other's place."""
    return f"{_AGAIN}{order}:{hours}h"


def order_of(name: str) -> tuple[str, bool]:
    """The order's id in a task's name, empty for another kind of task; whether it is the reminder."""
    for begin, again in ((_TASK, False), (_AGAIN, True)):
        if name.startswith(begin):
            return name.removeprefix(begin).partition(":")[0], again
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
        posts.by_mail(db, one, "approval", f"{name}:{occasion}", _request(db, order), now, defaults)


def write_anew(db: Connection, order: OrderId, occasion: str, now: datetime) -> None:
    """Every card of a request is replaced by what became of it, with everybody who ever got one."""
    for name in (task(order), *(reminder(order, hours) for hours in HOURS)):
        posts.write_anew(db, name, occasion, "approval", now)


def to_all_admins(db: Connection, scope: Scope, news: News, but: PersonId, now: datetime, defaults: Defaults) -> None:
    """To every account of the Admins of the scope's own organisation and of its seller, but one person's.

    Whoever has never been seen in a chat gets a mail.
    """
    unseen = {one.person: one for place in _places(db, scope) for one in approvers.admins(db, place)}
    unseen.pop(but, None)
    for to in _accounts(db, scope):
        unseen.pop(to.person, None)
        if to.person != but:
            posts.to_account(db, to, "approval", news.key, Errand(card=news.card), now, defaults)
    for one in unseen.values():
        posts.by_mail(db, one, news.template, news.key, news.body, now, defaults)


def _request(db: Connection, order: Order) -> Mapping[str, str]:
    fresh = orders.get(db, Scope(order.organisation), order.id) or order
    return {"number": fresh.label, "organisation": order.customer, "product": order.product, "by": order.asker_name}


def _accounts(db: Connection, scope: Scope) -> Iterable[Account]:
    for place in _places(db, scope):
        yield from reachable.admins(db, place)


def _places(db: Connection, scope: Scope) -> Iterable[Scope]:
    """The scope's own organisation, and its seller."""
    yield scope
    if above := approvers.seller(db, scope):
        yield above
