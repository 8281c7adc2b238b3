"""The key and the download of a seat that is assigned to somebody: for them alone, in chat and in the portal."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.cards import Button, Card, Element, Style
from bot.phrases import _
from handlers import find, wording
from handlers.assigned import not_kept, scopes
from handlers.context import Context, Defaults
from handlers.errors import Instead, Refusal, Unknown
from handlers.keys import choosing, downloading, getting, handing, office_setup, ready, reasons
from handlers.keys.commands import GetMyDownload, GetMyKey
from handlers.keys.getting import Asker
from handlers.menu import Item
from handlers.policy.office_tool import Setup
from handlers.policy.product_keys import is_client_access
from store import reveals, services, subscriptions
from store.product_keys import ProductKey
from store.subscriptions import Subscription
from store.values import OrganisationId, Scope, SubscriptionId


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks for what is theirs, and where they have anything; `told` is what the record is about.

    `explains` says what there is to say of a 32-bit set-up; `speaks` is their language, empty where nobody knows.
    """

    asker: Asker
    email: str
    scopes: Collection[Scope]
    told: Callable[[OrganisationId, str, dict[str, str]], None]
    explains: Callable[[Setup], list[Element]]
    speaks: str


def key(holder: Holder, ask: GetMyKey) -> Card:
    """Granted and recorded; a code that is used once is theirs alone, any other is everybody's with a seat."""
    held, keys = _found(holder, ask.subscription)
    if choosing.is_open(ask):
        raise Instead(_form(holder, held, keys, ask))
    reason = reasons.given(ask.reason)
    one = _theirs(holder, held, choosing.fitting(held.name, keys, ask))
    reveal = getting.granted(holder.asker, one, reason)
    holder.told(held.organisation, held.label, {"key": one.hint, "version": one.version, "reason": reason})
    more = holder.explains(getting.setup_of(held, one, ask))
    press = GetMyDownload(subscription=str(held.id), key=str(one.id), bits=ask.bits).token
    return getting.shown(held, one, reveal, holder.asker.now, more, press)


def form(holder: Holder, ask: GetMyKey) -> Card:
    return _form(holder, *_found(holder, ask.subscription), ask)


def download(holder: Holder, ask: GetMyDownload, defaults: Defaults) -> Card:
    """Of a key that they were shown: its link is theirs as well."""
    held, keys = _found(holder, ask.subscription)
    mine = reveals.in_whose_hands(holder.asker.db, Scope(held.organisation), [one.id for one in keys], holder.asker.now)
    seen = [one for one in keys if holder.asker.person in mine.get(one.id, ()) and str(one.id) == ask.key]
    if not seen:
        raise Unknown(_("You were not shown this key yet. Ask for it first. Nothing was shown."))
    one = downloading.one_with_link(held, seen)
    downloading.refuse_without_address(defaults)
    link, ended = downloading.issued(holder.asker, one, again=ask.again == "yes")
    holder.told(held.organisation, held.label, {"key": one.hint, "version": one.version})
    setup = downloading.setup_of(held, one, ask.bits)
    new = GetMyDownload(subscription=str(held.id), key=str(one.id), bits=str(setup.bits), again="yes")
    return downloading.card(held, one, link, new.token, ended=ended, more=holder.explains(setup))


def _found(holder: Holder, subscription: str) -> tuple[Subscription, list[ProductKey]]:
    """What is assigned to them, and its keys; who holds no seat learns nothing."""
    id, db = find.identifier(subscription), holder.asker.db
    service = services.one(db, holder.scopes, holder.email, SubscriptionId(id)) if id else None
    held = subscriptions.get(db, Scope(service.place), service.subscription, lock=True) if service else None
    if service is None or held is None:
        raise Unknown(_("This service is not assigned to you. Nothing was changed."))
    ready.refuse_ended(held)
    if is_client_access(held.name):
        raise Refusal(_("Codes of {product} go onto a licence server; an Admin does that.", product=held.name))
    keys = ready.keys(db, Scope(service.place), held)
    if not keys:
        raise Refusal(not_kept(service))
    return held, keys


def _theirs(holder: Holder, held: Subscription, fitting: list[ProductKey]) -> ProductKey:
    asker = holder.asker
    if one := handing.free(asker.db, Scope(held.organisation), fitting, asker.person, asker.now):
        return one
    text = _(
        "Every key of {product} is with somebody already. Ask an Admin for more. Nothing was shown.", product=held.name
    )
    raise Refusal(text)


def _form(holder: Holder, held: Subscription, keys: list[ProductKey], ask: GetMyKey) -> Card:
    again = GetMyKey(subscription=str(held.id))
    submit = Button(label=_("Show my key"), press=again.token, style=Style.PRIMARY)
    elements = choosing.fields(held.name, keys, ask, holder.speaks)
    return Card(title=wording.heading(held), elements=elements, submit=submit)


def _in_chat(ctx: Context) -> Holder:
    asker = Asker(ctx.db, ctx.person, ctx.now, ctx.new_id)
    return Holder(
        asker=asker,
        email=ctx.caller.email,
        scopes=scopes(ctx),
        told=lambda organisation, subject, detail: ctx.about(organisation, subject, **detail),
        explains=lambda setup: office_setup.offered(ctx, setup),
        speaks=ctx.tongue.language,
    )


MENU = (
    Item(GetMyKey, lambda ctx, ask: key(_in_chat(ctx), ask), form=lambda ctx, ask: form(_in_chat(ctx), ask)),
    Item(GetMyDownload, lambda ctx, ask: download(_in_chat(ctx), ask, ctx.defaults)),
)
