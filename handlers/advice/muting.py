"""Advice that one wants to hear no more of: on one subscription, for a while, with a reason."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.cards import Button, Buttons, Card, Column, Date, Element, Notice, Prose, Style, Table, Tone, Words
from bot.phrases import Phrase, _, plain
from handlers import find, wording
from handlers.advice import cards
from handlers.advice_commands import MuteAdvice, ShowAdvice, ShowMutes, UnmuteAdvice
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.pages import PAGE, pages
from handlers.policy.advice import Advice
from store import mutes
from store.mutes import Mute
from store.subscriptions import Subscription

USUALLY: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=366)
_LONGEST_REASON: Final = 300


def mute(ctx: Context, ask: MuteAdvice) -> Card:
    """Heard of again on the morning after that day."""
    held, kind = _meant(ctx, ask)
    reason = ask.reason.strip()
    if not reason or not ask.until:
        raise Instead(form(ctx, ask))
    if len(reason) > _LONGEST_REASON:
        text = _("A reason has at most {most} characters. Nothing was changed.", most=_LONGEST_REASON)
        raise Refusal(text, field="reason")
    day = _day(ctx, ask.until)
    mutes.mute(ctx.db, ctx.scope, held.id, kind, reason, _end_of(ctx, day), ctx.person, ctx.now)
    ctx.about(held.organisation, held.label, advice=kind, until=day.isoformat())
    text = _("{product}: I say no more of it before {day} is over.", product=held.name, day=day)
    return _done(ctx, held, text)


def form(ctx: Context, ask: MuteAdvice) -> Card:
    """Why, and until when."""
    held, kind = _meant(ctx, ask)
    usual = (ctx.now.astimezone(ZoneInfo(ctx.tongue.zone)).date() + USUALLY).isoformat()
    why = Words(name="reason", label=_("Why"), value=ask.reason[:_LONGEST_REASON], longest=_LONGEST_REASON)
    until = Date(name="until", label=_("Until and with"), value=ask.until or usual)
    again = MuteAdvice(subscription=str(held.id), advice=kind, organisation=ask.organisation)
    submit = Button(label=_("Say no more"), press=again.token, style=Style.PRIMARY)
    elements: tuple[Element, ...] = (Prose(text=cards.NAMES[kind]), why, until)
    return Card(title=wording.heading(held), elements=elements, submit=submit)


def unmute(ctx: Context, ask: UnmuteAdvice) -> Card:
    held, kind = _meant(ctx, ask)
    if not mutes.unmute(ctx.db, ctx.scope, held.id, kind):
        raise Refusal(_("That was not muted. Nothing was changed."))
    ctx.about(held.organisation, held.label, advice=kind)
    return _done(ctx, held, _("{product}: I say it again.", product=held.name))


def show(ctx: Context, ask: ShowMutes) -> Card:
    """What is muted, until when, by whom, and why."""
    total = mutes.count(ctx.db, ctx.scope, ctx.now)
    title = _("Muted advice · {organisation}", organisation=ctx.grant.name)
    if not total:
        return Card(title=title, elements=(Prose(text=_("No advice is muted.")),))
    found = mutes.page(ctx.db, ctx.scope, ctx.now, offset=ask.offset, most=PAGE)
    columns = (
        Column(label=_("Product")),
        Column(label=_("Advice")),
        Column(label=_("Until")),
        Column(label=_("Reason")),
        Column(label=_("By")),
    )
    rows = tuple((_name(ctx, one), _kind(one), plain(one.until), plain(one.reason), plain(one.name)) for one in found)
    turning = pages(ShowMutes(organisation=str(ctx.scope.root)), ask.offset, total)
    return Card(title=title, elements=(Table(columns=columns, rows=rows), *_again(ctx, found), *turning))


def _again(ctx: Context, found: list[Mute]) -> list[Element]:
    if not ctx.may(UnmuteAdvice.needs):
        return []
    here = str(ctx.scope.root)
    return [
        Buttons(
            buttons=tuple(
                Button(
                    label=_("Say it again: {product}, {advice}", product=one.product, advice=_kind(one)),
                    press=UnmuteAdvice(subscription=str(one.subscription), advice=one.advice, organisation=here).token,
                )
                for one in found
            )
        )
    ]


def _name(ctx: Context, one: Mute) -> Phrase:
    if one.organisation == ctx.scope.root:
        return plain(one.product)
    return _("{product} · {customer}", product=one.product, customer=one.customer)


def _kind(one: Mute) -> Phrase:
    return cards.NAMES[Advice(one.advice)]


def _meant(ctx: Context, ask: MuteAdvice | UnmuteAdvice) -> tuple[Subscription, Advice]:
    held, _rest = find.subscription(ctx, ask)
    try:
        return held, Advice(ask.advice)
    except ValueError as error:
        raise Unknown(_("There is no such advice. Nothing was changed.")) from error


def _day(ctx: Context, typed: str) -> date:
    today = ctx.now.astimezone(ZoneInfo(ctx.tongue.zone)).date()
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError as error:
        text = _("“{typed}” is not a day such as 2027-01-31. Nothing was changed.", typed=typed[:20])
        raise Refusal(text, field="until") from error
    if not today <= day <= today + LONGEST:
        text = _("The day lies between today and a year from now. Nothing was changed.")
        raise Refusal(text, field="until")
    return day


def _end_of(ctx: Context, day: date) -> datetime:
    """The first moment after that day, where the reader is."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(ctx.tongue.zone)).astimezone(ctx.now.tzinfo)


def _done(ctx: Context, held: Subscription, text: Phrase) -> Card:
    rest = Button(label=_("Show advice"), press=ShowAdvice(organisation=str(ctx.scope.root)).token)
    return Card(title=wording.heading(held), elements=(Notice(tone=Tone.DONE, text=text), Buttons(buttons=(rest,))))
