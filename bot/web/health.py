"""Whether the process lives, whether it works, and what it has counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

LONGEST_WAIT: Final = timedelta(minutes=5)
"""How long a message or a row of the audit may wait before somebody should look."""


class Watched(Protocol):
    """What the tables and the jobs say of themselves; each raises what the database raises."""

    def late(self) -> list[str]: ...
    def waiting_since(self) -> dict[str, datetime | None]: ...


class Health:
    """`troubles` are those that the wires know of."""

    def __init__(self, watched: Watched, now: Callable[[], datetime], troubles: Callable[[], list[str]]) -> None:
        self._watched = watched
        self._now = now
        self._troubles = troubles
        self._registry = CollectorRegistry()
        names = ["queue"]
        self._ages = Gauge(
            "comptoir_oldest_waiting_seconds", "Age of what waits longest", names, registry=self._registry
        )
        self._ready = Gauge("comptoir_ready", "1 when nothing is wrong", registry=self._registry)

    @property
    def routes(self) -> list[BaseRoute]:
        return [Route("/healthz", self._alive), Route("/readyz", self._works), Route("/metrics", self._metrics)]

    def reasons(self) -> list[str]:
        """Why the bot does not work as it should; none when it does."""
        try:
            waiting = self._watched.waiting_since()
            late = self._watched.late()
        except Exception as error:  # noqa: BLE001 - whatever the database says, the answer is that it does not work
            return [f"database: {type(error).__name__}"]
        now = self._now()
        for queue, since in waiting.items():
            self._ages.labels(queue).set((now - since).total_seconds() if since else 0)
        old = [f"{queue}: waiting since {since:%H:%M:%S}" for queue, since in waiting.items() if _too_old(since, now)]
        return [*late, *old, *self._troubles()]

    async def _alive(self, request: Request) -> Response:  # noqa: ARG002 - as Starlette calls it
        return PlainTextResponse("ok")

    async def _works(self, request: Request) -> Response:  # noqa: ARG002 - as Starlette calls it
        reasons = await run_in_threadpool(self.reasons)
        body: dict[str, Any] = {"ready": not reasons, "reasons": reasons}
        return JSONResponse(body, status_code=503 if reasons else 200)

    async def _metrics(self, request: Request) -> Response:  # noqa: ARG002 - as Starlette calls it
        reasons = await run_in_threadpool(self.reasons)
        self._ready.set(0 if reasons else 1)
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)


def _too_old(since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since > LONGEST_WAIT
