"""Orders that people carry out: who is asked, what they say, and who decides that it is done like that."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Element, Notice, Prose, Style, Tone, Words
from bot.phrases import _, n_
from handlers import find, fulfil_cards
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.fulfil_commands import AboutFulfilment, MarkDone, MarkRefused, MarkWithdrawn, ShowFulfilments
from handlers.menu import Item
from handlers.order_numbers import numbered
from handlers.pages import PAGE, pages
from store import fulfilments, orders
from store.fulfilments import Fulfilment
from store.orders import Order
from store.values import ManualAnswer, OrderId, OrganisationKind, Scope

LONGEST: Final = 500
_SELLERS: Final = frozenset(OrganisationKind) - {OrganisationKind.CUSTOMER}


def show(ctx: Context, ask: ShowFulfilments) -> Card:
    """One of them if a number is given, else those that wait."""
    if ask.number:
        order, given = _given(ctx, numbered(ctx, ask.number))
        ctx.about(order.organisation, order.label)
        return fulfil_cards.asked(ctx.db, ctx.scope, order, given)
    total = fulfilments.count_waiting(ctx.db, ctx.scope)
    title = _("Orders to carry out · {organisation}", organisation=ctx.grant.name)
    if not total:
        return Card(title=title, elements=(Prose(text=_("No order waits for you.")),))
    turning = pages(ask.but(organisation=str(ctx.scope.root)), ask.offset, total)
    return fulfil_cards.listed(title, fulfilments.waiting(ctx.db, ctx.scope, offset=ask.offset, most=PAGE), turning)


def done(ctx: Context, ask: MarkDone) -> Card:
    return _answer(ctx, ask, ManualAnswer.DONE)


def refuse(ctx: Context, ask: MarkRefused) -> Card:
    """With a reason, which the one who ordered reads."""
    if not ask.reason.strip():
        raise Instead(refusal_form(ctx, ask))
    return _answer(ctx, ask, ManualAnswer.REFUSED, ask.reason.strip())


def refusal_form(ctx: Context, ask: MarkRefused) -> Card:
    order, given = _meant(ctx, ask)
    _still_asked(given)
    why = Words(name="reason", label=_("Why it can't be done"), value=ask.reason[:LONGEST], lines=3, longest=LONGEST)
    elements: tuple[Element, ...] = (Prose(text=_("{customer} will read it.", customer=order.customer)), why)
    submit = Button(label=_("Refuse the order"), press=MarkRefused(order=ask.order).token, style=Style.PRIMARY)
    return Card(title=_("Refuse {order}", order=order.label), elements=elements, submit=submit)


def let_go(ctx: Context, ask: MarkWithdrawn) -> Card:
    """Only what its asker would rather not have."""
    _order, given = _meant(ctx, ask)
    if given.unwanted_at is None:
        raise Refusal(_("Nobody asked to withdraw it. Refuse it with a reason instead. Nothing was changed."))
    return _answer(ctx, ask, ManualAnswer.WITHDRAWN)


def drawn(db: Connection, scope: Scope, task: str) -> Card | None:
    """The card of a task, as things are now, for a conversation with one person alone."""
    id = find.identifier(fulfil_cards.order_of(task))
    order = orders.get(db, scope, OrderId(id)) if id else None
    given = fulfilments.get(db, scope, order.id) if order else None
    if order is None or given is None:
        return None
    return fulfil_cards.asked(db, scope, order, given).model_copy(update={"private": False})


def _answer(ctx: Context, ask: AboutFulfilment, said: ManualAnswer, remark: str = "") -> Card:
    order, given = _meant(ctx, ask)
    _still_asked(given)
    if len(remark) > LONGEST:
        raise Refusal(_("A reason has at most {most} characters. Nothing was changed.", most=LONGEST), field="reason")
    if not fulfilments.answer(ctx.db, ctx.scope, order.id, said, remark, ctx.person, ctx.now):
        raise Refusal(_("Somebody has just said what became of it. Nothing was changed."))
    ctx.about(order.organisation, order.label, answer=said, customer=order.customer)
    notice = Notice(tone=Tone.DONE, text=_("Noted. {customer} is told.", customer=order.customer))
    left = fulfilments.count_waiting(ctx.db, ctx.scope)
    others = n_("{count} order still waits", "{count} orders still wait", left)
    rest = Button(label=others, press=ShowFulfilments(organisation=str(ctx.scope.root)).token)
    elements = (notice, Buttons(buttons=(rest,))) if left else (notice,)
    return Card(title=_("{order} · {customer}", order=order.label, customer=order.customer), elements=elements)


def _still_asked(given: Fulfilment) -> None:
    if given.answer is not None:
        raise Refusal(
            _(
                "{name} has said already what became of it, {moment}. Nothing was changed.",
                name=given.name,
                moment=given.answered_at or given.asked_at,
            )
        )


def _meant(ctx: Context, ask: AboutFulfilment) -> tuple[Order, Fulfilment]:
    id = find.identifier(ask.order)
    return _given(ctx, orders.get(ctx.db, ctx.scope, OrderId(id)) if id else None)


def _given(ctx: Context, order: Order | None) -> tuple[Order, Fulfilment]:
    """Of a customer below one's own organisation, in its hands or those of one below: nobody else carries it out."""
    below = order is not None and order.organisation != ctx.scope.root
    given = fulfilments.get(ctx.db, ctx.scope, order.id) if order and below else None
    if order is None or given is None or not fulfilments.in_hands(ctx.db, ctx.scope, given):
        raise Unknown(_("There is no such order to carry out. Nothing was changed."))
    return order, given


MENU = (
    Item(
        ShowFulfilments,
        show,
        words=("fulfil", "to fulfil"),
        words_fr=("traiter", "à traiter"),
        read=lambda rest: ShowFulfilments(number=rest),
        summary=_("List the orders of your customers that you carry out by hand"),
        example=_("fulfil C-000123"),
        kinds=_SELLERS,
    ),
    Item(MarkDone, done),
    Item(MarkRefused, refuse, form=refusal_form),
    Item(MarkWithdrawn, let_go),
)
