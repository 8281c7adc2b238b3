"""Messages of their own that remind of an order's deadline: once it is over, or open again, they say so."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.cards import Card
from bot.errand import Errand
from bot.phrases import _
from handlers import posts
from handlers.posts import Spot
from handlers.provisioning import arrivals
from store import outbox
from store.provisionings import Provisioning
from store.values import BindingId
from store.values.webex import ProvisioningId

TASK: Final = "provisioning-due:"
_NOBODY: Final = "-"


def task(order: ProvisioningId, binding: BindingId | None) -> str:
    """The name of the task that an order is in one place; without a binding: to an Admin directly."""
    return f"{TASK}{order}:{binding or _NOBODY}"


def write_anew(db: Connection, order: Provisioning, now: datetime) -> None:
    """What was sent says that the order is over, or open again; what still waits says nothing by itself once it is."""
    family = f"{TASK}{order.id}:"
    for installation, channel, body in outbox.posted(db, family):
        sent, before = outbox.sent_as(db, installation, channel, family), Errand.model_validate_json(body)
        reminds = bool(before.task)
        if not sent or (reminds and not order.is_over):
            continue
        said = {"task": "", "card": _stands(order), "replaces": sent}
        key = f"{family}over:{order.version}:{installation}:{channel}"
        posts.again(db, Spot(installation, channel), "provisioning", key, before.model_copy(update=said).body, now)


def in_its_place(body: str) -> str:
    """The same reminder once more, where the latest one stands."""
    return Errand.model_validate_json(body).model_copy(update={"anew": False}).body


def _stands(order: Provisioning) -> Card:
    title = _("Webex order {reference}", reference=order.reference)
    return Card(title=title, elements=(arrivals.stands(order), arrivals.ways(order)))
