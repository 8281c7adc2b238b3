"""Tells whoever has begun a download that its link runs out: once, a day before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Notice, Style, Tone
from bot.errand import Errand
from bot.phrases import _
from handlers import posts
from handlers.context import Defaults
from handlers.keys.commands import GetDownload
from handlers.policy.product_keys import DOWNLOAD_LASTS, download_until
from jobs.shift import Shift
from store import mails
from store import sweeps_downloads as sweeps
from store.mails import NewMail
from store.sweeps_downloads import Ending, Unseen

TOLD_BEFORE: Final = timedelta(hours=24)


def remind(shift: Shift) -> int:
    """How many accounts and people were told. A link that has run out meanwhile is told by its page."""
    now = shift.clock()
    with shift.transaction() as db:
        accounts, others = ending(db, now), unseen(db, now)
        for one in accounts:
            _tell(db, one, shift.defaults, now)
        for other in others:
            _write(db, other, shift.defaults, now)
        for id in {one.id for one in accounts} | {one.id for one in others}:
            sweeps.reminded(db, id, now)
    return len(accounts) + len(others)


def ending(db: Connection, now: datetime) -> list[Ending]:
    """The accounts to be told by now that were not told yet."""
    over = now - DOWNLOAD_LASTS
    return sweeps.ending(db, over=over, soon=over + TOLD_BEFORE)


def unseen(db: Connection, now: datetime) -> list[Unseen]:
    """Whoever is to be told by mail, since no platform knows them."""
    over = now - DOWNLOAD_LASTS
    return sweeps.unseen(db, over=over, soon=over + TOLD_BEFORE)


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
    key = f"ending:{one.id}:{one.generation}"
    posts.to_account(db, one, "ending", key, Errand(card=card(one)), now, defaults)


def _write(db: Connection, one: Unseen, defaults: Defaults, now: datetime) -> None:
    until, tongue = download_until(one.first_used_at).isoformat(), defaults.tongue(one)
    letter = NewMail(
        id=uuid4(),
        key=f"ending:{one.id.hex}:{one.generation}",
        organisation_id=one.organisation,
        recipient=one.email,
        template="ending",
        language=tongue.language,
        zone=tongue.zone,
        body={"name": one.name, "product": one.product, "customer": one.customer, "until": until},
    )
    mails.put(db, letter, now)
