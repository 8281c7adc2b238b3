"""A portal on real tables with the sample data: Chloé's colleagues get links, and follow them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.phrases import Tongue
from bot.portal import Visitor
from bot.tokens import Tokens
from bot.web.portal import portal
from handlers import invitations
from handlers.context import Defaults, Mailing
from handlers.portal.desk import Counter, Rules
from handlers.portal.hashing import Hasher
from handlers.sample.loading import sample_id
from store import links, users
from store.database import Database
from store.schema import users as user_rows
from store.values import LinkPurpose, Scope, UserStatus
from tests.furnishing import NOON

TOKENS = Tokens(["the key of all tokens " + "x" * 16])
PASSWORD = "Tr4v-ile9+Qk pont"
HOME = Visitor("203.0.113.7", "Firefox")


class Office:
    """The tables, a clock moved by hand, and the desk behind the pages."""

    def __init__(self, database: Database) -> None:
        """With the sample data in it."""
        self.database = database
        self.now = NOON
        self.defaults = Defaults(mailing=Mailing("https://bot.example", ()), tokens=TOKENS)
        self.desk = self.desk_with(Hasher(rounds=1, kibibytes=64))
        self.contoso = Scope(sample_id("organisation", "Contoso"))

    def desk_with(self, hasher: Hasher) -> Counter:
        return Counter(self.database, lambda: self.now, self.defaults, Rules(3), hasher)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def user(self, status: UserStatus = UserStatus.READY):
        with self.database.reading() as db:
            wanted = select(user_rows.c.id).where(user_rows.c.status == status).order_by(user_rows.c.login).limit(1)
            found = users.get(db, self.contoso, db.scalar(wanted))
        assert found
        return found

    def again(self, user):
        with self.database.reading() as db:
            return users.get(db, self.contoso, user.id)

    def token(self, user, purpose=LinkPurpose.INVITATION):
        """The link as its mail would carry it."""
        template = "invitation" if purpose is LinkPurpose.INVITATION else "reset"
        with self.database.transaction() as db:
            invitations.put(db, invitations.to_user(purpose, template, user), Tongue(), uuid4, self.now)
            link = links.of(db, purpose, user.id)
        return TOKENS.link(purpose, link.id, link.generation)

    def activated(self):
        """Somebody with a password."""
        user = self.user()
        assert self.desk.choose(self.token(user, LinkPurpose.RESET), PASSWORD, HOME) is None
        return user

    def rows(self, sql: str):
        with self.database.reading() as db:
            return [tuple(row) for row in db.execute(text(sql))]


@pytest.fixture
def office(sampled, database_url):
    database = Database.open(database_url)
    yield Office(database)
    database.close()


@contextmanager
def pages_of(office, *, secure):
    """The pages over HTTP."""
    with ThreadPoolExecutor(1) as hashing, ThreadPoolExecutor(2) as reading:
        routes = portal(office.desk, hashing, reading, secure=secure)
        address = "https://bot.example" if secure else "http://bot.example"
        with TestClient(
            Starlette(routes=routes), address, raise_server_exceptions=False, follow_redirects=False
        ) as client:
            yield client


@pytest.fixture
def browser(office):
    with pages_of(office, secure=False) as client:
        yield client
