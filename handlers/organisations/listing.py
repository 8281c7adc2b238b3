"""The pages Distributors, Partners and Customers: figures as they are now, sorted, filtered, ten at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.cards import Button, Buttons, Card, Column, Element, Prose, Table
from bot.phrases import Phrase, _, joined, n_, plain
from handlers.context import Context
from handlers.menu import Item
from handlers.organisations import asking, levels
from handlers.organisations.commands import (
    AddOrganisation,
    FileOfPage,
    SearchPage,
    ShowCustomers,
    ShowDistributors,
    ShowOrganisation,
    ShowPage,
    ShowPartners,
)
from handlers.organisations.searching import SORTS, file, refuse_unless_there, search
from handlers.pages import PAGE, pages
from store import portfolio
from store.portfolio import Figures, Line, Wanted
from store.values import OrganisationKind

_COLUMNS: Final = (
    Column(label=_("Organisation")),
    Column(label=_("Tenant")),
    Column(label=_("Licences"), number=True),
    Column(label=_("SKUs"), number=True),
    Column(label=_("Next expiry")),
    Column(label=_("Activation")),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """One page, how many organisations there are in all, and what they hold together."""

    lines: list[Line]
    total: int
    figures: Figures


def show(ctx: Context, ask: ShowPage) -> Card:
    refuse_unless_there(ctx, ask.kind)
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
        yield Button(label=levels.ADD[ask.kind], press=AddOrganisation(organisation=here).token)


def _typed_file(page: OrganisationKind, word: str, word_fr: str) -> Item[FileOfPage]:
    """The file of a page by words, with the same words behind as the page takes."""
    return Item(
        FileOfPage,
        file,
        words=(word,),
        words_fr=(word_fr,),
        read=lambda rest: FileOfPage.model_validate({"page": page, **asking.read(rest)}),
        kinds=levels.having(page),
        alone=True,
    )


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
    _typed_file(OrganisationKind.CUSTOMER, "customers csv", "clients csv"),
    _typed_file(OrganisationKind.PARTNER, "partners csv", "partenaires csv"),
    _typed_file(OrganisationKind.DISTRIBUTOR, "distributors csv", "distributeurs csv"),
)
