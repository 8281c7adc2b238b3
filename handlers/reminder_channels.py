"""Which channels are told what is due: begun where it is said, listed, stopped."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Tone
from bot.phrases import Channel, Phrase, _, n_, plain
from handlers import direct, find
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.menu import Item
from handlers.pages import PAGE
from handlers.policy.ladder import local_day
from handlers.reminder_commands import RemindHere, ShowReminders, StopReminding
from store import bindings
from store.bindings import Binding
from store.values import BindingId, ChannelKind


def listed(ctx: Context) -> list[Element]:
    bound = bindings.within(ctx.db, ctx.scope)
    if not bound:
        here = Button(label=_("Remind here"), press=RemindHere(organisation=str(ctx.scope.root)).token)
        told = Prose(text=_("No channel is told yet. Say **remind here** where it should be."))
        return [told, Buttons(buttons=(here,))] if ctx.may(RemindHere.needs) else [told]
    shown, left = bound[:PAGE], len(bound) - PAGE
    facts = Facts(facts=tuple(_channel(ctx, one) for one in shown))
    more = [Prose(text=n_("… and {count} more", "… and {count} more", left), quiet=True)] if left > 0 else []
    count = n_("{count} channel is told:", "{count} channels are told:", len(bound))
    return [Prose(text=count), facts, *more, *_stops(ctx, shown)]


def _channel(ctx: Context, one: Binding) -> Fact:
    """No names of people: this card may be shared."""
    called = _("direct message") if one.kind is ChannelKind.DIRECT else plain(_named(ctx, one))
    day = local_day(one.since, ZoneInfo(ctx.tongue.zone))
    return Fact(label=plain(one.name), value=called, note=_("since {day}", day=day))


def _named(ctx: Context, one: Binding) -> Channel:
    """Led to from where the reader is, and named from elsewhere."""
    here = one.installation == ctx.installation
    return Channel(one.channel if here else "", one.title or one.channel)


def _stops(ctx: Context, shown: list[Binding]) -> list[Element]:
    """For channels; whoever is told alone decides on that alone."""
    channels = [one for one in shown if one.kind is not ChannelKind.DIRECT and ctx.may(StopReminding.needs)]
    buttons = tuple(
        Button(label=_("Stop {channel}", channel=_named(ctx, one)), press=_stop_of(one).token) for one in channels
    )
    return [Buttons(buttons=buttons)] if buttons else []


def _stop_of(one: Binding) -> StopReminding:
    return StopReminding(organisation=str(one.organisation), binding=str(one.id))


def remind_here(ctx: Context, _ask: RemindHere) -> Card:
    """Binds the place where it was asked; everybody there will see what is due, so the card says so."""
    if ctx.place.shared:
        raise Refusal(_("This channel is shared with another company, so I don't remind here. Nothing was changed."))
    if bound := _bound_already(ctx):
        raise bound
    if ctx.place.kind is ChannelKind.DIRECT and direct.already(ctx):
        raise Refusal(_("You are told already what is due in {name}. Nothing was changed.", name=ctx.grant.name))
    id, place = BindingId(ctx.new_id()), ctx.place
    root, name = ctx.scope.root, ctx.grant.name
    here = Binding(id, root, name, ctx.installation, place.channel, place.kind, ctx.now, place.name)
    if not bindings.bind(ctx.db, ctx.scope, here, ctx.person):
        raise _bound_already(ctx) or _elsewhere()
    ctx.about(root, Channel(place.channel, place.name).recorded, before=None, after=name)
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
    ctx.about(found.organisation, Channel(found.channel, found.title).recorded, before=found.name, after=None)
    return Card(title=_("Reminders"), elements=(Notice(tone=Tone.DONE, text=_stopped(ctx, found)),))


def _stopped(ctx: Context, was: Binding) -> Phrase:
    if was.kind is ChannelKind.DIRECT:
        return _("You are no longer told what is due in {name}.", name=was.name)
    return _("{channel} is no longer told what is due in {name}.", channel=_named(ctx, was), name=was.name)


def _bound_already(ctx: Context) -> Refusal | None:
    """Whoever was first says what a channel is told, be it by an instant."""
    present = bindings.at(ctx.db, ctx.scope, ctx.installation, ctx.place.channel)
    if present is None:
        return _elsewhere() if bindings.taken(ctx.db, ctx.installation, ctx.place.channel) else None
    name = present.name
    if present.organisation == ctx.scope.root:
        return Refusal(_("This channel is already told what is due in {name}. Nothing was changed.", name=name))
    return Refusal(_("This channel is told what is due in {name}. Stop that first. Nothing was changed.", name=name))


def _elsewhere() -> Refusal:
    text = _("This channel is told about another organisation. Let its Admin stop that first. Nothing was changed.")
    return Refusal(text)


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


MENU = (
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
)
