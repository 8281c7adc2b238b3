"""From a press on “order” to a request: whether one is needed, who is asked, and what it is bound to."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.cards import Button, Card
from bot.phrases import _
from handlers import approval_posts
from handlers.approval_commands import SetThresholds, ShowApprovals
from handlers.approvals import cards
from handlers.context import Context
from handlers.errors import Refusal
from handlers.policy import approval
from handlers.policy.approval import Why, Wish
from store import approvals, approvers, order_lines, orders, thresholds
from store.orders import Order
from store.values import ApprovalId, OrderKind, Scope


def needed(ctx: Context, order: Order) -> Why | None:
    """By what the organisation has chosen whose order it is."""
    return approval.why(thresholds.of(ctx.db, Scope(order.organisation)), wish(ctx.db, order))


def ask(ctx: Context, order: Order, why: Why) -> Card:
    """The order gets a number and waits; everybody who may approve is asked."""
    scope = Scope(order.organisation)
    mark = approval.fingerprint(wish(ctx.db, order))
    _refuse_twice(ctx, scope, mark)
    found = approvers.of(ctx.db, scope, order)
    can_go_alone = thresholds.of(ctx.db, scope).break_glass
    if not found and not can_go_alone:
        raise _nobody(ctx, order)
    orders.hold(ctx.db, ctx.scope, order, ctx.person, ctx.now)
    until = approval.expires_at(ctx.now)
    approvals.ask(ctx.db, scope, ApprovalId(ctx.new_id()), order.id, mark, ctx.now, until)
    approval_posts.to_approvers(ctx.db, order, approval_posts.task(order.id), "asked", ctx.now, ctx.defaults)
    held, asked = orders.get(ctx.db, ctx.scope, order.id), approvals.of_order(ctx.db, scope, order.id)
    if held is None or asked is None:
        raise LookupError(order.id)
    ctx.about(order.organisation, held.label, before=order.seats_before, after=order.seats_after, approval=why)
    return cards.waiting(held, asked, found, why, can_go_alone=can_go_alone)


def wish(db: Connection, order: Order) -> Wish:
    """All that an approval of this order is bound to."""
    scope = Scope(order.organisation)
    bought = order_lines.of(db, scope, order.id) if order.kind is OrderKind.PURCHASE else []
    return Wish(
        order.kind,
        order.organisation,
        order.subscription,
        order.offer,
        order.seats_before,
        order.seats_after,
        order.price,
        order.payment,
        order.version,
        tuple((line.offer, line.seats, line.unit_price) for line in bought),
    )


def _refuse_twice(ctx: Context, scope: Scope, mark: str) -> None:
    number = approvals.waiting_alike(ctx.db, scope, mark, ctx.now)
    if number is None:
        return
    label = f"C-{number:06}"
    text = _(
        "The very same waits for approval already, as order {order}. Nothing was asked a second time.", order=label
    )
    raise Refusal(text, buttons=(Button(label=_("Show request"), press=ShowApprovals(number=label).token),))


def _nobody(ctx: Context, order: Order) -> Refusal:
    text = _(
        "This needs the approval of another Admin of {customer} or of its seller, and there is none. "
        "Nothing was ordered. Have another Admin added, then order again.",
        customer=order.customer,
    )
    settings = SetThresholds(organisation=str(order.organisation))
    button = Button(label=_("When is an approval needed?"), press=settings.token)
    return Refusal(text, buttons=(button,) if ctx.may(SetThresholds.needs) else ())
