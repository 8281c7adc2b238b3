"""The custody record: who has seen which key, when and why."""

from __future__ import annotations

from bot.cards import Card, Column, Element, Prose, Table
from bot.phrases import Phrase, _, joined, plain
from handlers.context import Context
from handlers.keys.commands import ShowCustody
from handlers.menu import Item
from handlers.pages import PAGE, pages
from store import reveals
from store.reveals import Seen


def show(ctx: Context, ask: ShowCustody) -> Card:
    """Newest first; also what was granted and never shown."""
    title = _("Who has seen which key · {organisation}", organisation=ctx.grant.name)
    total = reveals.count(ctx.db, ctx.scope)
    seen = reveals.seen(ctx.db, ctx.scope, offset=ask.offset, most=PAGE)
    if not seen:
        return Card(title=title, elements=(Prose(text=_("Nobody has seen a key here yet.")),))
    columns = (*(Column(label=_("When")), Column(label=_("Who")), Column(label=_("Key")), Column(label=_("Why"))),)
    elements: tuple[Element, ...] = (Table(columns=columns, rows=tuple(_row(one) for one in seen)),)
    turning = pages(ask.but(organisation=str(ctx.scope.root)), ask.offset, total)
    return Card(title=title, elements=(*elements, *turning), private=True)


def _row(one: Seen) -> tuple[Phrase, ...]:
    when = plain(one.shown_at) if one.shown_at else _("{moment}: granted, not shown", moment=one.granted_at)
    key = joined([plain(one.product), plain(f"…{one.hint}"), plain(one.customer)])
    return (when, joined([plain(one.who), plain(one.email)]), key, plain(one.reason))


MENU = (
    Item(
        ShowCustody,
        show,
        words=("custody", "who saw"),
        words_fr=("registre des clés", "qui a vu"),
        read=lambda rest: ShowCustody(organisation=rest),
        summary=_("Show who has seen which product key, when and why"),
        example=_("custody"),
    ),
)
