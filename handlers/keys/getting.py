"""Get key and download: which build, why, and the key for the asker alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Element, Fact, Facts, Notice, Option, Secret, Style, Tone, Words
from bot.languages import own_name
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import find, wording
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.keys import words
from handlers.keys.commands import GetDownload, GetKey
from handlers.keys.listing import SOFTWARE
from handlers.menu import Item
from handlers.policy.product_keys import allowed_versions
from store import product_keys, reveals
from store.product_keys import ProductKey
from store.subscriptions import Subscription
from store.values import KeyState, RevealId, Scope, SubscriptionStatus

SHOWABLE_FOR: Final = timedelta(minutes=5)
"""How long after it was granted a key may still be shown."""
MOST_AN_HOUR: Final = 10
_HOUR: Final = timedelta(hours=1)
_LONGEST_REASON: Final = 300
_DEFAULT_BITS: Final = 64


def get(ctx: Context, ask: GetKey) -> Card:
    """Granted and recorded here; decrypted when it is shown, and not before this is on disk."""
    held = _held(ctx, ask)
    ready = _ready(ctx, held)
    if not (ask.version and ask.language and ask.bits) and not ask.reason:
        raise Instead(_form(held, ready, ask))
    if not ask.reason.strip():
        raise Refusal(_("A reason is missing: it is kept with the record. Nothing was shown."), field="reason")
    one = _chosen(ready, ask)
    _refuse_too_many(ctx)
    id = RevealId(ctx.new_id())
    whose, until = Scope(one.organisation), ctx.now + SHOWABLE_FOR
    reason = ask.reason.strip()[:_LONGEST_REASON]
    reveals.grant(ctx.db, whose, id, one.id, ctx.person, reason, now=ctx.now, until=until)
    ctx.about(one.organisation, held.label, key=one.hint, version=one.version, reason=reason)
    return _shown(ctx, held, one, id)


def form(ctx: Context, ask: GetKey) -> Card:
    held = _held(ctx, ask)
    return _form(held, _ready(ctx, held), ask)


def _held(ctx: Context, ask: GetKey) -> Subscription:
    if not ask.names_something:
        raise Instead(_which(ctx))
    held, _rest = find.subscription(ctx, ask)
    if held.terms.policy not in SOFTWARE:
        raise Refusal(_("{product} is a service: it has no product key. Nothing was shown.", product=held.name))
    if held.terms.status is SubscriptionStatus.CANCELLED:
        raise Refusal(
            _(
                "The purchase of {product} was cancelled, and with it its keys were revoked. Nothing was shown.",
                product=held.name,
            )
        )
    if held.terms.status is not SubscriptionStatus.ACTIVE:
        day = held.terms.ends_on
        raise Refusal(_("The subscription of {product} ended on {day}. Nothing was shown.", product=held.name, day=day))
    return held


def _ready(ctx: Context, held: Subscription) -> list[ProductKey]:
    """The keys that may be shown: ready, and of a version within the rights."""
    allowed = allowed_versions(held.name)
    ready = [
        one
        for one in product_keys.of_subscription(ctx.db, ctx.scope, held.id)
        if one.state is KeyState.READY and (not allowed or not one.version or one.version in allowed)
    ]
    if not ready:
        raise Refusal(
            _(
                "No key of {product} is in the vault yet. Admins of the partner or of the distributor put keys in. "
                "Nothing was shown.",
                product=held.name,
            )
        )
    return ready


def _chosen(ready: Iterable[ProductKey], ask: GetKey) -> ProductKey:
    """The key of the build that was asked for; what was left out fits any."""
    for one in ready:
        fits = (
            ask.version in {"", one.version}
            and ask.language in {"", one.language}
            and (not ask.bits or one.bits is None or ask.bits == str(one.bits))
        )
        if fits:
            return one
    builds = joined(list({words.build(one): None for one in ready}), "; ")
    text = _("There is no key for this choice. There are: {builds}. Nothing was shown.", builds=builds)
    raise Refusal(text, field="version")


def _refuse_too_many(ctx: Context) -> None:
    if reveals.lately(ctx.db, ctx.person, ctx.now - _HOUR) >= MOST_AN_HOUR:
        raise Refusal(
            n_(
                "You asked for {count} key within an hour; ask again later. Nothing was shown.",
                "You asked for {count} keys within an hour; ask again later. Nothing was shown.",
                MOST_AN_HOUR,
            )
        )


def _form(held: Subscription, ready: list[ProductKey], ask: GetKey) -> Card:
    reason = Words(
        name="reason",
        label=_("Why do you need it?"),
        hint=_("Kept with the record of who saw which key."),
        value=ask.reason[:_LONGEST_REASON],
        longest=_LONGEST_REASON,
    )
    elements: tuple[Element, ...] = (*_choices(ready, ask), reason)
    again = GetKey(subscription=str(held.id))
    submit = Button(label=_("Get key and download"), press=again.token, style=Style.PRIMARY)
    return Card(title=wording.heading(held), elements=elements, submit=submit)


def _choices(ready: list[ProductKey], ask: GetKey) -> list[Choice]:
    """Version, language and width, where there is something to choose; 64 bits unless asked otherwise."""
    versions = sorted({one.version for one in ready if one.version}, reverse=True)
    languages = sorted({one.language for one in ready if one.language})
    widths = sorted({one.bits for one in ready if one.bits}, reverse=True)
    chosen = ask.bits or (str(_DEFAULT_BITS) if _DEFAULT_BITS in widths else "")
    fields = (
        ("version", _("Version"), [(one, plain(one)) for one in versions], ask.version),
        ("language", _("Language"), [(one, plain(own_name(one))) for one in languages], ask.language),
        ("bits", _("Processor"), [(str(one), words.bits(one)) for one in widths], chosen),
    )
    return [
        Choice(
            name=name,
            label=label,
            options=tuple(Option(value=value, label=text) for value, text in options),
            chosen=picked or options[0][0],
        )
        for name, label, options, picked in fields
        if options
    ]


def _which(ctx: Context) -> Card:
    bought = product_keys.software(ctx.db, ctx.scope, offset=0, most=100)
    if not bought:
        raise Refusal(_("No software was bought here yet. Nothing was shown."))
    options = tuple(Option(value=str(one.id), label=plain(one.name), description=plain(one.customer)) for one in bought)
    which = Choice(name="subscription", label=_("Software"), options=options)
    submit = Button(label=_("Go on"), press=GetKey().token, style=Style.PRIMARY)
    return Card(title=_("Get key and download"), elements=(which,), submit=submit)


def _shown(ctx: Context, held: Subscription, one: ProductKey, id: RevealId) -> Card:
    facts = Facts(
        facts=(
            Fact(label=_("Build"), value=words.build(one)),
            Fact(label=_("Kind"), value=words.counted(one)),
        )
    )
    elements: list[Element] = [facts, Secret(label=_("Product key"), reference=str(id))]
    if one.link:
        press = GetDownload(key=str(one.id)).token
        elements.append(Buttons(buttons=(Button(label=_("Get download link"), press=press, style=Style.PRIMARY),)))
    elements.append(Notice(tone=Tone.WARNING, text=_warning(ctx)))
    return Card(title=wording.heading(held), elements=tuple(elements), private=True)


def _warning(ctx: Context) -> Phrase:
    return _(
        "Keys are valuable: don't forward them. Shown to you alone on {moment}, and recorded with your reason.",
        moment=ctx.now,
    )


MENU = (Item(GetKey, get, form=form),)
