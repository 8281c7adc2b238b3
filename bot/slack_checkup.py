"""What Slack says of the bot's token: whose it is, what it may do, and what time it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from slack_sdk import WebClient

from bot.slack_faults import told
from bot.slack_logs import quiet

_PATIENCE_S: Final = 10


@dataclass(frozen=True, slots=True)
class Checkup:
    """`scopes` are those granted; `at` is Slack's clock, where it told."""

    team: str
    bot: str
    scopes: frozenset[str]
    at: datetime | None


def checkup(token: str, api_url: str) -> Checkup:
    """Raises a `NotSent`."""
    client = WebClient(token, f"{api_url.rstrip('/')}/", timeout=_PATIENCE_S, retry_handlers=[], logger=quiet("sdk"))
    with told():
        answer = client.auth_test()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        scopes = frozenset(filter(None, (scope.strip() for scope in headers.get("x-oauth-scopes", "").split(","))))
        date = headers.get("date")
        at = parsedate_to_datetime(date) if date else None
        return Checkup(str(answer.get("team")), str(answer.get("user")), scopes, at)
