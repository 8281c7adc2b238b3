"""Reminders: what is due, which channel is told, and what can be answered to a reminder."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.cards import Buttons, Card, Element, Facts, Notice, Prose, Tone
from bot.phrases import Phrase, _, n_
from handlers import decisions, digests, find, reminder_channels
from handlers.care_commands import KeepSeats, LetBe, Snooze, TakeCare
from handlers.context import Context
from handlers.menu import Item
from handlers.provisioning import waiting
from handlers.reminder_commands import ShowReminders
from store import cares

SNOOZED: Final = timedelta(days=7)
_SHOWN: Final = 5


def show(ctx: Context, _ask: ShowReminders) -> Card:
    """What is due, and who is told where."""
    due = decisions.due(ctx.db, ctx.scope, ctx.now)
    title = _("Reminders of {organisation}", organisation=ctx.grant.name)
    may, concern = ctx.may(Snooze.needs), decisions.Concern(ctx.scope.root)
    elements: list[Element] = []
    for one in due[:_SHOWN]:
        elements += decisions.elements(one, concern, named=one.line.organisation != ctx.scope.root, may_act=may)
    if not due:
        elements.append(Notice(tone=Tone.DONE, text=_("Nothing needs a decision within 30 days.")))
    if len(due) > _SHOWN:
        more = len(due) - _SHOWN
        elements.append(Prose(text=n_("… and {count} more", "… and {count} more", more), quiet=True))
    return Card(title=title, elements=(*elements, *_orders_to_set_up(ctx), *reminder_channels.listed(ctx)))


def _orders_to_set_up(ctx: Context) -> list[Element]:
    """Those that are to be set up have deadlines too."""
    fact, button = waiting.fact(ctx), waiting.button(ctx)
    return [Facts(facts=(fact,)), Buttons(buttons=(button,))] if fact and button else []


def snooze(ctx: Context, ask: Snooze) -> Card:
    held, _rest = find.subscription(ctx, ask)
    until = min(ctx.now.date() + SNOOZED, held.terms.ends_on - timedelta(days=1))
    cares.snooze(ctx.db, ctx.scope, held.id, held.terms.ends_on, until)
    return _settled(ctx, ask, _("{product}: I say no more about it before {day}.", product=held.name, day=until))


def take(ctx: Context, ask: TakeCare) -> Card:
    held, _rest = find.subscription(ctx, ask)
    cares.take(ctx.db, ctx.scope, held.id, held.terms.ends_on, ctx.person)
    return _settled(ctx, ask, _("{product}: you take care of it. Reminders say that somebody does.", product=held.name))


def let_be(ctx: Context, ask: LetBe) -> Card:
    held, _rest = find.subscription(ctx, ask)
    cares.let_be(ctx.db, ctx.scope, held.id, held.terms.ends_on)
    text = _("{product}: fine as it is. I say no more about it before the next term.", product=held.name)
    return _settled(ctx, ask, text)


def keep(ctx: Context, ask: KeepSeats) -> Card:
    """Its term's end is another matter, and so are seats that are added later."""
    held, _rest = find.subscription(ctx, ask)
    newest = max((batch.added_at for batch in held.terms.batches), default=ctx.now)
    cares.keep(ctx.db, ctx.scope, held.id, held.terms.ends_on, newest)
    text = _("{product}: its seats stay. I say no more about giving these back.", product=held.name)
    return _settled(ctx, ask, text)


def _settled(ctx: Context, ask: Snooze | TakeCare | LetBe | KeepSeats, text: Phrase) -> Card:
    """Said to the one who pressed; the digest itself is written anew for everybody."""
    held, _rest = find.subscription(ctx, ask)
    ctx.about(held.organisation, held.label, reminders_of=ctx.grant.name)
    digests.write_anew(ctx, ask.digest)
    return Card(title=_("Reminders"), elements=(Notice(tone=Tone.DONE, text=text),))


MENU = (
    Item(
        ShowReminders,
        show,
        words=("reminders",),
        words_fr=("rappels",),
        read=lambda rest: ShowReminders(organisation=rest),
        summary=_("Show what is due, and which channels are told"),
        example=_("reminders in Contoso"),
    ),
    *reminder_channels.MENU,
    Item(Snooze, snooze),
    Item(TakeCare, take),
    Item(LetBe, let_be),
    Item(KeepSeats, keep),
)
