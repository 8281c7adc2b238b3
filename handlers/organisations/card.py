"""One organisation: what it is and holds, how far its activation is, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Button, Buttons, Card, Confirm, Element, Facts, Style
from bot.phrases import _, plain
from handlers.context import Context
from handlers.errors import Unknown
from handlers.inventory import ShowSubscriptions
from handlers.location_commands import ShowLocations
from handlers.menu import Item
from handlers.operators.commands import ShowOperators
from handlers.order_commands import ShowOrders
from handlers.organisations import levels
from handlers.organisations.commands import (
    AddOrganisation,
    CopyActivation,
    EditOrganisation,
    SendActivation,
    ShowOrganisation,
)
from handlers.organisations.facts import facts
from handlers.organisations.reach import above, invites
from handlers.provisioning import having_sites
from handlers.reminder_commands import RemindHere
from handlers.settings_commands import SetOrganisation
from handlers.users.commands import ShowUsers
from handlers.wholesale.commands import ShowWholesale
from store import profiles, wholesale_customers
from store.portfolio import State
from store.profiles import Profile
from store.values import OrganisationKind


def show(ctx: Context, _ask: ShowOrganisation) -> Card:
    return of(ctx, profile(ctx))


def profile(ctx: Context) -> Profile:
    """Of the organisation that the request is about."""
    found = profiles.get(ctx.db, ctx.scope, ctx.scope.root)
    if found is None:
        raise Unknown(_("There is no such organisation. Nothing was changed."))
    return found


def of(ctx: Context, one: Profile, *notes: Element) -> Card:
    """Its card, with what has just been done to it on top."""
    rows = (_activating(ctx, one), (*_opening(ctx, one), *_changing(ctx, one), *_back(ctx, one)))
    buttons = [Buttons(buttons=found) for row in rows if (found := tuple(row))]
    known = Facts(facts=tuple(facts(ctx, one)))
    return Card(title=plain(one.name), elements=(*notes, known, *buttons), private=True)


def _activating(ctx: Context, one: Profile) -> Iterator[Button]:
    state = levels.state(one, ctx.now)
    if state is State.ACTIVE or not ctx.may(SendActivation.needs) or not invites(ctx, one):
        return
    label = _("Send the activation link") if state is State.NOT_INVITED else _("Send the link again")
    press = SendActivation(organisation=str(one.id)).token
    yield Button(label=label, press=press, style=Style.PRIMARY, confirm=_sure(one))
    yield Button(label=_("Copy the link"), press=CopyActivation(organisation=str(one.id)).token)


def _sure(one: Profile) -> Confirm | None:
    """Whose address is not known is asked for it anyway."""
    if not one.contact:
        return None
    text = _("{email} gets a link that is good for 7 days, and once. An older link is void.", email=one.contact)
    title = _("Activate {organisation}?", organisation=one.name)
    return Confirm(title=title, text=text, yes=_("Send"), no=_("Cancel"))


def _opening(ctx: Context, one: Profile) -> Iterator[Button]:
    """The way to what is here and below."""
    here = str(one.id)
    for kind in levels.PAGES[one.kind]:
        yield Button(label=levels.NAMES[kind], press=levels.SHOW[kind](organisation=here).token)
    yield Button(label=_("Subscriptions"), press=ShowSubscriptions(organisation=here).token)
    yield Button(label=_("Users"), press=ShowUsers(organisation=here).token)
    yield Button(label=_("Orders"), press=ShowOrders(organisation=here).token)
    yield Button(label=_("Operators"), press=ShowOperators(organisation=here).token)
    yield Button(label=_("Locations"), press=ShowLocations(organisation=here).token)
    yield from having_sites.button(ctx, one.id)
    if wholesale_customers.count(ctx.db, ctx.scope, ()):
        yield Button(label=_("Wholesale"), press=ShowWholesale(organisation=here).token)


def _changing(ctx: Context, one: Profile) -> Iterator[Button]:
    here = str(one.id)
    if ctx.may(EditOrganisation.needs):
        yield Button(label=_("Edit"), press=EditOrganisation(organisation=here).token)
        yield Button(label=_("Language, time zone, reminders"), press=SetOrganisation(organisation=here).token)
        if one.kind is not OrganisationKind.CUSTOMER:
            kind = levels.PAGES[one.kind][0]
            yield Button(label=levels.ADD[kind], press=AddOrganisation(organisation=here).token)
    if ctx.may(RemindHere.needs):
        yield Button(label=_("Remind here"), press=RemindHere(organisation=here).token)


def _back(ctx: Context, one: Profile) -> Iterator[Button]:
    """The page on which it stands, for those who see that."""
    seller = above(ctx, one)
    if seller and one.kind in levels.PAGES[seller.kind]:
        page = levels.SHOW[one.kind](organisation=str(seller.id))
        yield Button(label=levels.title(one.kind, seller.name), press=page.token)


MENU = (
    Item(
        ShowOrganisation,
        show,
        words=("organisation", "organization"),
        words_fr=("organisation", "fiche"),
        read=lambda rest: ShowOrganisation(organisation=rest),
        summary=_("Show one organisation and what can be done"),
        example=_("organisation Contoso"),
    ),
)
