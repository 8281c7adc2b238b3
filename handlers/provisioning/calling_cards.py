"""The cards of the step Calling: the main location, further ones, and the review of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Choice, Column, Element, Option, Prose, Style, Table
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.provisioning import location_fields, location_forms, service_cards, sites, zones
from handlers.provisioning.calling_commands import DescribeLocation, PickLocation
from handlers.provisioning.commands import GoTo
from handlers.provisioning.draft import Draft, LocationDraft
from handlers.provisioning.service_cards import FinishService
from handlers.provisioning.work import Step, Work
from store import webex_locations
from store.values import Scope
from store.values.webex import ProvisioningId, WebexService
from store.webex_locations import Location

MOST: Final = 20
"""Locations of one order; more can be added once it is set up."""
_BEGIN: Final = _(
    "Fill in the location of the headquarters. It can be changed, and more locations can be added, now or later."
)


def there(held: Work) -> tuple[LocationDraft, ...]:
    """The locations of the draft, the main one first."""
    return held.draft.calling.locations if held.draft.calling else ()


def at_customer(db: Connection, scope: Scope, held: Draft, but: ProvisioningId) -> list[Location]:
    """The locations that the customer has besides those of the order."""
    if held.customer is None or held.customer.id is None:
        return []
    mine = {one.id for one in webex_locations.of_order(db, scope, but)}
    return [one for one in webex_locations.of_organisation(db, scope, held.customer.id) if one.id not in mine]


def begins(known: list[Location]) -> bool:
    """Whether the first location of an order is the customer's main one: there is none yet."""
    return not any(one.is_main for one in known)


def show(ctx: Context, held: Work) -> Card:
    """Now or later; or what was filled in, once something was."""
    if there(held):
        return review(ctx, held)
    return service_cards.begin(held, Step.CALLING, WebexService.CALLING, _BEGIN, held.ask(DescribeLocation))


def review(ctx: Context, held: Work) -> Card:
    main = next((one.details.name for one in _known(ctx, held) if one.is_main), None)
    text = _("{name} stays the customer's main location; these are added.", name=main or "")
    notes = (Prose(text=text),) if main else ()
    elements = (held.head(Step.CALLING), *notes, table(ctx, held), Buttons(buttons=tuple(_ways(held))))
    return Card(title=held.title, elements=elements)


def table(ctx: Context, held: Work) -> Table:
    """The first one is the main one, unless the customer has one."""
    first = begins(_known(ctx, held))
    columns = (
        Column(label=_("Location"), obvious=True),
        Column(label=_("Address")),
        Column(label=_("Time zone")),
        Column(label=_("Language")),
    )
    rows = tuple(_row(ctx, one, main=first and place == 0) for place, one in enumerate(there(held)))
    return Table(columns=columns, rows=rows)


def form(ctx: Context, held: Work, ask: DescribeLocation) -> Card:
    """The first part, or the second one once the country is known; filled in as it stands or as it was sent."""
    said, fields = location_forms.form(ctx, _shown(ctx, held, ask))
    press = held.ask(DescribeLocation).but(place=ask.place, **said)
    submit = Button(label=_("Next"), press=press.token, style=Style.PRIMARY)
    back = Button(label=_("Back"), press=held.ask(GoTo).but(step=Step.CALLING).token)
    elements: tuple[Element, ...] = (held.head(Step.CALLING), *fields, Buttons(buttons=(back,)))
    return Card(title=held.title, elements=elements, submit=submit)


def pick_form(held: Work, ask: PickLocation) -> Card:
    """Which location, and what becomes of it."""
    doing = [
        Option(value="change", label=_("Change it")),
        Option(value="main", label=_("Make it the main location")),
        Option(value="remove", label=_("Remove it")),
    ]
    places = tuple(Option(value=str(place), label=plain(one.name)) for place, one in enumerate(there(held), 1))
    fields = (
        Choice(name="place", label=_("Location"), options=places, chosen=ask.place or "1"),
        Choice(name="doing", label=_("What to do"), options=tuple(doing), chosen=ask.doing or "change"),
    )
    submit = Button(label=_("Next"), press=held.ask(PickLocation).but(sent=True).token, style=Style.PRIMARY)
    back = Button(label=_("Back"), press=held.ask(GoTo).but(step=Step.CALLING).token)
    elements = (held.head(Step.CALLING), *fields, Buttons(buttons=(back,)))
    return Card(title=held.title, elements=elements, submit=submit)


def _known(ctx: Context, held: Work) -> list[Location]:
    return at_customer(ctx.db, held.scope, held.draft, held.order.id)


def _row(ctx: Context, one: LocationDraft, *, main: bool) -> tuple[Phrase, ...]:
    language = ctx.tongue.language
    return (
        _("{name} (main location)", name=one.name) if main else plain(one.name),
        location_forms.line(one, language),
        zones.named(one.zone, language, ctx.now),
        location_forms.language_name(one, language),
    )


def _ways(held: Work) -> Iterator[Button]:
    yield Button(label=_("Next"), press=held.ask(FinishService).token, style=Style.PRIMARY)
    if len(there(held)) < MOST:
        yield Button(label=_("Add a location"), press=held.ask(DescribeLocation).token)
    if len(there(held)) == 1:
        yield Button(label=_("Edit"), press=held.ask(DescribeLocation).but(place=1).token)
    else:
        yield Button(label=_("Change or remove a location"), press=held.ask(PickLocation).token)
    yield from held.back(Step.CALLING)


def _shown(ctx: Context, held: Work, ask: DescribeLocation) -> DescribeLocation:
    """At first as it stands in the draft; else a new one in the customer's country."""
    if ask.part:
        return ask
    if 0 < ask.place <= len(there(held)):
        return ask.but(**location_fields.filled(there(held)[ask.place - 1]))
    return ask.but(country=sites.country(ctx, held))
