"""The control panel: decisions first, figures second, everything else behind a button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Heading, Notice, Prose, Style, Table, Tone
from bot.commands import Command
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import decisions, services, wording
from handlers.advice import listing as advice
from handlers.advice_commands import ShowAdvice
from handlers.approval_commands import ShowApprovals
from handlers.context import Context
from handlers.decisions import Decision
from handlers.ending_commands import ShowRenewals
from handlers.fulfil_commands import ShowFulfilments
from handlers.help import Help
from handlers.inventory import ShowSubscriptions
from handlers.market.commands import ShowMarket
from handlers.menu import Item
from handlers.order_commands import ShowOrders
from handlers.order_numbers import sees_files
from handlers.organisations import levels
from handlers.organisations.commands import ShowOrganisation
from handlers.provisioning import waiting
from handlers.reminder_commands import ShowReminders
from handlers.seat_commands import ChangeSeats
from handlers.services import MyServices
from handlers.support_commands import ShowSupport
from handlers.users.commands import ShowUsers
from store import approvals, fulfilments, inventory, openings, order_list
from store import services as store_services
from store.inventory import Line, Totals
from store.values import OrganisationKind, Right, UserStatus

_DECISIONS: Final = 3
_LINES: Final = 8
_OPENINGS: Final = 3
_ADVICE: Final = 2


class Overview(Command):
    """Show what needs a decision, the seats, the users, the orders."""

    name = "overview"
    needs: ClassVar[Right] = Right.USE_SERVICES


def show(ctx: Context, _ask: Overview) -> Card:
    """Who only uses services sees those."""
    if not ctx.may(Right.VIEW):
        return services.show(ctx, MyServices())
    due = decisions.due(ctx.db, ctx.scope, ctx.now)
    lines = inventory.active(ctx.db, ctx.scope, most=_LINES)
    totals = inventory.totals(ctx.db, ctx.scope)
    said = {one.line.id for one in due}
    following = [line for line in lines[:1] if line.id not in said]
    figures = Facts(facts=(*_next(ctx, following), *_figures(ctx)))
    elements = [
        *_decisions(ctx, due),
        *advice.top(ctx, _ADVICE),
        *_seats(ctx, lines, totals),
        *_openings(ctx),
        figures,
        _ways(ctx),
    ]
    return Card(title=plain(ctx.grant.name), elements=tuple(elements))


def _decisions(ctx: Context, due: list[Decision]) -> list[Element]:
    """The most pressing ones with their buttons; the rest is counted."""
    if not due:
        return [Notice(tone=Tone.DONE, text=_("Nothing needs a decision within 30 days."))]
    before = due[0].until.date()
    count = n_(
        "{count} thing needs a decision, the first before {day}",
        "{count} things need a decision, the first before {day}",
        len(due),
        day=before,
    )
    elements: list[Element] = [Heading(text=count)]
    concern = decisions.Concern(ctx.scope.root)
    for one in due[:_DECISIONS]:
        named = one.line.organisation != ctx.scope.root
        elements += decisions.elements(one, concern, named=named, may_act=ctx.may(ChangeSeats.needs))
    if len(due) > _DECISIONS:
        more = _("All {count}", count=len(due))
        press = ShowReminders(organisation=str(ctx.scope.root)).token
        elements.append(Buttons(buttons=(Button(label=more, press=press),)))
    return elements


def _seats(ctx: Context, lines: list[Line], totals: Totals) -> list[Element]:
    if not lines:
        return [Prose(text=_("There is no subscription here yet."))]
    columns = (
        Column(label=_("Seats")),
        Column(label=_("Used / bought"), number=True),
        Column(label=_("Free"), number=True),
    )
    rows = tuple(_row(ctx, line) for line in lines)
    elements: list[Element] = [Table(columns=columns, rows=rows)]
    if totals.subscriptions > len(lines):
        elements.append(Prose(text=_sum(totals), quiet=True))
    return elements


def _openings(ctx: Context) -> list[Element]:
    """A customer's services that are ready, each with the link that opens it."""
    if ctx.grant.kind is not OrganisationKind.CUSTOMER:
        return []
    ready = openings.ready(ctx.db, ctx.scope, most=_OPENINGS)
    opening = tuple(Button(label=_("Open {product}", product=one.product), url=one.url) for one in ready)
    return [Buttons(buttons=opening)] if opening else []


def _row(ctx: Context, line: Line) -> tuple[Phrase, ...]:
    product = wording.product(line, within=ctx.scope.root)
    used = _("{assigned} / {seats}", assigned=line.assigned, seats=line.seats)
    return (product, used, plain(line.free))


def _sum(totals: Totals) -> Phrase:
    return _(
        "{subscriptions} subscriptions in all, {assigned} of {seats} seats used",
        subscriptions=totals.subscriptions,
        assigned=totals.assigned,
        seats=totals.seats,
    )


def _next(ctx: Context, following: list[Line]) -> Iterator[Fact]:
    for line in following:
        what = wording.decided(line.end_of_term, line.ends_on, line.scheduled_seats, line.next_product)
        yield Fact(label=_("Next term to end"), value=joined([wording.product(line, within=ctx.scope.root), what]))


def _figures(ctx: Context) -> Iterator[Fact]:
    counts = inventory.users_by_status(ctx.db, ctx.scope)
    users = [wording.users(status, counts[status]) for status in UserStatus if counts.get(status)]
    yield Fact(label=_("Users"), value=joined(users) if users else _("none"))
    yield Fact(label=_("Orders"), value=_going(ctx))
    if asked := approvals.count_open(ctx.db, ctx.scope):
        yield Fact(label=_("Approvals"), value=n_("{count} waiting", "{count} waiting", asked))
    if by_hand := _by_hand(ctx):
        yield Fact(label=_("Orders to carry out"), value=n_("{count} waiting", "{count} waiting", by_hand))
    if to_set_up := waiting.fact(ctx):
        yield to_set_up


def _going(ctx: Context) -> Phrase:
    """Orders, with files of users for whoever sees them among the orders."""
    count = order_list.going(ctx.db, ctx.scope, files=sees_files(ctx))
    running = n_("{count} in progress", "{count} in progress", count.open)
    held_up = n_("{count} held up", "{count} held up", count.held_up)
    said = [phrase for phrase, there in ((running, count.open), (held_up, count.held_up)) if there]
    return joined(said) if said else _("none in progress")


def _by_hand(ctx: Context) -> int:
    """How many orders wait for the caller, or another Admin, to carry them out."""
    return fulfilments.count_waiting(ctx.db, ctx.scope) if ctx.may(ShowFulfilments.needs) else 0


def _ways(ctx: Context) -> Buttons:
    here = str(ctx.scope.root)
    pages = levels.PAGES[ctx.grant.kind]
    buttons = [
        *(Button(label=levels.NAMES[kind], press=levels.SHOW[kind](organisation=here).token) for kind in pages),
        Button(label=_("Organisation"), press=ShowOrganisation(organisation=here).token),
        Button(label=_("Subscriptions"), press=ShowSubscriptions(organisation=here).token),
        Button(label=_("Marketplace"), press=ShowMarket(organisation=here).token),
        Button(label=_("Orders"), press=ShowOrders(organisation=here).token),
        Button(label=_("Renewals"), press=ShowRenewals(organisation=here).token),
        Button(label=_("Reminders"), press=ShowReminders(organisation=here).token),
        Button(label=_("Advice"), press=ShowAdvice(organisation=here).token),
        Button(label=_("Approvals"), press=ShowApprovals(organisation=here).token),
        Button(label=_("Users"), press=ShowUsers(organisation=here).token),
        Button(label=_("Support"), press=ShowSupport(organisation=here).token),
        Button(label=_("Help"), press=Help().token),
    ]
    if _by_hand(ctx):
        buttons.insert(0, Button(label=_("Orders to carry out"), press=ShowFulfilments(organisation=here).token))
    if to_set_up := waiting.button(ctx):
        buttons.insert(0, to_set_up)
    if store_services.places(ctx.db, ctx.caller.email):
        buttons.append(Button(label=_("My services"), press=MyServices().token))
    if ctx.may(ChangeSeats.needs):
        change = Button(label=_("Change seats"), press=ChangeSeats(organisation=here).token, style=Style.PRIMARY)
        buttons.insert(0, change)
    return Buttons(buttons=tuple(buttons))


MENU = (
    Item(
        Overview,
        show,
        words=("overview", "home"),
        words_fr=("aperçu", "accueil", "tableau de bord"),
        read=lambda rest: Overview(organisation=rest),
        summary=_("Show what needs a decision, the seats, the users and the orders"),
        for_users=_("Show what you may use yourself, and where it opens"),
        example=_("overview"),
    ),
)
