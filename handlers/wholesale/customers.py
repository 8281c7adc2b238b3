"""Wholesale customers: listed, the card of one, its address, and the customer's own view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import Button, Buttons, Card, Column, Element, Notice, Prose, Style, Table, Tone
from bot.phrases import _, joined, n_, plain
from handlers import overview
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.overview import Overview
from handlers.pages import PAGE, pages
from handlers.policy.names import LONGEST_QUESTION, fold
from handlers.wholesale import customer_cards, finding, places, wording
from handlers.wholesale.commands import (
    EditCustomer,
    OpenView,
    ProvisionCustomer,
    ShowCustomer,
    ShowWholesale,
)
from store import wholesale_customers
from store.values import OrganisationKind
from store.wholesale_customers import Customer

_COLUMNS: Final = (Column(label=_("Customer")), Column(label=_("Users"), number=True), Column(label=_("Packages")))
_ADDRESS: Final = ("street", "postal_code", "city", "region", "country")


def show(ctx: Context, ask: ShowWholesale) -> Card:
    """A customer's own operators see itself; a search that finds one shows it."""
    if ctx.grant.kind is OrganisationKind.CUSTOMER:
        return show_one(ctx, ShowCustomer(organisation=ask.organisation))
    words = fold(ask.words[:LONGEST_QUESTION]).split()
    total = wholesale_customers.count(ctx.db, ctx.scope, words)
    found = wholesale_customers.page(ctx.db, ctx.scope, words, offset=ask.offset, most=PAGE)
    if total == 1 and words:
        return customer_cards.card(ctx, found[0])
    again = ask.but(organisation=str(ctx.scope.root))
    elements = [*_rows(ctx, ask, found, total), *pages(again, ask.offset, total), *_tools(ctx, ask)]
    return Card(title=_("Wholesale customers of {organisation}", organisation=ctx.grant.name), elements=tuple(elements))


def show_one(ctx: Context, ask: ShowCustomer) -> Card:
    there, customer, _rest = finding.place(ctx, ask)
    return customer_cards.card(there, customer)


def open_view(ctx: Context, ask: OpenView) -> Card:
    """What the customer's own Admins begin with; every button on it stays within the customer. It is recorded."""
    there, customer, _rest = finding.place(ctx, ask)
    there.about(customer.id, customer.label, view=customer.name)
    seen = overview.show(there, Overview(organisation=str(customer.id)))
    text = _(
        "You are in {customer}'s view. What you do here, you do for {customer}. That you opened it is recorded.",
        customer=customer.name,
    )
    back = Button(label=_("Back to the wholesale customer"), press=ShowCustomer(organisation=str(customer.id)).token)
    elements = (Notice(tone=Tone.INFO, text=text), *seen.elements, Buttons(buttons=(back,)))
    return seen.model_copy(update={"elements": elements, "private": True})


def edit(ctx: Context, ask: EditCustomer) -> Card:
    there, customer, _rest = finding.place(ctx, ask)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    said = places.read(there, ask, customer.country or "") | {"site": places.site(ask.site)}
    changes = {name: value for name, value in said.items() if value != getattr(customer, name)}
    if not changes:
        raise Refusal(_("Nothing is different. Nothing was changed."))
    wholesale_customers.change(there.db, there.scope, customer.id, changes)
    told = {name: f"{getattr(customer, name) or '–'} → {value or '–'}" for name, value in changes.items()}
    there.about(customer.id, customer.label, **told)
    after = finding.customer(there, ask)
    return customer_cards.card(there, after, Notice(tone=Tone.DONE, text=_("The changes are saved.")))


def form(ctx: Context, ask: EditCustomer) -> Card:
    """As it is now, or as it was filled in; the fields are those of its country."""
    customer = finding.customer(ctx, ask)
    shown: dict[str, str | None] = {name: getattr(ask if ask.sent else customer, name) for name in _ADDRESS}
    site = places.site_field(ask.site if ask.sent else customer.site or "")
    press = EditCustomer(organisation=str(customer.id), sent=True).token
    submit = Button(label=_("Save"), press=press, style=Style.PRIMARY)
    elements = (*places.fields(customer.country or "", shown), site)
    title = _("Address of {customer}", customer=customer.name)
    return Card(title=title, elements=elements, submit=submit, private=True)


def _rows(ctx: Context, ask: ShowWholesale, found: list[Customer], total: int) -> Iterator[Element]:
    if not found:
        yield Prose(
            text=_("No customer fits. Show all of them, or other words?") if ask.words else _("There is none yet.")
        )
        return
    ids = [one.id for one in found]
    used, most = (read(ctx.db, ctx.scope, ids) for read in (wholesale_customers.used, wholesale_customers.limits))
    users = wholesale_customers.users_of(ctx.db, ctx.scope, ids)
    yield Prose(text=n_("**{count} customer**", "**{count} customers**", total))
    rows = []
    for one in found:
        counted = wording.counts(used.get(one.id, {}), most.get(one.id, {}))
        rows.append((plain(one.name), plain(users.get(one.id, 0)), joined(counted) if counted else plain("–")))
    yield Table(columns=_COLUMNS, rows=tuple(rows))
    buttons = (Button(label=plain(one.name), press=ShowCustomer(organisation=str(one.id)).token) for one in found)
    yield Buttons(buttons=tuple(buttons))


def _tools(ctx: Context, ask: ShowWholesale) -> Iterator[Element]:
    here = str(ctx.scope.root)
    buttons = []
    if ctx.may(ProvisionCustomer.needs):
        press = ProvisionCustomer(organisation=here).token
        buttons.append(Button(label=_("Provision a customer"), press=press, style=Style.PRIMARY))
    if ask.words:
        buttons.append(Button(label=_("Show all"), press=ShowWholesale(organisation=here).token))
    if buttons:
        yield Buttons(buttons=tuple(buttons))


MENU = (
    Item(
        ShowWholesale,
        show,
        words=("wholesale",),
        words_fr=("clients wholesale",),
        read=lambda rest: ShowWholesale(words=rest),
        summary=_("Show the wholesale customers: users, packages, limits, and what can be done"),
        example=_("wholesale Fabrikam"),
    ),
    Item(ShowCustomer, show_one),
    Item(
        OpenView,
        open_view,
        words=("wholesale view",),
        words_fr=("wholesale vue",),
        read=lambda rest: OpenView(words=rest),
        summary=_("Open a wholesale customer's own view"),
        example=_("wholesale view Fabrikam"),
    ),
    Item(EditCustomer, edit, form=form),
)
