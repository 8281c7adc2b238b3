"""A purchase is cancelled: its keys and links are revoked at once, and whoever saw them is told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid5

from sqlalchemy import Connection

from bot.cards import Card, Notice, Prose, Tone
from bot.errand import Errand
from bot.phrases import Phrase, _, n_
from handlers import posts
from handlers.context import Defaults
from store import audit, mails, revocations, subscriptions
from store.mails import NewMail
from store.revocations import Reader, Revoked, Witness
from store.subscriptions import Subscription
from store.values import Scope, SubscriptionId

_MOST_NAMED = 5


def revoke(
    db: Connection, scope: Scope, subscription: SubscriptionId, now: datetime, defaults: Defaults | None = None
) -> int:
    """How many keys were revoked, in this transaction.

    Whoever was shown one of them is told by a direct message, or by mail if no platform knows them. Asked again, it
    finds nothing left to revoke and tells nobody.
    """
    held = subscriptions.get(db, scope, subscription)
    revoked = revocations.revoke(db, scope, subscription, now) if held else []
    if held and revoked:
        _record(db, held, revoked, now)
        _tell_all(db, scope, held, revoked, now, defaults or Defaults())
    return len(revoked)


def _tell_all(
    db: Connection, scope: Scope, held: Subscription, revoked: list[Revoked], now: datetime, defaults: Defaults
) -> None:
    keys = [one.id for one in revoked]
    found = revocations.witnesses(db, scope, keys)
    for _account, seen in groupby(found, lambda one: (one.installation, one.account)):
        _tell(db, held, revoked, list(seen), now, defaults)
    for _email, shown in groupby(revocations.readers(db, scope, keys), lambda one: one.email):
        _write(db, held, revoked, list(shown), now, defaults)


def card(held: Subscription, revoked: Iterable[Revoked]) -> Card:
    """What somebody reads who was shown these keys."""
    known = list(revoked)
    text = _(
        "The purchase of {product} for {customer} was cancelled, and with it what you were shown was revoked: {keys}.",
        product=held.name,
        customer=held.customer,
        keys=_named(known),
    )
    rest = _("Its download links are refused from now on. The software must be uninstalled.")
    return Card(title=_("Keys were revoked"), elements=(Notice(tone=Tone.WARNING, text=text), Prose(text=rest)))


def _named(revoked: list[Revoked]) -> str | Phrase:
    named = ", ".join(f"…{one.hint}" for one in revoked[:_MOST_NAMED])
    more = len(revoked) - _MOST_NAMED
    return n_("{keys} and {count} more", "{keys} and {count} more", more, keys=named) if more > 0 else named


def _tell(
    db: Connection,
    held: Subscription,
    revoked: list[Revoked],
    seen: list[Witness],
    now: datetime,
    defaults: Defaults,
) -> None:
    """`seen` is what one account was shown."""
    theirs = {one.key for one in seen}
    errand = Errand(card=card(held, [one for one in revoked if one.id in theirs]))
    posts.to_account(db, seen[0], "revoked", f"revoked:{min(theirs)}", errand, now, defaults)


def _write(
    db: Connection, held: Subscription, revoked: list[Revoked], seen: list[Reader], now: datetime, defaults: Defaults
) -> None:
    """A mail to somebody whom no platform knows."""
    theirs, one = {each.key for each in seen}, seen[0]
    ends = ", ".join(f"…{each.hint}" for each in revoked if each.id in theirs)
    key, tongue = f"revoked:{min(theirs)}:{one.email}", defaults.tongue(one)
    letter = NewMail(
        id=_id(held.id, key),
        key=key,
        organisation_id=held.organisation,
        recipient=one.email,
        template="revoked",
        language=tongue.language,
        zone=tongue.zone,
        body={"name": one.name, "product": held.name, "customer": held.customer, "keys": ends},
    )
    mails.put(db, letter, now)


def _record(db: Connection, held: Subscription, revoked: list[Revoked], now: datetime) -> None:
    entry = audit.Entry(
        at=now,
        organisation=held.organisation,
        person=None,
        actor="clock",
        origin="jobs",
        command="keys.revoke",
        subject=held.label,
        outcome="done",
        detail=json.dumps({"keys": len(revoked), "ends": ", ".join(one.hint for one in revoked[:20])}),
    )
    audit.record(db, _id(held.id, f"revoked:{now.isoformat()}"), entry)


def _id(subscription: SubscriptionId, name: str) -> UUID:
    return uuid5(subscription, name)
