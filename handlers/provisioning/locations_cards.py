"""The cards of customers' locations: the list, and one of them with what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import Button, Buttons, Card, Column, Confirm, Element, Fact, Facts, Notice, Prose, Style, Table
from bot.phrases import Phrase, _, n_, plain
from handlers.context import Context
from handlers.location_commands import ShowLocations
from handlers.pages import pages
from handlers.policy import countries
from handlers.provisioning import location_fields, location_forms, zones
from handlers.provisioning.locations_commands import (
    AddLocation,
    EditLocation,
    MakeMain,
    RemoveLocation,
    ShowLocation,
)
from store.values import OrganisationKind
from store.webex_locations import Listed, Location

_COLUMNS: Final = (
    Column(label=_("Location"), obvious=True),
    Column(label=_("City"), obvious=True),
    Column(label=_("Country or region"), obvious=True),
    Column(label=_("Time zone")),
)


def listed(ctx: Context, ask: ShowLocations, found: list[Listed], total: int) -> Card:
    """Below a seller each row says whose it is."""
    title = _("Locations of {organisation}", organisation=ctx.grant.name)
    elements = (*_rows(ctx, found), *pages(ask, ask.offset, total), *_tools(ctx, found))
    return Card(title=title, elements=elements)


def of(ctx: Context, one: Location, *notices: Notice) -> Card:
    """As it is now, below what has just happened."""
    known, language = location_fields.known(one.details), ctx.tongue.language
    facts = (
        Fact(label=_("Address"), value=location_forms.line(known, language)),
        Fact(label=_("Time zone"), value=zones.named(known.zone, language, ctx.now)),
        Fact(label=_("Language"), value=location_forms.language_name(known, language)),
    )
    title = _main(known.name, main=one.is_main)
    buttons = Buttons(buttons=tuple(_ways(ctx, one)))
    return Card(title=title, elements=(*notices, Facts(facts=facts), buttons), private=True)


def in_use(one: Location, users: int) -> Phrase:
    return n_(
        "{count} user calls from {name}; give them another location first. Nothing was changed.",
        "{count} users call from {name}; give them another location first. Nothing was changed.",
        users,
        name=one.details.name,
    )


def _rows(ctx: Context, found: list[Listed]) -> Iterator[Element]:
    if not found:
        yield Prose(text=_("There is none yet."))
        return
    several = ctx.grant.kind is not OrganisationKind.CUSTOMER
    columns = (*_COLUMNS, Column(label=_("Customer"))) if several else _COLUMNS
    yield Table(columns=columns, rows=tuple(_row(ctx, one, several=several) for one in found))
    yield Buttons(buttons=tuple(_open(one) for one in found))


def _row(ctx: Context, one: Listed, *, several: bool) -> tuple[Phrase, ...]:
    language = ctx.tongue.language
    row = (
        _main(one.name, main=one.is_main),
        plain(one.city or "–"),
        plain(countries.name(one.country, language)),
        zones.named(one.zone, language, ctx.now),
    )
    return (*row, plain(one.customer)) if several else row


def _open(one: Listed) -> Button:
    return Button(label=plain(one.name), press=ShowLocation(location=str(one.id)).token)


def _tools(ctx: Context, found: list[Listed]) -> Iterator[Buttons]:
    """A seller adds one where it belongs: at the customer's list, or its own where it has some."""
    here = ctx.scope.root
    own = ctx.grant.kind is OrganisationKind.CUSTOMER or any(one.organisation == here for one in found)
    if own and ctx.may(AddLocation.needs):
        press = AddLocation(organisation=str(here)).token
        yield Buttons(buttons=(Button(label=_("Add a location"), press=press, style=Style.PRIMARY),))


def _ways(ctx: Context, one: Location) -> Iterator[Button]:
    id, name = str(one.id), one.details.name
    if ctx.may(EditLocation.needs):
        yield Button(label=_("Edit"), press=EditLocation(location=id).token)
    if ctx.may(MakeMain.needs) and not one.is_main:
        yield Button(label=_("Make it the main location"), press=MakeMain(location=id).token)
        sure = Confirm(
            title=_("Remove {name}?", name=name),
            text=_("Nobody can call from there any more."),
            yes=_("Remove"),
            no=_("Cancel"),
        )
        press = RemoveLocation(location=id).token
        yield Button(label=_("Remove"), press=press, style=Style.DANGER, confirm=sure)
    label = _("All locations")
    yield Button(label=label, press=ShowLocations(organisation=str(one.organisation)).token)


def _main(name: str, *, main: bool) -> Phrase:
    return _("{name} (main location)", name=name) if main else plain(name)
