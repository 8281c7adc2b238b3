"""Until when an order must be set up, and how loudly that is said."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.cards import Fact, Notice, Tone
from bot.phrases import Phrase, _, n_, plain
from handlers.context import Context
from handlers.policy.terms import utc_day
from store.provisionings import Provisioning

NEAR: Final = 3
"""So many days before its deadline an order is pressing."""


def fact(ctx: Context, order: Provisioning) -> Fact:
    return Fact(label=_("To be set up by"), value=plain(order.due_on), note=left(order.due_on, utc_day(ctx.now)))


def left(due_on: date, today: date) -> Phrase:
    """How long there is still."""
    days = (due_on - today).days
    if days < 0:
        return n_("{count} day overdue", "{count} days overdue", -days)
    if days == 0:
        return _("today")
    return n_("in {count} day", "in {count} days", days)


def is_near(order: Provisioning, now_on: date) -> bool:
    return not order.is_over and (order.due_on - now_on).days <= NEAR


def notices(ctx: Context, order: Provisioning) -> tuple[Notice, ...]:
    """Nothing while there is time."""
    today = utc_day(ctx.now)
    if not is_near(order, today):
        return ()
    if order.due_on < today:
        text = _("The deadline of this order, {day}, has passed. Set it up as soon as you can.", day=order.due_on)
        return (Notice(tone=Tone.REFUSED, text=text),)
    text = _("This order must be set up by {day} ({left}).", day=order.due_on, left=left(order.due_on, today))
    return (Notice(tone=Tone.WARNING, text=text),)
