"""The fake's HTTP server, in a thread of its own on a free loopback port."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes import slack_answers
from tests.fakes.slack_api import Call
from tests.fakes.slack_faults import Fault
from tests.fakes.slack_shapes import Json
from tests.fakes.slack_views import METHODS, READS_NO_JSON
from tests.fakes.slack_world import Refused

if TYPE_CHECKING:
    from tests.fakes.slack import SlackFake

JSON_ARGUMENTS = ("blocks", "view", "files", "attachments", "metadata")
PACED = ("chat.postMessage", "chat.postEphemeral")
Act = Callable[[], Json]


class Server:
    """Listens for the app: Web API, response addresses, uploads, downloads, and the socket."""

    def __init__(self, slack: SlackFake) -> None:
        self._slack = slack
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-slack", daemon=True)
        self._runner: web.AppRunner | None = None
        self.base = ""

    def run(self, work: Coroutine[object, object, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def start(self) -> None:
        self._thread.start()
        self.run(self._start())

    def stop(self) -> None:
        self.run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/files-pri/{file}/{name}", self._download)
        app.router.add_get("/link/", self._slack.socket.connect)
        self._runner = web.AppRunner(app, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"

    async def _stop(self) -> None:
        await self._slack.socket.close()
        if self._runner:
            await self._runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, raw = request.match_info["method"], await request.read()
        self._slack.overhear(request.query_string.encode() + raw)

        def act() -> Json:
            args: Json = {}
            try:
                args = decode(request, raw, method)
                answer = self._call(request, method, args)
            except Refused as no:
                self._slack.record(method, args, no.error, no.details)
                return {"ok": False, "error": no.error, **no.details}
            self._slack.record(method, args)
            return {"ok": True, **answer}

        answer = await self._answer(request, method, act)
        answer.headers["X-OAuth-Scopes"] = ",".join(sorted(self._slack.scopes))
        return answer

    def _call(self, request: web.Request, method: str, args: Json) -> Json:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or args.pop("token", "")
        if method == "apps.connections.open":
            return self._slack.socket.open(token)
        self._check_token(token)
        if method not in METHODS:
            raise Refused("unknown_method", req_method=method)
        do, scope = METHODS[method]
        call = Call(self._slack.world, method, args, self._slack.scopes, self.base)
        if scope:
            call.require_scope(scope)
        if method in PACED:
            self._slack.pace(str(args.get("channel")))
        with self._slack.world.changed:
            answer = do(call)
        for complaint in call.complaints:
            self._slack.violate(method, complaint)
        return answer

    def _check_token(self, token: str) -> None:
        if not token:
            raise Refused("not_authed")
        if token == self._slack.app_token:
            raise Refused("not_allowed_token_type")
        if token != self._slack.token:
            raise Refused("invalid_auth")

    async def _response(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        self._slack.overhear(raw)
        status = 200

        def act() -> Json:
            nonlocal status
            args: Json = {}
            try:
                args = json_object(raw)
                slack_answers.respond(self._slack, request.match_info["name"], args)
            except Refused as no:
                status = 404 if no.error.endswith("_url") else 400
                self._slack.record("response_url", args, no.error, no.details)
                return {"ok": False, "error": no.error, **no.details}
            self._slack.record("response_url", args)
            return {"ok": True}

        return await self._answer(request, "response_url", act, lambda: status)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        content = await self._uploaded(request)
        self._slack.overhear(content)
        upload = self._slack.world.uploads.get(request.match_info["file"])
        fits = upload is not None and upload.content is None and len(content) == upload.length

        def act() -> Json:
            if upload is not None and fits:
                upload.content = content
            else:
                self._slack.violate("upload", f"{len(content)} bytes, announced {upload and upload.length}")
            return {}

        answer = await self._answer(request, "upload", act, lambda: 200 if fits else 400)
        return answer if answer.status != 200 else web.Response(text=f"OK - {len(content)}")

    async def _uploaded(self, request: web.Request) -> bytes:
        if not request.content_type.startswith("multipart/"):
            return await request.read()
        async for part in await request.multipart():
            return bytes(await part.read())  # type: ignore[union-attr]
        return b""

    async def _download(self, request: web.Request) -> web.StreamResponse:
        fault = self._slack.faults.next("download")
        if fault is not None:
            return await self._spoil(request, "download", fault, dict)
        upload = self._slack.world.uploads.get(request.match_info["file"].rpartition("-")[2])
        if request.headers.get("Authorization") != f"Bearer {self._slack.token}" or upload is None:
            return web.Response(text="<!DOCTYPE html><html><body>Sign in</body></html>", content_type="text/html")
        if "files:read" not in self._slack.scopes:
            self._slack.violate("download", "missing_scope files:read")
            return web.Response(status=403)
        return web.Response(body=upload.content, content_type="application/octet-stream")

    async def _answer(
        self, request: web.Request, method: str, act: Act, status: Callable[[], int] = lambda: 200
    ) -> web.StreamResponse:
        fault = self._slack.faults.next(method)
        if fault is None:
            answer = act()
            limited = answer.get("error") == "ratelimited"
            headers = {"Retry-After": "1"} if limited else {}
            return web.json_response(answer, status=429 if limited else status(), headers=headers)
        return await self._spoil(request, method, fault, act)

    async def _spoil(self, request: web.Request, method: str, fault: Fault, act: Act) -> web.StreamResponse:
        answer = act() if fault.effect else None
        if answer is None:
            self._slack.record(f"{method} (failed)", {})
        await asyncio.sleep(fault.delay)
        if fault.kind in ("drop_answer", "drop_request"):
            assert request.transport is not None
            request.transport.abort()
        body = fault.body if fault.body is not None else json.dumps(answer or {})
        if fault.kind == "truncate":
            body = body[: len(body) // 2]
        headers = {**fault.headers, "Content-Type": f"{fault.content_type}; charset=utf-8"}
        return web.Response(body=body.encode(), status=fault.status, headers=headers)


def decode(request: web.Request, raw: bytes, method: str) -> Json:
    """The arguments from the query, a form or a JSON body, as Slack reads them."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        if method not in READS_NO_JSON:
            args |= json_object(raw)
    else:
        args |= dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    for name in JSON_ARGUMENTS:
        if isinstance(args.get(name), str):
            args[name] = _json(args[name], f"invalid_{name}_format" if name == "blocks" else "invalid_arguments")
    return args


def json_object(raw: bytes) -> Json:
    value = _json(raw or b"{}", "invalid_json")
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value


def _json(text: str | bytes, error: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as broken:
        raise Refused(error) from broken
