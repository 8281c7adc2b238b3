"""The record of what was done and refused, ten rows at a time."""

from __future__ import annotations

import json
from typing import ClassVar

from pydantic import Field

from bot.cards import Card, Column, Element, Prose, Table
from bot.commands import Command
from bot.phrases import Phrase, _, joined, plain
from handlers.context import Context
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
    turning = pages(ask.but(organisation=str(ctx.scope.root)), offset, total)
    return Card(title=title, elements=(*elements, *turning))


def _row(row: Recorded) -> tuple[Phrase, ...]:
    asked = _ASKED.get(row.command, plain(row.command))
    what = joined([asked, *(plain(text) for text in (row.subject, _change(row.detail)) if text)], " ")
    return (plain(row.at), plain(row.actor), what, _OUTCOMES.get(row.outcome, plain(row.outcome)))


def _change(detail: str) -> str:
    """`25 → 30`, where the row says a before and an after that differ."""
    said = json.loads(detail)
    before, after = said.get("before"), said.get("after")
    if before == after or "after" not in said:
        return ""
    return f"{'–' if before is None else before} → {'–' if after is None else after}"


_ASKED = {
    "overview": _("overview looked at"),
    "subscriptions": _("subscriptions looked at"),
    "subscription": _("subscription looked at"),
    "seats": _("seats proposed:"),
    "seats.schedule": _("seats at the renewal proposed:"),
    "seats.unschedule": _("dropping the scheduled change proposed:"),
    "seats.holders": _("holders looked at:"),
    "seats.unassign": _("seat taken back:"),
    "renewal": _("renewal proposed:"),
    "orders": _("orders looked at"),
    "order.confirm": _("order confirmed:"),
    "order.dismiss": _("proposal dismissed:"),
    "carry-out": _("order carried out:"),
    "renew": _("term renewed:"),
    "expire": _("term ended:"),
    "reminders": _("reminders looked at"),
    "remind.here": _("channel told:"),
    "remind.stop": _("channel no longer told:"),
    "care.snooze": _("put off for a week:"),
    "care.mine": _("taken care of:"),
    "care.fine": _("let be:"),
    "settings": _("settings looked at"),
    "settings.mine": _("own settings changed"),
    "settings.organisation": _("organisation's settings changed"),
    "audit": _("record looked at"),
    "services": _("own services looked at"),
    "services.licence": _("own licence asked for"),
    "guise": _("view of a user asked for:"),
    "guise.begin": _("view of a user begun:"),
    "guise.view": _("looked as a user:"),
    "guise.end": _("view of a user ended:"),
    "support": _("support looked at"),
    "support.ask": _("supplier asked:"),
    "support.questions": _("questions looked at"),
    "support.question": _("question looked at:"),
    "support.answered": _("question answered:"),
    "support.contacts": _("contacts looked at"),
    "support.contact": _("contact changed:"),
    "help": _("help looked at"),
    "share": _("shared with a channel"),
    "unknown": _("nothing that I understood"),
}
_OUTCOMES = {
    "done": _("done"),
    "asked": _("asked back"),
    "refused": _("refused"),
    "failed": _("failed"),
}

MENU = (
    Item(
        ShowAudit,
        show,
        words=("audit", "record"),
        words_fr=("journal", "historique"),
        summary=_("Show who did what, when, and what was refused"),
        example=_("audit in Contoso"),
    ),
)
