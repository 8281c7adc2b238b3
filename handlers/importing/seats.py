"""The seats that rows of users ask for: who gets one that did not have it yet."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from handlers.importing.forms import Row
from handlers.importing.present import numbered
from handlers.importing.problems import BadRow
from handlers.importing.user_rows import UserRow
from handlers.importing.work import Work
from store import corrections, matching
from store.additions import NewAssignment
from store.matching import KnownSubscription

Wanted = Mapping[UUID, tuple[UUID, Row[UserRow]]]
"""By user: their organisation and what their row says."""


class _Subscriptions:
    """The subscriptions that rows name, and how many of their seats are free."""

    def __init__(self, work: Work, wanted: Wanted) -> None:
        named = [(place, text) for place, row in wanted.values() for text in row.said.get("subscriptions") or ()]
        numbers = {number for _place, text in named if (number := numbered(text))}
        found = matching.subscriptions_numbered(work.db, work.scope, numbers)
        referred = matching.subscriptions_referred(work.db, work.scope, named)
        self._by: dict[tuple[UUID, str | int], KnownSubscription] = {
            **{(one.organisation_id, one.reference or ""): one for one in referred},
            **{(one.organisation_id, one.number): one for one in found},
        }
        taken = matching.seats_taken(work.db, work.scope, {one.id for one in self._by.values()})
        self._free = {one.id: one.seats - taken.get(one.id, 0) for one in self._by.values()}

    def one(self, place: UUID, text: str) -> KnownSubscription:
        found = self._by.get((place, numbered(text) or text))
        if found is None:
            raise BadRow("subscriptions", f"no subscription of that organisation is called “{text}”")
        return found

    def take(self, one: KnownSubscription) -> None:
        if self._free[one.id] < 1:
            raise BadRow("subscriptions", f"{one.name} (S-{one.number:06}) has no free seat")
        self._free[one.id] -= 1


def assign(work: Work, wanted: Wanted) -> dict[UUID, str]:
    """Give the seats; for each user those that are new, in words."""
    if not any(row.said.get("subscriptions") for _place, row in wanted.values()):
        return {}
    there, held = _Subscriptions(work, wanted), matching.seats_of(work.db, work.scope, wanted)
    rows: list[NewAssignment] = []
    told: dict[UUID, str] = {}
    for user, (place, row) in wanted.items():
        try:
            named = [there.one(place, text) for text in row.said.get("subscriptions") or ()]
            new = [one for one in named if one.id not in held.get(user, ())]
            for one in new:
                there.take(one)
        except BadRow as no:
            work.wrong(row.number, no)
            continue
        rows += [NewAssignment(one.id, user, work.now) for one in new]
        told[user] = ", ".join(f"S-{one.number:06}" for one in new)
    corrections.holds_seats(work.db, work.scope, rows)
    return told
