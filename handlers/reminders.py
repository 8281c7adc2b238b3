"""Reminders: what is due, which channel is told, and what can be answered to a reminder."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.ask import Place
from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Tone
from bot.phrases import Phrase, _, n_, plain
from handlers import decisions, digests, direct, find
from handlers.care_commands import KeepSeats, LetBe, Snooze, TakeCare
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.menu import Item
from handlers.provisioning import waiting
from handlers.reminder_commands import RemindHere, ShowReminders, StopReminding
from store import bindings, cares
from store.bindings import Binding
from store.values import BindingId, ChannelKind

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
    return Card(title=title, elements=(*elements, *_orders_to_set_up(ctx), *_channels(ctx)))


def _orders_to_set_up(ctx: Context) -> list[Element]:
    """Those that are to be set up have deadlines too."""
    fact, button = waiting.fact(ctx), waiting.button(ctx)
    return [Facts(facts=(fact,)), Buttons(buttons=(button,))] if fact and button else []


def remind_here(ctx: Context, _ask: RemindHere) -> Card:
    """Binds the place where it was asked; everybody there will see what is due, so the card says so."""
    _refuse_elsewhere(ctx, ctx.place)
    present = bindings.at(ctx.db, ctx.scope, ctx.installation, ctx.place.channel)
    alone = ctx.place.kind is ChannelKind.DIRECT and direct.already(ctx)
    if alone and not present:
        raise Refusal(_("You are told already what is due in {name}. Nothing was changed.", name=ctx.grant.name))
    if present and present.organisation == ctx.scope.root:
        raise Refusal(_("This channel is already told what is due in {name}. Nothing was changed.", name=present.name))
    if present:
        text = _("This channel is told what is due in {name}. Stop that first. Nothing was changed.", name=present.name)
        raise Refusal(text)
    binding = Binding(
        BindingId(ctx.new_id()), ctx.scope.root, ctx.grant.name, ctx.installation, ctx.place.channel, ctx.place.kind
    )
    bindings.bind(ctx.db, ctx.scope, binding, ctx.person, ctx.now)
    ctx.about(ctx.scope.root, ctx.place.channel, before=None, after=ctx.grant.name)
    return _bound(ctx)


def stop(ctx: Context, ask: StopReminding) -> Card:
    """By its id from the list, or the channel where it is said."""
    id = find.identifier(ask.binding)
    found = bindings.get(ctx.db, ctx.scope, BindingId(id)) if id else None
    if not ask.binding:
        found = bindings.at(ctx.db, ctx.scope, ctx.installation, ctx.place.channel)
    if found is None and ctx.place.kind is ChannelKind.DIRECT and not ask.binding:
        found = next(iter(direct.mine(ctx)), None)
    if found is None:
        raise Unknown(_("This channel is told nothing. Nothing was changed."))
    bindings.unbind(ctx.db, ctx.scope, found)
    ctx.about(found.organisation, found.channel, before=found.name, after=None)
    text = _("{channel} is no longer told what is due in {name}.", channel=found.channel, name=found.name)
    return Card(title=_("Reminders"), elements=(Notice(tone=Tone.DONE, text=text),))


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


def _refuse_elsewhere(ctx: Context, place: Place) -> None:
    if place.shared:
        raise Refusal(_("This channel is shared with another company, so I don't remind here. Nothing was changed."))
    taken = bindings.taken(ctx.db, ctx.installation, place.channel)
    if taken and bindings.at(ctx.db, ctx.scope, ctx.installation, place.channel) is None:
        text = _("This channel is told about another organisation. Let its Admin stop that first. Nothing was changed.")
        raise Refusal(text)


def _bound(ctx: Context) -> Card:
    name = ctx.grant.name
    elements: list[Element] = [Notice(tone=Tone.DONE, text=_("This channel is told what is due in {name}.", name=name))]
    if ctx.place.kind is ChannelKind.GROUP:
        seen = _("Everybody in it sees products, numbers of seats and dates; never prices, keys or names of people.")
        elements.append(Prose(text=seen, quiet=True))
    buttons = (
        Button(label=_("What is due"), press=ShowReminders(organisation=str(ctx.scope.root)).token),
        Button(label=_("Stop reminding here"), press=StopReminding(organisation=str(ctx.scope.root)).token),
    )
    return Card(title=_("Reminders"), elements=(*elements, Buttons(buttons=buttons)))


def _channels(ctx: Context) -> list[Element]:
    bound = bindings.within(ctx.db, ctx.scope)
    if not bound:
        here = Button(label=_("Remind here"), press=RemindHere(organisation=str(ctx.scope.root)).token)
        told = Prose(text=_("No channel is told yet. Say **remind here** where it should be."))
        return [told, Buttons(buttons=(here,))] if ctx.may(RemindHere.needs) else [told]
    facts = tuple(Fact(label=plain(one.name), value=plain(one.channel)) for one in bound[:_SHOWN])
    return [Prose(text=n_("{count} channel is told:", "{count} channels are told:", len(bound))), Facts(facts=facts)]


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
    Item(
        RemindHere,
        remind_here,
        words=("remind here",),
        words_fr=("rappeler ici", "rappelle ici"),
        summary=_("Tell this channel every day what is due"),
        example=_("remind here in Contoso"),
    ),
    Item(
        StopReminding,
        stop,
        words=("remind stop",),
        words_fr=("rappeler stop", "ne plus rappeler"),
        summary=_("Tell this channel nothing more"),
        example=_("remind stop"),
    ),
    Item(Snooze, snooze),
    Item(TakeCare, take),
    Item(LetBe, let_be),
    Item(KeepSeats, keep),
)
