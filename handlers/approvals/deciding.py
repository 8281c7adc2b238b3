"""A request is decided once, by somebody else than who asked, and only if everything still is as they saw it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Card, Element, Prose, Style, Words
from bot.phrases import Phrase, _
from handlers import approval_posts, find, order_posts
from handlers.approval_commands import AboutApproval, Approve, Reject
from handlers.approvals import cards
from handlers.approvals.asking import wish
from handlers.context import Context, Defaults
from handlers.errors import Instead, Refusal, Unknown
from handlers.order_kinds import KINDS
from handlers.policy import approval
from store import approvals, approvers, orders, tenants
from store.approvals import Approval
from store.database import savepoint
from store.orders import Order
from store.values import ApprovalState, Money, OrderId, Scope

LONGEST: Final = 500
OVERTAKEN, REJECTED, EXPIRED, NO_RIGHT = "approval-overtaken", "approval-rejected", "approval-expired", "approval-right"
"""Why an order that waited was not carried out, as the order keeps it."""


def approve(ctx: Context, ask: Approve) -> Card:
    """Checked again at this second: who asked, who approves, what it is, what it costs."""
    order, asked = meant(ctx, ask)
    _refuse_unless_may(ctx, order)
    if over := settled(ctx, order, asked):
        return over
    if not approvers.may_still(ctx.db, Scope(order.organisation), order):
        return overtaken(ctx, order, asked, NO_RIGHT)
    today = price_now(ctx, order, asked)
    if (left := to_agree_on(order, today, ask.price)) is not None:
        return cards.request(ctx.db, ctx.scope, order, asked, decides=True, left=left)
    if not carry_on(ctx, order, asked, ApprovalState.APPROVED, today):
        return overtaken(ctx, order, asked, OVERTAKEN)
    return now(ctx, order)


def reject(ctx: Context, ask: Reject) -> Card:
    order, asked = meant(ctx, ask)
    _refuse_unless_may(ctx, order)
    if over := settled(ctx, order, asked):
        return over
    reason = ask.reason.strip()
    if not reason:
        raise Instead(rejection_form(ctx, ask))
    refuse_long(reason)
    close(ctx.db, order, asked, ApprovalState.REJECTED, REJECTED, ctx.now, ctx.defaults, (ctx, reason))
    return now(ctx, order)


def rejection_form(ctx: Context, ask: Reject) -> Card:
    order, _asked = meant(ctx, ask)
    why = Words(name="reason", label=_("Why not"), value=ask.reason[:LONGEST], lines=3, longest=LONGEST)
    elements: tuple[Element, ...] = (Prose(text=_("{name} will read it.", name=order.asker_name)), why)
    submit = Button(label=_("Reject the request"), press=Reject(order=ask.order).token, style=Style.PRIMARY)
    return Card(title=_("Reject {order}", order=order.label), elements=elements, submit=submit)


def meant(ctx: Context, ask: AboutApproval) -> tuple[Order, Approval]:
    """Within the caller's reach, and locked; whatever else is named is as unknown as what never was."""
    id = find.identifier(ask.order)
    asked = approvals.of_order(ctx.db, ctx.scope, OrderId(id), lock=True) if id else None
    order = orders.get(ctx.db, ctx.scope, asked.order) if asked else None
    if order is None or asked is None:
        raise Unknown(_("There is no such request. Nothing was changed."))
    ctx.about(order.organisation, order.label, state=asked.state)
    return order, asked


def settled(ctx: Context, order: Order, asked: Approval) -> Card | None:
    """How it stands, where there is nothing left to decide."""
    if asked.state is ApprovalState.ASKED and approval.is_over(asked.expires_at, ctx.now):
        expire(ctx.db, order, asked, ctx.now, ctx.defaults)
        return now(ctx, order)
    if asked.state is ApprovalState.ASKED:
        return None
    return cards.request(ctx.db, ctx.scope, order, asked, notice=_already(asked))


def refuse_long(reason: str) -> None:
    if len(reason) > LONGEST:
        raise Refusal(_("A reason has at most {most} characters. Nothing was changed.", most=LONGEST), field="reason")


def carry_on(
    ctx: Context, order: Order, asked: Approval, to: ApprovalState, price: Money | None, reason: str = ""
) -> bool:
    """Order it as of this moment and at its price, once; False if something about it stands no longer."""
    if price is None or asked.fingerprint != approval.fingerprint(wish(ctx.db, order)):
        return False
    try:
        with savepoint(ctx.db):
            _use_up(ctx, asked, to, reason)
            KINDS[order.kind].taken(ctx, order)
    except Refusal:
        return False
    orders.place(ctx.db, ctx.scope, order, ctx.person, ctx.now, price)
    tell(ctx.db, order, to, ctx.now, ctx.defaults)
    ctx.about(order.organisation, order.label, before=order.seats_before, after=order.seats_after, kind=order.kind)
    return True


def _use_up(ctx: Context, asked: Approval, to: ApprovalState, reason: str) -> None:
    if not approvals.decide(ctx.db, ctx.scope, asked, to, ctx.now, ctx.person, reason):
        raise Refusal(_("There is nothing left to decide. Nothing was changed."))


def to_agree_on(order: Order, today: Money | None, agreed: str) -> Money | None:
    """The credit that is left of what was asked for, where that is less and is not what somebody said yes to."""
    if today is None or not approval.is_less(order.price, today) or agreed == approval.exactly(today):
        return None
    return today


def price_now(ctx: Context, order: Order, asked: Approval) -> Money | None:
    """What it costs at this moment, which differs from what was asked for only by the days that have gone by.

    None where it costs more, anything else has changed, or it is no longer allowed.
    """
    kind = KINDS[order.kind]
    try:
        if kind.price is None:
            return order.price if kind.stands(ctx, order) else None
        if not kind.stands(replace(ctx, now=asked.asked_at), order):
            return None
        today = kind.price(ctx, order)
    except Refusal:
        return None
    return today if approval.covers(order.price, today) or approval.is_less(order.price, today) else None


def expire(db: Connection, order: Order, asked: Approval, now: datetime, defaults: Defaults) -> None:
    """Nobody decided in time."""
    close(db, order, asked, ApprovalState.EXPIRED, EXPIRED, now, defaults)


def close(
    db: Connection,
    order: Order,
    asked: Approval,
    to: ApprovalState,
    code: str,
    now: datetime,
    defaults: Defaults,
    said: tuple[Context, str] | None = None,
) -> None:
    """The order will not be carried out; who asked and who was asked are told. `said`: by whom, in which words."""
    by, reason = (said[0].person, said[1]) if said else (None, "")
    scope = Scope(order.organisation)
    if approvals.decide(db, scope, asked, to, now, by, reason):
        orders.turn_down(db, scope, order, code, now, by)
        tenants.release(db, scope, order.id)
        tell(db, order, to, now, defaults)


def tell(db: Connection, order: Order, became: ApprovalState, now: datetime, defaults: Defaults) -> None:
    """Everybody's card says what became of it; who waited for it hears it."""
    order_posts.to_asker(db, order, str(became), now, defaults, anew=became is not ApprovalState.BROKEN_GLASS)
    approval_posts.write_anew(db, order.id, str(became), now)


def overtaken(ctx: Context, order: Order, asked: Approval, code: str) -> Card:
    close(ctx.db, order, asked, ApprovalState.OVERTAKEN, code, ctx.now, ctx.defaults)
    ctx.about(order.organisation, order.label, state=ApprovalState.OVERTAKEN, why=code)
    return now(ctx, order)


def _refuse_unless_may(ctx: Context, order: Order) -> None:
    """One of those who may approve at this second, and not the human who asked under whatever name."""
    scope = Scope(order.organisation)
    same_account = (ctx.installation, ctx.ask.account.user) == (order.installation, order.account)
    if same_account or ctx.person in approvers.same_human(ctx.db, scope, order):
        raise Refusal(_("You asked for this yourself: somebody else decides on it. Nothing was changed."))
    if ctx.person not in {one.person for one in approvers.of(ctx.db, scope, order)}:
        text = _(
            "Admins of {customer} decide on this, or those of its seller where there is no other. Nothing was changed.",
            customer=order.customer,
        )
        raise Refusal(text)


def _already(asked: Approval) -> Phrase:
    if asked.name:
        return _("{name} has decided already. Nothing more was changed.", name=asked.name)
    return _("There is nothing left to decide. Nothing was changed.")


def now(ctx: Context, order: Order) -> Card:
    """The request as it is now."""
    fresh, asked = orders.get(ctx.db, ctx.scope, order.id), approvals.of_order(ctx.db, ctx.scope, order.id)
    if fresh is None or asked is None:
        raise LookupError(order.id)
    return cards.request(ctx.db, ctx.scope, fresh, asked)
