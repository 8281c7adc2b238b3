"""What a channel is to be reminded of: rows made by the sweep, gathered into one digest; within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, select

from store.schema import bindings, lineage, reminders
from store.values import Scope, SubscriptionId


@dataclass(frozen=True, slots=True)
class Reminder:
    """One subscription that a digest speaks of; `rule` is `term:7`, `window` …, `on_date` the local day it fell on."""

    subscription: SubscriptionId
    rule: str
    on_date: date


_DIGEST: Final = (
    select(reminders.c.subscription_id, reminders.c.rule, reminders.c.on_date)
    .join(bindings, bindings.c.id == reminders.c.binding_id)
    .join(lineage, lineage.c.descendant == bindings.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), reminders.c.digest == bindparam("digest"))
    .order_by(reminders.c.on_date, reminders.c.subscription_id)
)


def of_digest(db: Connection, scope: Scope, digest: str) -> list[Reminder]:
    return [Reminder(*row) for row in db.execute(_DIGEST, {"root": scope.root, "digest": digest})]
