"""What a decision about the end of a term looks like: proposed, or refused."""

from __future__ import annotations

from bot.cards import Card, Element, Fact, Facts, Notice, Prose, Style, Tone
from bot.phrases import Phrase, _, n_
from handlers import proposals, wording
from handlers.errors import Refusal
from handlers.next_terms import GoingOn
from handlers.policy import extension
from handlers.policy.renewal import Allowed
from handlers.policy.verdict import Reason, Refused
from handlers.seat_cards import WITHOUT_TAXES
from store.subscriptions import Subscription
from store.values import Billing, EndOfTerm, OrderId


def renews(held: Subscription, going: GoingOn, order: OrderId) -> Card:
    """With the price of the day, or the one paid so far."""
    facts = (
        Fact(label=_("Today"), value=wording.ending(held)),
        Fact(
            label=_("If you confirm"),
            value=_("**renews** after **{day}**", day=held.terms.ends_on),
            note=wording.seats(going.seats),
        ),
        Fact(label=_("Price"), value=charge(going), note=price_note(going)),
        _changeable(held),
    )
    elements = (Facts(facts=facts), Prose(text=WITHOUT_TAXES, quiet=True))
    return Card(title=wording.heading(held), elements=(*elements, proposals.buttons(order, _("Turn renewal on"))))


def charge(going: GoingOn) -> Phrase:
    """One charge of the next term, for all of its seats."""
    return wording.per_period(going.charge, going.billing)


def price_note(going: GoingOn) -> Phrase:
    """What a seat costs then, and since when that is known."""
    if going.price:
        return _("{seats} × {price}, the price of that day", seats=going.seats, price=going.each)
    return _(
        "{seats} × {price}, the price paid so far: none is known for that day yet", seats=going.seats, price=going.each
    )


def stops(held: Subscription, change: Allowed, order: OrderId) -> Card:
    facts = (
        Fact(label=_("Today"), value=wording.ending(held)),
        Fact(
            label=_("If you confirm"),
            value=_("**stops** on **{day}**", day=change.ends_on),
            note=wording.seats(held.terms.seats),
        ),
        Fact(label=_("Price"), value=_("nothing changes until then")),
        _changeable(held),
    )
    elements: list[Element] = [Facts(facts=facts)]
    if held.terms.assigned:
        elements.append(Notice(tone=Tone.WARNING, text=_losing(held)))
    elements += _dropped(held, change)
    elements.append(proposals.buttons(order, _("Turn renewal off"), style=Style.DANGER))
    return Card(title=wording.heading(held), elements=tuple(elements))


def goes_on(held: Subscription, change: Allowed, month: extension.Price, order: OrderId) -> Card:
    """Month by month: what each costs, and that it can be ended at any time."""
    seats = held.terms.scheduled_seats or held.terms.seats
    total = wording.per_period((month.unit_price * seats).rounded(), Billing.MONTHLY)
    facts = (
        Fact(label=_("Today"), value=wording.ending(held)),
        Fact(
            label=_("If you confirm"),
            value=_("**goes on month by month** after **{day}**", day=change.ends_on),
            note=wording.seats(seats),
        ),
        Fact(label=_("Price"), value=total, note=month_note(month, seats)),
        Fact(
            label=_("Can be cancelled"),
            value=_("at any time after **{day}**, days not used are credited", day=change.ends_on),
        ),
        _changeable(held),
    )
    elements: list[Element] = [Facts(facts=facts), *_dropped(held, change), Prose(text=WITHOUT_TAXES, quiet=True)]
    return Card(title=wording.heading(held), elements=(*elements, proposals.buttons(order, _("Go on month by month"))))


def month_note(month: extension.Price, seats: int) -> Phrase:
    """Where the price of a month comes from."""
    price, base = month.unit_price, month.base
    if month.percent == extension.ABOVE_MONTHLY:
        return _("{seats} × {price}: the monthly plan’s {base} and 3 % more", seats=seats, price=price, base=base)
    if month.percent == extension.ABOVE_TERM:
        return _(
            "{seats} × {price}: a month of this term, {base}, and 23 % more, since there is no monthly plan",
            seats=seats,
            price=price,
            base=base,
        )
    return _("{seats} × {price}, the price paid so far", seats=seats, price=price)


def _changeable(held: Subscription) -> Fact:
    return Fact(label=_("Can be changed"), value=_("until **{moment}**", moment=held.terms.ends_at))


def _losing(held: Subscription) -> Phrase:
    return n_(
        "{count} person uses it and loses it on that day.",
        "{count} people use it and lose it on that day.",
        held.terms.assigned,
    )


def _dropped(held: Subscription, change: Allowed) -> list[Element]:
    """What was decided for the renewal and is not kept."""
    told: list[Phrase] = []
    if change.drops_schedule and change.scheduled_seats is not None:
        told.append(
            n_(
                "A change to {count} seat is scheduled for the renewal. Turning it off drops that.",
                "A change to {count} seats is scheduled for the renewal. Turning it off drops that.",
                change.scheduled_seats,
            )
        )
    if change.drops_product:
        told.append(_("{product} is chosen for the renewal. Confirming drops that.", product=held.next_product or ""))
    return [Notice(tone=Tone.WARNING, text=text) for text in told]


def refusal(held: Subscription, no: Refused, wish: EndOfTerm) -> Refusal:
    text = _same(held, wish) if no.reason is Reason.SAME else _not_at_all(held, no)
    return Refusal(text, field="to", title=wording.heading(held))


def _same(held: Subscription, wish: EndOfTerm) -> Phrase:
    day, product = held.terms.ends_on, held.name
    match wish:
        case EndOfTerm.STOP:
            return _("{product} stops already, on {day}. Nothing was changed.", product=product, day=day)
        case EndOfTerm.EXTEND:
            return _(
                "{product} goes on month by month already, after {day}. Nothing was changed.", product=product, day=day
            )
        case _:
            return _("{product} renews already, after {day}. Nothing was changed.", product=product, day=day)


def _not_at_all(held: Subscription, no: Refused) -> Phrase:
    product = held.name
    match no.reason:
        case Reason.SUSPENDED:
            return _(
                "{product} is suspended: it can't be told to renew meanwhile. Nothing was changed.", product=product
            )
        case Reason.NEVER_RENEWED:
            return _("{product} was bought for good and never renews. Nothing was changed.", product=product)
        case Reason.NOT_EXTENDABLE:
            return _(
                "{product} can't go on month by month after its term: it renews, or it stops. Nothing was changed.",
                product=product,
            )
        case Reason.MONTHLY:
            return _(
                "{product} has a monthly term, so it goes on month by month by renewing. Nothing was changed.",
                product=product,
            )
        case _:
            return _("{product} ended on {day}. Nothing was changed.", product=product, day=held.terms.ends_on)
