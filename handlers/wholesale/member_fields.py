"""The choices of a package and of a location, as the forms of users ask for them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Button, Buttons, Choice, Element, Notice, Option, Tone
from bot.phrases import _, plain
from handlers.context import Context
from handlers.provisioning.locations_commands import AddLocation
from handlers.wholesale import wording
from store import webex_locations
from store.wholesale_customers import Customer


def packages(chosen: str, *, optional: bool = True) -> Choice:
    options = tuple(Option(value=str(one), label=wording.package(one)) for one in wording.BASES)
    return Choice(name="package", label=_("Package"), options=options, chosen=chosen, optional=optional)


def where(ctx: Context, customer: Customer, chosen: str) -> Iterator[Element]:
    """The customer's locations, the only one chosen; without any, the way to one."""
    found = webex_locations.of_organisation(ctx.db, ctx.scope, customer.id)
    if not found:
        text = _("{customer} has no location yet. Packages with calling need one.", customer=customer.name)
        yield Notice(tone=Tone.WARNING, text=text)
        press = AddLocation(organisation=str(customer.id)).token
        yield Buttons(buttons=(Button(label=_("Add a location"), press=press),))
        return
    options = tuple(Option(value=str(one.id), label=plain(one.details.name)) for one in found)
    known = {one.value for one in options}
    only = options[0].value if len(options) == 1 else ""
    chosen = chosen if chosen in known else only
    yield Choice(name="location", label=_("Location"), options=options, chosen=chosen, optional=True)
