"""A deployment for the tests of the jobs: sample data, one installation, a clock that is moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select

from bot.cards import Card
from bot.errand import Errand
from bot.phrases import plain
from handlers.sample import load
from handlers.sample.loading import sample_id
from store import outbox, people
from store.database import Database
from store.values import InstallationId, OrganisationId
from store.workings import outbox as outbox_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clock:
    """Says what it was set to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **spans: float) -> None:
        self.now += timedelta(**spans)


class Office:
    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.installation = InstallationId(uuid4())
        self.root = OrganisationId(sample_id("organisation", "Nordlicht"))
        self._numbers = count(1)
        with database.transaction() as db:
            load(db, clock())
            people.install(db, self.installation, "slack", "T1", "B1", self.root, clock())

    def says(self, text: str, channel: str = "C1", **options: str) -> str:
        """Queue a card with that title; its key."""
        return self.sends(Errand(card=Card(title=plain(text)), **options), channel)

    def sends(self, errand: Errand, channel: str = "C1", key: str = "") -> str:
        key = key or f"message:{next(self._numbers)}"
        with self.database.transaction() as db:
            outbox.put(
                db,
                uuid4(),
                key,
                installation=self.installation,
                channel=channel,
                kind="test",
                body=errand.body,
                now=self.clock(),
            )
        return key

    def messages(self) -> Sequence[Row]:
        with self.database.reading() as db:
            return db.execute(select(outbox_rows).order_by(outbox_rows.c.created_at, outbox_rows.c.key)).all()

    def states(self) -> list[str]:
        return [str(row.state) for row in self.messages()]

    def sample(self, noun: str, *names: str) -> UUID:
        return sample_id(noun, *names)
