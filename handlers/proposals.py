"""From a proposal to a press: the draft of an order, its buttons, and the two answers to it."""

from __future__ import annotations

from typing import ClassVar

from bot.cards import Button, Buttons, Style
from bot.commands import Command
from bot.phrases import Phrase, _
from handlers.context import Context
from handlers.errors import Refusal
from store import orders
from store.subscriptions import Subscription
from store.values import MOST_MONEY, Money, OfferId, OrderId, OrderKind, Right


class ConfirmOrder(Command):
    """Order what the card proposed."""

    name = "order.confirm"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    order: str

    @property
    def names_something(self) -> bool:
        return True


class DismissOrder(ConfirmOrder):
    """Leave everything as it is."""

    name = "order.dismiss"


def draft(
    ctx: Context,
    held: Subscription,
    kind: OrderKind,
    seats: int,
    price: Money,
    *,
    offer: OfferId | None = None,
    method: str = "",
) -> OrderId:
    """Remember what is proposed, bound to who asked and to the version they see.

    `offer`: what it will run by; `method`: how it is paid.
    """
    refuse_too_much(price)
    order = OrderId(ctx.new_id())
    orders.draft(
        ctx.db,
        ctx.scope,
        orders.Draft(
            id=order,
            organisation=held.organisation,
            subscription=held.id,
            asker=ctx.person,
            kind=kind,
            seats_before=held.terms.seats,
            seats_after=seats,
            price=price,
            version=held.version,
            installation=ctx.installation,
            account=ctx.ask.account.user,
            offer=offer,
            payment=method,
        ),
        ctx.now,
    )
    return order


def buttons(
    order: OrderId, confirm: Phrase, *others: Button, style: Style = Style.PRIMARY, leave: Phrase | None = None
) -> Buttons:
    """The one that orders, what else is offered, and the way out."""
    yes = Button(label=confirm, press=ConfirmOrder(order=str(order)).token, style=style)
    no = Button(label=leave or _("Cancel"), press=DismissOrder(order=str(order)).token)
    return Buttons(buttons=(yes, *others, no))


def refuse_too_much(amount: Money) -> None:
    """Amounts beyond what can be kept are a slip of the hand, in seats or in a price list."""
    if abs(amount.amount) > MOST_MONEY:
        text = _("That comes to {amount}, more than one order can be of. Nothing was changed.", amount=abs(amount))
        raise Refusal(text, field="seats")


def refuse_while_another_runs(ctx: Context, held: Subscription) -> None:
    """One order at a time on a subscription: a second one would be computed on numbers that are about to change."""
    if running := orders.running_on(ctx.db, ctx.scope, held.id):
        text = _(
            "Order {order} on {product} is still being carried out. Nothing was changed. Ask again once it is done.",
            order=running.label,
            product=held.name,
        )
        raise Refusal(text)
