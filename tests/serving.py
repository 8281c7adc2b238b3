"""A real HTTP server on the loopback, in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette

_MOMENT_S = 0.005


class QuickServer(uvicorn.Server):
    """Notices within moments that it is over, and that nobody is connected any more."""

    async def main_loop(self) -> None:
        while not self.should_exit:  # noqa: ASYNC110 - set by another thread
            await asyncio.sleep(_MOMENT_S)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for door in sockets or ():
            door.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - they tell nobody
            await asyncio.sleep(_MOMENT_S)
        for server in self.servers:
            await server.wait_closed()
        await self.lifespan.shutdown()


def quick(app: Starlette, *, lifespan: bool = False) -> QuickServer:
    """On a free port, once it is run without a socket of its own."""
    on = "on" if lifespan else "off"
    return QuickServer(uvicorn.Config(app, port=0, log_config=None, lifespan=on, ws="none"))


@contextmanager
def served(app: Starlette, door: socket.socket | None = None, *, lifespan: bool = False) -> Iterator[str]:
    """Its address, while it is served: at that door, or on a free port."""
    server = quick(app, lifespan=lifespan)
    thread = threading.Thread(target=server.run, args=([door] if door else None,))
    thread.start()
    while not server.started:
        thread.join(_MOMENT_S)
    try:
        yield address_of(door or server.servers[0].sockets[0])
    finally:
        server.should_exit = True
        thread.join()


def address_of(door: socket.socket) -> str:
    return f"http://127.0.0.1:{door.getsockname()[1]}"
