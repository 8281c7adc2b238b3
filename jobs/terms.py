"""At the first second after a term: renews or expires the subscription, once, however late the clock is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from functools import partial
from uuid import uuid4

import orjson
from sqlalchemy import Connection

from handlers import next_terms
from handlers.policy import renewal
from handlers.policy.renewal import Expired, Renewed
from jobs import alarms
from jobs.crashpoint import Point, crashpoint
from jobs.shift import Shift
from jobs.worker import spared
from store import audit, endings, orders, subscriptions, sweeps, terms
from store.subscriptions import Subscription
from store.sweeps import DueTerm
from store.terms import NewTerm
from store.values import Scope, SubscriptionId


class Terms:
    """`run` it every minute, under the lease."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self._clock = shift.clock

    def run(self) -> int:
        """Renew or expire all that is over; how many subscriptions. One that has a bug waits for the next round."""
        return sum(spared("terms", partial(self._end, due)) for due in self._due())

    def _due(self) -> Iterator[DueTerm]:
        last: DueTerm | None = None
        while page := self._page(last):
            yield from page
            last = page[-1]

    def _page(self, after: DueTerm | None) -> list[DueTerm]:
        with self._shift.database.reading() as db:
            return sweeps.due_terms(db, self._clock().astimezone(UTC).date(), after)

    def _end(self, due: DueTerm) -> bool:
        """Every missed end of a term, in order, in one transaction."""
        with self._shift.transaction() as db:
            while self._step(db, due.scope, due.id):
                crashpoint(Point.TERM_RENEWED)
        crashpoint(Point.TERM_COMMITTED)
        return True

    def _step(self, db: Connection, scope: Scope, id: SubscriptionId) -> bool:
        """One end of a term; True if there may be another one. An order placed within the term goes first."""
        held = subscriptions.get(db, scope, id, lock=True)
        ending = renewal.at_term_end(held.terms, None, self._clock()) if held else None
        if held is None or ending is None or orders.running_on(db, scope, id):
            return False
        crashpoint(Point.TERM_ENDED)
        if isinstance(ending, Expired):
            terms.expire(db, scope, id)
            self._record(db, held, "expire", {"seats": held.terms.seats, "ended_on": str(held.terms.ends_on)})
            return False
        self._renew(db, scope, held)
        return True

    def _renew(self, db: Connection, scope: Scope, held: Subscription) -> None:
        going = next_terms.going_on(db, scope, held)
        renewed = renewal.at_term_end(going.terms, going.price, self._clock())
        if not isinstance(renewed, Renewed):
            raise TypeError(type(renewed))
        if going.by_the_month:
            terms.by_the_month(db, scope, held.id, offer=uuid4())
        elif going.offer:
            endings.become(db, scope, held.id, going.offer)
        terms.renew(db, scope, held.id, _new_term(held, renewed), batch=uuid4())
        self._record(db, held, "renew", _change(renewed))
        if renewed.alarm:
            alarms.raise_alarm(db, held, renewed, self._shift.defaults, self._clock())
        if going.stays:
            alarms.tell_that_the_product_stays(db, held, renewed, self._shift.defaults, self._clock())

    def _record(self, db: Connection, held: Subscription, command: str, detail: dict[str, str | int]) -> None:
        entry = audit.Entry(
            at=self._clock(),
            organisation=held.organisation,
            person=None,
            actor="clock",
            origin="jobs",
            command=command,
            subject=held.label,
            outcome="done",
            detail=orjson.dumps(detail).decode(),
        )
        audit.record(db, uuid4(), entry)


def _new_term(held: Subscription, renewed: Renewed) -> NewTerm:
    return NewTerm(
        starts_on=renewed.starts_on,
        ends_on=renewed.ends_on,
        anchor_day=renewed.anchor_day,
        seats=renewed.seats,
        unit_price=renewed.unit_price.amount,
        price_is_old=renewed.price_is_old,
        end_of_term=renewal.after(held.terms, renewed).end_of_term,
        renewed_at=renewed.renewed_at,
    )


def _change(renewed: Renewed) -> dict[str, str | int]:
    return {
        "before": renewed.seats_before,
        "after": renewed.seats,
        "until": str(renewed.ends_on),
        "price": str(renewed.unit_price.amount),
    }
