"""What `doctor` finds at Slack and Webex, and on the way from them to the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientSession

from bot import slack_checkup
from bot.cli.findings import Finding, State, of_the_clock
from bot.errand import NotSent
from bot.settings import Settings, reveal
from bot.slack_checkup import Checkup
from bot.slack_manifest import SCOPES
from bot.webex import Webex
from bot.webex_device import NoLine, device
from bot.webex_webhooks import Deed, Webhooks


def of_the_way(settings: Settings) -> Iterator[Finding]:
    about, public = "COMPTOIR_PUBLIC_URL", settings.public_url
    if public is None and settings.slack_bot_token and not settings.slack_app_token:
        text = "not set, and SLACK_APP_TOKEN neither: Slack has no way to the bot; set one of the two"
        yield Finding(State.WRONG, about, text)
    elif public is None:
        yield Finding(State.NOTE, about, "not set: nobody reaches the bot from outside, by links or webhooks")
    elif public.startswith("http://"):
        yield Finding(State.NOTE, about, f"{public} is this machine alone; for the world it must be https://…")
    else:
        yield Finding(State.OK, about, public)


def of_slack(settings: Settings) -> Iterator[Finding]:
    about = "SLACK_BOT_TOKEN"
    if settings.slack_bot_token is None:
        yield Finding(State.NOTE, about, "not set: nobody reaches the bot in Slack")
        return
    try:
        found = slack_checkup.checkup(reveal(settings.slack_bot_token), settings.slack_api_url)
    except NotSent as no:
        text = f"{no}; copy the Bot User OAuth Token of the app anew, or check SLACK_API_URL"
        yield Finding(State.WRONG, about, text)
        return
    yield from _grants(about, found)
    if settings.slack_app_token:
        yield _socket(reveal(settings.slack_app_token), settings.slack_api_url)


def _grants(about: str, found: Checkup) -> Iterator[Finding]:
    yield Finding(State.OK, about, f"{found.bot} in {found.team}")
    if missing := [scope for scope in SCOPES if scope not in found.scopes]:
        text = f"lacks {', '.join(missing)}; update the app from `comptoir slack manifest` and install it again"
        yield Finding(State.WRONG, about, text)
    yield from _clock(about, found.at)


def _socket(token: str, api_url: str) -> Finding:
    about = "SLACK_APP_TOKEN"
    try:
        slack_checkup.knock(token, api_url)
    except NotSent as no:
        text = f"{no}; make an app-level token with connections:write, and switch Socket Mode on"
        return Finding(State.WRONG, about, text)
    return Finding(State.OK, about, "Slack lets the bot listen by Socket Mode")


def of_webex(settings: Settings) -> Iterator[Finding]:
    about = "WEBEX_TEAMS_ACCESS_TOKEN"
    if settings.webex_token is None:
        yield Finding(State.NOTE, about, "not set: nobody reaches the bot in Webex")
        return
    client = Webex(reveal(settings.webex_token), f"{settings.webex_api_url}/")
    try:
        yield Finding(State.OK, about, f"{client.me.display_name or client.me.id}")
        yield from _clock(about, client.clock)
        yield from _way(settings, client)
    except NotSent as no:
        yield Finding(State.WRONG, about, f"{no}; copy the bot's access token anew, or check WEBEX_API_URL")
    finally:
        client.close()


def _way(settings: Settings, client: Webex) -> Iterator[Finding]:
    """By which way Webex tells the bot what happens: webhooks to its public address, else a websocket."""
    if settings.public_url:
        yield from _webhooks(Webhooks(client, reveal(settings.webex_webhook_secret)), settings.public_url)
        return
    about = "WEBEX_DISCOVERY_URL"
    try:
        asyncio.run(_found(settings))
    except (ClientError, OSError, TimeoutError, NoLine) as no:
        reason = str(no) if isinstance(no, NoLine) else type(no).__name__
        yield Finding(State.WRONG, about, f"the websocket can't be opened ({reason}); check the way out to wbx2.com")
    else:
        yield Finding(State.OK, about, "no public address is set: Webex is listened to on a websocket")


async def _found(settings: Settings) -> None:
    async with ClientSession(headers={"Authorization": f"Bearer {reveal(settings.webex_token)}"}) as session:
        await device(session, settings.webex_discovery_url)


def _webhooks(webhooks: Webhooks, public_url: str) -> Iterator[Finding]:
    about = "COMPTOIR_PUBLIC_URL"
    steps = webhooks.needs(public_url)
    if not steps:
        yield Finding(State.OK, about, f"Webex's webhooks call {public_url}")
    for step in steps:
        missing = {Deed.MAKE: "is missing", Deed.MEND: "is switched off or changed", Deed.REMOVE: "is there twice"}
        text = f"the webhook “{step.hook.name}” {missing[step.deed]}; run `comptoir webex setup`"
        yield Finding(State.WRONG, about, text)


def _clock(about: str, date: str | None) -> Iterator[Finding]:
    """By the `Date` of an answer; one that is missing or odd says nothing."""
    with suppress(ValueError):
        there = parsedate_to_datetime(date or "")
        yield from of_the_clock(about, there.replace(tzinfo=there.tzinfo or UTC))
