"""Who hears what became of an order: its asker, the people who carry it out, the channels bound to its customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import uuid4

import orjson
from sqlalchemy import Connection

from bot.errand import Errand
from handlers import order_cards, order_posts, posts
from handlers.context import Defaults
from store import approvers, audit, carrying, fulfilments, mails, order_events, purchases, sweeps
from store.carrying import Asker, Claim
from store.mails import NewMail
from store.orders import Order
from store.values import ChannelKind, OrderKind, OrderState, Scope

_OUTCOMES: Final = {
    OrderState.COMPLETED: "done",
    OrderState.REFUSED: "refused",
    OrderState.FAILED: "failed",
    OrderState.WITHDRAWN: "done",
}
_OPENS_A_SERVICE: Final = {OrderKind.PURCHASE, OrderKind.PRODUCT_NOW}


def tell(db: Connection, claim: Claim, order: Order, now: datetime, defaults: Defaults) -> None:
    """The state that a claimed order has got to: with its time and actor, on the record, on everybody's card."""
    given = fulfilments.get(db, claim.scope, order.id)
    order_events.reached(db, order.id, order.state, now, None if order.state.is_open or not given else given.person)
    waited_for = given is not None and not order.state.is_open
    order_posts.to_asker(db, order, _occasion(claim, order), now, defaults, anew=waited_for)
    if order.state.is_open:
        return
    asker = carrying.asker(db, claim.scope, order.id)
    audit.record(db, uuid4(), _entry(order, asker.email, now))
    if given:
        order_posts.to_admins(db, order, given.seller, str(order.state), now, defaults)
    if order.state is OrderState.COMPLETED:
        _to_channels(db, order, now, defaults)
        if order.kind in _OPENS_A_SERVICE:
            _mail(db, claim.scope, order, asker, now, defaults)


def give_to_people(db: Connection, claim: Claim, order: Order, now: datetime, defaults: Defaults) -> None:
    """Into the hands of the seller's Admins, once: a card for each; a mail where none of them has ever been seen."""
    seller = fulfilments.seller(db, Scope(order.organisation))
    if seller is None or not fulfilments.ask(db, claim.scope, order.id, seller, now):
        return
    if not order_posts.to_admins(db, order, seller, "asked", now, defaults):
        body = {"number": order.label, "organisation": order.customer, "product": order.product}
        for admin in approvers.admins(db, Scope(seller)):
            posts.by_mail(db, admin, "fulfil", f"fulfil:{order.id}", body, now, defaults)


def _occasion(claim: Claim, order: Order) -> str:
    """Each state once; again where the order came back to it."""
    again = claim.before is not OrderState.ACCEPTED and claim.before is not order.state
    return f"{order.state}:{claim.attempt}" if again else str(order.state)


def _to_channels(db: Connection, order: Order, now: datetime, defaults: Defaults) -> None:
    """Product and numbers; no prices, no names of people."""
    for channel in _shared(sweeps.listeners(db, order.organisation)):
        key, errand = f"ordered:{order.id}:{channel.binding}", Errand(card=order_cards.told(order))
        posts.to_channel(db, channel, channel.channel, "ordered", key, errand, now, defaults)


def _shared(bound: Iterable[sweeps.Listener]) -> Iterable[sweeps.Listener]:
    return (channel for channel in bound if channel.kind is ChannelKind.GROUP)


def _mail(db: Connection, scope: Scope, order: Order, asker: Asker, now: datetime, defaults: Defaults) -> None:
    """The service is ready: what came, and the link that opens it."""
    came = [line for line in purchases.ready(db, scope, order.id) if line.seats]
    first = next((line.url for line in came if line.url), "")
    if order.subscription and not came:
        first = purchases.service(db, scope, order.subscription)
    body = {
        "number": order.label,
        "organisation": order.customer,
        "name": order.asker_name,
        "services": "\n".join(f"{line.name}: {line.seats}" for line in came) or order.product,
        "links": "\n".join(f"{line.name}: {line.url}" for line in came if line.url and line.url != first),
        "url": first,
    }
    tongue, key = defaults.tongue(asker), f"ready:{order.id}"
    spoken = (tongue.language, tongue.zone)
    mails.put(db, NewMail(uuid4(), key, order.organisation, asker.notices, "ready", *spoken, body), now)


def _entry(order: Order, email: str, now: datetime) -> audit.Entry:
    detail = {"kind": order.kind, "before": order.seats_before, "after": order.seats_after, "state": order.state}
    said = {"reason": order.reason} if order.reason else {}
    return audit.Entry(
        at=now,
        organisation=order.organisation,
        person=order.asker,
        actor=email,
        origin="jobs",
        command="carry-out",
        subject=order.label,
        outcome=_OUTCOMES[order.state],
        detail=orjson.dumps(detail | said).decode(),
    )
