"""Putting offers into a cart, other numbers of seats, taking out."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Fact, Facts, Notice, Style, Tone, Words
from bot.phrases import Phrase, _, n_, plain
from handlers.cart import places, pricing, showing, words
from handlers.cart.commands import AddToCart, ChangeLine, DropLine, ShowCart
from handlers.cart.stages import Step
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.policy import numbers
from handlers.policy.numbers import BadNumber
from handlers.seats import fault
from store import cart_lines, carts, market
from store.cart_lines import CartLine
from store.carts import Cart
from store.market import Priced
from store.values import MOST_SEATS


def add(ctx: Context, ask: AddToCart) -> Card:
    """More seats of what is there already, or a new line."""
    cart = places.opened(ctx, ask)
    sold = _sold(ctx, cart, ask)
    if not ask.seats.strip():
        raise Instead(add_form(ctx, ask))
    there = _line(ctx, cart, ask.offer)
    seats = _count(ask.seats, 0) + (there.seats if there else 0)
    _refuse_beyond(sold, seats)
    cart_lines.put(ctx.db, ctx.scope, cart, (sold.offer, seats, sold.unit_price), ctx.person, ctx.now)
    if cart.step and not there:
        carts.fill_in(ctx.db, ctx.scope, cart, {"step": Step.OPTIONS}, ctx.person, ctx.now)
    ctx.about(cart.organisation, sold.name, before=there.seats if there else 0, after=seats)
    text = n_(
        "{count} seat of {product} is in the cart.",
        "{count} seats of {product} are in the cart.",
        seats,
        product=sold.name,
    )
    return showing.now(ctx, cart, Notice(tone=Tone.DONE, text=text))


def add_form(ctx: Context, ask: AddToCart) -> Card:
    """How many."""
    cart = places.opened(ctx, ask)
    sold = _sold(ctx, cart, ask)
    facts = Facts(facts=(Fact(label=_("Per seat"), value=words.a_seat(sold.unit_price, sold.billing)),))
    again = ask.but(organisation=str(cart.organisation), seats="")
    submit = Button(label=_("Add to cart"), press=again.token, style=Style.PRIMARY)
    title = words.product(sold.name, sold.policy, sold.length, sold.billing)
    return Card(title=title, elements=(facts, _seats_field(sold, ask.seats or str(sold.least))), submit=submit)


def change(ctx: Context, ask: ChangeLine) -> Card:
    cart = places.filled(ctx, ask)
    line, sold = _held(ctx, cart, ask.offer)
    if not ask.seats.strip():
        raise Instead(change_form(ctx, ask))
    seats = _count(ask.seats, line.seats)
    _refuse_beyond(sold, seats)
    cart_lines.put(ctx.db, ctx.scope, cart, (line.offer, seats, line.unit_price), ctx.person, ctx.now)
    ctx.about(cart.organisation, line.name, before=line.seats, after=seats)
    text = _("{product}: {before} → **{after}** seats.", product=line.name, before=line.seats, after=seats)
    return showing.now(ctx, cart, Notice(tone=Tone.DONE, text=text))


def change_form(ctx: Context, ask: ChangeLine) -> Card:
    cart = places.filled(ctx, ask)
    line, sold = _held(ctx, cart, ask.offer)
    here = {"organisation": str(cart.organisation), "offer": str(line.offer)}
    facts = Facts(
        facts=(
            Fact(label=_("Per seat"), value=words.a_seat(line.unit_price, line.billing)),
            Fact(label=_("Added by"), value=plain(line.added_by), note=plain(line.added_at)),
        )
    )
    out = Button(label=_("Take it out"), press=DropLine(**here).token, style=Style.DANGER)
    back = Button(label=_("Cart"), press=ShowCart(organisation=here["organisation"]).token)
    submit = Button(label=_("Change seats"), press=ChangeLine(**here).token, style=Style.PRIMARY)
    elements = (facts, _seats_field(sold, ask.seats or str(line.seats)), Buttons(buttons=(out, back)))
    return Card(title=words.line(line), elements=elements, submit=submit)


def drop(ctx: Context, ask: DropLine) -> Card:
    cart = places.filled(ctx, ask)
    line = _line(ctx, cart, ask.offer)
    if line is None:
        raise Unknown(_("This is not in the cart. Nothing was changed."))
    cart_lines.drop(ctx.db, ctx.scope, cart, [line.offer], ctx.person, ctx.now)
    ctx.about(cart.organisation, line.name, before=line.seats, after=0)
    return showing.now(ctx, cart, Notice(tone=Tone.DONE, text=_("{product} is out of the cart.", product=line.name)))


def _sold(ctx: Context, cart: Cart, ask: AddToCart) -> Priced:
    """The offer as it is sold now, in the one currency of the cart."""
    id = places.offer(ask.offer)
    currency = cart.currency or ask.currency or market.currency(ctx.db, ctx.scope, cart.organisation, ctx.now)
    sold = market.offer(ctx.db, ctx.scope, cart.organisation, id, currency, ctx.now) if id and currency else None
    if sold is None and cart.currency and ask.currency and ask.currency != cart.currency:
        text = _(
            "The cart is in {currency}, and this has no price in it. Nothing was changed. Buy what is in it first.",
            currency=cart.currency,
        )
        raise Refusal(text)
    if sold is None:
        raise Unknown(_("This is not sold to {customer} now. Nothing was changed.", customer=ctx.grant.name))
    return sold


def _held(ctx: Context, cart: Cart, offer: str) -> tuple[CartLine, Priced]:
    """A line and its offer; what ended can only be taken out."""
    line = _line(ctx, cart, offer)
    if line is None:
        raise Unknown(_("This is not in the cart. Nothing was changed."))
    sold = pricing.offered(ctx, cart, line.offer)
    if sold is None:
        press = DropLine(organisation=str(cart.organisation), offer=offer).token
        text = _("{product} can no longer be bought like this. Nothing was changed.", product=line.name)
        raise Refusal(text, buttons=(Button(label=_("Take it out"), press=press),))
    return line, sold


def _line(ctx: Context, cart: Cart, offer: str) -> CartLine | None:
    id = places.offer(offer)
    return next((line for line in cart_lines.of(ctx.db, ctx.scope, cart.id) if line.offer == id), None)


def _count(typed: str, current: int) -> int:
    try:
        return numbers.seat_target(typed, current)
    except BadNumber as bad:
        raise Refusal(fault(bad), field="seats") from bad


def _refuse_beyond(sold: Priced, seats: int) -> None:
    if seats < sold.least:
        raise Refusal(_too_few(sold), field="seats")
    if seats > sold.most:
        text = _(
            "{product} is sold with at most {most} seats; this would make {seats}. Nothing was changed.",
            product=sold.name,
            most=sold.most,
            seats=seats,
        )
        raise Refusal(text, field="seats")


def _too_few(sold: Priced) -> Phrase:
    return n_(
        "{product} is sold from {count} seat on. Nothing was changed.",
        "{product} is sold from {count} seats on. Nothing was changed.",
        sold.least,
        product=sold.name,
    )


def _seats_field(sold: Priced, value: str) -> Words:
    limited = _("From {least} to {most}", least=sold.least, most=sold.most)
    hint = _("A number, or +5, or -2.") if sold.most == MOST_SEATS else limited
    return Words(name="seats", label=_("Seats"), hint=hint, value=value[:20], longest=20)
