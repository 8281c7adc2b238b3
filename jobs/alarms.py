"""What the bound channels are told at once: a renewal that could not be as it was scheduled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Notice, Prose, Tone
from bot.errand import Errand
from bot.phrases import Phrase, _
from handlers import posts
from handlers.context import Defaults
from handlers.ending_commands import ChangeProduct
from handlers.holders import ShowHolders
from handlers.policy.new_commerce import reducible_until
from handlers.policy.renewal import Renewed
from handlers.seat_commands import ChangeSeats
from store import sweeps
from store.subscriptions import Subscription
from store.values import Policy


def raise_alarm(db: Connection, held: Subscription, renewed: Renewed, defaults: Defaults, now: datetime) -> None:
    """Renewed with other seats than were scheduled."""
    _tell(db, held, card(held, renewed), f"alarm:{held.id}:{renewed.starts_on}", defaults, now)


def tell_that_the_product_stays(
    db: Connection, held: Subscription, renewed: Renewed, defaults: Defaults, now: datetime
) -> None:
    """Renewed as the product that it was, since nobody knows a price of the one that was chosen."""
    text = _(
        "{product} was to renew as {other}, but there is no price for that. It was renewed as it was, until {day}.",
        product=held.name,
        other=held.next_product or "",
        day=renewed.ends_on,
    )
    change = Button(label=_("Another product"), press=ChangeProduct(subscription=str(held.id)).token)
    elements = (Notice(tone=Tone.WARNING, text=text), Buttons(buttons=(change,)))
    told = Card(title=_("{product} · {customer}", product=held.name, customer=held.customer), elements=elements)
    _tell(db, held, told, f"alarm:product:{held.id}:{renewed.starts_on}", defaults, now)


def _tell(db: Connection, held: Subscription, told: Card, family: str, defaults: Defaults, now: datetime) -> None:
    """One message to each channel that is told about the organisation; no prices, no names of people."""
    for channel in sweeps.listeners(db, held.organisation):
        key = f"{family}:{channel.binding}"
        posts.to_channel(db, channel, channel.channel, "alarm", key, Errand(card=told), now, defaults)


def card(held: Subscription, renewed: Renewed) -> Card:
    """Renewed with the seats assigned, since fewer were scheduled than that."""
    text = _(
        "{scheduled} seats were scheduled for the renewal of {product}, but {assigned} are assigned. "
        "It was renewed with {assigned} seats, until {day}.",
        scheduled=renewed.scheduled_seats or 0,
        product=held.name,
        assigned=renewed.seats,
        day=renewed.ends_on,
    )
    who = Button(label=_("Who uses it"), press=ShowHolders(subscription=str(held.id)).token)
    change = Button(label=_("Change seats"), press=ChangeSeats(subscription=str(held.id)).token)
    return Card(
        title=_("{product} · {customer}", product=held.name, customer=held.customer),
        elements=(
            Notice(tone=Tone.WARNING, text=text),
            Prose(text=_way_out(held, renewed)),
            Buttons(buttons=(who, change)),
        ),
    )


def _way_out(held: Subscription, renewed: Renewed) -> Phrase:
    match held.terms.policy:
        case Policy.NEW_COMMERCE:
            until = reducible_until(renewed.renewed_at)
            return _(
                "Seats that nobody needs can go until {moment}: unassign them, then change the number.", moment=until
            )
        case Policy.WHOLESALE:
            return _("Seats that nobody needs can go at any time: unassign them, then change the number.")
        case _:
            return _("Unassign what nobody needs, then schedule the number again for the next renewal.")
