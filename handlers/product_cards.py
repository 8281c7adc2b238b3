"""What another product looks like: to choose from, proposed, refused."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Button, Card, Column, Element, Fact, Facts, Notice, Prose, Table, Tone
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import proposals, wording
from handlers.ending_commands import KeepProduct
from handlers.errors import Refusal
from handlers.next_terms import Charge
from handlers.policy.product_change import AtOnce, Later
from handlers.policy.verdict import Line, Reason, Refused
from handlers.seat_cards import WITHOUT_TAXES, afterwards, credit_line
from store.product_changes import Target
from store.subscriptions import Subscription
from store.values import OrderId

Quoted = AtOnce | Later | Refused
_COLUMNS = (
    Column(label=_("Product")),
    Column(label=_("When")),
    Column(label=_("Price")),
    Column(label=_("Difference"), number=True),
)


def table(held: Subscription, quoted: Sequence[tuple[Target, Quoted]]) -> Table:
    """One line for each product that this one can become."""
    return Table(columns=_COLUMNS, rows=tuple(_row(held, one, answer) for one, answer in quoted))


def _row(held: Subscription, one: Target, answer: Quoted) -> tuple[Phrase, ...]:
    name, billing = plain(one.name), held.terms.billing
    match answer:
        case AtOnce():
            total = wording.per_period((answer.unit_price * held.terms.seats).rounded(), billing)
            return (name, _("at once"), total, _("{amount} now", amount=wording.signed(answer.price)))
        case Later():
            total = wording.per_period(answer.per_period_then, billing)
            return (name, _when(held, one, answer), total, wording.signed(answer.per_period))
        case Refused():
            return (name, _("not now"), plain(""), plain(""))


def _when(held: Subscription, one: Target, answer: Later) -> Phrase:
    if one.offer == held.next_offer:
        return _("chosen, from {day}", day=answer.starts_on)
    return _("from {day}", day=answer.starts_on)


def at_once(held: Subscription, to: Target, change: AtOnce, then: Charge | None, order: OrderId) -> Card:
    """The old one's rest credited, the new one's charged; seats, people and the term stay."""
    facts = [
        _products(held, to),
        _seats(held),
        Fact(label=_("Price"), value=_now(change), note=joined([_line(line, held) for line in change.lines], "; ")),
    ]
    facts += afterwards(then)
    facts.append(Fact(label=_("Term"), value=_("stays, until **{day}**", day=held.terms.ends_on)))
    facts.append(Fact(label=_("Can go back"), value=_("as before: each seat until 7 days after it was added")))
    elements: list[Element] = [Facts(facts=tuple(facts)), *_dropped(held, change)]
    elements += [
        Prose(text=WITHOUT_TAXES, quiet=True),
        proposals.buttons(order, _("Change to {product}", product=to.name)),
    ]
    return Card(title=wording.heading(held), elements=tuple(elements))


def later(held: Subscription, to: Target, change: Later, order: OrderId) -> Card:
    """What the renewal will do, and until when that can be taken back."""
    charge = wording.per_period(change.per_period_then, held.terms.billing)
    note = _(
        "{seats} × {price}, the price of that day; {difference}",
        seats=change.seats,
        price=change.unit_price,
        difference=wording.signed(change.per_period),
    )
    facts = (
        _products(held, to),
        _seats(held),
        Fact(label=_("Price from {day}", day=change.starts_on), value=charge, note=note),
        Fact(label=_("Can be changed"), value=_("until **{moment}**", moment=change.changeable_until)),
    )
    label = _("{product} from the renewal on", product=to.name)
    elements = (Facts(facts=facts), Prose(text=WITHOUT_TAXES, quiet=True), proposals.buttons(order, label))
    return Card(title=wording.heading(held), elements=elements)


def kept(held: Subscription, order: OrderId) -> Card:
    facts = (
        Fact(label=_("Today"), value=wording.ending(held)),
        Fact(label=_("If you confirm"), value=_("renews as **{product}**", product=held.name)),
    )
    buttons = proposals.buttons(order, _("Keep {product}", product=held.name))
    return Card(title=wording.heading(held), elements=(Facts(facts=facts), buttons))


def _products(held: Subscription, to: Target) -> Fact:
    return Fact(label=_("Product"), value=_("**{before} → {after}**", before=held.name, after=to.name))


def _seats(held: Subscription) -> Fact:
    """Nobody loses theirs."""
    count = held.terms.assigned
    note = n_("{count} assigned, which stays so", "{count} assigned, which stay so", count)
    return Fact(label=_("Seats"), value=wording.seats(held.terms.seats), note=note if count else None)


def _now(change: AtOnce) -> Phrase:
    if change.price.amount < 0:
        return _("**{amount}** credited", amount=-change.price)
    return _("**+ {amount}** now", amount=change.price)


def _line(line: Line, held: Subscription) -> Phrase:
    return _("{amount}: {line}", amount=wording.signed(line.amount), line=credit_line(line, held))


def _dropped(held: Subscription, change: AtOnce) -> list[Notice]:
    told: list[Phrase] = []
    if change.scheduled_seats is not None:
        told.append(
            n_(
                "A change to {count} seat is scheduled for the renewal. Ordering this drops it.",
                "A change to {count} seats is scheduled for the renewal. Ordering this drops it.",
                change.scheduled_seats,
            )
        )
    if change.drops_product:
        told.append(
            _("{product} is chosen for the renewal. Ordering this drops that.", product=held.next_product or "")
        )
    return [Notice(tone=Tone.WARNING, text=text) for text in told]


def chosen(held: Subscription) -> Refusal:
    """What is chosen for the renewal already can only be taken back."""
    keep = Button(label=_("Keep {product}", product=held.name), press=KeepProduct(subscription=str(held.id)).token)
    text = _("{product} is chosen for the renewal already. Nothing was changed.", product=held.next_product or "")
    return Refusal(text, field="target", buttons=(keep,), title=wording.heading(held))


def refusal(held: Subscription, no: Refused, to: Target) -> Refusal:
    return Refusal(_sentence(held, no, to), field="target", title=wording.heading(held))


def _sentence(held: Subscription, no: Refused, to: Target) -> Phrase:
    product, day = held.name, held.terms.ends_on
    match no.reason:
        case Reason.NO_PRICE:
            return _("There is no price for {other} for this term. Nothing was changed.", other=to.name)
        case Reason.SUSPENDED:
            return _("{product} is suspended: it can't change meanwhile. Nothing was changed.", product=product)
        case Reason.EXTENDED:
            return _(
                "{product} goes on month by month, or is about to: turn its renewal on first. Nothing was changed.",
                product=product,
            )
        case Reason.STOPS_AT_END:
            return _("{product} stops on {day}, so nothing renews. Nothing was changed.", product=product, day=day)
        case Reason.NEVER_RENEWED:
            return _("{product} was bought for good and never renews. Nothing was changed.", product=product)
        case _:
            return _("{product} ended on {day}. Nothing was changed.", product=product, day=day)
