"""Step one: the term and billing of each line, among those that its product is sold with."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Choice, Element, Option, Style
from bot.phrases import Phrase, _, n_
from handlers import wording
from handlers.cart import places, pricing, words
from handlers.cart.commands import CHOICE, ChooseOptions
from handlers.cart.pricing import Item
from handlers.cart.stages import Stage, Step
from handlers.errors import Refusal
from handlers.pages import PAGE
from store import cart_lines
from store.market import Priced
from store.values import OfferId


def card(stage: Stage, ask: ChooseOptions | None = None) -> Card:
    """A choice for each line, ten at a time."""
    ask = ask or ChooseOptions()
    here = stage.items[ask.offset : ask.offset + PAGE] or stage.items[:PAGE]
    sold = pricing.choices(stage.ctx, stage.cart, here)
    fields = tuple(_field(item, sold[item.line.product], ask.chosen.get(str(item.line.offer), "")) for item in here)
    press = ChooseOptions(organisation=stage.here, offset=ask.offset).token
    submit = Button(label=_("Next"), press=press, style=Style.PRIMARY)
    elements: tuple[Element, ...] = (stage.head(Step.OPTIONS), *fields, Buttons(buttons=(stage.back(Step.OPTIONS),)))
    return Card(title=stage.title, elements=elements, submit=submit)


def take(stage: Stage, ask: ChooseOptions) -> int:
    """Changes the lines that were chosen otherwise; where the next page begins."""
    here = stage.items[ask.offset : ask.offset + PAGE]
    merged = sum(_taken(stage, item, ask.chosen.get(str(item.line.offer), "")) for item in here)
    return ask.offset + len(here) - merged


def _taken(stage: Stage, item: Item, chosen: str) -> bool:
    """Whether the line went into another one, which had that offer already."""
    ctx, cart, line = stage.ctx, stage.cart, item.line
    id = places.offer(chosen)
    if id is None or id == line.offer:
        return False
    sold = _chosen(stage, item, id)
    seats = {one.offer: one.seats for one in cart_lines.of(ctx.db, ctx.scope, cart.id)}
    both = seats[line.offer] + seats.get(id, 0)
    if pricing.within(sold, both) != both:
        least, most = sold.least, sold.most
        text = _("Like that it is sold with {least} to {most} seats. Nothing was changed.", least=least, most=most)
        raise Refusal(text, field=f"{CHOICE}{line.offer}")
    cart_lines.swap(ctx.db, ctx.scope, cart, line.offer, (id, both, sold.unit_price), ctx.person, ctx.now)
    return id in seats


def _chosen(stage: Stage, item: Item, id: OfferId) -> Priced:
    for one in pricing.choices(stage.ctx, stage.cart, [item])[item.line.product]:
        if one.offer == id:
            return one
    text = _("{product} is not sold like that now. Nothing was changed.", product=item.line.name)
    raise Refusal(text, field=f"{CHOICE}{item.line.offer}")


def _field(item: Item, sold: list[Priced], chosen: str) -> Choice:
    line = item.line
    options = tuple(Option(value=str(one.offer), label=_said(one)) for one in sold)
    label = n_("{product}, {count} seat", "{product}, {count} seats", line.seats, product=line.name)
    return Choice(name=f"{CHOICE}{line.offer}", label=label, options=options, chosen=chosen or str(line.offer))


def _said(one: Priced) -> Phrase:
    price = words.a_seat(one.unit_price, one.billing)
    return _("{term}: {price} a seat", term=wording.lasting(one.policy, one.length, one.billing), price=price)
