"""The web application: health, and whatever routes the wires bring."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.web.health import Health


def application(
    routes: Sequence[BaseRoute], health: Health, running: Callable[[], AbstractAsyncContextManager[None]]
) -> Starlette:
    """Serves while `running` runs."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with running():
            yield

    return Starlette(routes=[*health.routes, *routes], lifespan=lifespan)
