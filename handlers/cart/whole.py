"""The cart as a whole: emptied, noted on, accepted as it can be bought now."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Card, Notice, Style, Tone, Words
from bot.phrases import _
from handlers import entered
from handlers.cart import places, pricing, showing
from handlers.cart.commands import AcceptCart, EmptyCart, NoteCart
from handlers.context import Context
from handlers.errors import Instead
from store import cart_lines, carts

_LONGEST_NOTE: Final = 500


def empty(ctx: Context, ask: EmptyCart) -> Card:
    cart = places.filled(ctx, ask)
    lines = cart_lines.of(ctx.db, ctx.scope, cart.id)
    cart_lines.drop(ctx.db, ctx.scope, cart, [line.offer for line in lines], ctx.person, ctx.now)
    blank = {"note": None, "payment": None, "account": "{}", "step": ""}
    carts.fill_in(ctx.db, ctx.scope, cart, blank, ctx.person, ctx.now)
    ctx.about(cart.organisation, ctx.grant.name, before=len(lines), after=0)
    return showing.now(ctx, cart, Notice(tone=Tone.DONE, text=_("Everything was taken out. Nothing was ordered.")))


def note(ctx: Context, ask: NoteCart) -> Card:
    cart = places.filled(ctx, ask)
    if not ask.filled:
        raise Instead(note_form(ctx, ask))
    text = entered.line("note", ask.note, _LONGEST_NOTE)
    carts.fill_in(ctx.db, ctx.scope, cart, {"note": text or None}, ctx.person, ctx.now)
    ctx.about(cart.organisation, ctx.grant.name)
    done = _("The note was written down.") if text else _("The note was taken away.")
    return showing.now(ctx, cart, Notice(tone=Tone.DONE, text=done))


def note_form(ctx: Context, ask: NoteCart) -> Card:
    cart = places.filled(ctx, ask)
    field = Words(
        name="note",
        label=_("Note"),
        hint=_("For whoever buys with you; it goes along with the order."),
        value=(ask.note if ask.filled else cart.note or "")[:_LONGEST_NOTE],
        lines=3,
        longest=_LONGEST_NOTE,
        optional=True,
    )
    press = NoteCart(organisation=str(cart.organisation), filled=True).token
    submit = Button(label=_("Save"), press=press, style=Style.PRIMARY)
    return Card(title=_("Note on the cart"), elements=(field,), submit=submit)


def accept(ctx: Context, ask: AcceptCart) -> Card:
    """Only what the card showed; anything newer is shown first."""
    cart = places.filled(ctx, ask)
    found = pricing.items(ctx, cart)
    if pricing.seen(found) != ask.seen:
        text = _("Meanwhile something else changed. Nothing was accepted. This is how it stands now.")
        return showing.now(ctx, cart, Notice(tone=Tone.WARNING, text=text))
    for item in found:
        if item.offered and not item.stands:
            line = item.line.offer, item.new_seats or item.line.seats, item.offered.unit_price
            cart_lines.put(ctx.db, ctx.scope, cart, line, ctx.person, ctx.now)
    gone = [item.line.offer for item in found if item.offered is None]
    if gone:
        cart_lines.drop(ctx.db, ctx.scope, cart, gone, ctx.person, ctx.now)
    ctx.about(cart.organisation, ctx.grant.name, dropped=len(gone))
    text = _("The cart is as it can be bought now. Nothing has been ordered.")
    return showing.now(ctx, cart, Notice(tone=Tone.DONE, text=text))
