"""Seats: another number of them now, or from the renewal on."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Card, Style, Words
from bot.commands import Command
from bot.phrases import Phrase, _
from handlers import find, named, next_terms, payments, proposals, seat_cards, seat_refusals, wording
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy import numbers, schedule
from handlers.policy import seats as rules
from handlers.policy.numbers import BadNumber, Fault
from handlers.policy.schedule import Scheduled
from handlers.seat_commands import ChangeSeats, ChoosePayment, DropSchedule, ScheduleSeats
from store.subscriptions import Subscription
from store.values import MOST_SEATS, OrderKind

_NUMBER: Final = re.compile(r"[+\-−]?\d+")
_AT_THE_END: Final = re.compile(r"(.+?) ([+\-−]?\d{1,3}(?: \d{3})+|\S+)")
"""`1 000`, or a last word that may be no number at all."""
_SIGN_APART: Final = re.compile(r"(?<= )([+\-−]) +(?=\d[\d .,'’]*$)")


def propose(ctx: Context, ask: ChangeSeats) -> Card:
    """What the change does and costs, with the button that orders it."""
    held, seats = _target(ctx, ask)
    verdict = rules.change(held.terms, seats, ctx.now)
    if isinstance(verdict, rules.Refused):
        raise seat_refusals.refusal(held, verdict, seats)
    kind = OrderKind.SEATS_UP if verdict.kind is rules.Direction.UP else OrderKind.SEATS_DOWN
    method = payments.known(ask.method) if ask.method else held.payment
    order = proposals.draft(ctx, held, kind, seats, verdict.price, method=method)
    others = [Button(label=_("Other number"), press=ChangeSeats(subscription=str(held.id), method=ask.method).token)]
    if kind is OrderKind.SEATS_UP:
        pay = ChoosePayment(subscription=str(held.id), seats=str(seats), method=method)
        others.append(Button(label=_("Other payment"), press=pay.token))
    ctx.about(held.organisation, held.label, before=held.terms.seats, after=seats, price=str(verdict.price.amount))
    buttons = proposals.buttons(order, seat_cards.order_label(verdict), *others)
    return seat_cards.proposal(held, verdict, next_terms.more(ctx.db, ctx.scope, held, verdict), method, buttons)


def choose_payment(ctx: Context, ask: ChoosePayment) -> Card:
    """How these seats are paid; then what they cost, again."""
    held, _rest = find.subscription(ctx, ask)
    back = ChangeSeats(subscription=str(held.id), seats=ask.seats)
    return Card(title=wording.heading(held), elements=(payments.choice(ask.method),), submit=_submit(back))


def propose_schedule(ctx: Context, ask: ScheduleSeats) -> Card:
    """What the renewal will do instead, and from when it costs what."""
    held, seats = _target(ctx, ask)
    verdict = scheduled(ctx, held, seats)
    if isinstance(verdict, rules.Refused):
        raise seat_refusals.refusal(held, verdict, seats)
    billing = next_terms.going_on(ctx.db, ctx.scope, held).billing
    kind = OrderKind.UNSCHEDULE if verdict.drops else OrderKind.SCHEDULE
    order = proposals.draft(ctx, held, kind, seats, verdict.per_period)
    ctx.about(held.organisation, held.label, before=held.terms.scheduled_seats, after=seats)
    return seat_cards.scheduled(held, verdict, billing, proposals.buttons(order, seat_cards.schedule_label(verdict)))


def scheduled(ctx: Context, held: Subscription, seats: int) -> Scheduled | rules.Refused:
    """What that number costs from the next term on, at the price of its first second."""
    going = next_terms.going_on(ctx.db, ctx.scope, held)
    return schedule.schedule_seats(held.terms, seats, ctx.now, going.each if going.by_the_month else going.price)


def propose_unschedule(ctx: Context, ask: DropSchedule) -> Card:
    held, _rest = find.subscription(ctx, ask)
    present = ScheduleSeats(subscription=str(held.id), seats=str(held.terms.seats))
    return propose_schedule(ctx, present)


def form(ctx: Context, ask: ChangeSeats) -> Card:
    """Which subscription, and how many seats."""
    if not ask.subscription:
        return _any_form(ctx, ask)
    held, _rest = find.subscription(ctx, ask)
    at_renewal = isinstance(ask, ScheduleSeats)
    label = _("Seats from the renewal on") if at_renewal else _("Seats")
    hint = _(
        "{seats} now, {assigned} assigned. A number, or +5, or -2.",
        seats=held.terms.seats,
        assigned=held.terms.assigned,
    )
    field = Words(name="seats", label=label, hint=hint, value=ask.seats[:20], longest=20)
    again = type(ask)(subscription=ask.subscription, method=ask.method)
    return Card(title=wording.heading(held), elements=(field,), submit=_submit(again))


def _any_form(ctx: Context, ask: ChangeSeats) -> Card:
    which = find.choice_of_subscriptions(ctx)
    seats = Words(name="seats", label=_("Seats"), hint=_("A number, or +5, or -2."), value=ask.seats[:20], longest=20)
    return Card(title=_("Change seats"), elements=(which, seats), submit=_submit(type(ask)()))


def _read(rest: str) -> ChangeSeats:
    """A number by itself is no name: which subscription is asked for then. A sign belongs to its number."""
    rest = _SIGN_APART.sub(r"\1", rest)
    return ChangeSeats(seats=rest) if _NUMBER.fullmatch(rest) else ChangeSeats(words=rest)


def _submit(again: Command) -> Button:
    return Button(label=_("Show what it costs"), press=again.token, style=Style.PRIMARY)


def _target(ctx: Context, ask: ChangeSeats) -> tuple[Subscription, int]:
    """The subscription and the number asked for; a form where either is missing."""
    if not ask.names_something:
        raise Instead(form(ctx, ask))
    held, rest = find.subscription(ctx, ask) if ask.seats else named.and_rest(ctx, ask, _AT_THE_END)
    typed = ask.seats or rest
    if not typed:
        raise Instead(form(ctx, type(ask)(subscription=str(held.id))))
    proposals.refuse_while_another_runs(ctx, held)
    try:
        return held, numbers.seat_target(typed, held.terms.seats)
    except BadNumber as bad:
        raise Refusal(fault(bad), field="seats") from bad


def fault(bad: BadNumber) -> Phrase:
    """What is wrong with a number of seats as it was typed."""
    match bad.fault:
        case Fault.EMPTY:
            return _("A number of seats is missing. Nothing was changed.")
        case Fault.FRACTION:
            return _("“{typed}” is not a whole number of seats. Nothing was changed.", typed=bad.typed)
        case Fault.TOO_LARGE:
            return _("At most {most} seats can be ordered at once. Nothing was changed.", most=MOST_SEATS)
        case Fault.NOT_A_NUMBER:
            return _(
                "“{typed}” is not a number of seats. For example: 30, +5 or -2. Nothing was changed.", typed=bad.typed
            )


MENU = (
    Item(
        ChangeSeats,
        propose,
        words=("seats", "seat"),
        words_fr=("sièges", "siège", "licences", "postes"),
        read=_read,
        form=form,
        summary=_("Change the number of seats of a subscription, with its price before you confirm"),
        example=_("seats Microsoft 365 E3 +5"),
    ),
    Item(ChoosePayment, choose_payment),
    Item(ScheduleSeats, propose_schedule, form=form),
    Item(DropSchedule, propose_unschedule),
)
