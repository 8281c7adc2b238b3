"""The bot on the pretended Slack's wire: behind a real HTTP server, or at the end of a web socket."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from bot.slack import Access, SlackWire
from tests.jobs.waiting import eventually
from tests.serving import QuickServer, quick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ask import Dispatch
    from tests.fakes.slack import SlackFake
    from tests.stories.deployment import Deployment


@contextmanager
def wired(
    slack: SlackFake, work: Deployment, *, dispatch: Dispatch | None = None, jobs: bool = True
) -> Iterator[SlackWire]:
    """The wire, its installation, and the jobs that send for it; nobody hears yet."""
    access = Access(slack.token, slack.signing_secret, slack.api_url)
    with ThreadPoolExecutor(4) as pool:
        meet, fresh, receive = work.dispatch.meet, work.dispatch.fresh, work.keeping("slack", lambda: wire.team)
        wire = SlackWire(access, dispatch or work.dispatch, meet, fresh, pool, receive, work.intake)
        work.installed("slack", wire.team, wire.bot)
        if jobs:
            work.at_work({"slack": wire.sender}, {"slack": wire.handle})
        try:
            yield wire
        finally:
            work.close()


@contextmanager
def over_http(slack: SlackFake, wire: SlackWire) -> Iterator[None]:
    """Hears on a free port of this machine."""
    server = quick(Starlette(routes=wire.routes))
    with running(serving(server, wire)):
        eventually(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        slack.app_url = f"http://127.0.0.1:{port}/slack/events"
        yield
        server.should_exit = True


async def serving(server: QuickServer, wire: SlackWire) -> None:
    await server.serve()
    await wire.close()


@contextmanager
def over_sockets(slack: SlackFake, wire: SlackWire) -> Iterator[None]:
    """Hears through two web sockets."""
    slack.use_socket_mode()
    over = threading.Event()
    with running(listening(slack, wire, over)):
        slack.socket.wait_connected(2)
        yield
        over.set()


async def listening(slack: SlackFake, wire: SlackWire, over: threading.Event) -> None:
    async with wire.socket(slack.app_token):
        await asyncio.to_thread(over.wait, 300)
    await wire.close()


@contextmanager
def running(work) -> Iterator[None]:
    """A coroutine in an event loop and a thread of its own, which has come to its end when the block has."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:
            failed.append(error)
            raise

    thread = threading.Thread(target=run, name="bot", daemon=True)
    thread.start()
    yield
    thread.join(15)
    assert not thread.is_alive(), "the bot does not stop"
    assert not failed
