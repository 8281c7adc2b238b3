"""Subscriptions and channels made to measure, and what a slow reference says is due of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, func, insert, select, update

from handlers.context import Defaults
from handlers.policy import ladder
from handlers.policy.terms import last_second
from jobs.reminders import sweep
from store import people
from store.database import Database
from store.schema import (
    batches,
    bindings,
    cares,
    installations,
    ladders,
    lineage,
    metadata,
    offers,
    organisations,
    products,
    reminders,
    subscriptions,
)
from store.schema import people as people_table
from store.values import (
    BatchOrigin,
    Billing,
    ChannelKind,
    EndOfTerm,
    OrganisationKind,
    Policy,
    SubscriptionStatus,
    TermLength,
)
from store.workings import outbox, sweeps
from tests.leads import leads_for

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sub:
    """A term; `length` in days counts where no start is given."""

    ends_on: date
    starts_on: date | None = None
    length: int = 365
    monthly: bool = False
    stops: bool = False
    scheduled: int | None = None
    status: str = "active"
    let_be: bool = False
    snoozed_until: date | None = None

    @property
    def first_day(self) -> date:
        return self.starts_on or self.ends_on - timedelta(days=self.length - 1)

    @property
    def decision(self) -> EndOfTerm:
        if self.stops:
            return EndOfTerm.STOP
        return EndOfTerm.RENEW_WITH_CHANGES if self.scheduled else EndOfTerm.RENEW


@dataclass(frozen=True)
class Told:
    """A channel's organisation: its zone, hour and ladder, or none of its own."""

    zone: str | None = None
    digest_at: str | None = None
    ladder: tuple[int, ...] = ()


@dataclass
class Portfolio:
    """One partner with its customers; every organisation has at most one channel."""

    database: Database
    channels: dict[UUID, tuple[UUID, Told]] = field(default_factory=dict)
    customer: UUID | None = None
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def clear(self) -> None:
        self.channels.clear()
        with self.database.transaction() as db:
            for table in reversed(metadata.sorted_tables):
                db.execute(delete(table))

    def holds(self, sub: Sub, told: Told, partner: Told | None = None) -> list[UUID]:
        """The channels of the customer, and of the partner if it has one."""
        self.holds_many([sub], told, partner)
        return list(self.channels)

    def holds_many(self, subs: list[Sub], told: Told, partner: Told | None) -> list[tuple[UUID, Sub]]:
        with self.database.transaction() as db:
            self._frame(db)
            above = self._organisation(db, None, partner)
            below = self.customer = self._organisation(db, above, told)
            return [(self._subscription(db, below, sub), sub) for sub in subs]

    def adds(self, channel: UUID, sub: Sub) -> None:
        with self.database.transaction() as db:
            self._subscription(db, self.channels[channel][0], sub)

    def sweeps(self, now: datetime) -> set[str]:
        """The rules of the reminders that this sweep made."""
        before = self.reminded("")
        with self.database.transaction() as db:
            sweep(db, Defaults(), now)
        return {rule for _channel, _subscription, rule, _day in self.reminded("") - before}

    def reminded(self, prefix: str) -> set[tuple[UUID, UUID, str, date]]:
        columns = reminders.c.binding_id, reminders.c.subscription_id, reminders.c.rule, reminders.c.on_date
        with self.database.reading() as db:
            return {tuple(row) for row in db.execute(select(*columns)) if row[2].startswith(prefix)}

    def messages(self) -> dict[UUID, int]:
        """How many messages wait for each channel."""
        with self.database.reading() as db:
            return dict(Counter(UUID(name) for name in db.execute(select(outbox.c.channel)).scalars()))

    def delivers(self) -> None:
        """Every message goes out."""
        with self.database.transaction() as db:
            db.execute(update(outbox).values(settled_at=LONG_AGO))

    def unsettled(self) -> int:
        open_ones = select(func.count()).select_from(reminders).where(reminders.c.settled_at.is_(None))
        with self.database.reading() as db:
            return db.execute(open_ones).scalar_one()

    def count(self, table: str) -> int:
        with self.database.reading() as db:
            return db.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one()

    @property
    def through(self) -> dict[tuple[str, str], date]:
        with self.database.reading() as db:
            rows = db.execute(select(sweeps.c.zone, sweeps.c.digest_at, sweeps.c.through))
            return {(zone, hour): day for zone, hour, day in rows}

    def expected(
        self, held: list[tuple[UUID, Sub]], now: datetime, through: dict[tuple[str, str], date] | None
    ) -> set[tuple[UUID, UUID, str, date]]:
        """Channel by channel, subscription by subscription, day by day."""
        found = set()
        for channel, (organisation, told) in self.channels.items():
            zone, hour = told.zone or Defaults().zone, told.digest_at or "08:30"
            since, today = _open_days(zone, hour, now, (through or {}).get((zone, hour)))
            for id, sub in held:
                aside = organisation == self.customer and (sub.let_be or sub.snoozed_until)
                if not aside and (rung := _rung(sub, told, zone, hour, since, today)):
                    lead, day = rung
                    found.add((channel, id, f"term:{lead}", day))
        return found

    def _frame(self, db: Connection) -> None:
        root, person = uuid4(), uuid4()
        self._insert_organisation(db, root, None, OrganisationKind.HOUSE, Told())
        people.install(db, uuid4(), "console", f"team-{root}", "bot", root, LONG_AGO)
        db.execute(insert(people_table), {"id": person, "email": f"{person}", "name": "x", "created_at": LONG_AGO})

    def _organisation(self, db: Connection, parent: UUID | None, told: Told | None) -> UUID:
        id = uuid4()
        self._insert_organisation(db, id, parent, OrganisationKind.PARTNER, told or Told())
        if told is None:
            return id
        channel = uuid4()
        self.channels[channel] = (id, told)
        installation = db.execute(select(installations.c.id)).scalars().first()
        person = db.execute(select(people_table.c.id)).scalars().first()
        row = {"id": channel, "organisation_id": id, "installation_id": installation, "channel": str(channel)}
        db.execute(insert(bindings), row | {"kind": ChannelKind.GROUP, "bound_by": person, "bound_at": LONG_AGO})
        for lead in told.ladder:
            db.execute(insert(ladders), {"organisation_id": id, "lead": lead})
        return id

    def _insert_organisation(self, db: Connection, id: UUID, parent: UUID | None, kind: object, told: Told) -> None:
        row = {"id": id, "number": next(self._numbers), "kind": kind, "name": "x", "folded": "x", "parent_id": parent}
        db.execute(
            insert(organisations), row | {"zone": told.zone, "digest_at": told.digest_at, "created_at": LONG_AGO}
        )
        above = db.execute(select(lineage.c.ancestor, lineage.c.depth).where(lineage.c.descendant == parent)).all()
        for ancestor, depth in [(id, -1), *above]:
            db.execute(insert(lineage), {"ancestor": ancestor, "descendant": id, "depth": depth + 1})

    def _subscription(self, db: Connection, organisation: UUID, sub: Sub) -> UUID:
        id, offer = uuid4(), self._offer(db, monthly=sub.monthly)
        row = {"id": id, "number": next(self._numbers), "organisation_id": organisation, "offer_id": offer}
        row |= {"name": "Office", "folded": "office", "seats": 5, "unit_price": Decimal(1), "currency": "EUR"}
        row |= {"payment": "invoice", "starts_on": sub.first_day, "ends_on": sub.ends_on, "anchor_day": 1}
        row |= {
            "status": SubscriptionStatus(sub.status),
            "end_of_term": EndOfTerm.STOP if sub.stops else EndOfTerm.RENEW,
        }
        row |= {"scheduled_seats": sub.scheduled, "price_is_old": False, "version": 1, "created_at": LONG_AGO}
        db.execute(insert(subscriptions), row)
        added = datetime.combine(sub.first_day, time(10), UTC)
        batch = {"id": uuid4(), "subscription_id": id, "seats": 5, "unit_price": Decimal(1), "added_at": added}
        db.execute(insert(batches), batch | {"origin": BatchOrigin.PURCHASE})
        if sub.let_be or sub.snoozed_until:
            care = {"organisation_id": organisation, "subscription_id": id, "term_ends_on": sub.ends_on}
            db.execute(insert(cares), care | {"let_be": sub.let_be, "snoozed_until": sub.snoozed_until})
        return id

    def _offer(self, db: Connection, *, monthly: bool) -> UUID:
        product, offer = uuid4(), uuid4()
        row = {"id": product, "sku": str(product), "name": "Office", "folded": "office", "category": "x"}
        db.execute(insert(products), row | {"policy": Policy.NEW_COMMERCE})
        length = TermLength.MONTH if monthly else TermLength.YEAR
        row = {"id": offer, "product_id": product, "length": length, "billing": Billing.MONTHLY}
        db.execute(insert(offers), row)
        return offer


def _open_days(zone: str, hour: str, now: datetime, through: date | None) -> tuple[date, date]:
    place = ZoneInfo(zone)
    local = now.astimezone(place)
    today = local.date() if local.time() >= time.fromisoformat(hour) else local.date() - timedelta(days=1)
    return (today if through is None else min(through + timedelta(days=1), today)), today


def _rung(sub: Sub, told: Told, zone: str, hour: str, since: date, today: date) -> tuple[int, date] | None:
    """The latest rung on an open day."""
    place, length = ZoneInfo(zone), TermLength.MONTH if sub.monthly else TermLength.YEAR
    leads = leads_for(length, sub.first_day, sub.ends_on, sub.decision, told.ladder or ladder.DEFAULT_LEADS)
    end = ladder.last_opening_day(last_second(sub.ends_on), place, time.fromisoformat(hour))
    due = [lead for lead in leads if since <= end - timedelta(days=lead) <= today]
    return (min(due), end - timedelta(days=min(due))) if due else None
