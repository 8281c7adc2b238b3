"""The record of what was done and refused, ten rows at a time."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.cards import Card, Column, Element, Prose, Table
from bot.commands import Command
from bot.phrases import Phrase, _, joined, plain
from handlers import records_words as words
from handlers.context import Context
from handlers.list_files import TakeRecord
from handlers.menu import Item
from handlers.pages import PAGE, pages
from store import trail
from store.trail import Recorded
from store.values import Right


class ShowAudit(Command):
    """Show who did what, when, from where, and what was refused."""

    name = "audit"
    needs: ClassVar[Right] = Right.READ_AUDIT
    offset: int = Field(default=0, ge=0, le=1_000_000)


def show(ctx: Context, ask: ShowAudit) -> Card:
    """The latest first."""
    offset, total = max(0, ask.offset), trail.count(ctx.db, ctx.scope)
    title = _("Record of {organisation}", organisation=ctx.grant.name)
    rows = trail.page(ctx.db, ctx.scope, offset=offset, most=PAGE)
    if not rows:
        return Card(title=title, elements=(Prose(text=_("Nothing has been recorded yet.")),))
    columns = (
        Column(label=_("When")),
        Column(label=_("Who")),
        Column(label=_("What")),
        Column(label=_("Outcome")),
    )
    elements: list[Element] = [Table(columns=columns, rows=tuple(_row(row) for row in rows))]
    here = str(ctx.scope.root)
    turning = pages(ask.but(organisation=here), offset, total, file=TakeRecord(organisation=here))
    return Card(title=title, elements=(*elements, *turning))


def _row(row: Recorded) -> tuple[Phrase, ...]:
    became, why = words.outcome(row), words.reason(row)
    if why is not None:
        became = _("{label}: {value}", label=became, value=why)
    who = joined([plain(row.actor), words.place(row)], " · ")
    return (plain(row.at), who, _what(row), became)


def _what(row: Recorded) -> Phrase:
    change = words.change(row)
    about = [*([plain(row.subject)] if row.subject else []), *([change] if change else [])]
    return _("{label}: {value}", label=words.asked(row), value=joined(about, " ")) if about else words.asked(row)


MENU = (
    Item(
        ShowAudit,
        show,
        words=("audit", "record"),
        words_fr=("journal", "historique"),
        summary=_("Show who did what, when, from where, and what was refused"),
        example=_("audit in Contoso"),
    ),
)
