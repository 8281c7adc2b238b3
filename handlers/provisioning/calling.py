"""The step Calling: where the main location is, and where others are."""

from __future__ import annotations

from bot.cards import Card
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy.names import fold
from handlers.provisioning import calling_cards, location_fields, services, steps
from handlers.provisioning.calling_cards import there
from handlers.provisioning.calling_commands import DescribeLocation, PickLocation
from handlers.provisioning.commands import AboutProvisioning
from handlers.provisioning.draft import CallingDraft, LocationDraft
from handlers.provisioning.work import Step, Work


def describe(ctx: Context, ask: DescribeLocation) -> Card:
    """Two forms, one after the other: the country says which fields the second one has."""
    held = _opened(ctx, ask)
    if not ask.part:
        raise Instead(calling_cards.form(ctx, held, ask))
    ready = location_fields.begun(ask, _known(held, ask.place)) if ask.part == 1 else ask
    _refuse_twice(ctx, held, ask.place, location_fields.named(ask.called))
    if ask.part == 1:
        raise Instead(calling_cards.form(ctx, held, ready))
    new = location_fields.read(ctx, ask)
    known = list(there(held))
    if 0 < ask.place <= len(known):
        known[ask.place - 1] = new
    else:
        known.append(new)
    return steps.show(ctx, _kept(ctx, held, known))


def form(ctx: Context, ask: DescribeLocation) -> Card:
    """Again, with what was wrong: the first part as long as its country is none."""
    return calling_cards.form(ctx, _opened(ctx, ask), ask.but(part=0 if ask.part == 1 else ask.part))


def pick(ctx: Context, ask: PickLocation) -> Card:
    held = _opened(ctx, ask)
    known = list(there(held))
    if not known:
        return steps.show(ctx, held)
    if not ask.sent:
        raise Instead(calling_cards.pick_form(held, ask))
    if ask.place not in {str(place) for place in range(1, len(known) + 1)}:
        raise Refusal(_("This order has no such location. Nothing was changed."), field="place")
    place = int(ask.place)
    match ask.doing:
        case "main":
            known.insert(0, known.pop(place - 1))
        case "remove":
            _refuse_main(place, len(known))
            del known[place - 1]
        case _:
            raise Instead(calling_cards.form(ctx, held, held.ask(DescribeLocation).but(place=place)))
    return steps.show(ctx, _kept(ctx, held, known))


def pick_again(ctx: Context, ask: PickLocation) -> Card:
    return calling_cards.pick_form(_opened(ctx, ask), ask)


def _opened(ctx: Context, ask: AboutProvisioning) -> Work:
    return services.opened(ctx, ask, Step.CALLING)


def _kept(ctx: Context, held: Work, known: list[LocationDraft]) -> Work:
    draft = held.draft.but(calling=CallingDraft(locations=tuple(known)) if known else None)
    return services.kept(ctx, held, Step.CALLING, draft)


def _known(held: Work, place: int) -> LocationDraft | None:
    return there(held)[place - 1] if 0 < place <= len(there(held)) else None


def _refuse_twice(ctx: Context, held: Work, place: int, name: str) -> None:
    others = [one.name for number, one in enumerate(there(held), 1) if number != place]
    known = calling_cards.at_customer(ctx.db, held.scope, held.draft, held.order.id)
    if fold(name) in {*map(fold, others), *(one.details.folded for one in known)}:
        text = _("There is a location “{name}” already. Nothing was changed.", name=name)
        raise Refusal(text, field="called")
    if len(others) >= calling_cards.MOST:
        most = calling_cards.MOST
        raise Refusal(_("An order can have at most {most} locations. Nothing was changed.", most=most), field="called")


def _refuse_main(place: int, count: int) -> None:
    if place == 1 and count > 1:
        text = _("The main location stays. Make another one the main location first. Nothing was changed.")
        raise Refusal(text, field="place")


MENU = (Item(DescribeLocation, describe, form=form), Item(PickLocation, pick, form=pick_again))
