"""How Slack says no, and how its silence is understood, for what is sent in no hurry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPException
from math import isfinite
from typing import Final
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errand import Busy, Down, Gone, Lost, NotSent

_USUAL_WAIT: Final = 30.0
_LONGEST_WAIT: Final = 300.0
_UNKNOWN: Final = frozenset({"fatal_error", "internal_error"})
"""Slack says of these that it may have happened all the same."""
_LATER: Final = frozenset(
    {
        "accesslimited",
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "org_login_required",
        "request_timeout",
        "service_unavailable",
        "team_access_not_granted",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
    }
)
"""An operator, or Slack itself, can put these right."""


@contextmanager
def told() -> Iterator[None]:
    """Whatever goes wrong with one call in the block becomes a `NotSent`."""
    try:
        yield
    except SlackApiError as no:
        raise _answered(no) from no
    except (SlackClientError, OSError, HTTPException, ValueError, AttributeError) as silence:
        raise _unanswered(silence) from silence


def code(no: SlackApiError) -> str:
    """Slack's word for what is wrong; empty where the answer was not one of Slack's."""
    answer = getattr(no.response, "data", None)  # the asynchronous client hands over its own where it reads no JSON
    return str(answer.get("error") or "") if isinstance(answer, dict) else ""


def _answered(no: SlackApiError) -> NotSent:
    status, error = no.response.status_code, code(no)
    if status == HTTPStatus.TOO_MANY_REQUESTS or error in {"ratelimited", "rate_limited"}:
        return Busy(seconds(no.response.headers))
    if error in _LATER or status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Down(f"Slack says {error or status}")
    if error in _UNKNOWN or status != HTTPStatus.OK or not error or " " in error:
        return Lost(f"Slack answered {status}")
    return Gone(error)


def _unanswered(silence: Exception) -> NotSent:
    """What could not be handed over whole has not been said."""
    if isinstance(silence, URLError):
        return Down(f"Slack can't be reached ({type(silence.reason).__name__})")
    return Lost(f"no answer from Slack ({type(silence).__name__})")


def seconds(headers: Mapping[str, str]) -> float:
    """What a `Retry-After` asks for; the usual wait where it says nothing sensible."""
    said = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    try:
        wait = float(said)
    except ValueError:
        return _USUAL_WAIT
    return min(wait, _LONGEST_WAIT) if isfinite(wait) and wait >= 0 else _USUAL_WAIT
