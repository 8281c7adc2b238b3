"""What a seat change looks like: proposed, scheduled, refused."""

from __future__ import annotations

from typing import Final

from bot.cards import Buttons, Card, Element, Fact, Facts, Notice, Prose, Tone
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import payments, wording
from handlers.next_terms import Charge
from handlers.policy.schedule import Scheduled
from handlers.policy.seats import Allowed, Direction, Line
from store.subscriptions import Subscription
from store.values import Billing, Policy

WITHOUT_TAXES = _("All prices are without taxes.")
_STAYING: Final = {
    Policy.NEW_COMMERCE: _("no: these seats stay until the term ends"),
    Policy.SOFTWARE: _("no: these seats stay until the term ends"),
    Policy.PERPETUAL: _("no: these seats are bought for good"),
    Policy.WHOLESALE: _("at any time"),
}
"""Until when added seats can go back where that is no moment."""


def proposal(held: Subscription, change: Allowed, then: Charge | None, method: str, buttons: Buttons) -> Card:
    """Before, after, price now and then, what can be undone until when."""
    sign = "+" if change.kind is Direction.UP else "−"
    difference = joined([plain(sign), plain(abs(change.after - change.before))], "")
    facts = [
        Fact(
            label=_("Seats"),
            value=_(
                "**{before} → {after}** ({difference})", before=change.before, after=change.after, difference=difference
            ),
            note=_("{count} assigned", count=held.terms.assigned),
        ),
        Fact(label=_("Price"), value=_now(change), note=joined([_line(line, held) for line in change.lines], "; ")),
        *afterwards(then),
        Fact(label=_("Can go back"), value=_undo(held, change)),
        Fact(label=_("Pays"), value=payments.name(method)),
    ]
    elements: list[Element] = [Prose(text=_term(held), quiet=True), Facts(facts=tuple(facts))]
    if change.drops_schedule and change.scheduled_seats is not None:
        elements.append(Notice(tone=Tone.WARNING, text=_dropped(change.scheduled_seats)))
    if held.next_product:
        dropped = _("{product} is chosen for the renewal. Ordering this drops that.", product=held.next_product)
        elements.append(Notice(tone=Tone.WARNING, text=dropped))
    elements += [Prose(text=WITHOUT_TAXES, quiet=True), buttons]
    return Card(title=wording.heading(held), elements=tuple(elements))


def order_label(change: Allowed) -> Phrase:
    count = abs(change.after - change.before)
    if change.kind is Direction.UP:
        return n_("Order {count} seat", "Order {count} seats", count)
    return n_("Give back {count} seat", "Give back {count} seats", count)


def scheduled(held: Subscription, change: Scheduled, billing: Billing, buttons: Buttons) -> Card:
    """What the renewal will do, and until when that can be changed again."""
    charge = wording.per_period(change.per_period_then, billing)
    facts = [
        Fact(label=_("Seats at the renewal"), value=_seats_then(held, change)),
        Fact(label=_("Price from {day}", day=change.starts_on), value=charge, note=_price_note(change)),
        Fact(label=_("Can be changed"), value=_("until **{moment}**", moment=change.changeable_until)),
    ]
    elements: list[Element] = [Prose(text=_term(held), quiet=True), Facts(facts=tuple(facts))]
    if change.below_assigned:
        elements.append(Notice(tone=Tone.WARNING, text=_too_few(change)))
    elements += [Prose(text=WITHOUT_TAXES, quiet=True), buttons]
    return Card(title=wording.heading(held), elements=tuple(elements))


def schedule_label(change: Scheduled) -> Phrase:
    if change.drops:
        return n_("Keep {count} seat", "Keep {count} seats", change.after)
    return n_("{count} seat from the renewal on", "{count} seats from the renewal on", change.after)


def payment(held: Subscription) -> Phrase:
    return payments.name(held.payment)


def _term(held: Subscription) -> Phrase:
    if held.terms.policy is Policy.PERPETUAL:
        return _("Term: {term}", term=wording.term(held.terms))
    return _("Term: {term}, until {day}", term=wording.term(held.terms), day=held.terms.ends_on)


def _now(change: Allowed) -> Phrase:
    if change.kind is Direction.UP:
        return _("**+ {amount}** now", amount=change.price)
    return _("**{amount}** credited", amount=-change.price)


def _line(line: Line, held: Subscription) -> Phrase:
    if held.terms.policy is Policy.PERPETUAL:
        return credit_line(line, held, in_full=True)
    return _(
        "{seats} × {price}, {left} of {days} days",
        seats=line.seats,
        price=wording.per_period(line.unit_price, held.terms.billing),
        left=line.remaining_days,
        days=line.period_days,
    )


def credit_line(line: Line, held: Subscription, *, in_full: bool = False) -> Phrase:
    """Where a part of a credit comes from; what is credited or paid in full counts no days."""
    if not in_full:
        return _line(line, held)
    price = wording.per_period(line.unit_price, held.terms.billing)
    return _("{seats} × {price}, in full", seats=line.seats, price=price)


def afterwards(then: Charge | None) -> list[Fact]:
    """What comes on top of later charges, if any follows."""
    if then is None:
        return []
    amount = wording.per_period(abs(then.amount), then.billing)
    value = _("**+ {amount}** from {day}", amount=amount, day=then.first_on)
    if then.amount.amount < 0:
        value = _("**− {amount}** from {day}", amount=amount, day=then.first_on)
    return [Fact(label=_("Then"), value=value)]


def _undo(held: Subscription, change: Allowed) -> Phrase:
    if change.kind is Direction.DOWN:
        return _("seats can be ordered again at any time, at the price of that day")
    if change.undo_until is None:
        return _STAYING[held.terms.policy]
    count = change.after - change.before
    return n_("this seat until **{until}**", "these {count} seats until **{until}**", count, until=change.undo_until)


def _dropped(scheduled_seats: int) -> Phrase:
    return n_(
        "A change to {count} seat is scheduled for the renewal. Ordering this drops it.",
        "A change to {count} seats is scheduled for the renewal. Ordering this drops it.",
        scheduled_seats,
    )


def _seats_then(held: Subscription, change: Scheduled) -> Phrase:
    if change.replaces is None:
        return _("**{before} → {after}**", before=held.terms.seats, after=change.after)
    return _(
        "**{before} → {after}** (in place of {replaced})",
        before=held.terms.seats,
        after=change.after,
        replaced=change.replaces,
    )


def _price_note(change: Scheduled) -> Phrase:
    if change.price_is_old:
        return _("at the price paid so far: no price for that day is known yet")
    return _("{price} each, the price of that day", price=change.unit_price)


def _too_few(change: Scheduled) -> Phrase:
    return n_(
        "{count} seat is assigned. Unassign before the renewal, or it renews with the number assigned.",
        "{count} seats are assigned. Unassign before the renewal, or it renews with the number assigned.",
        change.assigned,
    )
