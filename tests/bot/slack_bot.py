"""A whole Slack bot for the tests: real tables, dispatch and queues, HTTP on the loopback. Time moves by hand."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select, text
from starlette.applications import Starlette

from bot.ask import Answer, Ask
from bot.cards import Card
from bot.receipts import NotKept
from bot.slack import Access, SlackWire
from handlers import orders, sample, tasks
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.files import Files
from handlers.wholesale.intake import Intake
from jobs.inbox import Inbox
from jobs.orders import Orders
from jobs.outbox import Drawing, Outbox
from jobs.user_runs import UserRuns
from jobs.worker import drain
from store import inbox, people
from store.database import Database
from store.schema import organisations
from store.values import InstallationId, Scope
from tests.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.slack import SlackFake
    from tests.fakes.slack_client import Person
    from tests.fakes.slack_world import Channel

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Bot:
    """`hears` carries through what waits in the queues; `open` and `fault` hold the dispatcher up, or break it."""

    def __init__(self, database: Database, slack: SlackFake) -> None:
        self.database, self.slack, self.now = database, slack, NOON
        self.asked: list[Ask] = []
        self.fault: Exception | None = None
        self.open = threading.Event()
        self.open.set()
        self.pool = ThreadPoolExecutor(4)
        self.dispatch = Dispatcher(database, MENU, self.clock, Defaults())
        access = Access(slack.token, slack.signing_secret, slack.api_url)
        self.intake = Intake(database, self.clock, Defaults())
        dispatch = self.dispatch
        self.wire = SlackWire(access, self.answer, dispatch.meet, dispatch.fresh, self.pool, self.receive, self.intake)
        self.broken = False
        self.inbox = Inbox(database, {"slack": self.wire.handle}, self.clock)
        self.runs = UserRuns(database, self.clock)
        self.work = Orders(database, self.clock)
        files = Files(database, self.clock, Defaults())
        drawing = Drawing(orders.tracking, lambda *_: None, file=files.opened, task=self.drawn)
        self.outbox = Outbox(database, {"slack": self.wire.sender}, drawing, self.clock)
        with database.transaction() as db:
            sample.load(db, NOON)
            root = db.execute(select(organisations.c.id).where(organisations.c.parent_id.is_(None))).scalar_one()
            self.installation = InstallationId(uuid4())
            people.install(db, self.installation, "slack", self.wire.team, self.wire.bot, root, NOON)

    def __enter__(self) -> Self:
        self._web = served(Starlette(routes=self.wire.routes, lifespan=self._lifespan), lifespan=True)
        self.slack.app_url = f"{self._web.__enter__()}/slack/events"
        return self

    def __exit__(self, *error: object) -> None:
        self.open.set()
        self._web.__exit__(None, None, None)
        self.pool.shutdown()

    @asynccontextmanager
    async def _lifespan(self, _app: object):
        yield
        await self.wire.close()

    def answer(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        assert self.open.wait(10)
        if self.fault:
            raise self.fault
        return self.dispatch(ask)

    def clock(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def hears(self, seconds: float = 2) -> None:
        """Everything that is due by then is done."""
        for _step in range(int(seconds)):
            for queue in (self.inbox, self.runs, self.work, self.outbox):
                drain(queue)
            self.later(seconds=1)

    def drawn(self, db: Connection, scope: Scope, task: str) -> Card | None:
        return tasks.drawn(db, scope, task, self.now)

    def receive(self, key: str, body: str) -> None:
        if self.broken:
            raise NotKept
        with self.database.transaction() as db:
            inbox.receive(db, uuid4(), key, self.installation, body, self.now)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with self.database.reading() as db:
            return [tuple(row) for row in db.execute(text(sql))]

    def orders(self) -> list[str]:
        """The states of all orders that left the draft."""
        return [str(state) for (state,) in self.rows("select state from orders where number > 0 order by number")]

    def audit(self) -> list[tuple[object, ...]]:
        """Which command, and what became of it, oldest first."""
        return self.rows("select command, outcome from audit order by at, command")


@pytest.fixture
def bot(slack: SlackFake, sqlite_url: str) -> Iterator[Bot]:
    """On an embedded file with the sample data, at noon."""
    database = Database.open(sqlite_url)
    with Bot(database, slack) as running:
        yield running
    database.close()


@pytest.fixture
def chloe(slack: SlackFake) -> Person:
    """Admin of Contoso."""
    return slack.person(sample.CONTOSO_ADMIN, "Chloé Dubois")


@pytest.fixture
def david(slack: SlackFake) -> Person:
    """Reader of Contoso."""
    return slack.person(sample.CONTOSO_READER, "David Roux")


@pytest.fixture
def channel(slack: SlackFake, chloe: Person, david: Person) -> Channel:
    return slack.channel("licences", chloe, david)
