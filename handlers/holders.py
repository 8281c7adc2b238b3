"""Who uses the seats of a subscription."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.cards import Button, Buttons, Card, Column, Element, Prose, Style, Table
from bot.phrases import Phrase, _, plain
from handlers import find, wording
from handlers.context import Context
from handlers.errors import Instead
from handlers.find import AboutSubscription
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.policy.ladder import local_day
from handlers.users.commands import Assign, Reassign, Unassign
from store import holders
from store.holders import Holder
from store.subscriptions import Subscription
from store.values import Right


class ShowHolders(AboutSubscription):
    """Show who holds the seats, ten at a time."""

    name = "seats.holders"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


def show(ctx: Context, ask: ShowHolders) -> Card:
    if not ask.names_something:
        raise Instead(_which(ctx))
    held, _rest = find.subscription(ctx, ask)
    offset = max(0, ask.offset)
    users = holders.page(ctx.db, ctx.scope, held.id, offset=offset, most=PAGE)
    if not users:
        nobody = Prose(text=_("Nobody holds a seat."))
        return Card(title=wording.heading(held), elements=(nobody, *_actions(ctx, held)))
    total = held.terms.assigned
    elements: list[Element] = [_table(users, ZoneInfo(ctx.tongue.zone)), *pages(ask, offset, total)]
    elements += _actions(ctx, held)
    return Card(title=_("Seats of {product}", product=held.name), elements=tuple(elements), private=True)


def _which(ctx: Context) -> Card:
    submit = Button(label=_("Show who uses it"), press=ShowHolders().token, style=Style.PRIMARY)
    return Card(title=_("Seats"), elements=(find.choice_of_subscriptions(ctx),), submit=submit)


def _actions(ctx: Context, held: Subscription) -> list[Element]:
    if not ctx.may(Assign.needs):
        return []
    here = str(held.id)
    buttons = (
        Button(label=_("Assign"), press=Assign(subscription=here).token),
        Button(label=_("Unassign somebody"), press=Unassign(subscription=here).token),
        Button(label=_("Pass a seat on"), press=Reassign(subscription=here).token),
    )
    return [Buttons(buttons=buttons if held.terms.assigned else buttons[:1])]


def _table(users: list[Holder], zone: ZoneInfo) -> Table:
    columns = (
        Column(label=_("Name")),
        Column(label=_("E-mail")),
        Column(label=_("Status")),
        Column(label=_("Since")),
    )
    return Table(columns=columns, rows=tuple(_row(user, zone) for user in users))


def _row(user: Holder, zone: ZoneInfo) -> tuple[Phrase, ...]:
    since = plain(local_day(user.since, zone))
    return (plain(user.name), plain(user.login), wording.USER_STATES[user.status], since)


MENU = (
    Item(
        ShowHolders,
        show,
        words=("holders", "who uses"),
        words_fr=("détenteurs", "qui utilise"),
        read=lambda rest: ShowHolders(words=rest),
        summary=_("Show who holds the seats of a subscription"),
        example=_("holders Microsoft 365 E3"),
    ),
)
