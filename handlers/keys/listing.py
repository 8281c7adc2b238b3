"""The software bought, and the keys that are kept for each."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Column, Element, Notice, Prose, Style, Table, Tone
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import find, wording
from handlers.context import Context
from handlers.keys import office_setup, words
from handlers.keys.commands import AddKey, GetKey, ShowCustody, ShowKeys
from handlers.menu import Item
from handlers.move_commands import ShowMove, StartMove
from handlers.pages import PAGE, pages
from handlers.policy.product_keys import is_client_access
from handlers.server_commands import ShowServers, UseCode
from store import kms_moves, product_keys
from store.product_keys import ProductKey, Software
from store.subscriptions import Subscription
from store.values import KeyKind, KeyState, Policy, SubscriptionStatus

SOFTWARE = frozenset({Policy.SOFTWARE, Policy.PERPETUAL})


def show(ctx: Context, ask: ShowKeys) -> Card:
    if not ask.names_something:
        return _listed(ctx, ask)
    held, _rest = find.subscription(ctx, ask)
    ctx.about(held.organisation, held.label)
    if held.terms.policy not in SOFTWARE:
        text = _("{product} is a service: it has no product key.", product=held.name)
        return Card(title=wording.heading(held), elements=(Notice(tone=Tone.INFO, text=text),))
    found = product_keys.of_subscription(ctx.db, ctx.scope, held.id)
    elements = (*_said(held, found), Buttons(buttons=_actions(ctx, held, found)))
    return Card(title=wording.heading(held), elements=tuple(one for one in elements if _is_shown(one)))


def _listed(ctx: Context, ask: ShowKeys) -> Card:
    total = product_keys.count_software(ctx.db, ctx.scope)
    bought = product_keys.software(ctx.db, ctx.scope, offset=ask.offset, most=PAGE)
    title = _("Software of {organisation}", organisation=ctx.grant.name)
    if not bought:
        return Card(title=title, elements=(Prose(text=_("No software was bought here yet.")),))
    columns = (Column(label=_("Software")), Column(label=_("Bought"), number=True), Column(label=_("Keys")))
    rows = tuple((_name(ctx, one), plain(one.seats), _keys(one)) for one in bought)
    buttons = tuple(Button(label=_name(ctx, one), press=ShowKeys(subscription=str(one.id)).token) for one in bought)
    turning = pages(ask.but(organisation=str(ctx.scope.root)), ask.offset, total)
    return Card(title=title, elements=(Table(columns=columns, rows=rows), Buttons(buttons=buttons), *turning))


def _name(ctx: Context, one: Software) -> Phrase:
    return plain(one.name) if one.organisation == ctx.scope.root else joined([plain(one.name), plain(one.customer)])


def _keys(one: Software) -> Phrase:
    if one.status is SubscriptionStatus.CANCELLED:
        return _("cancelled: keys revoked")
    return n_("{count} key ready", "{count} keys ready", one.keys) if one.keys else _("none in the vault")


def _said(held: Subscription, found: list[ProductKey]) -> list[Element]:
    if held.terms.status is SubscriptionStatus.CANCELLED:
        text = _("The purchase was cancelled, and with it the keys were revoked. The software must be uninstalled.")
        return [Notice(tone=Tone.WARNING, text=text), *_table(found)]
    if not found:
        return [Notice(tone=Tone.WARNING, text=_NO_KEYS)]
    return [*_table(found), *office_setup.noted(held.name, (one.bits for one in found))]


_NO_KEYS = _("No key of it is in the vault yet. Admins of the partner or of the distributor put keys in.")


def _table(found: list[ProductKey]) -> list[Element]:
    if not found:
        return []
    columns = (
        *(Column(label=_("Version")), Column(label=_("Key")), Column(label=_("Kind")), Column(label=_("State"))),
    )
    rows = tuple(
        (words.build(one), words.ending(one), words.counted(one), words.STATES[one.state]) for one in found[:PAGE]
    )
    more = len(found) - len(rows)
    rest = [Prose(text=n_("{count} more key", "{count} more keys", more), quiet=True)] if more > 0 else []
    return [Table(columns=columns, rows=rows), *rest]


def _actions(ctx: Context, held: Subscription, found: list[ProductKey]) -> tuple[Button, ...]:
    """What may be done with them, by this person and now."""
    id, buttons = str(held.id), []
    ready = any(one.state is KeyState.READY for one in found)
    runs = held.terms.status is SubscriptionStatus.ACTIVE
    if ready and ctx.may(GetKey.needs) and runs:
        buttons.append(_getting(held))
    buttons += _on_premises(ctx, held, found) if runs else []
    if ctx.may(AddKey.needs) and runs:
        buttons.append(Button(label=_("Add a key"), press=AddKey(subscription=id).token))
    if found and ctx.may(ShowCustody.needs):
        press = ShowCustody(organisation=str(held.organisation)).token
        buttons.append(Button(label=_("Who has seen them"), press=press))
    return (*buttons, Button(label=_("All software"), press=ShowKeys(organisation=str(held.organisation)).token))


def _getting(held: Subscription) -> Button:
    """A single-use code is shown when it is used, and not before."""
    if is_client_access(held.name):
        label, press = _("Use a code on a server"), UseCode(subscription=str(held.id)).token
    else:
        label, press = _("Get key and download"), GetKey(subscription=str(held.id)).token
    return Button(label=label, press=press, style=Style.PRIMARY)


def _on_premises(ctx: Context, held: Subscription, found: list[ProductKey]) -> list[Button]:
    """Where its keys are used: on licence servers, or on devices that a KMS activated so far."""
    if is_client_access(held.name):
        press = ShowServers(organisation=str(held.organisation)).token
        return [Button(label=_("Licence servers"), press=press)]
    if not any(one.kind is KeyKind.MAK for one in found):
        return []
    if move := kms_moves.of(ctx.db, ctx.scope, held.id):
        return [Button(label=_("Move from a volume licence"), press=ShowMove(move=str(move.id)).token)]
    label, press = _("Move from a volume licence"), StartMove(subscription=str(held.id)).token
    return [Button(label=label, press=press)] if ctx.may(StartMove.needs) else []


def _is_shown(element: Element) -> bool:
    return not isinstance(element, Buttons) or bool(element.buttons)


MENU = (
    Item(
        ShowKeys,
        show,
        words=("keys", "software"),
        words_fr=("clés", "clé", "logiciels", "logiciel"),
        read=lambda rest: ShowKeys(words=rest),
        summary=_("Show the software bought, and get its keys and downloads"),
        example=_("keys Windows Server 2022 Standard"),
    ),
)
