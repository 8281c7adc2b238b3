"""Locations of customers, once they are set up: listed, shown, removed; one of each customer's is the main one."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card, Notice, Tone
from bot.phrases import Phrase, _
from handlers import find
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.location_commands import ShowLocations
from handlers.menu import Item
from handlers.pages import PAGE
from handlers.provisioning import locations_cards
from handlers.provisioning.locations_commands import (
    AboutLocation,
    MakeMain,
    RemoveLocation,
    ShowLocation,
)
from store import webex_locations, wholesale_users
from store.values.webex import LocationId
from store.webex_locations import Location


def show(ctx: Context, ask: ShowLocations) -> Card:
    total = webex_locations.count(ctx.db, ctx.scope)
    again = ask.but(organisation=str(ctx.scope.root), offset=ask.offset if ask.offset < total else 0)
    found = webex_locations.page(ctx.db, ctx.scope, offset=again.offset, most=PAGE)
    return locations_cards.listed(ctx, again, found, total)


def show_one(ctx: Context, ask: ShowLocation) -> Card:
    return locations_cards.of(ctx, found(ctx, ask))


def make_main(ctx: Context, ask: MakeMain) -> Card:
    held = found(ctx, ask)
    there = webex_locations.of_organisation(ctx.db, ctx.scope, held.organisation, lock=True)
    before = next((one.details.name for one in there if one.is_main), "–")
    webex_locations.make_main(ctx.db, ctx.scope, held.organisation, held.id)
    ctx.about(held.organisation, held.details.name, main=f"{before} → {held.details.name}")
    text = _("{name} is the main location now.", name=held.details.name)
    return locations_cards.of(ctx, replace(held, is_main=True), done(text))


def remove(ctx: Context, ask: RemoveLocation) -> Card:
    """Never the main one, nor one from which somebody calls."""
    held = found(ctx, ask)
    wholesale_users.alone(ctx.db)
    webex_locations.of_organisation(ctx.db, ctx.scope, held.organisation, lock=True)
    if users := webex_locations.users(ctx.db, ctx.scope, held.id):
        raise Refusal(locations_cards.in_use(held, users))
    if not webex_locations.remove(ctx.db, ctx.scope, held.id):
        raise Refusal(_("The main location stays. Make another one the main location first. Nothing was changed."))
    ctx.about(held.organisation, held.details.name, removed=held.details.name)
    rest = show(ctx, ShowLocations())
    notice = done(_("The location {name} was removed.", name=held.details.name))
    return rest.model_copy(update={"elements": (notice, *rest.elements)})


def found(ctx: Context, ask: AboutLocation) -> Location:
    """The location that is meant, within reach."""
    id = find.identifier(ask.location)
    location = webex_locations.get(ctx.db, ctx.scope, LocationId(id)) if id else None
    if location is None:
        raise Unknown(_("There is no such location. Nothing was changed."))
    return location


def done(text: Phrase) -> Notice:
    return Notice(tone=Tone.DONE, text=text)


MENU = (
    Item(
        ShowLocations,
        show,
        words=("locations",),
        words_fr=("emplacements",),
        read=lambda rest: ShowLocations(organisation=rest),
        summary=_("Show the calling locations of a customer; add and change them"),
        example=_("locations Fabrikam"),
    ),
    Item(ShowLocation, show_one),
    Item(MakeMain, make_main),
    Item(RemoveLocation, remove),
)
