"""What a cart looks like: its lines as they cost now, what changed, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import (
    Button,
    Buttons,
    Card,
    Column,
    Confirm,
    Element,
    Fact,
    Facts,
    Notice,
    Prose,
    Style,
    Table,
    Tone,
)
from bot.phrases import Phrase, _, plain
from handlers.cart import places, pricing, words
from handlers.cart.commands import AcceptCart, ChangeLine, Checkout, EmptyCart, NoteCart, ShowCart
from handlers.cart.pricing import Item
from handlers.context import Context
from handlers.market.commands import ShowMarket
from handlers.pages import PAGE, pages
from store import carts
from store.carts import Cart


def show(ctx: Context, ask: ShowCart) -> Card:
    place = places.customer(ctx, ask)
    cart = carts.open_of(ctx.db, ctx.scope, place)
    found = pricing.items(ctx, cart) if cart else []
    ctx.about(place, ctx.grant.name, lines=len(found))
    return of(ctx, cart, found, offset=ask.offset) if cart and found else _empty(ctx)


def now(ctx: Context, cart: Cart, notice: Notice | None = None) -> Card:
    """The cart as it is after a change, with what was done."""
    there = carts.open_of(ctx.db, ctx.scope, cart.organisation)
    found = pricing.items(ctx, there) if there else []
    return of(ctx, there, found, notice) if there and found else _empty(ctx, notice)


def of(ctx: Context, cart: Cart, found: list[Item], notice: Notice | None = None, offset: int = 0) -> Card:
    here = found[offset : offset + PAGE] or found[:PAGE]
    elements: list[Element] = [*([notice] if notice else []), *waiting(ctx, cart)]
    elements += [Notice(tone=Tone.WARNING, text=text) for item in found if (text := words.changed(item))][:PAGE]
    elements += [_table(here), Facts(facts=tuple(_facts(ctx, cart, found)))]
    if ctx.may(ChangeLine.needs):
        elements.append(Buttons(buttons=tuple(_line(cart, item, found) for item in here)))
    elements += pages(ShowCart(organisation=str(cart.organisation)), offset, len(found))
    elements.append(Buttons(buttons=tuple(_ways(ctx, cart, found))))
    return Card(title=_title(ctx), elements=tuple(elements))


def waiting(ctx: Context, cart: Cart) -> list[Notice]:
    """That the cart is ordered already, as far as it goes."""
    order = carts.waits(ctx.db, ctx.scope, cart)
    if order is None:
        return []
    text = _("Order {order} of this cart waits for approval. Whoever changes the cart makes it void.", order=order)
    return [Notice(tone=Tone.INFO, text=text)]


def _title(ctx: Context) -> Phrase:
    return _("Cart · {customer}", customer=ctx.grant.name)


def _empty(ctx: Context, notice: Notice | None = None) -> Card:
    said: list[Element] = [notice] if notice else []
    said.append(Prose(text=_("The cart is empty.")))
    return Card(title=_title(ctx), elements=(*said, Buttons(buttons=(_market(ctx),))))


def _table(here: list[Item]) -> Table:
    columns = (
        Column(label=_("Product"), obvious=True),
        Column(label=_("Seats"), number=True),
        Column(label=_("Per seat"), number=True),
        Column(label=_("Amount"), number=True),
        Column(label=_("Added by")),
    )
    rows = tuple(
        (
            words.line(item.line),
            plain(item.line.seats),
            words.a_seat(item.line.unit_price, item.line.billing),
            plain(item.amount),
            plain(item.line.added_by),
        )
        for item in here
    )
    return Table(columns=columns, rows=rows)


def _facts(ctx: Context, cart: Cart, found: list[Item]) -> Iterator[Fact]:
    if (amount := pricing.total(found)) is not None:
        yield Fact(label=_("Due at the purchase"), value=plain(amount), note=_("without taxes"))
    yield Fact(label=_("Prices as of"), value=plain(ctx.now))
    if cart.note:
        yield Fact(label=_("Note"), value=plain(cart.note))
    yield Fact(label=_("Last changed"), value=plain(cart.changed_at), note=plain(cart.changed_by))


def _line(cart: Cart, item: Item, found: list[Item]) -> Button:
    """By the product's name, where that alone says which line it is."""
    line = item.line
    press = ChangeLine(organisation=str(cart.organisation), offer=str(line.offer)).token
    alone = [one.line.product for one in found].count(line.product) == 1
    return Button(label=_("Change {product}", product=plain(line.name) if alone else words.line(line)), press=press)


def _ways(ctx: Context, cart: Cart, found: list[Item]) -> Iterator[Button]:
    """Changes are accepted first; only then one buys."""
    here = str(cart.organisation)
    if ctx.may(Checkout.needs):
        if all(item.stands for item in found):
            on = _("Go on with the checkout") if cart.step else _("Check out")
            yield Button(label=on, press=Checkout(organisation=here).token, style=Style.PRIMARY)
        else:
            press = AcceptCart(organisation=here, seen=pricing.seen(found)).token
            yield Button(label=_("Accept the changes"), press=press, style=Style.PRIMARY)
    yield _market(ctx)
    if ctx.may(NoteCart.needs):
        yield Button(label=_("Note"), press=NoteCart(organisation=here).token)
        yield Button(label=_("Empty"), press=EmptyCart(organisation=here).token, style=Style.DANGER, confirm=_sure())


def _sure() -> Confirm:
    return Confirm(
        title=_("Empty the cart?"),
        text=_("Everything in it goes, for everybody who buys here. Nothing has been ordered."),
        yes=_("Empty"),
        no=_("Keep it"),
    )


def _market(ctx: Context) -> Button:
    return Button(label=_("Marketplace"), press=ShowMarket(organisation=str(ctx.scope.root)).token)
