"""The window of a subscription: what can still go back until when, what the renewal will do, what each change costs."""

from __future__ import annotations

from datetime import datetime

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Prose, Style, Table
from bot.phrases import Phrase, _, plain
from handlers import find, next_terms, wording
from handlers.context import Context
from handlers.ending_commands import CancelSubscription, SetRenewal, ShowWindow
from handlers.errors import Instead
from handlers.menu import Item
from handlers.policy import cancelling, extension, new_commerce, seats
from handlers.policy.terms import is_over
from handlers.policy.verdict import Refused
from handlers.seat_cards import WITHOUT_TAXES
from handlers.seat_commands import ChangeSeats
from store.subscriptions import Subscription
from store.values import Batch, Billing, EndOfTerm, Policy, SubscriptionStatus

_MOST_BATCHES = 10


def show(ctx: Context, ask: ShowWindow) -> Card:
    """Batch by batch, then what each button would cost now."""
    if not ask.names_something:
        raise Instead(form(ctx, ask))
    held, _rest = find.subscription(ctx, ask)
    ctx.about(held.organisation, held.label)
    elements: list[Element] = [_batches(held, ctx.now), Facts(facts=tuple(_costs(ctx, held)))]
    elements.append(Prose(text=WITHOUT_TAXES, quiet=True))
    if ctx.may(ChangeSeats.needs) and (buttons := _buttons(held, ctx.now)):
        elements.append(Buttons(buttons=buttons))
    return Card(title=wording.heading(held), elements=tuple(elements))


def form(ctx: Context, ask: ShowWindow) -> Card:
    submit = Button(label=_("What can still change"), press=type(ask)().token, style=Style.PRIMARY)
    return Card(title=_("What can still change"), elements=(find.choice_of_subscriptions(ctx),), submit=submit)


_COLUMNS = (
    Column(label=_("Seats"), number=True),
    Column(label=_("Added on")),
    Column(label=_("Price a seat")),
    Column(label=_("Can go back")),
)


def _batches(held: Subscription, now: datetime) -> Table:
    """Newest first, as they go back."""
    newest = sorted(held.terms.batches, key=lambda one: (one.added_at, one.id), reverse=True)[:_MOST_BATCHES]
    return Table(columns=_COLUMNS, rows=tuple(_row(held, one, now) for one in newest))


def _row(held: Subscription, one: Batch, now: datetime) -> tuple[Phrase, ...]:
    price = wording.per_period(one.unit_price, held.terms.billing)
    return (plain(one.seats), plain(one.added_at), price, _back(held, one, now))


def _back(held: Subscription, one: Batch, now: datetime) -> Phrase:
    """Until when these seats can go back, or since when they stay."""
    over = is_over(held.terms, now) or held.terms.status is not SubscriptionStatus.ACTIVE
    match held.terms.policy:
        case Policy.WHOLESALE if not over:
            return _("at any time")
        case Policy.NEW_COMMERCE:
            until = min(new_commerce.reducible_until(one.added_at), held.terms.ends_at)
            if now <= until and not over:
                return _("until **{moment}**", moment=until)
            return _("no longer, since {moment}", moment=until)
        case _:
            return _("no")


def _costs(ctx: Context, held: Subscription) -> list[Fact]:
    return [
        Fact(label=_("At the end"), value=wording.ending(held), note=_next_charge(ctx, held)),
        Fact(label=_("Seats down now"), value=_down(held, ctx.now)),
        Fact(label=_("One seat more now"), value=_up(held, ctx.now)),
        Fact(label=_("Cancel now"), value=_cancel(held, ctx.now)),
        *_ends(ctx, held),
    ]


def _next_charge(ctx: Context, held: Subscription) -> Phrase | None:
    """What the next term costs per period, as is decided."""
    terms = held.terms
    if terms.end_of_term is EndOfTerm.STOP or terms.policy is Policy.PERPETUAL:
        return None
    going = next_terms.going_on(ctx.db, ctx.scope, held)
    return wording.per_period(going.charge, going.billing)


def _down(held: Subscription, now: datetime) -> Phrase:
    lowest = seats.can_go_down_to(held.terms, now)
    verdict = seats.change(held.terms, lowest, now)
    if isinstance(verdict, Refused) or lowest >= held.terms.seats:
        return _("no seat can go now")
    return _(
        "down to **{seats}**: **{amount}** credited, {assigned} assigned",
        seats=lowest,
        amount=-verdict.price,
        assigned=held.terms.assigned,
    )


def _up(held: Subscription, now: datetime) -> Phrase:
    verdict = seats.change(held.terms, held.terms.seats + 1, now)
    if isinstance(verdict, Refused):
        return _("not now")
    if held.terms.policy is Policy.PERPETUAL:
        return _("**+ {amount}** once", amount=verdict.price)
    return _("**+ {amount}** until the period ends", amount=verdict.price)


def _cancel(held: Subscription, now: datetime) -> Phrase:
    verdict = cancelling.cancel(held.terms, now)
    if isinstance(verdict, Refused):
        if verdict.was_possible_until and held.terms.policy is not Policy.PERPETUAL:
            return _("no longer: the whole term is billed, until **{day}**", day=held.terms.ends_on)
        return _("no longer")
    if verdict.until is None:
        return _("**{amount}** credited, at any time", amount=verdict.credit)
    return _("**{amount}** credited, possible until **{moment}**", amount=verdict.credit, moment=verdict.until)


def _ends(ctx: Context, held: Subscription) -> list[Fact]:
    """Turning the renewal off costs nothing; going on month by month does after the term."""
    facts: list[Fact] = []
    if held.terms.policy is Policy.PERPETUAL or held.terms.status is not SubscriptionStatus.ACTIVE:
        return facts
    if held.terms.end_of_term is not EndOfTerm.STOP:
        value = _("costs nothing; can be changed until **{moment}**", moment=held.terms.ends_at)
        facts.append(Fact(label=_("Turn renewal off"), value=value))
    if extension.objection(held.terms, ctx.now) is None:
        month, count = next_terms.by_the_month(ctx.db, ctx.scope, held), held.terms.scheduled_seats or held.terms.seats
        amount = wording.per_period((month.unit_price * count).rounded(), Billing.MONTHLY)
        value = _("**{amount}** from {day}", amount=amount, day=next_terms.first_day(held))
        facts.append(Fact(label=_("Go on month by month"), value=value))
    return facts


def _buttons(held: Subscription, now: datetime) -> tuple[Button, ...]:
    """What would not be refused."""
    id, buttons = str(held.id), []
    if not isinstance(seats.change(held.terms, held.terms.seats + 1, now), Refused):
        buttons.append(Button(label=_("Change seats"), press=ChangeSeats(subscription=id).token, style=Style.PRIMARY))
    if held.terms.policy is not Policy.PERPETUAL and held.terms.status is SubscriptionStatus.ACTIVE:
        buttons.append(Button(label=_("Renewal"), press=SetRenewal(subscription=id).token))
    if not isinstance(cancelling.cancel(held.terms, now), Refused):
        buttons.append(Button(label=_("Cancel the subscription"), press=CancelSubscription(subscription=id).token))
    return tuple(buttons)


MENU = (
    Item(
        ShowWindow,
        show,
        words=("window", "windows"),
        words_fr=("fenêtre", "délais", "délai"),
        read=lambda rest: ShowWindow(words=rest),
        form=form,
        summary=_("Show until when which seats can go back, and what each change would cost now"),
        example=_("window Microsoft 365 E3"),
    ),
)
