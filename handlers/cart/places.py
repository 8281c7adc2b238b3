"""Whose cart it is: the customer's own, or that of the customer one buys for."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Card, Choice, Option, Prose, Style, Words
from bot.commands import Command
from bot.phrases import _, n_, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal
from store import cart_lines, carts, organisations
from store.carts import Cart
from store.organisations import Organisation
from store.values import CartId, OfferId, OrganisationId, OrganisationKind

_OPTIONS: Final = 100
_LOOKED_AMONG: Final = 2_000


def customer(ctx: Context, ask: Command) -> OrganisationId:
    """The customer that the request is about; a choice comes first where it could be any of several."""
    if ctx.grant.kind is OrganisationKind.CUSTOMER:
        return ctx.scope.root
    raise Instead(_which(ctx, ask))


def opened(ctx: Context, ask: Command) -> Cart:
    """The customer's open cart, locked; a new one if there is none."""
    place = customer(ctx, ask)
    return carts.begin(ctx.db, ctx.scope, CartId(ctx.new_id()), place, ctx.person, ctx.now)


def filled(ctx: Context, ask: Command) -> Cart:
    """The customer's open cart, locked, which has something in it."""
    place = customer(ctx, ask)
    cart = carts.open_of(ctx.db, ctx.scope, place, lock=True)
    if cart is None or cart.currency is None:
        raise Refusal(_("The cart of {customer} is empty. Nothing was changed.", customer=ctx.grant.name))
    return cart


def _which(ctx: Context, ask: Command) -> Card:
    """Those with something in their carts say so."""
    lines = {one.organisation: one.lines for one in cart_lines.waiting(ctx.db, ctx.scope, most=_OPTIONS)}
    found = [one for one in organisations.below(ctx.db, ctx.scope, most=_LOOKED_AMONG) if _buys(one)]
    if not found:
        raise Refusal(_("{organisation} has no customer yet. Nothing was changed.", organisation=ctx.grant.name))
    submit = Button(label=_("Next"), press=ask.but(organisation="").token, style=Style.PRIMARY)
    why = Prose(text=_("A purchase is for one customer."), quiet=True)
    field = _listed(found, lines) if len(found) <= _OPTIONS else _typed()
    return Card(title=_("For which customer?"), elements=(why, field), submit=submit)


def _buys(one: Organisation) -> bool:
    return one.kind is OrganisationKind.CUSTOMER


def _listed(found: list[Organisation], lines: dict[OrganisationId, int]) -> Choice:
    ordered = sorted(found, key=lambda one: (one.id not in lines, one.folded))
    options = tuple(
        Option(
            value=str(one.id),
            label=plain(one.name),
            description=n_("{count} product in the cart", "{count} products in the cart", lines[one.id])
            if one.id in lines
            else None,
        )
        for one in ordered
    )
    return Choice(name="organisation", label=_("Customer"), options=options)


def _typed() -> Words:
    return Words(name="organisation", label=_("Customer"), hint=_("Its name or number"), longest=200)


def offer(words: str) -> OfferId | None:
    """The offer that a button carries; None for anything else."""
    id = find.identifier(words)
    return OfferId(id) if id else None
