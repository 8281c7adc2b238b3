"""The messages that follow an order: its card with the asker, the cards of those who carry it out by hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.errand import Errand, direct
from bot.phrases import Tongue
from handlers import fulfil_cards, posts
from handlers.context import Defaults
from handlers.posts import Spot
from store import carrying, reachable
from store.orders import Order
from store.values import OrganisationId, Scope


def to_asker(
    db: Connection, order: Order, occasion: str, now: datetime, defaults: Defaults, *, anew: bool = False
) -> None:
    """Brings the card in their direct messages up to date, once for each occasion; `anew` what they have waited for."""
    tongue = defaults.tongue(carrying.asker(db, Scope(order.organisation), order.id))
    follow(db, order, occasion, tongue, now, anew=anew)


def follow(db: Connection, order: Order, occasion: str, tongue: Tongue, now: datetime, *, anew: bool = False) -> None:
    """The same, where it is known how the asker is spoken to."""
    at, errand = Spot(order.installation, direct(order.account)), Errand(order=str(order.id), anew=anew)
    posts.say(db, at, "order", f"order:{order.id}:{occasion}", errand, tongue, now)


def to_admins(
    db: Connection,
    order: Order,
    seller: OrganisationId,
    occasion: str,
    now: datetime,
    defaults: Defaults,
    *,
    anew: bool = False,
) -> int:
    """The card of the task, to every account of the seller's Admins; how many those are.

    What asks something more of them is said `anew`: nobody notices that a message has changed.
    """
    admins, task = reachable.admins(db, Scope(seller)), fulfil_cards.task(order.id)
    for to in admins:
        posts.to_account(db, to, "fulfil", f"{task}:{occasion}", Errand(task=task, anew=anew), now, defaults)
    return len(admins)
