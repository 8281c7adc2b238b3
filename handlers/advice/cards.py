"""A piece of advice as a sentence, and the buttons that follow it."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Element, Prose
from bot.phrases import Phrase, _, n_
from handlers.advice.gathering import Said
from handlers.advice_commands import MuteAdvice
from handlers.care_commands import LetBe
from handlers.ending_commands import SetRenewal
from handlers.holders import ShowHolders
from handlers.policy.advice import Advice, muted_as
from handlers.seat_commands import ChangeSeats, ScheduleSeats
from store.values import OrganisationId

NAMES: Final = {
    Advice.CLOSING: _("unused seats, the window closes"),
    Advice.UNUSED: _("unused seats that can go"),
    Advice.UNDECIDED: _("renewal undecided"),
    Advice.FEWER: _("fewer seats from the renewal on"),
    Advice.SHORT: _("seats are short"),
    Advice.SHORT_THEN: _("seats will be short"),
    Advice.FULL: _("all seats are used"),
}


def elements(said: Said, here: OrganisationId, *, may_act: bool) -> list[Element]:
    """The sentence; with the customer's name where it is not one's own organisation."""
    text = sentence(said)
    if said.line.organisation != here:
        text = _("{customer}: {sentence}", customer=said.line.customer, sentence=text)
    parts: list[Element] = [Prose(text=text)]
    return [*parts, Buttons(buttons=(*_ways(said, here), _mute(said, here)))] if may_act else parts


def sentence(said: Said) -> Phrase:
    line, piece = said.line, said.piece
    name, count = line.name, piece.count
    match piece.advice:
        case Advice.CLOSING | Advice.UNUSED:
            return _unused(said)
        case Advice.UNDECIDED:
            return _("**{product}**: nobody has decided what happens after **{day}**", product=name, day=line.ends_on)
        case Advice.FEWER:
            return n_(
                "**{product}**: nobody uses {count} seat; it can go with the renewal after **{day}**",
                "**{product}**: nobody uses {count} seats; they can go with the renewal after **{day}**",
                count,
                product=name,
                day=line.ends_on,
            )
        case Advice.SHORT:
            return n_(
                "**{product}**: all {seats} seats are used, and {count} user of {customer} has none at all",
                "**{product}**: all {seats} seats are used, and {count} users of {customer} have none at all",
                count,
                product=name,
                seats=line.seats,
                customer=line.customer,
            )
        case Advice.SHORT_THEN:
            return n_(
                "**{product}**: after **{day}** there is {count} seat less than assigned",
                "**{product}**: after **{day}** there are {count} seats less than assigned",
                count,
                product=name,
                day=line.ends_on,
            )
        case Advice.FULL:
            return _(
                "**{product}**: all {seats} seats are used; whoever comes next has none", product=name, seats=count
            )


def _unused(said: Said) -> Phrase:
    name, count, until = said.line.name, said.piece.count, said.piece.until
    if until is None:
        return n_(
            "**{product}**: nobody uses {count} seat; it can go at any time",
            "**{product}**: nobody uses {count} seats; they can go at any time",
            count,
            product=name,
        )
    return n_(
        "**{product}**: nobody uses {count} seat; it can go until **{until}**",
        "**{product}**: nobody uses {count} seats; they can go until **{until}**",
        count,
        product=name,
        until=until,
    )


def _ways(said: Said, here: OrganisationId) -> tuple[Button, ...]:
    """The one that follows the advice first."""
    line, count, id = said.line, said.piece.count, str(said.line.id)
    match said.piece.advice:
        case Advice.CLOSING | Advice.UNUSED:
            fewer = ChangeSeats(subscription=id, seats=str(line.seats - count))
            return (Button(label=n_("Give back {count} seat", "Give back {count} seats", count), press=fewer.token),)
        case Advice.UNDECIDED:
            fine = LetBe(subscription=id, organisation=str(here))
            decide = Button(label=_("Decide"), press=SetRenewal(subscription=id).token)
            return (decide, Button(label=_("Renew as it is"), press=fine.token))
        case Advice.FEWER:
            return (_renew_with(id, (line.scheduled_seats or line.seats) - count),)
        case Advice.SHORT_THEN:
            return (_renew_with(id, line.assigned),)
        case Advice.SHORT | Advice.FULL:
            more = Button(label=_("Order more seats"), press=ChangeSeats(subscription=id).token)
            return (more, Button(label=_("Who uses it"), press=ShowHolders(subscription=id).token))


def _renew_with(id: str, seats: int) -> Button:
    label = n_("Renew with {count} seat", "Renew with {count} seats", seats)
    return Button(label=label, press=ScheduleSeats(subscription=id, seats=str(seats)).token)


def _mute(said: Said, here: OrganisationId) -> Button:
    kind = muted_as(said.piece.advice)
    mute = MuteAdvice(subscription=str(said.line.id), advice=kind, organisation=str(here))
    return Button(label=_("Say no more …"), press=mute.token)
