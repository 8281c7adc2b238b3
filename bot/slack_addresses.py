"""Which addresses are Slack's own; no other one is ever called, whoever names it."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

SLACK: Final = "https://slack.com/api"
ANSWERS_AT: Final = "hooks.slack.com"
FILES_AT: Final = "files.slack.com"
_Origin = tuple[str, str, int | None]


def is_slacks(address: str, host: str, api_url: str) -> bool:
    """Whether it is on that host of Slack's, or on the origin of the API where that is not Slack's own."""
    own: set[_Origin] = {("https", host, None)}
    if api_url.rstrip("/") != SLACK:
        own.add(_origin(urlsplit(api_url)))
    try:
        parts = urlsplit(address)
        return parts.username is None and _origin(parts) in own
    except ValueError:
        return False


def _origin(parts: SplitResult) -> _Origin:
    return parts.scheme, parts.hostname or "", parts.port
