"""A stand-in for a bot's webhook address, for the fake's own tests."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.webex import SECRET
from tests.fakes.webex_courier import signature
from tests.fakes.webex_nouns import Json
from tests.serving import quick


class Receiver:
    """Keeps what it is told, and whether that was signed; answers `status` after `slow` seconds."""

    def __init__(self) -> None:
        self.status = 200
        self.slow = 0.0
        self.told: list[Json] = []
        self.signed: list[bool] = []
        app = Starlette(routes=[Route("/webex/events", self.take, methods=["POST"])])
        self.server = quick(app)
        self.thread = threading.Thread(target=self.server.run)

    async def take(self, request: Request) -> Response:
        raw = await request.body()
        self.told.append(json.loads(raw))
        self.signed.append(request.headers.get("x-spark-signature") == signature(SECRET, raw))
        await asyncio.sleep(self.slow)
        return Response(status_code=self.status, headers={"Location": "/webex/events"})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}/webex/events"

    def listens(self, api: Any, resource: str = "messages", event: str = "created", **more: str) -> Any:
        """Register a webhook that leads here."""
        asked = {"resource": resource, "event": event, "secret": SECRET, **more}
        return api.webhooks.create(name="comptoir", targetUrl=self.url, **asked)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()
