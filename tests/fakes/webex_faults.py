"""Faults of the REST side, as a test scripts them."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass

from aiohttp import web

from tests.fakes.webex_rest import Call, Reply, error

RUBBISH = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(eq=False)
class Fault:
    """What goes wrong with calls whose path matches a regular expression; `hits` counts how often it did.

    A status or rubbish stands in for the answer, and the call has no effect unless `effect` says so;
    truncated, slow and lost answers come after the effect, unless `effect` denies it.
    """

    method: str
    path: str
    times: int | None = 1
    skip: int = 0
    status: int | None = None
    retry_after: str | None = None
    html: bool = False
    truncated: bool = False
    slow: float = 0.0
    lost: bool = False
    effect: bool | None = None
    hits: int = 0

    def __post_init__(self) -> None:
        if self.retry_after is not None and self.status is None:
            self.status = 429

    @property
    def takes_effect(self) -> bool:
        return self.effect if self.effect is not None else self.status is None and not self.html

    def meets(self, call: Call) -> bool:
        """Whether this call goes wrong; counts it if so."""
        if self.method not in ("*", call.method) or not re.fullmatch(self.path, call.path):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is not None and self.hits >= self.times:
            return False
        self.hits += 1
        return True

    def stand_in(self) -> Reply:
        """The answer in place of the true one."""
        headers = {} if self.retry_after is None else {"Retry-After": self.retry_after}
        said = error(self.status or 500, "Injected fault.")
        return Reply(said.status, said.body, headers=headers)

    async def send(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        """Spoil the way back of a reply."""
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.lost and request.transport:
            request.transport.abort()
        if self.html:
            return web.Response(status=self.status or 200, text=RUBBISH, content_type="text/html")
        if self.truncated:
            whole = json.dumps(reply.body).encode()
            return web.Response(body=whole[: len(whole) // 2], content_type="application/json")
        return plain(reply if self.status is None else self.stand_in())


def plain(reply: Reply) -> web.Response:
    if reply.file:
        disposition = {"Content-Disposition": f'attachment; filename="{reply.file.name}"'}
        return web.Response(body=reply.file.data, content_type=reply.file.kind, headers=disposition)
    if reply.body is None:
        return web.Response(status=reply.status, headers=reply.headers)
    return web.json_response(reply.body, status=reply.status, headers=reply.headers)
