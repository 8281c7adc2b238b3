"""Breaking the glass: one's own order without approval, where the organisation allows it; every Admin hears of it."""

from __future__ import annotations

from bot.cards import Button, Card, Element, Notice, Style, Tone, Words
from bot.phrases import _
from handlers import approval_posts
from handlers.approval_commands import GoAlone
from handlers.approval_posts import News
from handlers.approvals import cards, deciding
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.policy.approval import exactly
from store import orders, thresholds
from store.approvals import Approval
from store.orders import Order
from store.values import ApprovalState, Money, Scope


def go(ctx: Context, ask: GoAlone) -> Card:
    """By the one who asked, with a reason; checked again at this second as an approval is."""
    order, asked = _mine(ctx, ask)
    if over := deciding.settled(ctx, order, asked):
        return over
    reason = ask.reason.strip()
    if not reason:
        raise Instead(form(ctx, ask))
    deciding.refuse_long(reason)
    today = deciding.price_now(ctx, order, asked)
    if (left := deciding.to_agree_on(order, today, ask.price)) is not None:
        raise Instead(form(ctx, ask, left))
    if not deciding.carry_on(ctx, order, asked, ApprovalState.BROKEN_GLASS, today, reason):
        return deciding.overtaken(ctx, order, asked, deciding.OVERTAKEN)
    _tell(ctx, orders.get(ctx.db, ctx.scope, order.id) or order, reason)
    return deciding.now(ctx, order)


def form(ctx: Context, ask: GoAlone, left: Money | None = None) -> Card:
    """What it means, and why it must be. `left`: of a credit that days have made less."""
    order, _asked = _mine(ctx, ask)
    text = _(
        "It is ordered at once, without the approval that it needs. "
        "All Admins of {customer} and of its seller are told now, with your name and your reason.",
        customer=order.customer,
    )
    longest = deciding.LONGEST
    why = Words(name="reason", label=_("Why it can't wait"), value=ask.reason[:longest], lines=3, longest=longest)
    less = (Notice(tone=Tone.WARNING, text=cards.less(order, left)),) if left is not None else ()
    elements: tuple[Element, ...] = (*less, Notice(tone=Tone.WARNING, text=text), why)
    press = GoAlone(order=ask.order, price="" if left is None else exactly(left))
    submit = Button(label=_("Order without approval"), press=press.token, style=Style.DANGER)
    return Card(title=_("Order {order} without approval", order=order.label), elements=elements, submit=submit)


def _tell(ctx: Context, order: Order, reason: str) -> None:
    """What was ordered, at the price of now."""
    by = order.asker_name
    body = {"number": order.label, "organisation": order.customer, "product": order.product, "by": by, "reason": reason}
    news = News(f"alone:{order.id}", cards.alone(order, by, reason), "alone", body)
    approval_posts.to_all_admins(ctx.db, Scope(order.organisation), news, ctx.person, ctx.now, ctx.defaults)


def _mine(ctx: Context, ask: GoAlone) -> tuple[Order, Approval]:
    order, asked = deciding.meant(ctx, ask)
    if order.asker != ctx.person:
        raise Refusal(_("Only who asked for it can go alone. Nothing was changed."))
    if not thresholds.of(ctx.db, Scope(order.organisation)).break_glass:
        text = _("{customer} does not allow orders without approval. Nothing was changed.", customer=order.customer)
        raise Refusal(text)
    return order, asked
