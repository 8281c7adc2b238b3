"""What somebody does about a subscription's end: takes care of it, puts it off, lets it be. For one term only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, Connection, Exists, bindparam, case, literal, null, select
from sqlalchemy.dialects.postgresql import insert

from store.schema import cares, lineage, people, subscriptions
from store.values import OrganisationId, PersonId, Scope, SubscriptionId


@dataclass(frozen=True, slots=True)
class Care:
    """`taken_by` is a name; `let_be`: nothing more is to be said about this term.

    Seats that were added by `keeps_seats_of` (UTC) stay: nothing more about their window.
    """

    subscription: SubscriptionId
    taken_by: str | None
    snoozed_until: date | None
    let_be: bool
    keeps_seats_of: datetime | None


_put = insert(cares)
_CARES = (
    select(cares.c.subscription_id, people.c.name, cares.c.snoozed_until, cares.c.let_be, cares.c.keeps_seats_of)
    .join(
        subscriptions,
        (subscriptions.c.id == cares.c.subscription_id) & (subscriptions.c.ends_on == cares.c.term_ends_on),
    )
    .outerjoin(people, people.c.id == cares.c.taken_by)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), cares.c.organisation_id == bindparam("root"))
)


def concerning(organisation: BindParameter[OrganisationId], today: BindParameter[date]) -> Exists:
    """SQL: the organisation has put this subscription aside, for this term, until later than today."""
    return (
        select(cares.c.subscription_id)
        .where(
            cares.c.subscription_id == subscriptions.c.id,
            cares.c.organisation_id == organisation,
            cares.c.term_ends_on == subscriptions.c.ends_on,
            cares.c.let_be | (cares.c.snoozed_until > today),
        )
        .correlate(subscriptions)
        .exists()
    )


def keeping(
    organisation: BindParameter[OrganisationId] | ColumnElement[OrganisationId], added_at: ColumnElement[datetime]
) -> Exists:
    """SQL: the organisation keeps the seats of this subscription that were added at that moment."""
    return (
        select(cares.c.subscription_id)
        .where(
            cares.c.subscription_id == subscriptions.c.id,
            cares.c.organisation_id == organisation,
            cares.c.keeps_seats_of >= added_at,
        )
        .correlate_except(cares)
        .exists()
    )


def of(db: Connection, scope: Scope) -> dict[SubscriptionId, Care]:
    """What the scope's own organisation does about its subscriptions' present terms."""
    return {row[0]: Care(*row) for row in db.execute(_CARES, {"root": scope.root})}


def snooze(db: Connection, scope: Scope, subscription: SubscriptionId, ends_on: date, until: date) -> None:
    """Say nothing about this term's end before `until`."""
    _write(db, scope, subscription, ends_on, snoozed_until=until)


def take(db: Connection, scope: Scope, subscription: SubscriptionId, ends_on: date, person: PersonId) -> None:
    """Somebody takes care of it; reminders go on and say who."""
    _write(db, scope, subscription, ends_on, taken_by=person)


def let_be(db: Connection, scope: Scope, subscription: SubscriptionId, ends_on: date) -> None:
    """It is fine as it is: nothing more about this term."""
    _write(db, scope, subscription, ends_on, let_be=True)


def keep(db: Connection, scope: Scope, subscription: SubscriptionId, ends_on: date, added_at: datetime) -> None:
    """All seats that were added by that moment stay."""
    _write(db, scope, subscription, ends_on, keeps_seats_of=added_at)


def _write(
    db: Connection, scope: Scope, subscription: SubscriptionId, ends_on: date, **change: PersonId | date | bool
) -> None:
    row = {"organisation_id": scope.root, "subscription_id": subscription, "let_be": False, "term_ends_on": ends_on}
    fresh = _kept() | {"term_ends_on": ends_on} | change
    statement = _put.on_conflict_do_update(index_elements=["organisation_id", "subscription_id"], set_=fresh)
    db.execute(statement, row | change)


def _kept() -> dict[str, ColumnElement[object]]:
    """What was said of the same term stays; what was said of an earlier one is forgotten."""
    same = cares.c.term_ends_on == _put.excluded.term_ends_on
    blank = {"let_be": literal(value=False), "taken_by": null(), "snoozed_until": null()}
    return {name: case((same, cares.c[name]), else_=nothing) for name, nothing in blank.items()}
