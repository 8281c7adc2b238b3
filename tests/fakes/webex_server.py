"""The HTTP server of the fake: an event loop in a thread, on a free port of the loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import replace
from threading import Thread
from typing import Any, TypeVar

from aiohttp import BodyPartReader, MultipartReader, web

from tests.fakes.webex_courier import Courier
from tests.fakes.webex_faults import Fault, plain
from tests.fakes.webex_nouns import File
from tests.fakes.webex_rest import Call, Rest

BASE = "/v1"
BYTES_PER_UPLOAD = 100 * 2**20
Result = TypeVar("Result")


class Server:
    def __init__(self, rest: Rest, courier: Courier) -> None:
        self.rest = rest
        self.courier = courier
        self.faults: list[Fault] = []
        self.calls: list[Call] = []
        self.more: list[web.RouteDef] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="webex", daemon=True)
        self._runner: web.AppRunner | None = None

    def start(self) -> None:
        self._thread.start()
        self._do(self._open())

    def stop(self) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _open(self) -> None:
        app = web.Application(client_max_size=BYTES_PER_UPLOAD)
        app.router.add_routes(self.more)
        app.router.add_route("*", BASE + "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        await self.courier.open()

    async def _close(self) -> None:
        await self.courier.close()
        if self._runner:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        call = await read(request)
        self.calls.append(call)
        fault = next((one for one in self.faults if one.meets(call)), None)
        if fault is None:
            return plain(self.rest.answer(call))
        reply = self.rest.answer(call) if fault.takes_effect else fault.stand_in()
        return await fault.send(request, reply)


async def read(request: web.Request) -> Call:
    path = "/" + request.match_info["path"].rstrip("/")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    query = dict(request.query)
    given = Call(request.method, path, query, token=token if scheme == "Bearer" else None)
    if request.method not in ("POST", "PUT"):
        return given
    if request.content_type == "multipart/form-data":
        return await _multipart(request, given)
    return _json(request.content_type, await request.read(), given)


def _json(kind: str, raw: bytes, given: Call) -> Call:
    malformed = None
    body: object = {}
    try:
        body = json.loads(raw)
    except ValueError:
        malformed = "The body is no JSON."
    if not isinstance(body, dict):
        body, malformed = {}, "The body is no JSON object."
    if kind != "application/json":
        malformed = f"Content-Type {kind} is not supported."
    return replace(given, body=body, malformed=malformed, raw=raw)


async def _multipart(request: web.Request, given: Call) -> Call:
    body: dict[str, str] = {}
    files: list[File] = []
    async for part in await request.multipart():
        if isinstance(part, MultipartReader) or part is None or part.name is None:
            return replace(given, malformed="The multipart body has a nameless part.")
        data = bytes(await part.read())
        if part.filename is None:
            body[part.name] = data.decode(errors="replace")
        elif len(data) > BYTES_PER_UPLOAD:
            return replace(given, malformed=f"An upload has at most {BYTES_PER_UPLOAD} bytes.")
        elif part.name == "files" and part.filename and data:
            files.append(_file(part, data))
        else:
            return replace(given, malformed="An upload is a part `files` with a file name and content.")
    return replace(given, body=body, files=tuple(files))


def _file(part: BodyPartReader, data: bytes) -> File:
    kind = part.headers.get("Content-Type", "application/octet-stream")
    return File(part.filename or "", kind.partition(";")[0], data)
