"""The link to some software, for one person: five days from its first download, and a new one when it is asked for."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Secret, Style, Tone
from bot.phrases import Phrase, _, plain
from handlers import find, wording
from handlers.context import Context, Defaults
from handlers.errors import Refusal, Unknown
from handlers.keys import choosing, office_setup, ready, words
from handlers.keys.addresses import reference
from handlers.keys.commands import GetDownload, PutAway
from handlers.keys.getting import Asker
from handlers.menu import Item
from handlers.policy.office_tool import Setup
from handlers.policy.product_keys import download_until
from store import downloads, product_keys
from store.downloads import Download
from store.product_keys import ProductKey
from store.subscriptions import Subscription
from store.values import KeyId, KeyState, Scope

_YES: Final = "yes"


def get(ctx: Context, ask: GetDownload) -> Card:
    """The link that is good now, or else a new one; what was asked for is recorded before it is shown."""
    held = ready.held(ctx, ask)
    one = wanted(ctx, held, ask.key)
    refuse_without_address(ctx.defaults)
    asker = Asker(ctx.db, ctx.person, ctx.now, ctx.new_id)
    link, ended = issued(asker, one, again=ask.again == _YES)
    ctx.about(one.organisation, held.label, key=one.hint, version=one.version, link=link.generation)
    setup = setup_of(held, one, ask.bits)
    new = GetDownload(subscription=str(held.id), key=str(one.id), bits=str(setup.bits), again=_YES)
    more = office_setup.offered(ctx, setup)
    return card(held, one, link, new.token, ended=ended, more=more)


def setup_of(held: Subscription, one: ProductKey, bits: str) -> Setup:
    """`bits` counts for a key that fits any width."""
    return Setup(held.name, one.version, one.language, one.bits or choosing.width(bits))


def wanted(ctx: Context, held: Subscription, key: str) -> ProductKey:
    """The key whose software is meant, or that of the first that has any."""
    keys = ready.keys(ctx.db, ctx.scope, held)
    if not key:
        return one_with_link(held, keys)
    id = find.identifier(key)
    there = product_keys.get(ctx.db, ctx.scope, KeyId(id)) if id else None
    if there and there.state is KeyState.REVOKED:
        raise Refusal(_("This key was revoked, and its download with it. Nothing was shown."))
    found = [one for one in keys if one.id == id]
    if not found:
        raise Unknown(_("There is no such key. Nothing was shown."))
    return one_with_link(held, found)


def one_with_link(held: Subscription, keys: list[ProductKey]) -> ProductKey:
    found = next((one for one in keys if one.link), None)
    if found is None:
        text = _("No download address of {product} is kept with its keys. Nothing was shown.", product=held.name)
        raise Refusal(text)
    return found


def refuse_without_address(defaults: Defaults) -> None:
    if not defaults.mailing.can_send:
        missing = ", ".join(defaults.mailing.missing)
        raise Refusal(
            _("Links can't be made on this machine: {missing} is missing. Nothing was shown.", missing=missing)
        )


def issued(asker: Asker, one: ProductKey, *, again: bool) -> tuple[Download, bool]:
    """The person's link to the software of that key, and whether an older one has run out."""
    whose = Scope(one.organisation)
    link = downloads.of(asker.db, whose, one.id, asker.person)
    ended = link is not None and _has_ended(link, asker)
    if link is None or ended or again:
        downloads.issue(asker.db, whose, asker.new_id(), one.id, asker.person, asker.now)
        link = downloads.of(asker.db, whose, one.id, asker.person)
    if link is None:
        raise Unknown(_("There is no such key. Nothing was shown."))
    return link, ended


def card(held: Subscription, one: ProductKey, link: Download, again: str, *, ended: bool, more: list[Element]) -> Card:
    """The clock, the link to copy, what there is to say of its set-up, and the way to a new one."""
    facts = [Fact(label=_("Build"), value=words.build(one)), Fact(label=_("Clock"), value=clock(link))]
    if one.link_kind:
        facts.insert(1, Fact(label=_("Kind of download"), value=plain(one.link_kind)))
    address = Secret(label=_("Download link"), reference=reference(link), opens=True)
    elements: list[Element] = [Facts(facts=tuple(facts)), address]
    if ended:
        elements.insert(0, Notice(tone=Tone.INFO, text=_("Your older link ran out. This is a new one.")))
    elements += [Prose(text=_("It opens a page; only its button starts the five days."), quiet=True), *more]
    buttons = (
        Button(label=_("New link"), press=again, style=Style.PLAIN),
        Button(label=_("Delete this message"), press=PutAway().token),
    )
    return Card(title=wording.heading(held), elements=(*elements, Buttons(buttons=buttons)), private=True)


def clock(link: Download) -> Phrase:
    if link.first_used_at is None:
        return _("not started: five days from the first download")
    until = download_until(link.first_used_at)
    return _("first download {start}, refused from {until}", start=link.first_used_at, until=until)


def _has_ended(link: Download, asker: Asker) -> bool:
    return link.first_used_at is not None and asker.now >= download_until(link.first_used_at)


MENU = (Item(GetDownload, get),)
