"""Applies some rows of a confirmed file of users, in one transaction: each as planned, or said why not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import Connection

from handlers.policy import person_names
from handlers.policy.packages import exceeds
from handlers.policy.user_plans import Equipped, Met
from handlers.policy.user_rows import Word
from handlers.wholesale import lookup, planning
from store import wholesale_limits, wholesale_users
from store.additions import NewUser
from store.ids import ascending
from store.user_runs import Line
from store.values import OrganisationId, Scope, UserId, UserStatus
from store.values.webex import Package, RowAction
from store.wholesale_users import Equipment

DONE = "done"


@dataclass(slots=True)
class Batch:
    """What the rows come to: who goes, whose equipment changes, who is renamed, who comes."""

    gone: list[tuple[UserId, str]] = field(default_factory=list)
    dropped: list[UserId] = field(default_factory=list)
    renamed: list[NewUser] = field(default_factory=list)
    new: list[NewUser] = field(default_factory=list)
    equipped: list[Equipment] = field(default_factory=list)
    outcomes: list[tuple[int, str]] = field(default_factory=list)


def apply(db: Connection, organisation: OrganisationId, lines: Sequence[Line], now: datetime) -> list[tuple[int, str]]:
    """What became of each row: `done`, or the word that says why nothing was done. Rows of one turn stand together."""
    wholesale_users.alone(db)
    scope = Scope(organisation)
    plans = [(line, *planning.wanted(line)) for line in lines]
    met = _met(db, scope, plans)
    batch, ids = Batch(), ascending(now)
    freed, room = set[str](), _Room.of(db, scope)
    for _turn, turn in groupby(plans, key=lambda plan: plan[0].turn):
        for plan, word in _judged(list(turn), met, freed, room):
            batch.outcomes.append((plan[0].row, word or DONE))
            if not word:
                _collect(batch, plan, organisation, next(ids), now)
    _write(db, scope, batch)
    return batch.outcomes


@dataclass(slots=True)
class _Room:
    """How many users of each package there may be, and are, and where: others may have changed it since the plan."""

    limits: dict[Package, int]
    used: dict[Package, int]
    locations: set[str]

    @classmethod
    def of(cls, db: Connection, scope: Scope) -> _Room:
        limits = wholesale_limits.limits(db, scope, scope.root)
        used = wholesale_limits.used(db, scope, scope.root) if limits else {}
        return cls(limits, used, set(wholesale_limits.locations_of(db, scope, scope.root).values()))

    def lacks(self, before: Equipped | None, after: Equipped | None) -> Word | None:
        if after and after.location and after.location not in self.locations:
            return Word.UNKNOWN_LOCATION
        wanted = after.package if after else None
        if wanted is None or (before and before.package is wanted):
            return None
        return Word.LIMIT if exceeds(self.limits.get(wanted), self.used.get(wanted, 0), 1) else None

    def copy(self) -> _Room:
        return replace(self, used=dict(self.used))

    def take(self, before: Equipped | None, after: Equipped | None) -> None:
        for one, change in ((before, -1), (after, 1)):
            if one and one.package in self.limits:
                self.used[one.package] = self.used.get(one.package, 0) + change


Plan = tuple[Line, str, Equipped | None, Equipped | None]


def _met(db: Connection, scope: Scope, plans: Sequence[Plan]) -> Met:
    states = [one for plan in plans for one in plan[2:] if one]
    logins = {one.login for one in states}
    numbers = {one.number for one in states if one.number}
    inner = {one.extension for one in states if one.extension}
    return lookup.met(db, scope, logins, numbers, sorted(inner))


def _judged(turn: Sequence[Plan], met: Met, freed: set[str], room: _Room) -> Iterator[tuple[Plan, Word | None]]:
    """Why each row can't be done, if it can't; those that can take and give back what they say."""
    several = len(turn) > 1
    refused = _refused_together(turn, met, freed, room) if several else {}
    for plan in turn:
        line, _user, before, after = plan
        word = refused.get(line.row) if several else _stale(plan, met, freed) or room.lacks(before, after)
        if not word:
            room.take(before, after)
            freed.update(before.reached_by if before else ())
        yield plan, word


def _refused_together(turn: Sequence[Plan], met: Met, freed: set[str], room: _Room) -> dict[int, Word]:
    """Rows that can't be done, with those that need what they don't give back: until the others stand by themselves."""
    refused: dict[int, Word] = {}
    while True:
        left = [plan for plan in turn if plan[0].row not in refused]
        given = freed.union(*(before.reached_by for _line, _user, before, _after in left if before))
        trial, more = room.copy(), dict[int, Word]()
        for plan in left:
            line, _user, before, after = plan
            if word := _stale(plan, met, given) or trial.lacks(before, after):
                more[line.row] = word
            else:
                trial.take(before, after)
        if not more:
            return refused
        refused |= more


def _stale(plan: Plan, met: Met, freed: Collection[str]) -> Word | None:
    """Why the row can't be done any more: somebody changed the user, or took the number meanwhile."""
    line, user, before, after = plan
    login = before.login if before else line.email
    there = met.users.get(login)
    if line.email in met.elsewhere:
        return Word.ELSEWHERE
    if (there.now if there else None) != before:
        return Word.CHANGED_SINCE
    if line.action is RowAction.RECREATE and line.email in met.users:
        return Word.CHANGED_SINCE
    for mark in after.reached_by if after else ():
        holder = met.reached.get(mark)
        if holder and holder.id != user and mark not in freed:
            return Word.NUMBER_TAKEN
    return None


def _collect(batch: Batch, plan: Plan, organisation: OrganisationId, new: UUID, now: datetime) -> None:
    line, user, before, after = plan
    id = new
    if user and before and line.action in planning.DELETES:
        batch.gone.append((UserId(UUID(user)), before.login))
    elif user:
        id = UUID(user)
        batch.dropped.append(UserId(id))
    if after is None:
        return
    batch.equipped.append(_equipment(id, organisation, after, now))
    person = _person(id, organisation, after, now)
    if id is new:
        batch.new.append(person)
    elif before and (before.first_name, before.last_name) != (after.first_name, after.last_name):
        batch.renamed.append(person)


def _write(db: Connection, scope: Scope, batch: Batch) -> None:
    wholesale_users.drop(db, scope, batch.dropped)
    wholesale_users.remove(db, scope, batch.gone)
    wholesale_users.rename(db, batch.renamed)
    wholesale_users.add(db, batch.new)
    wholesale_users.equip(db, batch.equipped)


def _person(id: UUID, organisation: OrganisationId, one: Equipped, now: datetime) -> NewUser:
    """Ready at once: a wholesale user is invited by the vendor, not by us."""
    names = (one.first_name, one.last_name, one.login)
    found = (person_names.sorted_by(*names), person_names.words(*names))
    return NewUser(id, organisation, *names, *found, staff=False, status=UserStatus.READY, created_at=now)


def _equipment(id: UUID, organisation: OrganisationId, one: Equipped, now: datetime) -> Equipment:
    where = (one.number or None, one.extension or None, UUID(one.location) if one.location else None, one.site or None)
    return Equipment(id, organisation, one.package, *where, one.messaging, one.meeting, one.calling, now)
