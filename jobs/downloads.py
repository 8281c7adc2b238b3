"""Tells whoever has begun a download that its link runs out: once, a day before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Notice, Style, Tone
from bot.errand import Errand, direct
from bot.phrases import _
from handlers.context import Defaults
from handlers.keys.commands import GetDownload
from handlers.policy.product_keys import DOWNLOAD_LASTS, download_until
from store import outbox
from store import sweeps_downloads as sweeps
from store.database import Database
from store.sweeps_downloads import Ending

TOLD_BEFORE: Final = timedelta(hours=24)


def remind(
    database: Database, clock: Callable[[], datetime], defaults: Defaults, guard: Callable[[Connection], None]
) -> int:
    """How many accounts were told. A link that has run out meanwhile is told by its page."""
    now = clock()
    with database.transaction() as db:
        guard(db)
        found = ending(db, now)
        for one in found:
            _tell(db, one, defaults, now)
            sweeps.reminded(db, one.id, now)
    return len(found)


def ending(db: Connection, now: datetime) -> list[Ending]:
    """The accounts to be told by now that were not told yet."""
    over = now - DOWNLOAD_LASTS
    return sweeps.ending(db, over=over, soon=over + TOLD_BEFORE)


def card(one: Ending) -> Card:
    text = _(
        "Your download link of {product} for {customer} is refused from {moment} on, five days after its first use.",
        product=one.product,
        customer=one.customer,
        moment=download_until(one.first_used_at),
    )
    elements: tuple[Notice | Buttons, ...] = (Notice(tone=Tone.WARNING, text=text),)
    if one.subscription:
        again = GetDownload(subscription=str(one.subscription), key=str(one.key), again="yes")
        new = Button(label=_("New link"), press=again.token, style=Style.PRIMARY)
        elements = (*elements, Buttons(buttons=(new,)))
    return Card(title=_("A download link runs out"), elements=elements)


def _tell(db: Connection, one: Ending, defaults: Defaults, now: datetime) -> None:
    language, zone = one.language or defaults.language, one.zone or defaults.zone
    outbox.put(
        db,
        uuid4(),
        f"ending:{one.id.hex}:{one.generation}:{one.installation.hex[:8]}:{one.account}"[:160],
        installation=one.installation,
        channel=direct(one.account),
        kind="ending",
        body=Errand(card=card(one), language=language, zone=zone).body,
        now=now,
    )
