"""The three that answer `/licence seats …`: Bolt alone, Bolt with the bare statements, and Comptoir. Each in a process.

`python -m bench.preview_servers bare|raw|comptoir DATABASE_URL` prints its address and serves until it is ended.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import uvicorn
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route

from bench.replay import replayer, tape
from bot import clock
from bot.ask import Account, Ask, Place, Platform, Standing, Typed, Vouched
from bot.cli import one_core
from bot.cli.root import THREADS
from bot.slack import Access, SlackWire
from bot.slack_blocks import message
from handlers import sample
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from store import people
from store.database import Database
from store.schema import organisations
from store.values import ChannelKind
from tests.fakes.slack import SlackFake
from tests.fakes.slack_world import BOT_USER, TEAM

SECRET = "the benchmark's own"
USER = "U0CHLOE"
WORDS = "seats Microsoft 365 E3 +5"
FIELDS = {
    "token": "x",
    "team_id": TEAM,
    "team_domain": "atelier",
    "channel_id": "D0CHLOE",
    "channel_name": "directmessage",
    "user_id": USER,
    "user_name": "chloe",
    "command": "/licence",
    "text": WORDS,
    "api_app_id": "A0",
    "is_enterprise_install": "false",
    "response_url": "https://hooks.slack.com/commands/1",
}
POOL = 16


def furnished(address: str) -> tuple[Database, Dispatcher]:
    """The sample data, and Chloé, whom Slack has vouched for."""
    database, dispatcher = opened(address)
    with database.transaction() as db:
        sample.load(db, clock.now())
        root = db.execute(select(organisations.c.id).where(organisations.c.parent_id.is_(None))).scalar_one()
        people.install(db, uuid4(), Platform.SLACK, TEAM, BOT_USER, root, clock.now())
    account = Account(Platform.SLACK, TEAM, USER)
    dispatcher.meet(Vouched(account, Standing.MEMBER, sample.CONTOSO_ADMIN, "Chloé Dubois", "en-GB", "Europe/Paris"))
    return database, dispatcher


def opened(address: str) -> tuple[Database, Dispatcher]:
    database = Database.open(address)
    return database, Dispatcher(database, MENU, clock.now, Defaults())


def asked() -> Ask:
    account = Account(Platform.SLACK, TEAM, USER)
    return Ask(uuid4().hex * 2, account, Place(f"@{USER}", ChannelKind.DIRECT), Typed(WORDS))


def bolt(answer: Callable[[AsyncAck], Awaitable[BoltResponse]]) -> list[BaseRoute]:
    """Bolt as its documents have it for one that answers in time."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-none", bot_user_id=BOT_USER)

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)
    app.command("/licence")(answer)
    return [Route("/slack/events", AsyncSlackRequestHandler(app).handle, methods=["POST"])]


def bare(_address: str) -> list[BaseRoute]:
    async def answer(ack: AsyncAck) -> BoltResponse:
        return await ack()

    return bolt(answer)


def raw(address: str) -> list[BaseRoute]:
    """The statements of a real preview, and its very answer."""
    furnished(address)[0].close()
    database, dispatcher = opened(address)
    keep_to_one_core(database)
    replay = replayer(address, tape(database, lambda: dispatcher(asked())))
    given = dispatcher(asked())
    card = dict(message(given.card, given.tongue))
    database.close()
    pool = ThreadPoolExecutor(POOL)

    async def answer(ack: AsyncAck) -> BoltResponse:
        await asyncio.get_running_loop().run_in_executor(pool, replay)
        return await ack(card)

    return bolt(answer)


def comptoir(address: str) -> list[BaseRoute]:
    database, dispatcher = furnished(address)
    keep_to_one_core(database)
    slack = SlackFake()
    slack.__enter__()
    access = Access(slack.token, SECRET, slack.api_url)
    wire = SlackWire(access, dispatcher, dispatcher.meet, dispatcher.fresh, ThreadPoolExecutor(THREADS))
    if wire.team != TEAM:
        raise RuntimeError(wire.team)
    return [*wire.routes]


def keep_to_one_core(database: Database) -> None:
    """As `serve` does (decision 0021), and the bare statements with it."""
    if not database.is_sqlite:
        one_core.keep("comptoir-bench")


async def spent(_request: Request) -> PlainTextResponse:
    """Seconds of processor time that this process has used."""
    return PlainTextResponse(str(time.process_time()))


CONTENDERS = {"bare": bare, "raw": raw, "comptoir": comptoir}


def serve(name: str, address: str) -> None:
    app = Starlette(routes=[*CONTENDERS[name](address), Route("/cpu", spent)])
    config = uvicorn.Config(app, port=0, loop="uvloop", http="httptools", log_config=None, access_log=False, ws="none")
    server = uvicorn.Server(config)
    gc.freeze()  # as `comptoir serve` does
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{port}/slack/events", flush=True)
    sys.stdin.read()  # until whoever started it goes
    os._exit(0)


if __name__ == "__main__":
    serve(*sys.argv[1:])
