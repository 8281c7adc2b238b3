"""The REST side of Webex: a call comes in, an endpoint answers or refuses it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn, Protocol
from urllib.parse import urlencode

from tests.fakes.webex_nouns import Account, File, Json
from tests.fakes.webex_world import World


@dataclass(frozen=True)
class Call:
    """One request of the bot; `path` begins after the base address."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)
    files: tuple[File, ...] = ()
    token: str | None = None
    malformed: str | None = None
    raw: bytes = b""


@dataclass(frozen=True)
class Reply:
    status: int
    body: Json | None = None
    file: File | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """Webex says no; `violation` when a correct bot would not have asked."""

    def __init__(self, status: int, message: str, *, violation: bool, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.violation = violation
        self.headers = dict(headers or {})


def refuse(message: str, status: int = 400) -> NoReturn:
    """Refuse what a correct bot never sends."""
    raise Refused(status, message, violation=True)


def missing(message: str) -> NoReturn:
    """Refuse what may be gone without the bot's fault."""
    raise Refused(404, message, violation=False)


class Desk(Protocol):
    """What endpoints know beside the world: where it is served, and which bot is asking."""

    @property
    def world(self) -> World: ...
    @property
    def base(self) -> str: ...
    @property
    def bot(self) -> Account: ...


Endpoint = Callable[[Desk, Call, str], Reply]


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    endpoint: Endpoint

    def match(self, path: str) -> str | None:
        """The id in the path, empty where the route has none; None when the route is another."""
        found = re.fullmatch(self.path.replace("{id}", "(?P<id>[^/]+)"), path)
        return None if found is None else found.groupdict().get("id", "")


class Rest:
    """Checks the token, finds the endpoint, turns refusals into Webex's error body."""

    def __init__(self, desk: Desk, routes: Sequence[Route], violations: list[str]) -> None:
        self.desk = desk
        self.routes = routes
        self.violations = violations
        self.tokens: set[str] = set()

    def answer(self, call: Call) -> Reply:
        with self.desk.world.changed:
            try:
                reply = self._route(call)
            except Refused as no:
                reply = replace(error(no.status, no.message), headers=no.headers)
                if no.violation:
                    self.violations.append(f"{call.method} {call.path}: {no.status} {no.message}")
            self.desk.world.changed.notify_all()
        return reply

    def _route(self, call: Call) -> Reply:
        if call.token not in self.tokens:
            text = "The request requires a valid access token set in the Authorization request header."
            raise Refused(401, text, violation=False)
        if call.malformed:
            refuse(call.malformed, 415 if call.malformed.startswith("Content-Type") else 400)
        matching = [(route, number) for route in self.routes if (number := route.match(call.path)) is not None]
        for route, number in matching:
            if route.method == call.method:
                return route.endpoint(self.desk, call, number)
        return refuse("No such method here.", 405) if matching else refuse("No such resource.", 404)


def error(status: int, message: str) -> Reply:
    tracking = f"ROUTER_{uuid.uuid4()}"
    return Reply(status, {"message": message, "errors": [{"description": message}], "trackingId": tracking})


def known(call: Call, *names: str) -> None:
    """Refuse fields that the endpoint does not have."""
    unknown = sorted({*call.body, *call.query} - {*names})
    if unknown:
        refuse(f"Unknown field(s): {', '.join(unknown)}")


def word(call: Call, name: str) -> str | None:
    """A text field of the body; refused when it is no text."""
    value = call.body.get(name)
    if value is not None and not isinstance(value, str):
        refuse(f"{name} is no text.")
    return value


def needed(call: Call, name: str) -> str:
    return word(call, name) or refuse(f"{name} is required.")


def page(desk: Desk, call: Call, items: Iterable[Json], *, default: int = 100) -> Reply:
    """One page of a list; where more follows, a Link header leads to it."""
    listed = list(items)
    size = number(call, "max", default)
    start = number(call, "cursor", 0)
    if not 1 <= size <= 1000:
        refuse("max is out of range.")
    headers = {}
    if start + size < len(listed):
        query = urlencode({**call.query, "max": size, "cursor": start + size})
        headers["Link"] = f'<{desk.base}{call.path.removeprefix("/")}?{query}>; rel="next"'
    return Reply(200, {"items": listed[start : start + size]}, headers=headers)


def number(call: Call, name: str, default: int) -> int:
    given = call.query.get(name, str(default))
    if not given.isascii() or not given.isdecimal():
        refuse(f"{name} is no number.")
    return int(given)
