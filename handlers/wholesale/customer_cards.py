"""The card of one wholesale customer: where it is, what it has and may have, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import Button, Buttons, Card, Fact, Facts, Notice, Style
from bot.phrases import Phrase, _, joined, plain
from handlers.context import Context
from handlers.location_commands import ShowLocations
from handlers.organisations.commands import ShowOrganisation
from handlers.provisioning import having_sites
from handlers.wholesale import finding, places, wording
from handlers.wholesale.commands import AddMembers, EditCustomer, OpenView, SetLimits, ShowMembers
from handlers.wholesale.run_commands import ImportUsers
from store import webex_locations, wholesale_limits, wholesale_members
from store.wholesale_customers import Customer
from store.wholesale_members import Wanted

_ADDRESS: Final = ("street", "postal_code", "city", "region", "country")


def card(ctx: Context, customer: Customer, *notices: Notice) -> Card:
    """The customer as it is now, below what has just happened."""
    facts = Facts(facts=tuple(_facts(ctx, customer)))
    rows = (_members(ctx, customer), _changes(ctx, customer))
    buttons = [Buttons(buttons=found) for row in rows if (found := tuple(row))]
    return Card(title=plain(customer.name), elements=(*notices, facts, *buttons), private=True)


def _facts(ctx: Context, customer: Customer) -> Iterator[Fact]:
    yield Fact(label=_("Organisation"), value=plain(customer.label))
    address = {name: getattr(customer, name) for name in _ADDRESS}
    yield Fact(label=_("Address"), value=plain(places.line(address, ctx.tongue.language)))
    yield Fact(label=_("Meetings site"), value=plain(customer.site) if customer.site else _("none yet"))
    users = wholesale_members.count(ctx.db, ctx.scope, Wanted(customer.id))
    yield Fact(label=_("Users"), value=_("**{count}**", count=users))
    used = wholesale_limits.used(ctx.db, ctx.scope, customer.id)
    most = wholesale_limits.limits(ctx.db, ctx.scope, customer.id)
    counted = wording.counts(used, most)
    yield Fact(label=_("Packages"), value=joined(counted) if counted else _("none yet"), note=_limited(bool(most)))
    known = webex_locations.of_organisation(ctx.db, ctx.scope, customer.id)
    said = joined([plain(one.details.name) for one in known], ", ") if known else _("none yet: calling needs one")
    yield Fact(label=_("Locations"), value=said)


def _limited(limited: bool) -> Phrase | None:  # noqa: FBT001 - it says which note
    return _("users / limit") if limited else _("no limits")


def _members(ctx: Context, customer: Customer) -> Iterator[Button]:
    here = str(customer.id)
    yield Button(label=_("Users"), press=ShowMembers(organisation=here).token, style=Style.PRIMARY)
    if ctx.may(AddMembers.needs):
        yield Button(label=_("Add users"), press=AddMembers(organisation=here).token)
        yield Button(label=_("Users by CSV file"), press=ImportUsers(organisation=here).token)
    yield Button(label=_("Open the customer's view"), press=OpenView(organisation=here).token)


def _changes(ctx: Context, customer: Customer) -> Iterator[Button]:
    here = str(customer.id)
    if finding.sells_to(ctx, customer):
        yield Button(label=_("Package limits"), press=SetLimits(organisation=here).token)
    if ctx.may(EditCustomer.needs):
        yield Button(label=_("Address and site"), press=EditCustomer(organisation=here).token)
    yield Button(label=_("Locations"), press=ShowLocations(organisation=here).token)
    yield from having_sites.button(ctx, customer.id)
    yield Button(label=_("Organisation"), press=ShowOrganisation(organisation=here).token)
