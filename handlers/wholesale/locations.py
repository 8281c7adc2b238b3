"""Adding a location to a wholesale customer: where its users of calling sit."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Card, Notice, Style, Tone, Words
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.languages import known_language, known_zone, language_field, zone_field
from handlers.menu import Item
from handlers.policy.names import fold
from handlers.users import fields
from handlers.wholesale import customer_cards, finding, places
from handlers.wholesale.commands import AddLocation
from store import webex_locations
from store.values.webex import LocationId
from store.webex_locations import Details, Location
from store.wholesale_customers import Customer

_LONGEST: Final = 80
_SPOKEN: Final = {"en": "en_GB", "fr": "fr_FR"}
"""What a location announces in, by the language of whoever adds it."""


def add(ctx: Context, ask: AddLocation) -> Card:
    """In the customer's country; its first location is the main one."""
    there, customer, _rest = finding.place(ctx, ask)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    details = _details(there, customer, ask)
    is_main = not webex_locations.of_organisation(there.db, there.scope, customer.id)
    new = Location(LocationId(ctx.new_id()), customer.id, is_main, details)
    if not webex_locations.add(there.db, there.scope, new, ctx.now):
        who = {"customer": customer.name, "name": details.name}
        text = _("{customer} has a location “{name}” already. Nothing was changed.", **who)
        raise Refusal(text, field="called")
    there.about(customer.id, customer.label, location=details.name, city=details.city)
    notice = Notice(tone=Tone.DONE, text=_("The location {name} was added.", name=details.name))
    return customer_cards.card(there, customer, notice)


def _details(ctx: Context, customer: Customer, ask: AddLocation) -> Details:
    """Checked field by field."""
    name = fields.line("called", ask.called, _LONGEST)
    if not fold(name):
        raise Refusal(_("This is needed. Nothing was changed."), field="called")
    where = places.read(ctx, ask, customer.country or "")
    return Details(
        name=name,
        folded=fold(name),
        country=customer.country or "",
        street=where["street"] or "",
        postal_code=where["postal_code"],
        city=where["city"] or "",
        district=None,
        region=where["region"],
        zone=known_zone(ask.zone) or ctx.tongue.zone,
        language=_SPOKEN[known_language(ask.language) or ctx.tongue.language],
    )


def form(ctx: Context, ask: AddLocation) -> Card:
    """Its address is the customer's unless another one is filled in."""
    there, customer, _rest = finding.place(ctx, ask)
    shown = {name: getattr(ask if ask.sent else customer, name) for name in ask.address}
    called = Words(name="called", label=_("Name"), value=ask.called, longest=_LONGEST)
    language = language_field(ask.language or customer.language or there.tongue.language)
    zone = zone_field(ask.zone or customer.zone or there.tongue.zone)
    press = AddLocation(organisation=str(customer.id), sent=True).token
    submit = Button(label=_("Add the location"), press=press, style=Style.PRIMARY)
    elements = (called, *places.fields(customer.country or "", shown), zone, language)
    return Card(title=_("New location of {customer}", customer=customer.name), elements=elements, submit=submit)


MENU = (
    Item(
        AddLocation,
        add,
        words=("wholesale location",),
        words_fr=("wholesale emplacement",),
        read=lambda rest: AddLocation(words=rest),
        form=form,
        summary=_("Add a location to a wholesale customer, for its users of calling"),
        example=_("wholesale location Fabrikam"),
    ),
)
