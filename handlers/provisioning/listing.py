"""The orders that wait to be set up, and the one that somebody means."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Buttons, Card, Column, Element, Notice, Prose, Style, Table, Tone
from bot.phrases import Phrase, _, joined, n_, plain
from handlers.context import Context
from handlers.errors import Instead, Unknown
from handlers.pages import PAGE, pages
from handlers.policy.terms import utc_day
from handlers.provisioning import due
from handlers.provisioning.commands import AddProvisioning, OpenProvisioning, ShowProvisionings
from handlers.provisioning.work import NAMES, Step
from store import provisionings
from store.provisionings import Provisioning
from store.values import OrganisationKind
from store.values.webex import ProvisioningState

_NUMBER: Final = re.compile(r"(?:w-?)?0*(\d{1,9})", re.IGNORECASE)


def show(ctx: Context, ask: ShowProvisionings) -> Card:
    """The nearest deadline first."""
    waiting = provisionings.how_many(ctx.db, ctx.scope)
    title = _("Webex orders to set up · {organisation}", organisation=ctx.grant.name)
    if waiting is None:
        nothing = Prose(text=_("No Webex order waits to be set up."))
        return Card(title=title, elements=(nothing, *_adding(ctx)))
    found = provisionings.waiting(ctx.db, ctx.scope, offset=ask.offset, most=PAGE)
    turning = pages(ask.but(organisation=str(ctx.scope.root), number=""), ask.offset, waiting.count)
    opening = Buttons(buttons=tuple(_opening(one, first=place == 0) for place, one in enumerate(found)))
    elements = (*_pressing(ctx, found), _table(ctx, found), *((opening,) if found else ()), *turning, *_adding(ctx))
    return Card(title=title, elements=elements)


def meant(ctx: Context, words: str) -> Provisioning:
    """By our number or the vendor's; a choice where two sellers have one of the same."""
    number = _NUMBER.fullmatch(words.strip())
    if number and (found := provisionings.numbered(ctx.db, ctx.scope, int(number[1]))):
        return found
    referred = provisionings.referred(ctx.db, ctx.scope, words.strip())
    if len(referred) > 1:
        text = _("Several orders have this number. Which one do you mean?")
        opening = Buttons(buttons=tuple(_opening(one) for one in referred))
        raise Instead(Card(title=_("Which order?"), elements=(Prose(text=text), opening)))
    if not referred:
        text = _("No Webex order has the number “{number}”. Nothing was changed.", number=words.strip()[:80])
        raise Unknown(text, buttons=(Button(label=_("All orders to set up"), press=ShowProvisionings().token),))
    return referred[0]


def _pressing(ctx: Context, found: list[Provisioning]) -> list[Element]:
    """Those with little time left, in so many words: colour alone says nothing."""
    today = utc_day(ctx.now)
    late = [one for one in found if one.due_on < today]
    near = [one for one in found if due.is_near(one, today) and one not in late]
    said: list[Element] = []
    if late:
        text = n_(
            "{count} deadline has passed: {orders}",
            "{count} deadlines have passed: {orders}",
            len(late),
            orders=_names(late),
        )
        said.append(Notice(tone=Tone.REFUSED, text=text))
    if near:
        text = n_(
            "{count} deadline is near: {orders}", "{count} deadlines are near: {orders}", len(near), orders=_names(near)
        )
        said.append(Notice(tone=Tone.WARNING, text=text))
    return said


def _names(found: list[Provisioning]) -> str:
    return ", ".join(one.reference for one in found)


def _table(ctx: Context, found: list[Provisioning]) -> Table:
    columns = (
        Column(label=_("Order")),
        Column(label=_("Customer")),
        Column(label=_("To be set up by")),
        Column(label=_("Where it stands")),
    )
    return Table(columns=columns, rows=tuple(_row(ctx, one) for one in found))


def _row(ctx: Context, one: Provisioning) -> tuple[Phrase, ...]:
    when = joined([plain(one.due_on), due.left(one.due_on, utc_day(ctx.now))])
    label = joined([plain(one.label), plain(one.reference)])
    return (label, plain(one.customer_name or one.contact), when, _stands(one))


def _stands(one: Provisioning) -> Phrase:
    """At which step, and with whom."""
    if one.state is ProvisioningState.HANDED_OVER:
        return _("handed over")
    if one.held_by_name is None:
        return _("not begun")
    step = NAMES[Step(one.step)] if one.step in set(Step) else plain(one.step)
    return joined([step, plain(one.held_by_name)])


def _opening(one: Provisioning, *, first: bool = False) -> Button:
    press = OpenProvisioning(provisioning=str(one.id)).token
    return Button(label=plain(one.label), press=press, style=Style.PRIMARY if first else Style.PLAIN)


def _adding(ctx: Context) -> list[Element]:
    if ctx.grant.kind is OrganisationKind.CUSTOMER:
        return []
    return [
        Buttons(
            buttons=(Button(label=_("Add an order"), press=AddProvisioning(organisation=str(ctx.scope.root)).token),)
        )
    ]
