"""What can happen at the end of a term, with the price of each; and the terms that end soon, by their deadline."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Notice, Prose, Style, Table, Tone
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import next_terms, renewal_cards, wording
from handlers.care_commands import LetBe
from handlers.context import Context
from handlers.ending_commands import ChangeProduct, SetRenewal, ShowRenewals, ShowWindow
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.policy import extension
from handlers.policy.verdict import closed
from handlers.seat_cards import WITHOUT_TAXES
from handlers.seat_commands import ScheduleSeats
from store import undecided
from store.subscriptions import Subscription, last_second
from store.undecided import Ending
from store.values import Billing, EndOfTerm, Policy


def choices(ctx: Context, held: Subscription) -> Card:
    """The four, what each costs, which of them will happen, and until when that can be changed."""
    elements: list[Element] = [
        Facts(facts=(Fact(label=_("Today"), value=wording.ending(held), note=_whose(ctx, held)),))
    ]
    if closed(held.terms, ctx.now) or held.terms.policy is Policy.PERPETUAL:
        return Card(title=wording.heading(held), elements=tuple(elements))
    elements += [Facts(facts=tuple(_options(ctx, held))), Prose(text=WITHOUT_TAXES, quiet=True)]
    if ctx.may(SetRenewal.needs):
        elements.append(Buttons(buttons=_ways(ctx, held)))
    return Card(title=wording.heading(held), elements=tuple(elements))


def _whose(ctx: Context, held: Subscription) -> Phrase | None:
    if held.terms.policy is Policy.PERPETUAL:
        return None
    if undecided.is_decided(ctx.db, ctx.scope, held.id):
        return _("decided")
    return _("nobody has decided it")


def _options(ctx: Context, held: Subscription) -> list[Fact]:
    terms, going = held.terms, next_terms.renewed(ctx.db, ctx.scope, held)
    facts = [
        Fact(label=_("Renew"), value=renewal_cards.charge(going), note=renewal_cards.price_note(going)),
        Fact(label=_("Renew with changes"), value=_changes(held)),
    ]
    if extension.extendable(terms, ctx.now):
        month, seats = next_terms.by_the_month(ctx.db, ctx.scope, held), terms.scheduled_seats or terms.seats
        value = wording.per_period((month.unit_price * seats).rounded(), Billing.MONTHLY)
        note = renewal_cards.month_note(month, seats)
        facts.append(Fact(label=_("Go on month by month"), value=value, note=note))
    loses = n_("{count} person uses it", "{count} people use it", terms.assigned) if terms.assigned else None
    facts.append(Fact(label=_("Stop"), value=_("nothing after **{day}**", day=terms.ends_on), note=loses))
    facts.append(Fact(label=_("Can be changed"), value=_("until **{moment}**", moment=terms.ends_at)))
    return facts


def _changes(held: Subscription) -> Phrase:
    if held.terms.end_of_term is EndOfTerm.RENEW_WITH_CHANGES:
        return wording.ending(held)
    return _("with another number of seats, or as another product")


def _ways(ctx: Context, held: Subscription) -> tuple[Button, ...]:
    """The decision as it is needs no button, but for one that nobody took: it is fine as it is."""
    id, now = str(held.id), held.terms.end_of_term
    buttons: list[Button] = []
    if now in {EndOfTerm.STOP, EndOfTerm.EXTEND}:
        buttons.append(_to(id, "on", _("Renew"), Style.PRIMARY))
    elif not undecided.is_decided(ctx.db, ctx.scope, held.id):
        fine = LetBe(subscription=id, organisation=str(ctx.scope.root))
        buttons.append(Button(label=_("Renew as it is"), press=fine.token, style=Style.PRIMARY))
    if now not in {EndOfTerm.STOP, EndOfTerm.EXTEND}:
        buttons.append(Button(label=_("Seats at the renewal"), press=ScheduleSeats(subscription=id).token))
        buttons.append(Button(label=_("Another product"), press=ChangeProduct(subscription=id).token))
    if extension.objection(held.terms, ctx.now) is None:
        buttons.append(_to(id, "extend", _("Go on month by month")))
    if now is not EndOfTerm.STOP:
        buttons.append(_to(id, "off", _("Let it end")))
    return tuple(buttons)


def _to(id: str, wish: str, label: Phrase, style: Style = Style.PLAIN) -> Button:
    return Button(label=label, press=SetRenewal(subscription=id, to=wish).token, style=style)


def listed(ctx: Context, ask: ShowRenewals) -> Card:
    """What ends within 90 days: undecided ones first, each part by its deadline."""
    today, offset, title = ctx.now.date(), max(0, ask.offset), _("Renewals")
    total, open_ = undecided.counts(ctx.db, ctx.scope, today)
    found = undecided.soon(ctx.db, ctx.scope, today, offset=offset, most=PAGE)
    if not found:
        nothing = _("No term ends within 90 days, but for monthly ones that renew by themselves.")
        return Card(title=title, elements=(Notice(tone=Tone.DONE, text=nothing),))
    table = Table(columns=_COLUMNS, rows=tuple(_row(ctx, one) for one in found))
    opening = Buttons(buttons=tuple(_open(ctx, one, found) for one in found))
    turning = pages(ask.but(organisation=str(ctx.scope.root)), offset, total)
    return Card(title=title, elements=(_summary(open_), table, opening, *turning))


def _summary(open_: int) -> Notice:
    if not open_:
        return Notice(tone=Tone.DONE, text=_("Somebody has decided on each of them."))
    text = n_(
        "{count} term ends within 90 days and nobody has decided what then: it renews by itself.",
        "{count} terms end within 90 days and nobody has decided what then: they renew by themselves.",
        open_,
    )
    return Notice(tone=Tone.WARNING, text=text)


_COLUMNS = (
    Column(label=_("Product")),
    Column(label=_("Decide before")),
    Column(label=_("At the end")),
    Column(label=_("Decided")),
)


def _row(ctx: Context, one: Ending) -> tuple[Phrase, ...]:
    what = wording.decided(one.end_of_term, one.ends_on, one.scheduled_seats, one.next_product)
    return (_name(ctx, one), plain(last_second(one.ends_on)), what, _("yes") if one.decided else _("no"))


def _name(ctx: Context, one: Ending) -> Phrase:
    if one.organisation == ctx.scope.root:
        return plain(one.name)
    return _("{product} · {customer}", product=one.name, customer=one.customer)


def _open(ctx: Context, one: Ending, among: list[Ending]) -> Button:
    name = _name(ctx, one)
    alone = [_name(ctx, other) for other in among].count(name) == 1
    label = name if alone else joined([name, plain(f"S-{one.number:06}")])
    may_act = ctx.may(SetRenewal.needs)
    press = SetRenewal(subscription=str(one.id)) if may_act else ShowWindow(subscription=str(one.id))
    return Button(label=label, press=press.token)


MENU = (
    Item(
        ShowRenewals,
        listed,
        words=("renewals",),
        words_fr=("renouvellements", "échéances"),
        read=lambda rest: ShowRenewals(organisation=rest),
        summary=_("List the terms that end within 90 days, undecided ones first"),
        example=_("renewals"),
    ),
)
