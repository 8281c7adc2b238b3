"""What waits for somebody's decision, and the buttons that take it: on the overview and in the reminders alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Element, Prose
from bot.phrases import Phrase, _, n_
from handlers import wording
from handlers.care_commands import KeepSeats, LetBe, Snooze, TakeCare
from handlers.ending_commands import SetRenewal
from handlers.move_commands import ShowMove, SnoozeMove, UpdateMove
from handlers.policy.moves import ends_at, renewed_on
from handlers.policy.new_commerce import closes_first
from handlers.seat_commands import ChangeSeats
from store import inventory, kms_moves
from store.inventory import Added, Line
from store.kms_moves import Move
from store.subscriptions import last_second
from store.values import EndOfTerm, OrganisationId, Policy, Scope, TermLength

AHEAD: Final = timedelta(days=30)
_WINDOW: Final = timedelta(hours=168)
_MOST: Final = 50
_BY_ITSELF: Final = {EndOfTerm.RENEW, EndOfTerm.EXTEND}


class Kind(StrEnum):
    STOPS = "stops"
    RENEWS = "renews"
    WINDOW = "window"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing to decide about one subscription, until `until` (UTC).

    `move` is the id of the move to it, of which `devices` are left; `can_go` of its unused seats can still go back.
    """

    kind: Kind
    line: Line
    until: datetime
    move: str = ""
    devices: int = 0
    can_go: int = 0


@dataclass(frozen=True, slots=True)
class Concern:
    """Who is reminded, and in which digest, if it is one."""

    organisation: OrganisationId
    digest: str = ""


def due(db: Connection, scope: Scope, now: datetime) -> list[Decision]:
    """What is to be decided within the scope, the most pressing first; nothing that was put aside."""
    today = now.date()
    ending = inventory.ending(db, scope, today=today, until=today + AHEAD, most=_MOST)
    fresh = inventory.added_since(db, scope, now - _WINDOW, today=today, most=_MOST)
    found = [of_term(line) for line in ending] + of_windows(db, scope, fresh, now) + _moving(db, scope, now)
    return sorted((one for one in found if one), key=lambda one: (one.until, one.line.number))


def _moving(db: Connection, scope: Scope, now: datetime) -> list[Decision | None]:
    """Devices whose KMS activation ends within the time ahead."""
    soon = renewed_on(now.date(), AHEAD.days, early=0)
    moves = kms_moves.running(db, scope, now.date(), renewed_by=soon, most=_MOST)
    there = [one for one in moves if ends_at(one.renewed_on) > now]
    lines = {line.id: line for line in inventory.among(db, scope, [one.subscription for one in there])} if there else {}
    return [of_move(lines[one.subscription], one) for one in there if one.subscription in lines]


def of_term(line: Line) -> Decision | None:
    """The end of its term; a monthly one that renews by itself needs nobody."""
    until = last_second(line.ends_on)
    if line.end_of_term is EndOfTerm.STOP:
        return Decision(Kind.STOPS, line, until)
    if line.length is TermLength.MONTH and line.end_of_term in _BY_ITSELF:
        return None
    return Decision(Kind.RENEWS, line, until)


def of_windows(db: Connection, scope: Scope, lines: Sequence[Line], now: datetime) -> list[Decision | None]:
    """Of each that has seats which can still go back and which nobody uses."""
    open_ = [line for line in lines if line.policy is Policy.NEW_COMMERCE and line.free > 0]
    added = inventory.added(db, scope, [line.id for line in open_], now - _WINDOW)
    return [_of_window(line, added.get(line.id, ())) for line in open_]


def _of_window(line: Line, added: Added) -> Decision | None:
    until, can_go = closes_first(added, line.free), min(line.free, sum(seats for _at, seats in added))
    return Decision(Kind.WINDOW, line, min(until, last_second(line.ends_on)), can_go=can_go) if until else None


def of_move(line: Line, move: Move) -> Decision:
    """Devices that still run on their KMS activation."""
    return Decision(Kind.MOVE, line, ends_at(move.renewed_on), str(move.id), move.left)


def elements(
    found: Decision, concern: Concern, *, named: bool, may_act: bool, note: Phrase | None = None
) -> list[Element]:
    """A line that says it, and its buttons. `named` adds the customer's name."""
    sentence = _sentence(found)
    if named:
        sentence = _("{customer}: {sentence}", customer=found.line.customer, sentence=sentence)
    parts: list[Element] = [Prose(text=sentence)]
    if note:
        parts.append(Prose(text=note, quiet=True))
    if may_act:
        parts.append(Buttons(buttons=_buttons(found, concern)))
    return parts


def _sentence(found: Decision) -> Phrase:
    line = found.line
    match found.kind:
        case Kind.STOPS:
            return n_(
                "**{product}**, {count} seat, stops on **{day}**",
                "**{product}**, {count} seats, stops on **{day}**",
                line.seats,
                product=line.name,
                day=line.ends_on,
            )
        case Kind.RENEWS if line.end_of_term is EndOfTerm.EXTEND or line.next_product:
            what = wording.decided(line.end_of_term, line.ends_on, line.scheduled_seats, line.next_product)
            return _("**{product}**, {seats}: {what}", product=line.name, seats=wording.seats(line.seats), what=what)
        case Kind.RENEWS:
            return n_(
                "**{product}**, {count} seat, renews after **{day}**",
                "**{product}**, {count} seats, renews after **{day}**",
                line.scheduled_seats or line.seats,
                product=line.name,
                day=line.ends_on,
            )
        case Kind.WINDOW if found.can_go < line.free:
            return n_(
                "**{product}**: {count} of {free} unused seats can go back until **{until}**",
                "**{product}**: {count} of {free} unused seats can go back until **{until}**",
                found.can_go,
                free=line.free,
                product=line.name,
                until=found.until,
            )
        case Kind.WINDOW:
            return n_(
                "**{product}**: {count} seat is unused and can go back until **{until}**",
                "**{product}**: {count} seats are unused; seats can go back until **{until}**",
                line.free,
                product=line.name,
                until=found.until,
            )
        case Kind.MOVE:
            return n_(
                "**{product}**: {count} device still runs on its KMS activation, until **{until}**",
                "**{product}**: {count} devices still run on their KMS activation, until **{until}**",
                found.devices,
                product=line.name,
                until=found.until,
            )


def _buttons(found: Decision, concern: Concern) -> tuple[Button, ...]:
    """Every one acts on the subscription by its id, and on the reminders of its concern."""
    id = str(found.line.id)
    here = str(concern.organisation)
    fine = LetBe(subscription=id, organisation=here, digest=concern.digest)
    snooze = Snooze(subscription=id, organisation=here, digest=concern.digest)
    take = TakeCare(subscription=id, organisation=here, digest=concern.digest)
    later, mine = Button(label=_("Remind me in a week"), press=snooze.token), Button(label=_("Mine"), press=take.token)
    match found.kind:
        case Kind.STOPS:
            renew = Button(label=_("Renew"), press=SetRenewal(subscription=id, to="on").token)
            return (renew, Button(label=_("Let it end"), press=fine.token), later, mine)
        case Kind.RENEWS:
            stop = Button(label=_("Don't renew"), press=SetRenewal(subscription=id, to="off").token)
            seats = Button(label=_("Change seats"), press=ChangeSeats(subscription=id).token)
            return (seats, stop, Button(label=_("Fine as it is"), press=fine.token), later, mine)
        case Kind.WINDOW:
            seats = Button(label=_("Change seats"), press=ChangeSeats(subscription=id).token)
            keep = KeepSeats(subscription=id, organisation=here, digest=concern.digest)
            return (seats, Button(label=_("Fine as it is"), press=keep.token), mine)
        case Kind.MOVE:
            return _of_the_move(found, concern)


def _of_the_move(found: Decision, concern: Concern) -> tuple[Button, ...]:
    later = SnoozeMove(move=found.move, organisation=str(concern.organisation), digest=concern.digest)
    return (
        Button(label=_("Update progress"), press=UpdateMove(move=found.move).token),
        Button(label=_("Show the move"), press=ShowMove(move=found.move).token),
        Button(label=_("Remind me in a week"), press=later.token),
    )
