"""Moves as a list, and one of them with its clock, its progress and the lines that move a device."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import (
    Button,
    Buttons,
    Card,
    Code,
    Column,
    Confirm,
    Element,
    Facts,
    Heading,
    Notice,
    Prose,
    Style,
    Table,
    Tone,
)
from bot.phrases import Phrase, _, joined, plain
from handlers.context import Context
from handlers.keys.commands import GetKey
from handlers.menu import Item
from handlers.move_commands import ForgetMove, ShowMove, ShowMoves, StartMove, TakeMoveScript, UpdateMove
from handlers.moves.finding import clock, facts, find_move, heading, progress
from handlers.pages import PAGE, pages
from handlers.policy.moves import ends_at
from handlers.policy.product_keys import KMS_LEADS
from store import kms_moves
from store.kms_moves import Move
from store.values import SubscriptionStatus


def listed(ctx: Context, ask: ShowMoves) -> Card:
    title = _("From a volume licence to CSP · {organisation}", organisation=ctx.grant.name)
    found = kms_moves.page(ctx.db, ctx.scope, offset=ask.offset, most=PAGE)
    tools = [Buttons(buttons=(_start(ctx),))] if ctx.may(StartMove.needs) else []
    if not found:
        return Card(title=title, elements=(Prose(text=_NONE), *tools))
    total = kms_moves.count(ctx.db, ctx.scope)
    turning = pages(ask.but(organisation=str(ctx.scope.root)), ask.offset, total)
    table = Table(columns=_COLUMNS, rows=tuple(_row(ctx, one) for one in found))
    openers = Buttons(buttons=tuple(Button(label=_name(ctx, one), press=_show(one)) for one in found))
    return Card(title=title, elements=(table, openers, *turning, *tools))


def show(ctx: Context, ask: ShowMove) -> Card:
    return shown(ctx, find_move(ctx, ask.move))


def shown(ctx: Context, move: Move, *before: Element) -> Card:
    """One move, below what is to be said first."""
    ctx.about(move.organisation, heading_of_record(move))
    elements: list[Element] = [*before, Facts(facts=facts(move, ctx.now))]
    if note := _note(ctx, move):
        elements.append(note)
    if move.left:
        elements += _lines()
    elements.append(Buttons(buttons=tuple(_actions(ctx, move))))
    return Card(title=heading(move), elements=tuple(elements))


def heading_of_record(move: Move) -> str:
    return move.product


_NONE = _(
    "No move is recorded here. CSP has no KMS keys: devices that a KMS activated get a MAK instead, within 180 days of "
    "their last renewal, and nothing stops in between."
)
_COLUMNS = (
    Column(label=_("Software"), obvious=True),
    Column(label=_("Devices moved"), number=True),
    Column(label=_("Clock")),
)


def _row(ctx: Context, one: Move) -> tuple[Phrase, ...]:
    return (_name(ctx, one), progress(one), clock(one, ctx.now))


def _name(ctx: Context, one: Move) -> Phrase:
    return plain(one.product) if one.organisation == ctx.scope.root else heading(one)


def _show(one: Move) -> str:
    return ShowMove(move=str(one.id)).token


def _start(ctx: Context) -> Button:
    return Button(label=_("Record a move"), press=StartMove(organisation=str(ctx.scope.root)).token)


def _note(ctx: Context, move: Move) -> Notice | None:
    """What is most important about it now."""
    if not move.left:
        return Notice(tone=Tone.DONE, text=_("All devices have the new key. Nothing more to do."))
    if move.status is not SubscriptionStatus.ACTIVE:
        text = _("The subscription is no longer active: its keys can't be used for the devices that are left.")
        return Notice(tone=Tone.WARNING, text=text)
    if ends_at(move.renewed_on) <= ctx.now:
        text = _(
            "The 180 days are over. Devices that could not renew may lose functions until they are activated again: "
            "give them the new key now."
        )
        return Notice(tone=Tone.WARNING, text=text)
    *days, last = KMS_LEADS
    text = _(
        "Bound channels are reminded {days} and {last} days before. With the new key in time, nothing stops.",
        days=joined([plain(day) for day in days], ", "),
        last=last,
    )
    return Notice(tone=Tone.INFO, text=text)


def _lines() -> list[Element]:
    """As they are typed; the key itself is none of them."""
    return [
        Heading(text=_("On one device, as administrator")),
        Code(label=_("Install the key"), text=Phrase("slmgr.vbs /ipk {key}", (("key", _("<your MAK>")),))),
        Code(label=_("Activate"), text=plain("slmgr.vbs /ato")),
        Code(label=_("Check: it says MAK"), text=plain("slmgr.vbs /dlv")),
    ]


def _actions(ctx: Context, move: Move) -> Iterator[Button]:
    """What can be done now; nothing that would be refused anyway."""
    id = str(move.id)
    active = move.status is SubscriptionStatus.ACTIVE
    if ctx.may(UpdateMove.needs):
        yield Button(label=_("Update progress"), press=UpdateMove(move=id).token, style=Style.PRIMARY)
    if move.left and active and ctx.may(GetKey.needs):
        yield Button(label=_("Get the MAK"), press=GetKey(subscription=str(move.subscription)).token)
    if move.left:
        yield Button(label=_("PowerShell file for many devices"), press=TakeMoveScript(move=id).token)
    if ctx.may(ForgetMove.needs):
        press = ForgetMove(move=id).token
        yield Button(label=_("Drop the record"), press=press, style=Style.DANGER, confirm=_CONFIRM)
    yield Button(label=_("All moves"), press=ShowMoves(organisation=str(move.organisation)).token)


_CONFIRM = Confirm(
    title=_("Drop the record of this move?"),
    text=_("Nobody is reminded of it any more. The devices stay as they are."),
    yes=_("Drop it"),
    no=_("Keep"),
)
MENU = (
    Item(
        ShowMoves,
        listed,
        words=("kms",),
        words_fr=("kms",),
        read=lambda rest: ShowMoves(organisation=rest),
        summary=_("Show which devices still run on a KMS activation, and how long"),
        example=_("kms Contoso"),
    ),
    Item(ShowMove, show),
)
