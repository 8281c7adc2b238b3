"""What waits for an approval: first what waits for the reader, then the others, then what became of earlier ones."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Button, Buttons, Card, Column, Element, Heading, Prose, Table
from bot.phrases import Phrase, _, joined, plain
from handlers import approval_words, wording
from handlers.approval_commands import Approve, SetThresholds, ShowApprovals
from handlers.approvals import cards
from handlers.context import Context
from handlers.errors import Unknown
from handlers.order_numbers import numbered
from handlers.pages import PAGE, pages
from store import approvals, approvers, thresholds
from store.approvals import Listed
from store.orders import Order
from store.values import ApprovalState, Scope


def show(ctx: Context, ask: ShowApprovals) -> Card:
    """One of them if a number is given."""
    if ask.number:
        return _one(ctx, ask.number)
    elements = [*_waiting(ctx, ask), *_history(ctx, ask), *_settings(ctx)]
    return Card(title=_("Approvals · {organisation}", organisation=ctx.grant.name), elements=tuple(elements))


def decides(ctx: Context, order: Order) -> bool:
    """Whether the reader may approve it at this moment."""
    scope = Scope(order.organisation)
    return ctx.may(Approve.needs) and ctx.person in {one.person for one in approvers.of(ctx.db, scope, order)}


def _one(ctx: Context, words: str) -> Card:
    order = numbered(ctx, words)
    asked = approvals.of_order(ctx.db, ctx.scope, order.id) if order else None
    if order is None or asked is None:
        text = _("No order {number} has waited for an approval. Nothing was changed.", number=words[:40])
        raise Unknown(text)
    ctx.about(order.organisation, order.label)
    scope = Scope(order.organisation)
    if order.asker == ctx.person and asked.state is ApprovalState.ASKED:
        alone = thresholds.of(ctx.db, scope).break_glass
        return cards.waiting(order, asked, approvers.of(ctx.db, scope, order), can_go_alone=alone)
    return cards.request(
        ctx.db, ctx.scope, order, asked, notice=_notice(order, asked.state), decides=decides(ctx, order)
    )


def _notice(order: Order, state: ApprovalState) -> Phrase | None:
    if state is not ApprovalState.ASKED:
        return None
    return _("{name} asks for an approval. Nothing is ordered before.", name=order.asker_name)


def _waiting(ctx: Context, ask: ShowApprovals) -> list[Element]:
    """What waits for the reader comes before what waits for others, on whichever page."""
    total, offset = approvals.count_open(ctx.db, ctx.scope), 0 if ask.earlier else ask.offset
    if not total:
        return [Prose(text=_("Nothing waits for an approval."))]
    reader = ctx.person if ctx.may(Approve.needs) else None
    found = approvals.open_ones(ctx.db, ctx.scope, reader, offset=offset, most=PAGE)
    mine, others = [one for one in found if one.mine], [one for one in found if not one.mine]
    turning = pages(ShowApprovals(organisation=str(ctx.scope.root)), offset, total)
    return [*_section(_("Waiting for you"), mine), *_section(_("Waiting for others"), others), *turning]


def _section(title: Phrase, found: Sequence[Listed]) -> list[Element]:
    if not found:
        return []
    columns = (
        Column(label=_("Order")),
        Column(label=_("What")),
        Column(label=_("Asked by")),
        Column(label=_("Until")),
    )
    rows = tuple((plain(one.label), _what(one), plain(one.asker_name), plain(one.expires_at)) for one in found)
    return [Heading(text=title), Table(columns=columns, rows=rows), _opening(found)]


def _history(ctx: Context, ask: ShowApprovals) -> list[Element]:
    total = approvals.count_past(ctx.db, ctx.scope)
    if not total:
        return []
    offset = ask.offset if ask.earlier else 0
    found = approvals.past_ones(ctx.db, ctx.scope, offset=offset, most=PAGE)
    columns = (
        Column(label=_("Order")),
        Column(label=_("What")),
        Column(label=_("Asked by")),
        Column(label=_("Approval")),
    )
    rows = tuple((plain(one.label), _what(one), plain(one.asker_name), _became(one)) for one in found)
    turning = pages(ShowApprovals(organisation=str(ctx.scope.root), earlier="yes"), offset, total)
    return [Heading(text=_("Earlier ones")), Table(columns=columns, rows=rows), _opening(found), *turning]


def _became(one: Listed) -> Phrase:
    state, when = approval_words.STATES[one.state], one.decided_at or one.expires_at
    if one.name:
        return _("{state}: {name}, {moment}", state=state, name=one.name, moment=when)
    return _("{state}, {moment}", state=state, moment=when)


def _what(one: Listed) -> Phrase:
    what = wording.order(one.kind, one.seats_before, one.seats_after)
    return joined([plain(one.title), plain(one.customer), what])


def _opening(found: Sequence[Listed]) -> Buttons:
    return Buttons(
        buttons=tuple(Button(label=plain(one.label), press=ShowApprovals(number=one.label).token) for one in found)
    )


def _settings(ctx: Context) -> list[Element]:
    if not ctx.may(SetThresholds.needs):
        return []
    settings = SetThresholds(organisation=str(ctx.scope.root))
    return [Buttons(buttons=(Button(label=_("When is an approval needed?"), press=settings.token),))]
