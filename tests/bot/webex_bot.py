"""A whole Webex bot for the tests: real tables, dispatch and queues, HTTP on the loopback. Time moves by hand."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select, text
from starlette.applications import Starlette

from bot.cards import Card
from bot.receipts import NotKept
from bot.webex_wire import Access, WebexWire
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
from store.database import Database, Unavailable
from store.schema import organisations
from store.values import InstallationId, Scope
from tests.serving import address_of, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.webex import Webex
    from tests.fakes.webex_nouns import Message
    from tests.fakes.webex_people import Person

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Bot:
    """`hears` carries everything through: deliveries, inbox, orders, outbox."""

    def __init__(self, database: Database, webex: Webex, *, org_id: str = "", public: bool = True) -> None:
        self.database, self.webex, self.now = database, webex, NOON
        self.installation = InstallationId(uuid4())
        self.broken = False
        self._door = socket.create_server(("127.0.0.1", 0)) if public else None
        address = address_of(self._door) if self._door else ""
        access = Access(webex.token, webex.secret, webex.base, address, webex.discovery, org_id)
        self.dispatch = Dispatcher(database, MENU, self.clock, Defaults())
        meet, fresh, intake = self.dispatch.meet, self.dispatch.fresh, Intake(database, self.clock, Defaults())
        self.wire = WebexWire(access, self.dispatch, meet, fresh, self.receive, intake)
        files = Files(database, self.clock, Defaults())
        drawing = Drawing(orders.tracking, lambda *_: None, file=files.opened, task=self.drawn)
        self.queues = (
            Inbox(database, {"webex": self.wire.handle}, self.clock),
            UserRuns(database, self.clock),
            Orders(database, self.clock),
            Outbox(database, {"webex": self.wire.sender}, drawing, self.clock),
        )
        with database.transaction() as db:
            sample.load(db, NOON)
            root = db.execute(select(organisations.c.id).where(organisations.c.parent_id.is_(None))).scalar_one()
            people.install(db, self.installation, "webex", self.wire.team, self.wire.bot, root, NOON)

    def __enter__(self) -> Self:
        self._web = served(Starlette(routes=self.wire.routes), self._door)
        self.wire.setup(self._web.__enter__())
        return self

    def __exit__(self, *error: object) -> None:
        self.webex.settle()
        self._web.__exit__(None, None, None)
        self.wire.close()

    def clock(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def hears(self, seconds: float = 2) -> None:
        """Everything that is due by then is done."""
        self.webex.settle()
        for _step in range(int(seconds)):
            for queue in self.queues:
                drain(queue)
            self.later(seconds=1)
        self.webex.settle()

    def drawn(self, db: Connection, scope: Scope, task: str) -> Card | None:
        return tasks.drawn(db, scope, task, self.now)

    def receive(self, key: str, body: str) -> None:
        if self.broken:
            raise NotKept
        try:
            with self.database.transaction() as db:
                inbox.receive(db, uuid4(), key, self.installation, body, self.now)
        except Unavailable as error:
            raise NotKept from error

    def rows(self, sql: str) -> list[tuple]:
        with self.database.reading() as db:
            return [tuple(row) for row in db.execute(text(sql))]

    def audit(self) -> list[tuple]:
        """Who did what, and what became of it, oldest first."""
        return self.rows("select actor, command, outcome from audit order by at, command")

    def presses(self, person: Person, card: Message, token: str, **inputs: object) -> None:
        """Press with what no button of ours carries."""
        self.webex.world.press(card, person, {"press": token, **inputs})
        self.hears()


@pytest.fixture
def bot(webex: Webex, sqlite_url: str) -> Iterator[Bot]:
    """On an embedded file with the sample data, at noon."""
    database = Database.open(sqlite_url)
    with Bot(database, webex) as running:
        yield running
    database.close()


@pytest.fixture
def chloe(webex: Webex) -> Person:
    """Admin of Contoso."""
    return webex.person(sample.CONTOSO_ADMIN, "Chloé Dubois")


@pytest.fixture
def david(webex: Webex) -> Person:
    """Reader of Contoso."""
    return webex.person(sample.CONTOSO_READER, "David Roux")
