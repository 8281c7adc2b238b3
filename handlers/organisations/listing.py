"""The pages Distributors, Partners and Customers: figures as they are now, sorted, filtered, ten at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Column, Element, Option, Prose, Style, Table, Words
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import csv_out
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.organisations import asking, levels
from handlers.organisations.commands import (
    AddOrganisation,
    FileOfPage,
    OfPage,
    SearchPage,
    ShowCustomers,
    ShowDistributors,
    ShowOrganisation,
    ShowPage,
    ShowPartners,
)
from handlers.organisations.downloads import OrganisationsFile
from handlers.pages import PAGE, pages
from store import portfolio
from store.portfolio import Figures, Line, Sort, Wanted
from store.values import OrganisationKind

_COLUMNS: Final = (
    Column(label=_("Organisation")),
    Column(label=_("Tenant")),
    Column(label=_("Licences"), number=True),
    Column(label=_("SKUs"), number=True),
    Column(label=_("Next expiry")),
    Column(label=_("Activation")),
)
SORTS: Final = {
    Sort.NAME: _("by name"),
    Sort.LICENCES: _("most licences first"),
    Sort.EXPIRY: _("what ends first"),
}


@dataclass(frozen=True, slots=True)
class _Found:
    """One page, how many organisations there are in all, and what they hold together."""

    lines: list[Line]
    total: int
    figures: Figures


def show(ctx: Context, ask: ShowPage) -> Card:
    _refuse_unless_there(ctx, ask.kind)
    found = _found(ctx, ask)
    title = levels.title(ask.kind, ctx.grant.name)
    tools = Buttons(buttons=tuple(_tools(ctx, ask, found)))
    if not found.total:
        return Card(title=title, elements=(Prose(text=_nobody(ask)), tools))
    lines = found.lines
    elements: list[Element] = [
        Prose(text=_summary(ask, found)),
        Table(columns=_COLUMNS, rows=tuple(map(_row, lines))),
        Buttons(buttons=tuple(_openers(lines))),
        *pages(ask.but(organisation=str(ctx.scope.root)), ask.offset, found.total),
        tools,
    ]
    return Card(title=title, elements=tuple(elements))


def search(ctx: Context, ask: SearchPage) -> Card:
    """A form; what it is filled in with makes the page."""
    page = _page(ask)
    _refuse_unless_there(ctx, page.kind)
    states = tuple(Option(value=state.value, label=label) for state, label in levels.STATES.items())
    sorts = tuple(Option(value=sort.value, label=label) for sort, label in SORTS.items())
    everything = Option(value="", label=_("Every state"))
    fields = (
        Words(
            name="words",
            label=_("Words"),
            hint=_("In the name, the tenant or a domain"),
            value=ask.words[:100],
            longest=100,
            optional=True,
        ),
        Choice(name="state", label=_("Activation"), options=(everything, *states), chosen=ask.state),
        Choice(name="sort", label=_("Order"), options=sorts, chosen=asking.sort(ask.sort).value),
    )
    press = page(organisation=str(ctx.scope.root)).token
    submit = Button(label=_("Show"), press=press, style=Style.PRIMARY)
    raise Instead(Card(title=levels.title(page.kind, ctx.grant.name), elements=fields, submit=submit))


def file(ctx: Context, ask: FileOfPage) -> Card:
    page = _page(ask)
    _refuse_unless_there(ctx, page.kind)
    recipe = OrganisationsFile(page=page.kind, words=ask.words, state=ask.state, sort=ask.sort)
    return csv_out.answer(ctx, recipe, levels.title(page.kind, ctx.grant.name))


def _page(ask: OfPage) -> type[ShowPage]:
    for kind, page in levels.SHOW.items():
        if ask.page == kind:
            return page
    raise Refusal(_("There is no such page. Nothing was changed."))


def _refuse_unless_there(ctx: Context, page: OrganisationKind) -> None:
    """Kindly: which pages there are instead."""
    kinds = levels.PAGES[ctx.grant.kind]
    if page in kinds:
        return
    here, name = str(ctx.scope.root), ctx.grant.name
    own = Button(label=plain(name), press=ShowOrganisation(organisation=here).token)
    others = [Button(label=levels.NAMES[kind], press=levels.SHOW[kind](organisation=here).token) for kind in kinds]
    text = (
        _("{organisation} is a customer: nobody stands below it. Nothing was changed.", organisation=name)
        if not kinds
        else _("{organisation} has no such page. Nothing was changed.", organisation=name)
    )
    raise Refusal(text, buttons=(*others, own), title=levels.NAMES[page])


def _found(ctx: Context, ask: ShowPage) -> _Found:
    wanted = Wanted(ask.kind, asking.words(ask.words), asking.state(ask.state))
    total, figures = portfolio.totals(ctx.db, ctx.scope, wanted, ctx.now)
    sort = asking.sort(ask.sort)
    lines = portfolio.page(ctx.db, ctx.scope, wanted, ctx.now, sort=sort, offset=ask.offset, most=PAGE)
    return _Found(lines, total, figures)


def _nobody(ask: ShowPage) -> Phrase:
    if ask.words or ask.state:
        return _("None fits. Show all of them, or other words?")
    return _("There is none yet.")


def _summary(ask: ShowPage, found: _Found) -> Phrase:
    """`3 customers · 129 licences · 7 SKUs · next expiry 27 Nov 2026 · most licences first`."""
    parts = [_counted(ask.kind, found.total), *_held(found.figures)]
    if state := asking.state(ask.state):
        parts.append(levels.STATES[state])
    if ask.words:
        parts.append(_("with “{words}”", words=ask.words[:100]))
    return joined([*parts, SORTS[asking.sort(ask.sort)]])


def _counted(page: OrganisationKind, total: int) -> Phrase:
    match page:
        case OrganisationKind.DISTRIBUTOR:
            return n_("**{count} distributor**", "**{count} distributors**", total)
        case OrganisationKind.PARTNER:
            return n_("**{count} partner**", "**{count} partners**", total)
        case _:
            return n_("**{count} customer**", "**{count} customers**", total)


def _held(figures: Figures) -> Iterator[Phrase]:
    yield n_("**{count} licence**", "**{count} licences**", figures.licences)
    yield n_("{count} SKU", "{count} SKUs", figures.skus)
    if figures.ends_on:
        yield _("next expiry **{day}**", day=figures.ends_on)


def _row(line: Line) -> tuple[Phrase, ...]:
    figures = line.figures
    return (
        plain(line.name),
        plain(line.tenant or ""),
        plain(figures.licences),
        plain(figures.skus),
        expiry(figures),
        levels.STATES[line.state],
    )


def expiry(figures: Figures) -> Phrase:
    """The next day on which a term ends, and what happens then; nothing where none ends."""
    if figures.ends_on is None:
        return plain("")
    if figures.stops:
        return _("**{day}**, stops", day=figures.ends_on)
    return _("**{day}**, renews", day=figures.ends_on)


def _openers(lines: list[Line]) -> Iterator[Button]:
    """Each opens one, by its name; those with the same name are told apart by their numbers."""
    names = [line.name for line in lines]
    for line in lines:
        label = plain(line.name) if names.count(line.name) == 1 else joined([plain(line.name), plain(line.label)])
        yield Button(label=label, press=ShowOrganisation(organisation=str(line.id)).token)


def _tools(ctx: Context, ask: ShowPage, found: _Found) -> Iterator[Button]:
    here = str(ctx.scope.root)
    same = {"organisation": here, "page": ask.kind.value, "words": ask.words, "state": ask.state, "sort": ask.sort}
    if ask.words or ask.state:
        yield Button(label=_("Show all"), press=type(ask)(organisation=here, sort=ask.sort).token)
    if found.total > 1 or ask.words or ask.state:
        yield Button(label=_("Search and sort"), press=SearchPage.model_validate(same).token)
    if found.total:
        yield Button(label=_("CSV"), press=FileOfPage.model_validate(same).token)
    if ctx.may(AddOrganisation.needs) and levels.PAGES[ctx.grant.kind][0] is ask.kind:
        yield Button(label=ADD[ask.kind], press=AddOrganisation(organisation=here).token)


ADD: Final = {
    OrganisationKind.DISTRIBUTOR: _("Add a distributor"),
    OrganisationKind.PARTNER: _("Add a partner"),
    OrganisationKind.CUSTOMER: _("Add a customer"),
}
MENU = (
    Item(
        ShowCustomers,
        show,
        words=("customers",),
        words_fr=("clients",),
        read=lambda rest: ShowCustomers.model_validate(asking.read(rest)),
        summary=_("Show the customers: licences, SKUs, what ends next, activation"),
        example=_("customers by licences"),
        kinds=levels.having(OrganisationKind.CUSTOMER),
    ),
    Item(
        ShowPartners,
        show,
        words=("partners",),
        words_fr=("partenaires",),
        read=lambda rest: ShowPartners.model_validate(asking.read(rest)),
        summary=_("Show the partners with all that their customers hold"),
        example=_("partners expired"),
        kinds=levels.having(OrganisationKind.PARTNER),
    ),
    Item(
        ShowDistributors,
        show,
        words=("distributors",),
        words_fr=("distributeurs",),
        read=lambda rest: ShowDistributors.model_validate(asking.read(rest)),
        summary=_("Show the distributors with all that is held below them"),
        example=_("distributors by expiry"),
        kinds=levels.having(OrganisationKind.DISTRIBUTOR),
    ),
    Item(SearchPage, search),
    Item(FileOfPage, file),
)
