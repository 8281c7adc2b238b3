"""Subscriptions as a list, and one of them with all that can be done to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Notice, Prose, Style, Table, Tone
from bot.commands import Command
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import find, wording
from handlers.context import Context
from handlers.ending_commands import CancelSubscription, ChangeProduct, SetRenewal, ShowWindow
from handlers.find import AboutSubscription, SearchSubscriptions
from handlers.holders import ShowHolders
from handlers.list_files import TakeSubscriptions
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.policy import new_commerce
from handlers.seat_cards import payment
from handlers.seat_commands import ChangeSeats, DropSchedule, ScheduleSeats
from handlers.support_commands import AskSupplier
from store import inventory, orders
from store.inventory import Line
from store.subscriptions import Subscription
from store.values import EndOfTerm, Policy, Right, SubscriptionStatus


class ShowSubscriptions(Command):
    """List what an organisation holds, ten at a time."""

    name = "subscriptions"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class ShowSubscription(AboutSubscription):
    """Show one subscription and what can be done to it."""

    name = "subscription"


def listed(ctx: Context, ask: ShowSubscriptions) -> Card:
    """What ends first comes first."""
    offset, total = max(0, ask.offset), inventory.count(ctx.db, ctx.scope)
    title = _("Subscriptions of {organisation}", organisation=ctx.grant.name)
    lines = inventory.page(ctx.db, ctx.scope, offset=offset, most=PAGE)
    if not lines:
        return Card(title=title, elements=(Prose(text=_("There is no subscription here yet.")),))
    buttons = tuple(_buttons(ctx, lines))
    rows = Table(columns=_COLUMNS, rows=tuple(_row(ctx, line) for line in lines))
    here = str(ctx.scope.root)
    turning = pages(ask.but(organisation=here), offset, total, file=TakeSubscriptions(organisation=here))
    return Card(title=title, elements=(rows, Buttons(buttons=buttons), *turning))


def searched(ctx: Context, ask: SearchSubscriptions) -> Card:
    """The form that opens one, with those to choose from that fit."""
    submit = Button(label=_("Show subscription"), press=ShowSubscription().token, style=Style.PRIMARY)
    return Card(title=_("Subscription"), elements=(find.matching_subscriptions(ctx, ask.words),), submit=submit)


def show(ctx: Context, ask: ShowSubscription) -> Card:
    held, _rest = find.subscription(ctx, ask)
    ctx.about(held.organisation, held.label)
    elements: list[Element] = [Facts(facts=_facts(held, ctx.now))]
    if running := orders.running_on(ctx.db, ctx.scope, held.id):
        text = _("Order {order} is being carried out.", order=running.label)
        elements.append(Notice(tone=Tone.INFO, text=text))
    buttons = _actions(held) if ctx.may(ChangeSeats.needs) else ()
    users = Button(label=_("Who uses it"), press=ShowHolders(subscription=str(held.id)).token)
    window = Button(label=_("What can still change"), press=ShowWindow(subscription=str(held.id)).token)
    elements.append(Buttons(buttons=(*buttons, window, users, asking(held))))
    return Card(title=wording.heading(held), elements=tuple(elements))


def asking(held: Subscription) -> Button:
    """The way to the supplier with a question about it."""
    return Button(label=_("Ask the supplier"), press=AskSupplier(subscription=str(held.id)).token)


_COLUMNS = (
    Column(label=_("Product")),
    Column(label=_("Used / bought"), number=True),
    Column(label=_("Free"), number=True),
    Column(label=_("Term")),
    Column(label=_("At the end")),
    Column(label=_("Seats can go back")),
)


def _row(ctx: Context, line: Line) -> tuple[Phrase, ...]:
    used = _("{assigned} / {seats}", assigned=line.assigned, seats=line.seats)
    return (
        wording.product(line, within=ctx.scope.root),
        used,
        plain(line.free),
        wording.lasting(line.policy, line.length, line.billing),
        _future(line),
        _window(ctx, line),
    )


def _future(line: Line) -> Phrase:
    if line.status is SubscriptionStatus.CANCELLED:
        return wording.STATUSES[line.status]
    if line.status is not SubscriptionStatus.ACTIVE:
        return _("{status}, **{day}**", status=wording.STATUSES[line.status], day=line.ends_on)
    return wording.decided(line.end_of_term, line.ends_on, line.scheduled_seats, line.next_product)


def _window(ctx: Context, line: Line) -> Phrase:
    if line.policy is Policy.WHOLESALE:
        return _("at any time")
    if line.policy is not Policy.NEW_COMMERCE or line.last_added_at is None:
        return plain("")
    until = new_commerce.reducible_until(line.last_added_at)
    return _("until **{moment}**", moment=until) if until >= ctx.now else plain("")


def _buttons(ctx: Context, lines: list[Line]) -> Iterator[Button]:
    """Each opens one, by its name; those with the same name are told apart by their numbers."""
    names = [wording.product(line, within=ctx.scope.root) for line in lines]
    for line, name in zip(lines, names, strict=True):
        label = name if names.count(name) == 1 else joined([name, plain(line.label)])
        yield Button(label=label, press=ShowSubscription(subscription=str(line.id)).token)


def _facts(held: Subscription, now: datetime) -> tuple[Fact, ...]:
    terms = held.terms
    facts = [
        Fact(label=_("Subscription"), value=plain(held.label), note=plain(held.sku)),
        Fact(label=_("Seats"), value=_used(held), note=n_("{count} free", "{count} free", held.free)),
        Fact(label=_("Term"), value=wording.term(terms), note=_("since {day}", day=terms.starts_on)),
        Fact(label=_("At the end"), value=_what_happens(held)),
        Fact(label=_("Price"), value=wording.per_period(terms.unit_price, terms.billing), note=_price_note(held)),
        Fact(label=_("Pays"), value=payment(held)),
    ]
    if terms.policy is Policy.NEW_COMMERCE:
        facts += [_window_fact(window) for window in new_commerce.windows(terms, now)]
    return tuple(facts)


def _used(held: Subscription) -> Phrase:
    return _("**{assigned} / {seats}** used / bought", assigned=held.terms.assigned, seats=held.terms.seats)


def _what_happens(held: Subscription) -> Phrase:
    if held.cancelled_at:
        return _("cancelled on **{moment}**", moment=held.cancelled_at)
    if held.terms.status is not SubscriptionStatus.ACTIVE:
        return _("{status}, **{day}**", status=wording.STATUSES[held.terms.status], day=held.terms.ends_on)
    return wording.ending(held)


def _price_note(held: Subscription) -> Phrase:
    note = _("per seat, without taxes")
    return joined([note, _("the price paid so far")]) if held.price_is_old else note


def _window_fact(window: new_commerce.Window) -> Fact:
    seats = n_("{count} seat until **{until}**", "{count} seats until **{until}**", window.seats, until=window.until)
    return Fact(label=_("Can go back"), value=seats)


def _actions(held: Subscription) -> tuple[Button, ...]:
    """What can be done now; nothing that would be refused anyway."""
    if held.terms.status is not SubscriptionStatus.ACTIVE:
        return ()
    id, stops = str(held.id), held.terms.end_of_term is EndOfTerm.STOP
    buttons = [Button(label=_("Change seats"), press=ChangeSeats(subscription=id).token, style=Style.PRIMARY)]
    if held.terms.policy is Policy.PERPETUAL:
        return (*buttons, _cancelling(held))
    if not stops:
        buttons.append(Button(label=_("Seats at the renewal"), press=ScheduleSeats(subscription=id).token))
    if held.terms.scheduled_seats is not None:
        buttons.append(Button(label=_("Drop the scheduled change"), press=DropSchedule(subscription=id).token))
    if held.terms.policy is Policy.NEW_COMMERCE:
        buttons.append(Button(label=_("Another product"), press=ChangeProduct(subscription=id).token))
    if stops:
        buttons.append(Button(label=_("Turn renewal on"), press=SetRenewal(subscription=id, to="on").token))
    ends = Button(label=_("At the end of the term"), press=SetRenewal(subscription=id).token)
    return (*buttons, ends, _cancelling(held))


def _cancelling(held: Subscription) -> Button:
    """Where it is too late, it says what can be done instead."""
    return Button(label=_("Cancel the subscription"), press=CancelSubscription(subscription=str(held.id)).token)


MENU = (
    Item(
        ShowSubscriptions,
        listed,
        words=("subscriptions",),
        words_fr=("abonnements",),
        read=lambda rest: ShowSubscriptions(organisation=rest),
        summary=_("List the subscriptions: seats, terms, what happens when"),
        example=_("subscriptions Contoso"),
    ),
    Item(
        ShowSubscription,
        show,
        words=("subscription",),
        words_fr=("abonnement",),
        read=lambda rest: ShowSubscription(words=rest),
        summary=_("Show one subscription and what can be done to it"),
        example=_("subscription Visio Plan 2"),
    ),
    Item(SearchSubscriptions, searched),
)
