"""A wholesale customer's users: listed with their packages, searched, ten at a time; and the card of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Column,
    Element,
    Option,
    Prose,
    Style,
    Table,
    Words,
)
from bot.phrases import Phrase, _, joined, n_, plain
from handlers.context import Context
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.policy import member_lines, person_names
from handlers.policy.names import LONGEST_QUESTION
from handlers.wholesale import finding, member_cards, wording
from handlers.wholesale.commands import (
    AddMembers,
    SearchMembers,
    ShowCustomer,
    ShowMember,
    ShowMembers,
)
from store import wholesale_members
from store.values.webex import Package
from store.wholesale_customers import Customer
from store.wholesale_members import Member, Wanted

_COLUMNS: Final = tuple(
    Column(label=label, obvious=True) for label in (_("Name"), _("E-mail"), _("Package"), _("Number, location"))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list, of which customer, and the command that asks for it again."""

    ctx: Context
    customer: Customer
    ask: ShowMembers
    wanted: Wanted


def show(ctx: Context, ask: ShowMembers) -> Card:
    asked = _understood(ctx, ask)
    ctx, scope = asked.ctx, asked.ctx.scope
    total = wholesale_members.count(ctx.db, scope, asked.wanted)
    found = wholesale_members.page(ctx.db, scope, asked.wanted, offset=asked.ask.offset, most=PAGE)
    elements = [*_about(asked, total), *_rows(found), *pages(asked.ask, asked.ask.offset, total)]
    title = _("Users of {organisation}", organisation=asked.customer.name)
    return Card(title=title, elements=(*elements, Buttons(buttons=tuple(_ways(asked)))), private=True)


def search(ctx: Context, ask: SearchMembers) -> Card:
    """Words and a package, as they are now."""
    asked = _understood(ctx, ask)
    anything = Option(value="", label=_("any"))
    options = (anything, *(Option(value=str(one), label=wording.package(one)) for one in wording.BASES))
    fields = (
        Words(name="search", label=_("Name or e-mail address"), value=asked.ask.search, optional=True, longest=120),
        Choice(name="package", label=_("Package"), options=options, chosen=asked.ask.package, optional=True),
    )
    press = ShowMembers(organisation=str(asked.customer.id)).token
    submit = Button(label=_("Search"), press=press, style=Style.PRIMARY)
    return Card(title=_("Search users"), elements=fields, submit=submit)


def _understood(ctx: Context, ask: ShowMembers) -> Asked:
    """The words behind the customer's name are a package, or looked for."""
    ctx, customer, rest = finding.place(ctx, ask)
    typed = member_lines.package(rest)
    package = Package(ask.package) if ask.package in set(Package) else typed
    search = ask.search if typed else " ".join(filter(None, (ask.search, rest)))[:LONGEST_QUESTION]
    again = ShowMembers(organisation=str(customer.id), search=search, package=str(package or ""), offset=ask.offset)
    return Asked(ctx, customer, again, Wanted(customer.id, person_names.asked(search), package))


def _about(asked: Asked, total: int) -> Iterator[Element]:
    told = [_("“{words}”", words=asked.ask.search)] if asked.ask.search else []
    told += [wording.package(asked.wanted.package)] if asked.wanted.package else []
    counted = n_("**{count} user**", "**{count} users**", total)
    yield Prose(text=joined([counted, *told]))


def _rows(found: list[Member]) -> Iterator[Element]:
    if not found:
        yield Prose(text=_("There is no such user here."))
        return
    yield Table(columns=_COLUMNS, rows=tuple(map(_row, found)))
    yield Buttons(buttons=tuple(_open(one, found) for one in found))


def _row(one: Member) -> tuple[Phrase, ...]:
    where = [plain(one.location_name)] if one.location_name else []
    known = [*member_cards.numbers(one), *where]
    return (plain(one.name), plain(one.login), wording.package(one.package), joined(known) if known else plain("–"))


def _open(one: Member, among: list[Member]) -> Button:
    """By name; those with the same name are told apart by their addresses."""
    alone = sum(other.name == one.name for other in among) == 1
    label = plain(one.name) if alone else joined([plain(one.name), plain(one.login)])
    return Button(label=label, press=ShowMember(user=str(one.id)).token)


def _ways(asked: Asked) -> Iterator[Button]:
    here = str(asked.customer.id)
    if asked.ctx.may(AddMembers.needs):
        yield Button(label=_("Add users"), press=AddMembers(organisation=here).token, style=Style.PRIMARY)
    yield Button(label=_("Search"), press=SearchMembers(**asked.ask.model_dump(exclude={"offset"})).token)
    if asked.wanted.words or asked.wanted.package:
        yield Button(label=_("All users"), press=ShowMembers(organisation=here).token)
    yield Button(label=plain(asked.customer.name), press=ShowCustomer(organisation=here).token)


MENU = (
    Item(
        ShowMembers,
        show,
        words=("wholesale users",),
        words_fr=("wholesale utilisateurs",),
        read=lambda rest: ShowMembers(words=rest),
        summary=_("List a wholesale customer's users with their packages; search by name, address or package"),
        example=_("wholesale users Fabrikam"),
    ),
    Item(SearchMembers, search),
)
