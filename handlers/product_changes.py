"""Another product in place of this one: what there is to choose, and what it costs before one press."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Buttons, Card, Prose
from bot.phrases import Phrase, _
from handlers import find, next_terms, product_cards, proposals, wording
from handlers.context import Context
from handlers.ending_commands import ChangeProduct, KeepProduct
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy import product_change
from handlers.policy.names import fold
from handlers.policy.product_change import AtOnce, Later
from handlers.policy.schedule import charge
from handlers.policy.terms import renews_at
from handlers.policy.verdict import Refused
from handlers.support_commands import AskSupplier
from store import order_lines, prices, product_changes
from store.order_lines import NewLine
from store.product_changes import Target
from store.subscriptions import Subscription
from store.values import Direction, Money, OfferId, OrderId, OrderKind, SubscriptionId

_TO: Final = re.compile(r"^(?:to|into|en|vers|par|->|→)\s+", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s+(?:to|into|vers|par|->|→)\s+", re.IGNORECASE)


def propose(ctx: Context, ask: ChangeProduct) -> Card:
    """More at once, less at the renewal; without a product, those that there are."""
    if not ask.names_something:
        raise Instead(form(ctx, ask))
    held, rest = find.subscription(ctx, ask)
    proposals.refuse_while_another_runs(ctx, held)
    found = product_changes.targets(ctx.db, ctx.scope, held.id)
    if not found:
        raise _none(held)
    wanted = _wanted(found, ask.target or rest)
    if wanted is None:
        raise Instead(_choices(ctx, held, found))
    if wanted.offer == held.next_offer:
        raise product_cards.chosen(held)
    quoted = quote(ctx, held, wanted)
    if isinstance(quoted, Refused):
        raise product_cards.refusal(held, quoted, wanted)
    ctx.about(held.organisation, held.label, before=held.sku, after=wanted.sku)
    if isinstance(quoted, AtOnce):
        order = _draft(ctx, held, wanted, quoted.price, quoted.unit_price, quoted.lines[-1].amount)
        then = next_terms.more_as(ctx.db, ctx.scope, held, wanted, quoted)
        return product_cards.at_once(held, wanted, quoted, then, order)
    order = _draft(ctx, held, wanted, quoted.per_period, quoted.unit_price, quoted.per_period_then)
    return product_cards.later(held, wanted, quoted, order)


def keep(ctx: Context, ask: KeepProduct) -> Card:
    """What was chosen for the renewal is taken back."""
    held, _rest = find.subscription(ctx, ask)
    proposals.refuse_while_another_runs(ctx, held)
    if held.next_product is None:
        text = _("{product} renews as it is already. Nothing was changed.", product=held.name)
        raise Refusal(text, title=wording.heading(held))
    nothing = held.terms.unit_price * 0
    order = proposals.draft(ctx, held, OrderKind.PRODUCT_LATER, held.terms.seats, nothing, offer=held.offer)
    ctx.about(held.organisation, held.label, before=held.next_product, after=held.sku)
    return product_cards.kept(held, order)


def quote(ctx: Context, held: Subscription, wanted: Target) -> AtOnce | Later | Refused:
    """What it costs at this moment, and when it happens."""
    if wanted.direction is Direction.UP:
        price = prices.of_offer(ctx.db, ctx.scope, held.id, wanted.offer, ctx.now)
        return product_change.at_once(held.terms, price, ctx.now)
    price = prices.of_offer(ctx.db, ctx.scope, held.id, wanted.offer, renews_at(held.terms))
    return product_change.at_renewal(held.terms, price, ctx.now)


def price_now(ctx: Context, held: Subscription, offer: OfferId | None) -> Money | None:
    """What the order costs now; None where the catalogue or the terms no longer allow it."""
    if offer == held.offer:
        return held.terms.unit_price * 0 if held.next_product else None
    wanted = product_changes.target(ctx.db, ctx.scope, held.id, offer) if offer else None
    quoted = quote(ctx, held, wanted) if wanted else None
    match quoted:
        case AtOnce(price=price):
            return price
        case Later(per_period=difference):
            return difference
        case _:
            return None


def again(ctx: Context, subscription: SubscriptionId, offer: OfferId | None) -> Card:
    """The same wish once more, as things are now."""
    if any(one.offer == offer for one in product_changes.targets(ctx.db, ctx.scope, subscription)):
        return propose(ctx, ChangeProduct(subscription=str(subscription), target=str(offer)))
    return keep(ctx, KeepProduct(subscription=str(subscription)))


def form(ctx: Context, ask: ChangeProduct) -> Card:
    submit = Button(label=_("Show the products"), press=type(ask)().token)
    return Card(title=_("Another product"), elements=(find.choice_of_subscriptions(ctx),), submit=submit)


def _draft(ctx: Context, held: Subscription, to: Target, price: Money, each: Money, amount: Money) -> OrderId:
    """With its line: the product, at which price."""
    proposals.refuse_too_much(amount)
    kind = OrderKind.PRODUCT_NOW if to.direction is Direction.UP else OrderKind.PRODUCT_LATER
    order = proposals.draft(ctx, held, kind, held.terms.seats, price, offer=to.offer)
    seats = held.terms.seats if to.direction is Direction.UP else held.terms.scheduled_seats or held.terms.seats
    order_lines.write(ctx.db, ctx.scope, order, [NewLine(to.offer, to.name, seats, each, amount)])
    return order


def _wanted(found: list[Target], words: str) -> Target | None:
    """By the id that a button carries, by SKU, or by a name that only one of them has all the words of."""
    if id := find.identifier(words):
        return next((one for one in found if one.offer == id), None)
    name = fold(_TO.sub("", words.strip()))
    if exact := [one for one in found if name in {one.folded, one.sku.casefold()}]:
        return exact[0]
    alike = [one for one in found if name and set(name.split()) <= set(one.folded.split())]
    return alike[0] if len(alike) == 1 else None


def _choices(ctx: Context, held: Subscription, found: list[Target]) -> Card:
    """Each with what it costs; nothing as a button that would be refused."""
    quoted = [(one, quote(ctx, held, one)) for one in found]
    table = product_cards.table(held, quoted)
    able = [one for one, answer in quoted if not isinstance(answer, Refused)]
    if not able:
        refused = next(answer for _one, answer in quoted if isinstance(answer, Refused))
        raise product_cards.refusal(held, refused, found[0])
    others = [one for one in able if one.offer != held.next_offer]
    buttons = [Button(label=_label(one), press=_to(held, one).token) for one in others]
    if held.next_product:
        buttons.append(Button(label=_("Keep {product}", product=held.name), press=_keep(held).token))
    present = Prose(
        text=_("Now {price}, for the same term.", price=wording.per_period(charge(held.terms), held.terms.billing))
    )
    return Card(title=wording.heading(held), elements=(present, table, Buttons(buttons=tuple(buttons))))


def _label(one: Target) -> Phrase:
    if one.direction is Direction.UP:
        return _("{product} now", product=one.name)
    return _("{product} at the renewal", product=one.name)


def _to(held: Subscription, one: Target) -> ChangeProduct:
    return ChangeProduct(subscription=str(held.id), target=str(one.offer))


def _keep(held: Subscription) -> KeepProduct:
    return KeepProduct(subscription=str(held.id))


def _none(held: Subscription) -> Refusal:
    text = _(
        "The catalogue names no other product that {product} could become, for the same term. Nothing was changed.",
        product=held.name,
    )
    ask = Button(label=_("Ask the supplier"), press=AskSupplier(subscription=str(held.id)).token)
    return Refusal(text, buttons=(ask,), title=wording.heading(held))


def _read(rest: str) -> ChangeProduct:
    """`Microsoft 365 E3 to E5`: what stands before the word is the subscription."""
    parts = _BETWEEN.split(rest, maxsplit=1)
    return ChangeProduct(words=parts[0], target=parts[1]) if len(parts) > 1 else ChangeProduct(words=rest)


MENU = (
    Item(
        ChangeProduct,
        propose,
        words=("change product", "upgrade", "downgrade"),
        words_fr=("changer de produit", "changer produit", "surclasser"),
        read=_read,
        form=form,
        summary=_("Change a subscription to another product: more at once, less at the renewal"),
        example=_("change product Microsoft 365 E3 to Microsoft 365 E5"),
    ),
    Item(KeepProduct, keep),
)
