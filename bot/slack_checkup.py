"""What Slack says of the bot's token: whose it is, what it may do, and what time it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from slack_sdk import WebClient

from bot.slack_faults import told
from bot.slack_logs import quiet

_PATIENCE_S: Final = 10


@dataclass(frozen=True, slots=True)
class Checkup:
    """`scopes` are those granted; `at` is Slack's clock as its `Date` says."""

    team: str
    bot: str
    scopes: frozenset[str]
    at: str | None


def checkup(token: str, api_url: str) -> Checkup:
    """Raises a `NotSent`."""
    with told():
        answer = _client(token, api_url).auth_test()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        scopes = frozenset(filter(None, (scope.strip() for scope in headers.get("x-oauth-scopes", "").split(","))))
        return Checkup(str(answer.get("team")), str(answer.get("user")), scopes, headers.get("date"))


def knock(app_token: str, api_url: str) -> None:
    """Whether Socket Mode would let the app in; no socket is opened. Raises a `NotSent`."""
    with told():
        _client(app_token, api_url).apps_connections_open(app_token=app_token)


def _client(token: str, api_url: str) -> WebClient:
    return WebClient(token, f"{api_url.rstrip('/')}/", timeout=_PATIENCE_S, retry_handlers=[], logger=quiet("sdk"))
