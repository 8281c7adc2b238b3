"""Slack as a whole: a route or a socket that hears, a desk that answers, a sender for the outbox."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route

from bot import slack_payloads
from bot.ask import Dispatch, Fresh, Meet
from bot.errand import NotSent, Sender
from bot.phrases import Tongue
from bot.receipts import Receive
from bot.slack_addresses import SLACK
from bot.slack_answers import Answers, nothing
from bot.slack_calls import Calls, Haste, Unheard
from bot.slack_channels import Channels
from bot.slack_desk import Desk
from bot.slack_files import SlackFiles
from bot.slack_gate import Gate
from bot.slack_logs import quiet
from bot.slack_payloads import Body, Heard
from bot.slack_people import People
from bot.slack_sender import SlackSender
from bot.slack_suggestions import Suggestions, none
from bot.slack_workspace import Workspace
from bot.uploads import Intake

ADDRESS: Final = "/slack/events"
SOCKETS: Final = 2
"""While one of them is renewed, the other one hears."""
_ANY: Final = re.compile("")
_PATIENCE_S: Final = 10
_PING_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class Access:
    """What the settings say of Slack. `tongue` is for those of whom nothing is known yet."""

    token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str = SLACK
    tongue: Tongue = field(default_factory=Tongue)


class SlackWire:
    """Built once; nothing is asked of Slack before it is needed. `pool` is where `dispatch` runs."""

    def __init__(
        self,
        access: Access,
        dispatch: Dispatch,
        meet: Meet,
        fresh: Fresh,
        pool: Executor,
        receive: Receive | None = None,
        intake: Intake | None = None,
    ) -> None:
        """`receive` stores messages that bring files, which `handle` has the `intake` keep; without both none is."""
        self._access = access
        base = f"{access.api_url.rstrip('/')}/"
        client = WebClient(access.token, base, timeout=_PATIENCE_S, retry_handlers=[], logger=quiet("sdk"))
        self._workspace = Workspace(client)
        self._sender = SlackSender(client, self._workspace)
        self._calls = Calls(access.token, access.api_url)
        self._people = People(self._calls, self._workspace, meet, fresh, pool)
        self._suggestions = Suggestions(dispatch, self._people, pool)
        answers = Answers(self._calls)
        self._desk = Desk(dispatch, self._people, Channels(self._calls), answers, pool, access.tongue, receive)
        self._files = SlackFiles(client, dispatch, intake) if intake else None
        self._bolt = self._listening(AsyncWebClient(base_url=base, logger=quiet("sdk")))

    @property
    def routes(self) -> list[Route]:
        """None without a signing secret: whoever knows none can't tell Slack from others."""
        if not self._access.signing_secret:
            return []
        gate = Gate(self._access.signing_secret, self._bolt.async_dispatch)
        return [Route(ADDRESS, gate, methods=["POST"])]

    @property
    def sender(self) -> Sender:
        return self._sender

    def handle(self, body: str) -> None:
        """Deal with a stored message that brought files. Raises a `NotSent`: try again later."""
        if self._files is not None:
            self._files.handle(body)

    @property
    def team(self) -> str:
        """The workspace or enterprise, as the installation names it. Asks Slack once; raises a `NotSent`."""
        return self._workspace.home.team

    @property
    def bot(self) -> str:
        """The bot's own account. Asks Slack once; raises a `NotSent`."""
        return self._workspace.home.bot

    @asynccontextmanager
    async def socket(self, app_token: str) -> AsyncIterator[None]:
        """Hear over web sockets, without a public address, until the block ends."""
        sockets = [self._socket(app_token) for _number in range(SOCKETS)]
        connecting = [asyncio.create_task(socket.connect()) for socket in sockets]
        try:
            yield
        finally:
            for task in connecting:
                task.cancel()
            for socket in sockets:
                await socket.close()

    async def close(self) -> None:
        """Finish what was begun; in the loop in which it was."""
        await self._desk.close()
        await self._calls.close()

    def _socket(self, app_token: str) -> Any:
        return AsyncSocketModeHandler(self._bolt, app_token, logger=quiet("socket"), ping_interval=_PING_S).client

    def _listening(self, client: AsyncWebClient) -> AsyncApp:
        app = AsyncApp(
            name="bot.slack.bolt",
            client=client,
            logger=quiet("bolt"),
            authorize=_OneInstallation(self._access.token),
            process_before_response=True,
            request_verification_enabled=False,  # the gate has done it, and a socket needs none
            ignoring_self_events_enabled=False,
            attaching_function_token_enabled=False,
        )
        app.command(_ANY)(self._command)
        app.action(_ANY)(self._action)
        app.options(_ANY)(self._suggestion)
        app.view_submission(_ANY)(self._submission)
        app.view_closed(_ANY)(self._closed)
        app.shortcut(_ANY)(self._shortcut)
        app.event(_ANY)(self._event)
        return app

    async def _command(self, body: Body) -> BoltResponse:
        return await self._take(slack_payloads.command(body))

    async def _action(self, body: Body) -> BoltResponse:
        return await self._take(slack_payloads.press(body))

    async def _suggestion(self, body: Body) -> BoltResponse:
        sought = slack_payloads.suggestion(body)
        return none() if sought is None else await self._suggestions.offer(sought)

    async def _submission(self, body: Body) -> BoltResponse:
        return await self._take(slack_payloads.submission(body))

    async def _closed(self) -> BoltResponse:
        return nothing()

    async def _shortcut(self, body: Body) -> BoltResponse:
        return await self._take(slack_payloads.shortcut(body))

    async def _event(self, body: Body) -> BoltResponse:
        """An event that can't be dealt with now is not acknowledged, so that it comes again."""
        try:
            return await self._happened(body)
        except (Unheard, NotSent):
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)

    async def _happened(self, body: Body) -> BoltResponse:
        match body["event"]["type"]:
            case "user_change":
                return await self._changed(body)
            case "app_home_opened":
                return await self._take(slack_payloads.home_opened(body))
            case "message" | "app_mention":
                return await self._take(slack_payloads.message(body, await self._people.bot()))
            case _:
                return nothing()

    async def _changed(self, body: Body) -> BoltResponse:
        user = slack_payloads.changed_user(body)
        if user is not None:
            await self._people.changed(user, Haste())
        return nothing()

    async def _take(self, heard: Heard | None) -> BoltResponse:
        return nothing() if heard is None else await self._desk.take(heard)


class _OneInstallation(AsyncAuthorize):
    """The token of the settings, for whoever asks: who that is Slack says to this token, and to no other."""

    def __init__(self, token: str) -> None:
        self._result = AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token)

    async def __call__(self, **_asked: Any) -> AuthorizeResult:
        return self._result
