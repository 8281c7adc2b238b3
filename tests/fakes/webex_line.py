"""The way without a public address: a catalogue, devices, a websocket that tells what happens. Cut at will."""

from __future__ import annotations

import asyncio
import base64
import json
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.fakes.webex_nouns import Json
from tests.fakes.webex_world import Event, World

VERBS = {"messages": "post", "attachmentActions": "cardAction", "memberships": "add"}
PATIENCE = 3.0  # seconds until a frame must be acknowledged, and a line be authorised


def bare(id: str) -> str:
    """The UUID of an id, as the websocket writes it."""
    return base64.b64decode(id + "=" * (-len(id) % 4)).decode().rpartition("/")[2]


@dataclass
class Line:
    """`cut` names the phase in which the next tries break: catalogue, devices, handshake, open, heard, frame."""

    world: World
    token: str
    bot: str
    violations: list[str]
    cut: str = ""
    cuts: int = 0
    connections: int = 0
    devices: dict[str, Json] = field(default_factory=dict)
    told: list[Json] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    repeat: bool = False
    _open: dict[web.WebSocketResponse, asyncio.AbstractEventLoop] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/catalog", self._guarded("catalogue", self._catalogue)),
            web.get("/wdm/devices", self._guarded("devices", self._devices)),
            web.post("/wdm/devices", self._guarded("devices", self._register)),
            web.delete("/wdm/devices/{id}", self._guarded("devices", self._forget)),
            web.get("/line/{id}", self._guarded("handshake", self._line)),
        ]

    def break_next(self, phase: str, times: int = 1) -> None:
        self.cut, self.cuts = phase, times

    def hear(self, event: Event) -> None:
        """Tell every open line; called while the world is held."""
        verb = VERBS.get(event.resource)
        if verb is None or event.event != "created" or self.bot not in [one.id for one in event.audience]:
            return
        post = self.world.messages.get(event.data["id"])
        frame = self._frame("share" if post and post.files else verb, event)
        for line, loop in list(self._open.items()):
            asyncio.run_coroutine_threadsafe(self._tell(line, frame), loop)

    def hang_up(self) -> None:
        """Cut every line that is open."""
        for line, loop in list(self._open.items()):
            asyncio.run_coroutine_threadsafe(line.close(), loop)

    def _frame(self, verb: str, event: Event) -> Json:
        activity: Json = {"id": bare(event.data["id"]), "objectType": "activity", "verb": verb}
        activity["actor"] = {"id": bare(event.actor.id), "objectType": "person"}
        activity["target"] = {"id": bare(event.data["roomId"]), "objectType": "conversation"}
        if verb == "add":
            activity["object"] = {"id": bare(event.data["personId"]), "objectType": "person"}
        return {"id": str(uuid.uuid4()), "data": {"eventType": "conversation.activity", "activity": activity}}

    async def _tell(self, line: web.WebSocketResponse, frame: Json) -> None:
        if self._falls("frame"):
            await line.close()
            return
        for _time in range(2 if self.repeat else 1):
            self.told.append(frame)
            await line.send_json(frame)
        if self._falls("heard"):
            await line.close()

    def _falls(self, phase: str) -> bool:
        if self.cut != phase or self.cuts == 0:
            return False
        self.cuts -= 1
        return True

    def _guarded(
        self, phase: str, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if request.headers.get("Authorization") != f"Bearer {self.token}":
                return web.json_response({"message": "no"}, status=401)
            if self._falls(phase):
                return web.Response(status=503)
            return await answer(request)

        return guarded

    async def _catalogue(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("format") != "hostmap":
            self.violations.append("the catalogue is asked for as a hostmap")
        base = f"http://{request.host}"
        return web.json_response({"serviceLinks": {"wdm": f"{base}/wdm", "conversation": f"{base}/conversation"}})

    async def _devices(self, _request: web.Request) -> web.StreamResponse:
        if not self.devices:
            return web.json_response({"message": "no devices"}, status=404)
        return web.json_response({"devices": list(self.devices.values())})

    async def _register(self, request: web.Request) -> web.StreamResponse:
        given = await request.json()
        missing = {"name", "deviceName", "deviceType", "model", "localizedModel", "systemName", "systemVersion"} - set(
            given
        )
        if missing or self.devices:
            self.violations.append(f"a device was registered without {sorted(missing)} or though there was one")
        id = str(uuid.uuid4())
        base = request.host
        self.devices[id] = given | {"url": f"http://{base}/wdm/devices/{id}", "webSocketUrl": f"ws://{base}/line/{id}"}
        return web.json_response(self.devices[id])

    async def _forget(self, request: web.Request) -> web.StreamResponse:
        self.devices.pop(request.match_info["id"], None)
        return web.Response(status=204)

    async def _line(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["id"] not in self.devices:
            return web.Response(status=404)
        line = web.WebSocketResponse()
        await line.prepare(request)
        self.connections += 1
        if self._falls("open"):
            await line.close()
            return line
        if not await self._authorised(line):
            await line.close(code=4401)
            return line
        self._open[line] = asyncio.get_running_loop()
        try:
            await self._attend(line)
        finally:
            self._open.pop(line, None)
        return line

    async def _authorised(self, line: web.WebSocketResponse) -> bool:
        """Whoever hangs up before the first word breaks no rule."""
        frame = await line.receive(PATIENCE)
        told = json.loads(frame.data) if frame.type is WSMsgType.TEXT else {}
        ok = told.get("type") == "authorization" and told.get("data", {}).get("token") == f"Bearer {self.token}"
        if not (ok or line.closed):
            self.violations.append("the first frame is the authorization")
        return ok

    async def _attend(self, line: web.WebSocketResponse) -> None:
        async for frame in line:
            told = json.loads(frame.data)
            if told.get("type") != "ack" or told.get("messageId") not in [one["id"] for one in self.told]:
                self.violations.append(f"a frame that is no acknowledgement: {told}")
            else:
                self.acknowledged.append(told["messageId"])
