"""Why seats can't change, until when they could, and what can be done instead."""

from __future__ import annotations

from bot.cards import Button, Element, Prose
from bot.phrases import Phrase, _, joined, n_
from handlers import wording
from handlers.ending_commands import SetRenewal
from handlers.errors import Refusal
from handlers.holders import ShowHolders
from handlers.policy.new_commerce import REDUCTION_WINDOW
from handlers.policy.verdict import Reason, Refused
from handlers.seat_commands import ScheduleSeats
from handlers.support_commands import AskSupplier
from store.subscriptions import Subscription
from store.values import MOST_SEATS, EndOfTerm, Policy, Terms


def refusal(held: Subscription, no: Refused, seats: int) -> Refusal:
    """The refusal as the admin hears it, next to the field with the number."""
    return Refusal(
        _sentence(held, no, seats),
        field="seats",
        details=_details(held, no),
        buttons=_buttons(held, no, seats),
        title=wording.heading(held),
    )


def _sentence(held: Subscription, no: Refused, seats: int) -> Phrase:
    match no.reason:
        case Reason.SAME:
            return n_(
                "{product} has {count} seat already. Nothing was changed.",
                "{product} has {count} seats already. Nothing was changed.",
                seats,
                product=held.name,
            )
        case Reason.OUT_OF_RANGE:
            return _out_of_range(seats)
        case Reason.WINDOW_CLOSED:
            return _window_closed(held, no)
        case Reason.BELOW_ASSIGNED:
            return _below_assigned(held, no, seats)
        case _:
            return _not_at_all(held, no)


def _out_of_range(seats: int) -> Phrase:
    if seats < 1:
        return _("A subscription keeps at least 1 seat. To end it, turn its renewal off. Nothing was changed.")
    return _("At most {most} seats can be ordered at once. Nothing was changed.", most=MOST_SEATS)


def _window_closed(held: Subscription, no: Refused) -> Phrase:
    return n_(
        "{product} can't go below **{count} seat** before **{day}**, when its term has ended. Nothing was changed.",
        "{product} can't go below **{count} seats** before **{day}**, when its term has ended. Nothing was changed.",
        no.window_floor,
        product=held.name,
        day=no.possible_from.date(),
    )


def _below_assigned(held: Subscription, no: Refused, seats: int) -> Phrase:
    return n_(
        "{count} seat of {product} is assigned, so it can't go down to {seats}. Nothing was changed. Unassign first.",
        "{count} seats of {product} are assigned, so it can't go down to {seats}. Nothing was changed. Unassign first.",
        no.assigned,
        product=held.name,
        seats=seats,
    )


def _not_at_all(held: Subscription, no: Refused) -> Phrase:
    day = held.terms.ends_on
    match no.reason:
        case Reason.ENDED:
            return _("{product} ended on {day}. Nothing was changed.", product=held.name, day=day)
        case Reason.SUSPENDED:
            return _(
                "{product} is suspended: its seats can't change meanwhile. Nothing was changed.", product=held.name
            )
        case Reason.STOPS_AT_END:
            return _("{product} stops on {day}, so nothing renews. Nothing was changed.", product=held.name, day=day)
        case Reason.NEVER_RENEWED:
            return _("{product} was bought for good and never renews. Nothing was changed.", product=held.name)
        case _ if held.terms.policy is Policy.PERPETUAL:
            return _(
                "Seats of {product} are bought for good: it can only be cancelled as a whole, within 30 days of its "
                "purchase. Nothing was changed.",
                product=held.name,
            )
        case _:
            return _(
                "Seats of {product} are never given back during a term: software can only be cancelled as a whole, "
                "within 7 days of its purchase. Nothing was changed.",
                product=held.name,
            )


def _details(held: Subscription, no: Refused) -> tuple[Element, ...]:
    """Since when it is too late, to the second; a number that could go now is offered by its button."""
    if no.reason is not Reason.WINDOW_CLOSED or no.was_possible_until is None:
        return ()
    days = REDUCTION_WINDOW.days
    last = max((batch.added_at for batch in held.terms.batches), default=None)
    told: list[Phrase] = [_("Seats can be given back for {days} days after they were bought.", days=days)]
    if last is not None:
        told.append(_("The last ones were bought on {moment}.", moment=last))
    if until := no.number_was_possible_until:
        told.append(_("For this number it was possible until {moment}.", moment=until))
    return (Prose(text=joined(told, " ")),)


def _buttons(held: Subscription, no: Refused, seats: int) -> tuple[Button, ...]:
    offers: list[Button] = []
    if no.reason in {Reason.WINDOW_CLOSED, Reason.BELOW_ASSIGNED, Reason.NEVER_REDUCED} and _renews(held.terms):
        label = n_("{count} seat from the renewal on", "{count} seats from the renewal on", seats)
        offers.append(Button(label=label, press=ScheduleSeats(subscription=str(held.id), seats=str(seats)).token))
    if no.reason in {Reason.WINDOW_CLOSED, Reason.BELOW_ASSIGNED} and held.terms.assigned:
        offers.append(Button(label=_("Show who uses them"), press=ShowHolders(subscription=str(held.id)).token))
    if no.reason is Reason.STOPS_AT_END:
        offers.append(Button(label=_("Turn renewal on"), press=SetRenewal(subscription=str(held.id), to="on").token))
    if no.reason in {Reason.WINDOW_CLOSED, Reason.NEVER_REDUCED}:
        offers.append(Button(label=_("Ask the supplier"), press=AskSupplier(subscription=str(held.id)).token))
    return tuple(offers)


def _renews(terms: Terms) -> bool:
    return terms.end_of_term is not EndOfTerm.STOP and terms.policy is not Policy.PERPETUAL
