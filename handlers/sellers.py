"""How a seller has the orders of its customers carried out: at once, by its people, or as whoever stands above says."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Element, Fact, Notice, Option, Prose, Style, Tone
from bot.phrases import Phrase, _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.fulfil_commands import ChooseSupplier, ShowFulfilments
from handlers.menu import Item
from store import fulfilments
from store.values import OrganisationKind, SupplierKind

_INHERIT: Final = "inherit"
_SELLERS: Final = frozenset(OrganisationKind) - {OrganisationKind.CUSTOMER}
_WAYS: Final[dict[SupplierKind | None, Phrase]] = {
    SupplierKind.TABLES: _("At once, in Comptoir itself"),
    SupplierKind.MANUAL: _("By your Admins, who order from your supplier and say when it is done"),
    None: _("As the organisation above you has it; at once where none says anything"),
}


def facts(ctx: Context) -> tuple[Fact, ...]:
    """For the settings of an organisation that sells."""
    if ctx.grant.kind not in _SELLERS:
        return ()
    now = _WAYS[fulfilments.supplier(ctx.db, ctx.scope)]
    return (Fact(label=_("{organisation}: orders of customers", organisation=ctx.grant.name), value=now),)


def buttons(ctx: Context) -> tuple[Button, ...]:
    if ctx.grant.kind not in _SELLERS or not ctx.may(ChooseSupplier.needs):
        return ()
    press = ChooseSupplier(organisation=str(ctx.scope.root)).token
    return (Button(label=_("How orders are carried out"), press=press),)


def choose(ctx: Context, ask: ChooseSupplier) -> Card:
    """For the orders that are placed from now on; those in hand stay in the hands they are in."""
    if ctx.grant.kind not in _SELLERS:
        raise Refusal(_("A customer sells to nobody, so there is nothing to choose here. Nothing was changed."))
    if not ask.supplier:
        raise Instead(form(ctx, ask))
    if ask.supplier != _INHERIT and ask.supplier not in set(SupplierKind):
        raise Refusal(_("Please choose how orders are carried out. Nothing was changed."), field="supplier")
    to = None if ask.supplier == _INHERIT else SupplierKind(ask.supplier)
    before = fulfilments.supplier(ctx.db, ctx.scope)
    fulfilments.choose(ctx.db, ctx.scope, to)
    ctx.about(ctx.scope.root, "settings", before=before, supplier=to)
    done = _("Orders of the customers of {organisation} from now on:", organisation=ctx.grant.name)
    open_ones = Button(label=_("Orders to carry out"), press=ShowFulfilments(organisation=str(ctx.scope.root)).token)
    elements: list[Element] = [Notice(tone=Tone.DONE, text=done), Prose(text=_WAYS[to]), Buttons(buttons=(open_ones,))]
    return Card(title=_("How orders are carried out"), elements=tuple(elements))


def form(ctx: Context, ask: ChooseSupplier) -> Card:
    chosen = ask.supplier or fulfilments.supplier(ctx.db, ctx.scope) or _INHERIT
    options = tuple(Option(value=kind.value if kind else _INHERIT, label=label) for kind, label in _WAYS.items())
    field = Choice(name="supplier", label=_("Orders of your customers"), options=options, chosen=str(chosen))
    text = _(
        "It holds for orders that are placed from now on, of the customers of {organisation}.",
        organisation=ctx.grant.name,
    )
    press = ChooseSupplier(organisation=str(ctx.scope.root)).token
    submit = Button(label=_("Save"), press=press, style=Style.PRIMARY)
    return Card(title=_("How orders are carried out"), elements=(Prose(text=text), field), submit=submit)


MENU = (Item(ChooseSupplier, choose, form=form, kinds=_SELLERS),)
