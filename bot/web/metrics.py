"""What the process counts for Prometheus: no label names a person, a customer or a secret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import perf_counter

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.responses import Response

from bot.ask import Answer, Ask, Dispatch
from bot.commands import Command

_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_UNKNOWN = "unknown"


class Metrics:
    """One registry for each process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "comptoir_requests", "Requests answered", ["platform", "command", "outcome"], registry=self._registry
        )
        self._seconds = Histogram(
            "comptoir_request_seconds", "Time to an answer", ["platform"], buckets=_BOUNDS, registry=self._registry
        )
        self._ages = Gauge(
            "comptoir_oldest_waiting_seconds", "Age of what waits longest", ["queue"], registry=self._registry
        )
        self._unsent = Gauge(
            "comptoir_oldest_unsent_mail_seconds",
            "Age of the oldest mail that has not gone out",
            registry=self._registry,
        )
        self._ready = Gauge("comptoir_ready", "1 when nothing is wrong", registry=self._registry)

    def counted(self, dispatch: Dispatch) -> Dispatch:
        """The same, counted and timed."""

        def dispatch_counted(ask: Ask) -> Answer:
            platform, began = str(ask.account.platform), perf_counter()
            command, outcome = _UNKNOWN, "broken"
            try:
                answer = dispatch(ask)
                command = answer.command if answer.command in Command.kinds else _UNKNOWN
                outcome = "refused" if answer.refused else "done"
            finally:
                self._requests.labels(platform, command, outcome).inc()
                self._seconds.labels(platform).observe(perf_counter() - began)
            return answer

        return dispatch_counted

    def found(self, waiting: Mapping[str, datetime | None], unsent: datetime | None, now: datetime) -> None:
        """Since when the oldest row of each queue waits, and the oldest mail, its tries included."""
        self._unsent.set((now - unsent).total_seconds() if unsent else 0)
        for queue, since in waiting.items():
            self._ages.labels(queue).set((now - since).total_seconds() if since else 0)

    def page(self, *, ready: bool) -> Response:
        self._ready.set(ready)
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)
