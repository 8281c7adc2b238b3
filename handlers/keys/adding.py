"""A key by hand into the vault: checked, sealed, and never repeated on a card."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from bot.cards import Button, Buttons, Card, Choice, Element, Notice, Option, Style, Tone, Words
from bot.languages import own_name
from bot.phrases import Phrase, _, n_, plain
from handlers import entered, find, wording
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.keys import office_setup, words
from handlers.keys.commands import AddKey, ShowKeys
from handlers.keys.listing import SOFTWARE
from handlers.menu import Item
from handlers.policy.numbers import BadNumber, seat_target
from handlers.policy.office_tool import deploys
from handlers.policy.product_keys import BadKey, Fault, allowed_versions, hint, is_client_access, normal, run_as
from store import product_keys
from store.product_keys import NewKey
from store.subscriptions import Subscription
from store.values import KeyKind, KeyState, SubscriptionStatus
from store.vault import Vault

_LANGUAGES: Final = ("en", "fr", "de", "es", "it", "nl", "pt", "pl", "ja", "zh")
_WIDTHS: Final = ("64", "32")
_LONGEST_KEY: Final = 200
_LONGEST_LINK: Final = 1000
_LONGEST_VERSION: Final = 20
_LONGEST_LINK_KIND: Final = 20


def add(ctx: Context, ask: AddKey) -> Card:
    vault, held = _vault(ctx), _held(ctx, ask)
    if not ask.key:
        raise Instead(_form(held, ask))
    kind, key, link, version = _kind(ask), _key(ask), _link(ask), _version(held, ask)
    link_kind = entered.line("link_kind", ask.link_kind, _LONGEST_LINK_KIND)
    if product_keys.known(ctx.db, vault.indexes(key)):
        raise Refusal(_("This key is in the vault already. Nothing was changed."), field="key")
    id = ctx.new_id()
    row = NewKey(
        id=id,
        organisation_id=held.organisation,
        subscription_id=held.id,
        product_id=product_keys.product_of(ctx.db, ctx.scope, held.id),
        version=version,
        language=ask.language if ask.language in _LANGUAGES else "",
        bits=int(ask.bits) if ask.bits in _WIDTHS else None,
        kind=kind,
        state=KeyState.READY,
        sealed=vault.seal(id, product_keys.KEY, key),
        hint=hint(key),
        blind=vault.index(key),
        activations=_activations(ask),
        link=vault.seal(id, product_keys.LINK, link) if link else None,
        link_kind=link_kind or None,
        added_at=ctx.now,
    )
    product_keys.add(ctx.db, [row])
    ctx.about(held.organisation, held.label, added=row.hint, version=row.version, kind=kind)
    return _added(held, row)


def form(ctx: Context, ask: AddKey) -> Card:
    return _form(_held(ctx, ask), ask)


def _vault(ctx: Context) -> Vault:
    if ctx.defaults.vault is None:
        text = _("No vault is set up: COMPTOIR_VAULT_KEYS is missing on this machine. Nothing was changed.")
        raise Refusal(text)
    return ctx.defaults.vault


def _held(ctx: Context, ask: AddKey) -> Subscription:
    if not ask.names_something:
        raise Refusal(_("Say for which software, for example: keys Windows Server 2022 Standard. Nothing was changed."))
    held, _rest = find.subscription(ctx, ask)
    if held.terms.policy not in SOFTWARE or held.terms.status is not SubscriptionStatus.ACTIVE:
        raise Refusal(_("{product} takes no product keys. Nothing was changed.", product=held.name))
    return held


def _form(held: Subscription, ask: AddKey) -> Card:
    """The key itself is never filled in again."""
    allowed = allowed_versions(held.name)
    kinds = (KeyKind.RETAIL, KeyKind.MAK, KeyKind.OTHER) if is_client_access(held.name) else tuple(KeyKind)
    elements: list[Element] = [
        Words(name="key", label=_("Product key"), longest=_LONGEST_KEY),
        Choice(name="kind", label=_("Kind"), options=_options(kinds), chosen=ask.kind or kinds[0]),
    ]
    if allowed:
        versions = tuple(Option(value=one, label=plain(one)) for one in allowed)
        elements.append(Choice(name="version", label=_("Version"), options=versions, chosen=ask.version or allowed[0]))
    languages = tuple(Option(value=one, label=plain(own_name(one))) for one in _LANGUAGES)
    elements += [
        Choice(name="language", label=_("Language"), options=languages, chosen=ask.language or _LANGUAGES[0]),
        _width(held, ask.bits),
        Words(name="activations", label=_("Activations"), value=ask.activations[:10], longest=10, optional=True),
        Words(name="link", label=_("Download address"), value=ask.link, longest=_LONGEST_LINK, optional=True),
        Words(
            name="link_kind",
            label=_("Kind of download, such as ISO"),
            value=ask.link_kind[:_LONGEST_LINK_KIND],
            longest=_LONGEST_LINK_KIND,
            optional=True,
        ),
    ]
    again = AddKey(subscription=str(held.id))
    submit = Button(label=_("Put into the vault"), press=again.token, style=Style.PRIMARY)
    return Card(title=wording.heading(held), elements=tuple(elements), submit=submit)


def _width(held: Subscription, chosen: str) -> Choice:
    options = tuple(Option(value=one, label=words.bits(int(one))) for one in _WIDTHS)
    hint = office_setup.HINT if deploys(held.name) else None
    return Choice(name="bits", label=_("Processor"), hint=hint, options=options, chosen=chosen or _WIDTHS[0])


def _options(kinds: tuple[KeyKind, ...]) -> tuple[Option, ...]:
    return tuple(Option(value=kind, label=words.KINDS[kind]) for kind in kinds)


def _kind(ask: AddKey) -> KeyKind:
    return KeyKind(ask.kind) if ask.kind in set(KeyKind) else KeyKind.MAK


def _key(ask: AddKey) -> str:
    try:
        return normal(ask.key[: _LONGEST_KEY + 1], _kind(ask))
    except BadKey as bad:
        raise Refusal(_fault(bad), field="key") from None


def _fault(bad: BadKey) -> Phrase:
    match bad.fault:
        case Fault.EMPTY:
            return _("The key is missing. Nothing was changed.")
        case Fault.LENGTH:
            return n_(
                "That is {count} letter or digit; a key of this kind has 25. Nothing was changed.",
                "Those are {count} letters and digits; a key of this kind has 25. Nothing was changed.",
                bad.length,
            )
        case Fault.LETTER:
            return _("The sign at place {place} is none that such keys have. Nothing was changed.", place=bad.place)
        case Fault.SIGN:
            return _("The key holds what can't be printed. Nothing was changed.")


def _version(held: Subscription, ask: AddKey) -> str:
    version = run_as(held.name, ask.version.strip()[:_LONGEST_VERSION])
    if version is None:
        text = _(
            "{product} gives no right to version {version}. It may be run as: {versions}. Nothing was changed.",
            product=held.name,
            version=ask.version[:_LONGEST_VERSION],
            versions=", ".join(allowed_versions(held.name)),
        )
        raise Refusal(text, field="version")
    return version


def _link(ask: AddKey) -> str:
    link = ask.link.strip()
    if link and (urlsplit(link).scheme != "https" or not urlsplit(link).hostname or len(link) > _LONGEST_LINK):
        raise Refusal(_("The download address must begin with https://. Nothing was changed."), field="link")
    return link


def _activations(ask: AddKey) -> int | None:
    if not ask.activations.strip():
        return None
    try:
        found = seat_target(ask.activations, 0)
    except BadNumber:
        found = 0
    if found < 1:
        text = _("“{typed}” is not a number of activations. Nothing was changed.", typed=ask.activations[:40])
        raise Refusal(text, field="activations")
    return found


def _added(held: Subscription, row: NewKey) -> Card:
    text = _("The key that ends in {hint} is in the vault.", hint=row.hint or "…")
    another = Button(label=_("Add another key"), press=AddKey(subscription=str(held.id)).token)
    keys = Button(label=_("Show the keys"), press=ShowKeys(subscription=str(held.id)).token)
    elements = (Notice(tone=Tone.DONE, text=text), Buttons(buttons=(another, keys)))
    return Card(title=wording.heading(held), elements=elements)


MENU = (Item(AddKey, add, form=form),)
