"""Get key and download: which build, why, and the key for the asker alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Secret, Style, Tone
from bot.phrases import Phrase, _, n_
from handlers import wording
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.keys import choosing, handing, office_setup, ready, reasons, unfed, words
from handlers.keys.commands import GetDownload, GetKey, PutAway
from handlers.menu import Item
from handlers.policy.office_tool import Setup
from handlers.policy.product_keys import is_client_access
from handlers.server_commands import UseCode
from store import reveals, subscriptions
from store.product_keys import ProductKey
from store.subscriptions import Subscription
from store.values import PersonId, RevealId, Scope

SHOWABLE_FOR: Final = timedelta(minutes=5)
"""How long after it was granted a key may still be shown."""
MOST_AN_HOUR: Final = 10
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is to see a key, wherever they ask; `new_id` gives the same ids to the same request."""

    db: Connection
    person: PersonId
    now: datetime
    new_id: Callable[[], UUID]


def get(ctx: Context, ask: GetKey) -> Card:
    """Granted and recorded here; decrypted when it is shown, and not before this is on disk."""
    held = ready.held(ctx, ask)
    _refuse_single_use(held)
    keys = ready.keys(ctx.db, ctx.scope, held)
    if not keys:
        return unfed.told(ctx, held)
    if choosing.is_open(ask):
        raise Instead(_form(ctx, held, keys, ask))
    reason = reasons.given(ask.reason)
    one = _one(ctx, held, choosing.fitting(held.name, keys, ask))
    reveal = granted(Asker(ctx.db, ctx.person, ctx.now, ctx.new_id), one, reason)
    ctx.about(one.organisation, held.label, key=one.hint, version=one.version, reason=reason)
    more = office_setup.offered(ctx, setup_of(held, one, ask))
    link = GetDownload(subscription=str(held.id), key=str(one.id), bits=ask.bits)
    return shown(held, one, reveal, ctx.now, more, link.token)


def setup_of(held: Subscription, one: ProductKey, wish: choosing.Wish) -> Setup:
    return Setup(held.name, one.version, one.language or wish.language, one.bits or choosing.width(wish.bits))


def form(ctx: Context, ask: GetKey) -> Card:
    held = ready.held(ctx, ask)
    return _form(ctx, held, ready.keys(ctx.db, ctx.scope, held), ask)


def _one(ctx: Context, held: Subscription, fitting: list[ProductKey]) -> ProductKey:
    """An Admin may look a code up also where each has been handed out."""
    subscriptions.get(ctx.db, ctx.scope, held.id, lock=True)  # of two who ask at once, one sees what the other got
    return handing.free(ctx.db, Scope(held.organisation), fitting, ctx.person, ctx.now) or fitting[0]


def _refuse_single_use(held: Subscription) -> None:
    """Such a code is recorded as used before it is shown."""
    if not is_client_access(held.name):
        return
    text = _(
        "A code of {product} works once: it is shown when it is used on a licence server. Nothing was shown.",
        product=held.name,
    )
    use = Button(label=_("Use a code on a server"), press=UseCode(subscription=str(held.id)).token)
    raise Refusal(text, buttons=(use,))


def granted(asker: Asker, one: ProductKey, reason: str) -> RevealId:
    """The one showing of a key, recorded with who asked and why; refused after too many within an hour."""
    count = reveals.lately(asker.db, asker.person, asker.now - _HOUR)
    if count >= MOST_AN_HOUR:
        text = n_(
            "You asked for {count} key within an hour; ask again later. Nothing was shown.",
            "You asked for {count} keys within an hour; ask again later. Nothing was shown.",
            count,
        )
        raise Refusal(text)
    id, until = RevealId(asker.new_id()), asker.now + SHOWABLE_FOR
    whose = Scope(one.organisation)
    reveals.grant(asker.db, whose, id, one.id, asker.person, reason, now=asker.now, until=until)
    return id


def shown(
    held: Subscription, one: ProductKey, reveal: RevealId, now: datetime, more: list[Element], download: str
) -> Card:
    """The card that refers to the key; `download` is the token of the command for its link."""
    facts = (Fact(label=_("Build"), value=words.build(one)), Fact(label=_("Kind"), value=words.counted(one)))
    buttons = [Button(label=_("Delete this message"), press=PutAway().token)]
    if one.link:
        buttons.insert(0, Button(label=_("Get download link"), press=download, style=Style.PRIMARY))
    elements = (
        Facts(facts=facts),
        Secret(label=_("Product key"), reference=str(reveal)),
        *more,
        Notice(tone=Tone.WARNING, text=_warning(now)),
        Buttons(buttons=tuple(buttons)),
    )
    return Card(title=wording.heading(held), elements=elements, private=True)


def _form(ctx: Context, held: Subscription, keys: list[ProductKey], ask: GetKey) -> Card:
    again = GetKey(subscription=str(held.id))
    submit = Button(label=_("Show the key"), press=again.token, style=Style.PRIMARY)
    elements = choosing.fields(held.name, keys, ask, ctx.tongue.language)
    return Card(title=wording.heading(held), elements=elements, submit=submit)


def _warning(now: datetime) -> Phrase:
    return _(
        "Keys are valuable: don't forward them. Shown to you alone on {moment}, and recorded with your reason.",
        moment=now,
    )


def put_away(ctx: Context, _ask: PutAway) -> Card:  # noqa: ARG001 - as every handler is asked
    """What it stood on gives way to this."""
    text = _("The message is deleted. Keys and links can be asked for again.")
    return Card(title=_("Product key"), elements=(Notice(tone=Tone.DONE, text=text),), private=True)


MENU = (Item(GetKey, get, form=form), Item(PutAway, put_away))
