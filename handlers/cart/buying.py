"""What the press on “Buy” must know: whether the cart is still what was shown, and what happens as it is bought."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Card, Notice, Tone
from bot.phrases import _
from handlers import find
from handlers.cart import pricing, showing, stages, wizard
from handlers.cart.account import Account, Way, read
from handlers.cart.commands import Checkout
from handlers.context import Context
from handlers.errors import Refusal
from handlers.order_commands import ShowOrders
from store import cart_lines, carts, order_lines, orders, tenants
from store.carts import Cart
from store.orders import Order
from store.tenants import Claim
from store.values import CartId, OrderState

_CAME_TO_NOTHING: Final = {OrderState.REFUSED, OrderState.FAILED, OrderState.WITHDRAWN}


def stands(ctx: Context, order: Order) -> bool:
    """Locks the cart: it is the very one, each line costs and is sold as shown, and the domain is still free."""
    cart = carts.open_of(ctx.db, ctx.scope, order.organisation, lock=True)
    if cart is None or cart.version != order.version:
        return False
    found = pricing.items(ctx, cart)
    bought = [(line.offer, line.seats, line.unit_price) for line in order_lines.of(ctx.db, ctx.scope, order.id)]
    shown = [(item.line.offer, item.line.seats, item.line.unit_price) for item in found]
    if bought != shown or pricing.total(found) != order.price or not all(item.stands for item in found):
        return False
    return _account_stands(ctx, cart, read(cart.account)) if stages.asks_account(ctx, cart, found) else True


def taken(ctx: Context, order: Order) -> None:
    """The cart is closed by this order, and its domain is the customer's."""
    cart = carts.open_of(ctx.db, ctx.scope, order.organisation, lock=True)
    if cart is None or cart.version != order.version or not carts.close(ctx.db, ctx.scope, cart, order.id, ctx.now):
        raise Refusal(_("Meanwhile the cart changed. Nothing was ordered."))
    account = read(cart.account)
    if not stages.asks_account(ctx, cart, pricing.items(ctx, cart)):
        return
    is_new = account.way is Way.NEW
    claim = Claim(account.domain, cart.organisation, order.id, is_new, account.model_dump_json())
    if not tenants.claim(ctx.db, ctx.scope, claim, ctx.now):
        text = _("{domain} was taken a moment ago. Nothing was ordered. Choose another name.", domain=account.domain)
        raise Refusal(text, buttons=(_checkout(cart),))


def again(ctx: Context, order: Order) -> Card:
    """The summary as it is now; or who was faster; or what came to nothing, in the cart once more."""
    cart = carts.of_version(ctx.db, ctx.scope, order.organisation, order.version)
    here = str(order.organisation)
    if cart and cart.order == order.id and order.state in _CAME_TO_NOTHING:
        return _refilled(find.narrowed(ctx, here), cart, order)
    first = orders.get(ctx.db, ctx.scope, cart.order) if cart and cart.order else None
    if cart and first:
        text = _(
            "{name} bought this cart on {moment}, order {order}. Nothing was ordered a second time.",
            name=first.asker_name,
            moment=first.placed_at or cart.changed_at,
            order=first.label,
        )
        raise Refusal(text, buttons=(Button(label=_("Show order"), press=ShowOrders(number=first.label).token),))
    return wizard.again(find.narrowed(ctx, here), Checkout(organisation=here))


def _refilled(ctx: Context, bought: Cart, order: Order) -> Card:
    """Its lines at the prices that were paid; those that are there already stay as they are."""
    cart = carts.begin(ctx.db, ctx.scope, CartId(ctx.new_id()), order.organisation, ctx.person, ctx.now)
    if cart.currency not in {None, order.price.currency}:
        text = _(
            "The cart is in {currency}, and this has no price in it. Nothing was changed. Buy what is in it first.",
            currency=cart.currency or "",
        )
        raise Refusal(text)
    there = {line.offer for line in cart_lines.of(ctx.db, ctx.scope, cart.id)}
    for line in order_lines.of(ctx.db, ctx.scope, order.id):
        if line.offer not in there:
            new = line.offer, line.seats, line.unit_price
            cart_lines.put(ctx.db, ctx.scope, cart, new, ctx.person, ctx.now)
    if not there:
        kept = {"note": bought.note, "payment": bought.payment, "account": bought.account, "step": stages.Step.OPTIONS}
        carts.fill_in(ctx.db, ctx.scope, cart, kept, ctx.person, ctx.now)
    text = _("What order {order} was for is in the cart again. Nothing has been ordered.", order=order.label)
    return showing.now(ctx, cart, Notice(tone=Tone.INFO, text=text))


def _account_stands(ctx: Context, cart: Cart, account: Account) -> bool:
    return account.is_complete and not tenants.taken(ctx.db, account.domain, but_by=cart.organisation)


def _checkout(cart: Cart) -> Button:
    return Button(label=_("Go on with the checkout"), press=Checkout(organisation=str(cart.organisation)).token)
