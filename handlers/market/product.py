"""One product: what it is, its terms and billings with their prices, and the way into the cart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Column, Element, Fact, Facts, Number, Option, Prose, Style, Table
from bot.phrases import Phrase, _, plain
from handlers import find
from handlers.cart import lines
from handlers.cart.commands import AddToCart
from handlers.context import Context
from handlers.errors import Instead, Unknown
from handlers.market import places, wording
from handlers.market.commands import PutIntoCart, ShowProduct
from handlers.market.places import Counter
from store import market
from store.market import Priced
from store.values import MOST_SEATS, ProductId

_DIGITS: Final = 9


def show(ctx: Context, ask: ShowProduct) -> Card:
    here = places.counter(ctx, ask, ask.currency)
    return card(here, _product(here, ask.product))


def put(ctx: Context, ask: PutIntoCart) -> Card:
    """Into the customer's cart, which is shown then."""
    if not ask.offer:
        raise Instead(form(ctx, ask))
    return lines.add(ctx, AddToCart(**ask.model_dump(exclude={"product"})))


def form(ctx: Context, ask: PutIntoCart) -> Card:
    """The product's card, filled in as far as it was."""
    here = places.counter(ctx, ask, ask.currency)
    return card(here, _product(here, ask.product), ask)


def card(here: Counter, product: ProductId, ask: PutIntoCart | None = None) -> Card:
    """In the currency of the sale; in another one where it is sold in that alone."""
    ctx, sale = here.ctx, here.sale
    sold_in = market.currencies_of(ctx.db, ctx.scope, sale.customer, product, ctx.now)
    if not sold_in:
        raise _not_sold(here)
    currency = sale.currency if sale.currency in sold_in else sold_in[0]
    offered = market.choices(ctx.db, ctx.scope, sale.customer, product, currency, ctx.now)
    again = PutIntoCart(organisation=here.here, product=str(product), currency=currency)
    ways = Buttons(buttons=(*_others(here, product, sold_in, currency), here.cart, here.front))
    buying = ctx.may(PutIntoCart.needs)
    elements = (*_about(offered), *(_fields(offered, ask or again) if buying else ()), ways)
    submit = Button(label=_("Add to cart"), press=again.token, style=Style.PRIMARY) if buying else None
    return Card(title=plain(offered[0].name), elements=elements, submit=submit)


def _product(here: Counter, words: str) -> ProductId:
    if id := find.identifier(words):
        return ProductId(id)
    raise _not_sold(here)


def _not_sold(here: Counter) -> Unknown:
    """The same words for what there is not, what others sell, and what is sold no longer."""
    return Unknown(_("This is not sold to {customer} now. Nothing was changed.", customer=here.ctx.grant.name))


def _about(offered: list[Priced]) -> Iterator[Element]:
    one = offered[0]
    yield Facts(
        facts=(
            Fact(label=_("SKU"), value=plain(one.sku)),
            Fact(label=_("Category"), value=plain(one.category)),
            Fact(label=_("Rules"), value=wording.POLICIES[one.policy]),
        )
    )
    yield Prose(text=_("Prices as of today, per seat, without taxes."), quiet=True)
    columns = (Column(label=_("Term"), obvious=True), Column(label=_("A seat")), Column(label=_("In a year")))
    rows = tuple((wording.term(one), wording.a_seat(one), wording.in_a_year(one)) for one in offered)
    yield Table(columns=columns, rows=rows)
    if limits := tuple(_limits(offered)):
        yield Facts(facts=limits)


def _limits(offered: list[Priced]) -> Iterator[Fact]:
    """How many seats, and until when at this price, where that is limited; each choice by itself if they differ."""
    told = [(wording.term(one), wording.bounds(one), one.valid_to) for one in offered]
    if len({(bounds, until) for _term, bounds, until in told}) == 1:
        told = [(_("Sold"), *told[0][1:])]
    for label, bounds, until in told:
        while_good = _("at these prices before **{until}**", until=until) if until else None
        if value := bounds or while_good:
            yield Fact(label=label, value=value, note=while_good if bounds else None)


def _fields(offered: list[Priced], ask: PutIntoCart) -> Iterator[Element]:
    options = tuple(Option(value=str(one.offer), label=wording.option(one)) for one in offered)
    chosen = next((one.value for one in options if one.value == ask.offer), options[0].value)
    yield Choice(name="offer", label=_("Term and billing"), options=options, chosen=chosen)
    least, most = min(one.least for one in offered), max(one.most for one in offered)
    hint = None if most == MOST_SEATS else _("From {least} to {most}", least=least, most=most)
    typed = ask.seats.isascii() and ask.seats.isdigit() and len(ask.seats) <= _DIGITS
    seats = int(ask.seats) if typed else offered[0].least
    yield Number(name="seats", label=_("Seats"), hint=hint, value=min(seats, MOST_SEATS), low=least, high=most)


def _others(here: Counter, product: ProductId, sold_in: list[str], currency: str) -> Iterator[Button]:
    for one in sold_in:
        if one != currency:
            press = ShowProduct(organisation=here.here, product=str(product), currency=one).token
            yield Button(label=_in(one), press=press)


def _in(currency: str) -> Phrase:
    return _("In {currency}", currency=currency)
