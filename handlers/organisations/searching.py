"""Which organisations, in which order: the form that asks, and the same list as a file."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Card, Choice, Option, Style, Words
from bot.phrases import _, plain
from handlers import csv_out
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.organisations import asking, levels
from handlers.organisations.commands import FileOfPage, OfPage, SearchPage, ShowOrganisation, ShowPage
from handlers.organisations.downloads import OrganisationsFile
from store.portfolio import Sort
from store.values import OrganisationKind

SORTS: Final = {
    Sort.NAME: _("by name"),
    Sort.LICENCES: _("most licences first"),
    Sort.EXPIRY: _("what ends first"),
}


def search(ctx: Context, ask: SearchPage) -> Card:
    """A form; what it is filled in with makes the page."""
    page = _page(ask)
    refuse_unless_there(ctx, page.kind)
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
        Choice(name="sort", label=_("Sorted"), options=sorts, chosen=asking.sort(ask.sort).value),
    )
    press = page(organisation=str(ctx.scope.root)).token
    submit = Button(label=_("Show"), press=press, style=Style.PRIMARY)
    raise Instead(Card(title=levels.title(page.kind, ctx.grant.name), elements=fields, submit=submit))


def file(ctx: Context, ask: FileOfPage) -> Card:
    page = _page(ask)
    refuse_unless_there(ctx, page.kind)
    recipe = OrganisationsFile(page=page.kind, words=ask.words, state=ask.state, sort=ask.sort)
    return csv_out.answer(ctx, recipe, levels.title(page.kind, ctx.grant.name))


def _page(ask: OfPage) -> type[ShowPage]:
    for kind, page in levels.SHOW.items():
        if ask.page == kind:
            return page
    raise Refusal(_("There is no such page. Nothing was changed."))


def refuse_unless_there(ctx: Context, page: OrganisationKind) -> None:
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
