"""What there is to say within a scope, the weightiest first; nothing that was muted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from handlers import decisions
from handlers.policy import advice
from handlers.policy.advice import Advice, Holding, Piece
from handlers.policy.new_commerce import REDUCTION_WINDOW
from store import advisable, inventory, mutes, undecided
from store.inventory import Line
from store.subscriptions import last_second
from store.values import Scope, TermLength

MOST: Final = 500
"""Subscriptions that are looked at."""
_WEIGHT: Final = tuple(Advice)
_NO_NEWS: Final = {Advice.FULL}
_SAID_ELSEWHERE: Final = {Advice.CLOSING, Advice.UNUSED}


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of advice about one subscription."""

    line: Line
    piece: Piece


@dataclass(frozen=True, slots=True)
class Gathered:
    """What there is to say, and whether every subscription was looked at for it, not only those that end first."""

    said: list[Said]
    looked_at_all: bool


def within(db: Connection, scope: Scope, now: datetime, most: int = MOST) -> Gathered:
    """Everything, of so many subscriptions at most."""
    since = now - REDUCTION_WINDOW
    seated = advisable.lines(db, scope, since=since, until=now + advice.AHEAD, most=most)
    ending = undecided.soon(db, scope, now.date(), most=most)
    open_ = {one.id for one in ending if not one.decided}
    others = inventory.among(db, scope, sorted(open_ - {line.id for line in seated}))
    added = advisable.added(db, scope, [line.id for line in seated], since)
    waiting = advisable.without_seats(db, scope, {line.organisation for line in seated})
    quiet = mutes.running(db, scope, now)
    found = [
        Said(line, piece)
        for line in (*seated, *others)
        for piece in advice.about(
            _holding(line, tuple(added.get(line.id, ())), waiting.get(line.organisation, 0), open_=line.id in open_),
            now,
        )
        if (line.id, advice.muted_as(piece.advice)) not in quiet
    ]
    return Gathered(sorted(found, key=lambda said: _weight(said, now)), len(seated) < most and len(open_) < most)


def news(db: Connection, scope: Scope, now: datetime) -> Iterator[Said]:
    """What reminders and decisions do not say anyway: neither open windows, nor terms that end within 30 days.

    Nor that a month will be followed by another.
    """
    soon = now + decisions.AHEAD
    for said in within(db, scope, now).said:
        kind, ends_soon = said.piece.advice, last_second(said.line.ends_on) <= soon
        if kind in _NO_NEWS or (kind in _SAID_ELSEWHERE and said.piece.until is not None):
            continue
        if kind is Advice.UNDECIDED and ends_soon:
            continue
        if kind is Advice.FEWER and said.line.length is TermLength.MONTH:
            continue
        yield said


def _weight(said: Said, now: datetime) -> tuple[int, datetime, int]:
    return _WEIGHT.index(said.piece.advice), said.piece.until or now, said.line.number


def _holding(line: Line, added: tuple[tuple[int, datetime], ...], waiting: int, *, open_: bool) -> Holding:
    return Holding(
        policy=line.policy,
        ends_at=last_second(line.ends_on),
        seats=line.seats,
        assigned=line.assigned,
        end_of_term=line.end_of_term,
        scheduled_seats=line.scheduled_seats,
        added=added,
        waiting=waiting,
        undecided=open_,
    )
