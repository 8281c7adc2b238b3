"""What the wire asks of Slack while somebody waits: one try each, a second at most, never logged."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from http import HTTPStatus
from time import monotonic
from typing import Any, Final

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_addresses import ANSWERS_AT, is_slacks
from bot.slack_faults import code
from bot.slack_limits import Block
from bot.slack_logs import quiet


class Unheard(Exception):
    """Slack did not do it: its own word for why (that is `certain`), or the kind of silence."""

    def __init__(self, reason: str, *, certain: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.certain = certain


class Haste:
    """How much of the three seconds that Slack gives for an answer is left."""

    __slots__ = ("_began",)

    _CALL: Final = 1.0
    _CALLS: Final = 2.6
    _WORK: Final = 1.7

    def __init__(self) -> None:
        self._began = monotonic()

    @property
    def for_a_call(self) -> float:
        """Seconds for one more call to Slack, one at most."""
        return min(self._CALL, self._began + self._CALLS - monotonic())

    @property
    def for_the_work(self) -> float:
        """Seconds for what was asked, with time left to answer."""
        return max(0.1, self._began + self._WORK - monotonic())


class Calls:
    """The bot's account, for what is asked in a hurry. Used and closed in one event loop."""

    def __init__(self, token: str, api_url: str) -> None:
        self._client = AsyncWebClient(token, base_url=f"{api_url.rstrip('/')}/", logger=quiet("sdk"), retry_handlers=[])
        self._api_url = api_url

    async def user(self, user: str, haste: Haste) -> Mapping[str, Any]:
        asked = self._ready().users_info(user=user, include_locale=True)
        return _object(await _told(asked, haste), "user")

    async def channel(self, channel: str, haste: Haste) -> Mapping[str, Any]:
        asked = self._ready().conversations_info(channel=channel)
        return _object(await _told(asked, haste), "channel")

    async def open(self, trigger: str, view: Block, haste: Haste) -> None:
        await _told(self._ready().views_open(trigger_id=trigger, view=view), haste)

    async def replace(self, view_id: str, view: Block, haste: Haste) -> None:
        await _told(self._ready().views_update(view_id=view_id, view=view), haste)

    async def publish(self, user: str, view: Block, haste: Haste) -> None:
        await _told(self._ready().views_publish(user_id=user, view=view), haste)

    async def write(self, user: str, message: Mapping[str, Any], haste: Haste) -> None:
        """Directly to one person."""
        asked = self._ready().chat_postMessage(channel=user, unfurl_links=False, unfurl_media=False, **message)
        await _told(asked, haste)

    async def whisper(self, channel: str, user: str, message: Mapping[str, Any], thread: str, haste: Haste) -> None:
        """In a channel, to be seen by one person."""
        post = self._ready().chat_postEphemeral
        await _told(post(channel=channel, user=user, thread_ts=thread or None, **message), haste)

    async def respond(self, address: str, message: Mapping[str, Any], haste: Haste) -> None:
        """Through a response address, if it is one of Slack's own."""
        if not is_slacks(address, ANSWERS_AT, self._api_url):
            raise Unheard("address")
        await _told(self._post(address, orjson.dumps(message)), haste)

    async def close(self) -> None:
        if self._client.session is not None:
            await self._client.session.close()

    def _ready(self) -> AsyncWebClient:
        """With its connections, which belong to the loop that runs."""
        if self._client.session is None:
            self._client.session = ClientSession(timeout=ClientTimeout(total=10))
        return self._client

    async def _post(self, address: str, body: bytes) -> None:
        client = self._ready()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        session: ClientSession | None = client.session
        if session is None:
            raise Unheard("closed")
        sending = session.post(address, data=body, headers=headers, allow_redirects=False, proxy=client.proxy)
        async with sending as answer:
            if answer.status != HTTPStatus.OK:
                raise Unheard(str(answer.status))


async def _told(asked: Awaitable[Any], haste: Haste) -> Any:
    """The answer; `Unheard` for everything else."""
    try:
        async with asyncio.timeout(haste.for_a_call):
            return await asked
    except SlackApiError as no:
        raise Unheard(code(no) or type(no).__name__, certain=bool(code(no))) from None
    except (SlackClientError, ClientError, OSError, ValueError, AttributeError) as silence:
        raise Unheard(type(silence).__name__) from None


def _object(answer: Any, name: str) -> Mapping[str, Any]:
    found = answer.get(name)
    if not isinstance(found, dict):
        raise Unheard("nothing")
    return found
