"""What those read who have an order in hand when its deadline is near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.cards import Notice, Tone
from bot.errand import Errand
from bot.phrases import Tongue, _
from handlers import invitations, posts
from handlers.context import Defaults
from handlers.policy.terms import utc_day
from handlers.provisioning import due, handing_posts
from store.handings import Handed
from store.reachable import Account
from store.values import Scope
from store.values.webex import HandedTo

_TEMPLATES: Final = {HandedTo.SOMEONE: "handing-due", HandedTo.CUSTOMER: "set-up-due"}


def to_mailbox(db: Connection, handed: Handed, language: str, zone: str, now: datetime) -> None:
    """With a new link, good from now on; the older one opens nothing any more."""
    mail = replace(handing_posts.link_mail(db, handed), template=_TEMPLATES[handed.handing.handed_to])
    invitations.put(db, mail, Tongue(language, zone), uuid4, now)


def to_accounts(db: Connection, handed: Handed, accounts: Sequence[Account], now: datetime, defaults: Defaults) -> None:
    """The card of the order once more, below how much time is left."""
    card = handing_posts.drawn(db, Scope(handed.organisation), handing_posts.task(handed.handing))
    if card is None:
        raise LookupError(handed.handing.id)
    left = due.left(handed.due_on, utc_day(now))
    text = _("This order must be set up by {day} ({left}).", day=handed.due_on, left=left)
    told = card.model_copy(update={"elements": (Notice(tone=Tone.WARNING, text=text), *card.elements)})
    for to in accounts:
        key = f"handing-due:{handed.handing.id.hex}"
        posts.to_account(db, to, "provisioning", key, Errand(card=told), now, defaults)
