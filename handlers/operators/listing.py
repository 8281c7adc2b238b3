"""The operators of an organisation."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Column, Element, Prose, Style, Table
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.menu import Item
from handlers.operators.commands import AddOperator, ChangeRole, RemoveOperator, ShowOperators
from handlers.operators.finding import here
from handlers.operators.roles import ROLES
from handlers.pages import PAGE, pages
from store import operators
from store.operators import Operator


def show(ctx: Context, ask: ShowOperators, *above: Element) -> Card:
    """With what may be done about them."""
    total = operators.count(ctx.db, ctx.scope)
    shown = operators.page(ctx.db, ctx.scope, offset=ask.offset, most=PAGE)
    title = _("Operators of {organisation}", organisation=ctx.grant.name)
    elements: list[Element] = [*above, _table(shown) if shown else Prose(text=_("There are no operators here yet."))]
    if ctx.may(AddOperator.needs):
        elements.append(Buttons(buttons=_actions(ctx, shown)))
    elements += pages(ask.but(organisation=here(ctx)), ask.offset, total)
    return Card(title=title, elements=tuple(elements), private=True)


def _table(shown: list[Operator]) -> Table:
    columns = (
        Column(label=_("Name")),
        Column(label=_("E-mail"), obvious=True),
        Column(label=_("Role"), obvious=True),
        Column(label=_("Since")),
    )
    return Table(columns=columns, rows=tuple(_row(one) for one in shown))


def _row(one: Operator) -> tuple[Phrase, ...]:
    since = plain(one.granted_at.date())
    return (
        plain(one.name),
        plain(one.email),
        ROLES[one.role],
        since if one.seen else _("{day}, not seen yet", day=since),
    )


def _actions(ctx: Context, shown: list[Operator]) -> tuple[Button, ...]:
    add = Button(label=_("Add an operator"), press=AddOperator(organisation=here(ctx)).token, style=Style.PRIMARY)
    if not shown:
        return (add,)
    change = Button(label=_("Change a role"), press=ChangeRole(organisation=here(ctx)).token)
    return (add, change, Button(label=_("Remove"), press=RemoveOperator(organisation=here(ctx)).token))


MENU = (
    Item(
        ShowOperators,
        show,
        words=("operators", "operator"),
        words_fr=("opérateurs", "opérateur"),
        read=lambda rest: ShowOperators(organisation=rest),
        summary=_("Show who may look at the organisation, and who may act for it"),
        example=_("operators"),
    ),
)
