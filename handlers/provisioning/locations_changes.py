"""Adding a location to a customer, and changing one: the same two forms as in the set-up of an order."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.cards import Button, Buttons, Card, Style
from bot.phrases import Phrase, _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.location_commands import ShowLocations
from handlers.menu import Item
from handlers.policy.names import fold
from handlers.provisioning import location_fields, location_forms, locations, locations_cards
from handlers.provisioning.location_fields import Located
from handlers.provisioning.locations_commands import AddLocation, EditLocation
from store import profiles, webex_locations
from store.values import OrganisationId
from store.values.webex import LocationId
from store.webex_locations import Location

_LAST: Final = 2
_TOLD: Final = ("name", "street", "postal_code", "city", "district", "region", "country", "zone", "language")


def add(ctx: Context, ask: AddLocation) -> Card:
    """The first one of an organisation is its main one."""
    owner = ctx.scope.root
    if ask.part < _LAST:
        raise Instead(_form(ctx, _begun(ctx, ask, None), owner))
    new = location_fields.details(location_fields.read(ctx, ask))
    there = webex_locations.of_organisation(ctx.db, ctx.scope, owner, lock=True)
    location = Location(LocationId(ctx.new_id()), owner, is_main=not there, details=new)
    _refuse_twice(location, there)
    if not webex_locations.add(ctx.db, ctx.scope, location, ctx.now):
        raise _twice(new.name)
    ctx.about(owner, new.name, city=new.city, country=new.country)
    return locations_cards.of(ctx, location, locations.done(_("The location {name} was added.", name=new.name)))


def edit(ctx: Context, ask: EditLocation) -> Card:
    """The record says what became of what."""
    held = locations.found(ctx, ask)
    if ask.part < _LAST:
        raise Instead(_form(ctx, _begun(ctx, ask, held), held.organisation))
    after = replace(held, details=location_fields.details(location_fields.read(ctx, ask)))
    _refuse_twice(after, webex_locations.of_organisation(ctx.db, ctx.scope, held.organisation, lock=True))
    told = _told(held, after)
    if not told:
        raise Refusal(_("Nothing is different. Nothing was changed."))
    webex_locations.change(ctx.db, ctx.scope, held.id, after.details)
    ctx.about(held.organisation, held.details.name, **told)
    return locations_cards.of(ctx, after, locations.done(_("The changes are saved.")))


def add_again(ctx: Context, ask: AddLocation) -> Card:
    return _form(ctx, _as_sent(ask), ctx.scope.root)


def edit_again(ctx: Context, ask: EditLocation) -> Card:
    return _form(ctx, _as_sent(ask), locations.found(ctx, ask).organisation)


def _begun(ctx: Context, ask: AddLocation | EditLocation, held: Location | None) -> AddLocation | EditLocation:
    """Ready for the part that comes next."""
    known = location_fields.known(held.details) if held else None
    if ask.part:
        return location_fields.begun(ask, known)
    if known:
        return ask.but(**location_fields.filled(known))
    profile = profiles.get(ctx.db, ctx.scope, ctx.scope.root)
    return ask.but(country=(profile.country if profile else None) or "")


def _as_sent(ask: AddLocation | EditLocation) -> AddLocation | EditLocation:
    return ask.but(part=0 if ask.part < _LAST else ask.part)


def _form(ctx: Context, shown: AddLocation | EditLocation, owner: OrganisationId) -> Card:
    said, fields = location_forms.form(ctx, shown)
    empty: Located
    if isinstance(shown, EditLocation):
        title, empty = _("Change a location"), EditLocation(location=shown.location)
    else:
        title, empty = _("New location of {customer}", customer=ctx.grant.name), AddLocation(organisation=str(owner))
    submit = Button(label=_("Next"), press=empty.but(**said).token, style=Style.PRIMARY)
    back = Button(label=_("Back"), press=ShowLocations(organisation=str(owner)).token)
    return Card(title=title, elements=(*fields, Buttons(buttons=(back,))), submit=submit)


def _told(before: Location, after: Location) -> dict[str, str]:
    pairs = {name: (getattr(before.details, name), getattr(after.details, name)) for name in _TOLD}
    return {name: f"{was or '–'} → {now or '–'}" for name, (was, now) in pairs.items() if was != now}


def _refuse_twice(location: Location, there: list[Location]) -> None:
    if any(fold(one.details.name) == location.details.folded and one.id != location.id for one in there):
        raise _twice(location.details.name)


def _twice(name: str) -> Refusal:
    said: Phrase = _("There is a location “{name}” already. Nothing was changed.", name=name)
    return Refusal(said)


MENU = (Item(AddLocation, add, form=add_again), Item(EditLocation, edit, form=edit_again))
