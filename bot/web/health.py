"""Whether the process lives, whether it works, and what it has counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web.metrics import Metrics

LONGEST_WAIT: Final = timedelta(minutes=5)
"""How long a message or a row of the audit may wait before somebody should look."""


class Watched(Protocol):
    """What the tables and the jobs say of themselves; each raises what the database raises."""

    def late(self) -> list[str]: ...
    def waiting_since(self) -> dict[str, datetime | None]: ...
    def unsent_since(self) -> datetime | None: ...


class Health:
    """`troubles` are those that the wires know of."""

    def __init__(
        self, watched: Watched, now: Callable[[], datetime], troubles: Callable[[], list[str]], metrics: Metrics
    ) -> None:
        self._watched = watched
        self._now = now
        self._troubles = troubles
        self._metrics = metrics

    @property
    def routes(self) -> list[BaseRoute]:
        return [Route("/healthz", self._alive), Route("/readyz", self._works), Route("/metrics", self._counts)]

    def reasons(self) -> list[str]:
        """Why the bot does not work as it should; none when it does."""
        try:
            waiting, unsent = self._watched.waiting_since(), self._watched.unsent_since()
            late = self._watched.late()
        except Exception as error:  # noqa: BLE001 - whatever the database says, the answer is that it does not work
            return [f"database: {type(error).__name__}"]
        now = self._now()
        self._metrics.found(waiting, unsent, now)
        old = [f"{queue}: waiting since {since:%H:%M:%S}" for queue, since in waiting.items() if _too_old(since, now)]
        return [*late, *old, *self._troubles()]

    async def _alive(self, request: Request) -> Response:  # noqa: ARG002 - as Starlette calls it
        return PlainTextResponse("ok")

    async def _works(self, request: Request) -> Response:  # noqa: ARG002 - as Starlette calls it
        reasons = await run_in_threadpool(self.reasons)
        body: dict[str, Any] = {"ready": not reasons, "reasons": reasons}
        return JSONResponse(body, status_code=503 if reasons else 200)

    async def _counts(self, request: Request) -> Response:  # noqa: ARG002 - as Starlette calls it
        reasons = await run_in_threadpool(self.reasons)
        return self._metrics.page(ready=not reasons)


def _too_old(since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since > LONGEST_WAIT
