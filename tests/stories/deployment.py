"""A whole bot on the sample data, but for its wire: dispatch, tables, queues and the clock's rounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import text

from handlers import digests, orders, sample
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.sample.loading import sample_id
from jobs.crew import Crew, Equipment
from jobs.outbox import Drawing
from jobs.patience import Patience
from jobs.reminders import Reminders
from store import people
from store.database import Database
from store.values import OrganisationId

if TYPE_CHECKING:
    from bot.errand import Sender

FRIDAY = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
SOON = timedelta(milliseconds=100)


class Clock:
    """Runs like any other, from a certain Friday on, and can be put forward."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return FRIDAY + timedelta(seconds=monotonic() - self._began) + self._ahead

    def later(self, **span: float) -> None:
        self._ahead += timedelta(**span)


class Deployment:
    """`database` must be open and empty; `installed` says for which team the wire speaks."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, Clock()
        self.dispatch = Dispatcher(database, MENU, self.clock, Defaults())
        self._crew: Crew | None = None
        with database.transaction() as db:
            sample.load(db, self.clock())

    def installed(self, platform: str, team: str, bot: str, root: str = "Comptoir") -> None:
        with self.database.transaction() as db:
            owner = OrganisationId(sample_id("organisation", root))
            people.install(db, uuid4(), platform, team, bot, owner, self.clock())

    def at_work(self, senders: Mapping[str, Sender], handles: Mapping[str, Callable[[str], None]] | None = None) -> None:
        equipment = Equipment(
            "stories",
            b"a key for the tests' audit chain",
            Drawing(orders.tracking, lambda db, scope, digest: digests.card(db, scope, digest, self.clock())),
            senders,
            handles or {},
            {"reminders": (SOON, Reminders(self.database, self.clock, Defaults()).run)},
            patience=Patience(pace=timedelta(0), first_wait=timedelta(milliseconds=50)),
        )
        self._crew = Crew(self.database, self.clock, equipment)
        self._crew.start()

    def close(self) -> None:
        if self._crew:
            self._crew.stop()

    def one(self, sql: str, **values: object) -> object:
        with self.database.reading() as db:
            return db.execute(text(sql), values).scalar_one()

    def seats(self, product: str) -> object:
        """Bought seats of Contoso's subscription to a product."""
        return self.one("SELECT seats FROM subscriptions WHERE id = :id", id=sample_id("subscription", "Contoso", product).hex)
