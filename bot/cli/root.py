"""The composition root: everything of one process, put together from the settings. Only here everyone is known."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import get_native_id
from typing import Final, Protocol
from uuid import uuid4

from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from bot import clock
from bot.ask import Answer, Ask, Platform, Way
from bot.cards import Card
from bot.cli.hearing import Hearing
from bot.cli.opening import mailing, user_columns
from bot.cli.watch import Watch
from bot.errand import NotSent, Sender
from bot.mail import Mailer
from bot.phrases import Tongue
from bot.receipts import NotKept
from bot.settings import Settings, reveal
from bot.slack import Access as SlackAccess
from bot.slack import SlackWire
from bot.tokens import Tokens
from bot.web.app import application
from bot.web.download import download
from bot.web.health import Health
from bot.web.metrics import Metrics
from bot.web.portal import portal
from bot.webex_socket import Socket
from bot.webex_wire import Access as WebexAccess
from bot.webex_wire import WebexWire
from handlers import digests, orders, tasks
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.files import Files
from handlers.keys.addresses import DownloadAddresses
from handlers.keys.following import Followed
from handlers.keys.showing import Showing
from handlers.organisations.copying import Addresses
from handlers.portal.desk import Counter, Rules
from handlers.provisioning.delegates_desk import OrderCounter
from handlers.wholesale.intake import Intake
from jobs import crashpoint, downloads, guests, reminders
from jobs.crew import Crew, Equipment
from jobs.inbox import Handle
from jobs.mail import Links, Post, Sending
from jobs.outbox import Drawing
from jobs.patience import Patience
from store import inbox, installing, people
from store.database import Database, Unavailable
from store.values import Scope
from store.vault import Vault

HASHING: Final = 1
"""How many passwords are hashed at once: a flood of sign-ins waits for itself, not the commands for it."""
THREADS: Final = 16
"""How many requests are dispatched at once: on SQLite, those that wait together commit together."""
_PATIENT: Final = 10
"""How nice a thread is that gives way."""
_INTRODUCED_EVERY: Final = timedelta(seconds=30)
_WATCHED_EVERY: Final = timedelta(minutes=4)
_SWEPT_EVERY: Final = timedelta(minutes=1)
_log: Final = logging.getLogger(__name__)


class Wire(Protocol):
    """What every wire has; `team` and `bot` ask the platform once."""

    @property
    def routes(self) -> list[Route]: ...
    @property
    def sender(self) -> Sender: ...
    @property
    def team(self) -> str: ...
    @property
    def bot(self) -> str: ...


class House:
    """One process: its database, its dispatcher, its wires, its jobs."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        jobs: bool = True,
        web: bool = True,
        mailer: Sending | None = None,
        cores: Collection[int] = (),
    ) -> None:
        """`cores`: where passwords are hashed, if all else keeps to one of them."""
        crashpoint.arm(settings.crashpoint, testing=settings.testing)
        self.settings = settings
        self.database = database
        vault = Vault(settings.vault_secrets) if settings.vault_secrets else None
        tokens = Tokens(settings.vault_secrets) if settings.vault_secrets else None
        free_mail = frozenset(settings.free_mail_domains.casefold().replace(",", " ").split())
        columns = user_columns(settings)
        self.mailer = mailer or _mailer(settings)
        links = mailing(settings, has_server=self.mailer is not None)
        self.defaults = Defaults(settings.language, settings.timezone, vault, links, tokens, free_mail, columns)
        self.dispatch = Dispatcher(database, MENU, clock.now, self.defaults)
        made = self._links()
        addresses = Addresses(database, made.url if made else None, clock.now)
        downloads = DownloadAddresses(database, made.download if made and made.public_url else None)
        self.showing = Showing(database, vault, clock.now, addresses, downloads)
        self.files = Files(database, clock.now, self.defaults)
        self.intake = Intake(database, clock.now, self.defaults)
        self.metrics = Metrics()
        self.answer = self.metrics.counted(self._answered)
        self.pool = ThreadPoolExecutor(THREADS, "dispatch")
        self.slack = self._slack() if settings.slack_bot_token else None
        self.webex = self._webex() if settings.webex_token else None
        self.webex_socket = self._webex_socket(self.webex) if self.webex and not settings.public_url else None
        self.senders: dict[str, Sender] = {}
        self.handles: dict[str, Handle] = {}
        self.routes: list[BaseRoute] = []
        self._jobs, self._web, self._cores = jobs, web, cores
        self._introduced: set[Platform] = set()
        self._connect()
        self.routes += self._portal()

    @property
    def wires(self) -> dict[Platform, Wire]:
        found: dict[Platform, Wire | None] = {Platform.SLACK: self.slack, Platform.WEBEX: self.webex}
        return {platform: wire for platform, wire in found.items() if wire is not None}

    def _answered(self, ask: Ask) -> Answer:
        """The answer, with the secrets in it that it refers to; what goes by the outbox gets them when it is sent."""
        answer = self.dispatch(ask)
        return answer if ask.way is Way.OUTBOX else replace(answer, card=self.showing(answer.card))

    def application(self) -> Starlette:
        """What uvicorn serves; the jobs start and stop with it."""
        crew = self._crew() if self._jobs else None
        watch = Watch(
            self.database, crew, clock.now, sealing=bool(self.settings.audit_key), mailing=self.mailer is not None
        )
        health = Health(watch, clock.now, self._troubles, self.metrics)
        return application(self.routes if self._web else [], health, lambda: self._running(crew))

    @asynccontextmanager
    async def _running(self, crew: Crew | None) -> AsyncIterator[None]:
        async with AsyncExitStack() as until_the_end:
            if crew is not None:
                crew.start()
                until_the_end.callback(crew.stop)
            else:
                self.introduce()
            if self.slack is not None:
                until_the_end.push_async_callback(self.slack.close)
                if self._web and self.settings.slack_app_token:
                    await until_the_end.enter_async_context(self.slack.socket(reveal(self.settings.slack_app_token)))
            if self._web and self.webex_socket is not None:
                await until_the_end.enter_async_context(self.webex_socket.open())
            yield
        if self.webex is not None:
            self.webex.close()
        self.pool.shutdown()

    def introduce(self) -> None:
        """Remember for which team each wire speaks; a platform that does not answer is asked again later."""
        for platform, wire in self.wires.items():
            if platform not in self._introduced:
                self._introduce(platform, wire)

    def _introduce(self, platform: Platform, wire: Wire) -> None:
        try:
            team, bot = wire.team, wire.bot
        except NotSent as no:
            _log.warning("a platform does not say who the bot is", extra={"platform": platform, "reason": str(no)})
            return
        self.install(platform, team, bot)
        self._introduced.add(platform)

    def install(self, platform: Platform, team: str, bot: str) -> None:
        """The one-row case: everybody of the team acts below the house."""
        with self.database.transaction() as db:
            root = installing.house(db)
            if root is not None:
                people.install(db, uuid4(), platform, team, bot, root, clock.now())

    def _connect(self) -> None:
        for platform, wire in self.wires.items():
            self.senders[platform] = wire.sender
            self.routes += wire.routes
        if self.webex is not None:
            self.handles[Platform.WEBEX] = self.webex.handle
        if self.slack is not None:
            self.handles[Platform.SLACK] = self.slack.handle

    def _slack(self) -> SlackWire:
        said = self.settings
        tongue = Tongue(said.language, said.timezone)
        access = SlackAccess(
            reveal(said.slack_bot_token), reveal(said.slack_signing_secret), said.slack_api_url, tongue
        )
        receive = partial(self._receive, Platform.SLACK)
        return SlackWire(access, self.answer, self.dispatch.meet, self.dispatch.fresh, self.pool, receive, self.intake)

    def _webex(self) -> WebexWire:
        said = self.settings
        access = WebexAccess(
            reveal(said.webex_token),
            reveal(said.webex_webhook_secret),
            f"{said.webex_api_url}/",
            said.public_url or "",
            said.webex_discovery_url,
            said.webex_org_id,
            Tongue(said.language, said.timezone),
        )
        receive = partial(self._receive, Platform.WEBEX)
        return WebexWire(access, self.answer, self.dispatch.meet, self.dispatch.fresh, receive, self.intake)

    def _webex_socket(self, webex: WebexWire) -> Socket:
        return webex.socket(Hearing(self.database, Platform.WEBEX, lambda: webex.team, clock.now), clock.now)

    def _receive(self, platform: Platform, key: str, body: str) -> None:
        """Keep what a platform delivered; `NotKept` if that can't be done now, so that it comes again."""
        try:
            team = self.wires[platform].team
            with self.database.transaction() as db:
                installation = people.installation(db, platform, team)
                if installation is None:
                    raise NotKept
                inbox.receive(db, uuid4(), key, installation, body, clock.now())
        except (Unavailable, NotSent) as error:
            raise NotKept from error

    def _crew(self) -> Crew:
        watches: dict[str, tuple[timedelta, Callable[[], object]]] = {
            "introductions": (_INTRODUCED_EVERY, self.introduce)
        }
        if self.webex is not None and self.settings.public_url:
            watches["webhooks"] = (_WATCHED_EVERY, self.webex.watchdog)
        equipment = Equipment(
            holder=f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:8]}",
            audit_key=reveal(self.settings.audit_key).encode(),
            drawing=self._drawing(),
            senders=self.senders,
            post=self._post(),
            handles=self.handles,
            rounds={
                "reminders": (_SWEPT_EVERY, reminders.remind),
                "downloads": (_SWEPT_EVERY, downloads.remind),
                "guests": (_SWEPT_EVERY, guests.remind),
            },
            watches=watches,
            defaults=self.defaults,
            patience=Patience(secrets_stay=timedelta(minutes=self.settings.secret_minutes)),
        )
        return Crew(self.database, clock.now, equipment)

    def _post(self) -> Post | None:
        """What sends the mails, if there is a mail server."""
        return Post(self.database, self.mailer, self._links(), clock.now) if self.mailer else None

    def _portal(self) -> list[BaseRoute]:
        """Pages for the users, whose passwords are hashed in a pool of their own; and for who downloads software."""
        said = self.settings
        desk = Counter(self.database, clock.now, self.defaults, Rules(said.sign_in_tries), showing=self.showing)
        pool = ThreadPoolExecutor(HASHING, "portal", give_way, (self._cores,))
        secure = (said.public_url or "").startswith("https://")
        followed = Followed(self.database, clock.now, self.defaults)
        outside = OrderCounter(self.database, clock.now, self.defaults, lambda: MENU)
        return [
            *portal(desk, pool, self.pool, secure=secure, proxies=said.trusted_proxies, orders=outside),
            *download(followed, self.pool, secure=secure, proxies=said.trusted_proxies),
        ]

    def _links(self) -> Links | None:
        tokens = self.defaults.tokens
        return Links(tokens, self.settings.public_url or "") if tokens else None

    def _drawing(self) -> Drawing:
        def digest(db: Connection, scope: Scope, name: str) -> Card | None:
            return digests.card(db, scope, name, clock.now())

        def task(db: Connection, scope: Scope, name: str) -> Card | None:
            return tasks.drawn(db, scope, name, clock.now())

        shown, undone, opened = self.showing, self.showing.undo, self.files.opened
        return Drawing(orders.tracking, digest, shown, undone, opened, task)

    def _troubles(self) -> list[str]:
        """What the wires know to be wrong."""
        silent = [f"{platform}: not reached yet" for platform in self.wires if platform not in self._introduced]
        if self.webex is not None and self.webex.upkeep.problem:
            silent.append(f"webex webhooks: {self.webex.upkeep.problem}")
        if self._web and self.webex_socket is not None and self.webex_socket.problem:
            silent.append(f"webex websocket: {self.webex_socket.problem}")
        return silent


def give_way(cores: Collection[int] = ()) -> None:
    """This thread runs when no other wants to, on whichever of these cores, where the system lets threads do so."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), _PATIENT)
        with suppress(OSError):
            os.sched_setaffinity(0, cores or os.sched_getaffinity(0))


def _mailer(settings: Settings) -> Mailer | None:
    return Mailer(reveal(settings.smtp_url), settings.mail_from) if settings.smtp_url else None
