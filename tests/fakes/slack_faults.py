"""Faults on demand: what a test wants Slack to do wrong, and when."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["answer", "drop_answer", "drop_request", "truncate"]


@dataclass
class Fault:
    """One way to fail, for the next `times` calls of a method."""

    method: str
    times: int
    kind: Kind = "answer"
    status: int = 200
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    delay: float = 0.0
    effect: bool = False

    def concerns(self, method: str) -> bool:
        return self.times > 0 and self.method in (method, "*")


class Faults:
    """The faults that are still to happen, first come first served."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._lock = threading.Lock()

    def plan(self, fault: Fault) -> None:
        with self._lock:
            self._planned.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()

    def next(self, method: str) -> Fault | None:
        with self._lock:
            fault = next((each for each in self._planned if each.concerns(method)), None)
            if fault:
                fault.times -= 1
            return fault


def planned(
    method: str,
    *,
    times: int = 1,
    status: int | None = None,
    retry_after: str | int | None = None,
    error: str | None = None,
    body: str | None = None,
    html: bool = False,
    truncate: bool = False,
    drop_answer: bool = False,
    drop_request: bool = False,
    delay: float = 0.0,
    effect: bool | None = None,
) -> Fault:
    """A fault from what a test says.

    Without `effect` the call has its effect only where just the answer suffers (`drop_answer`, `truncate`, a bare
    `delay`). `retry_after` alone means 429. `error` is an answer of 200 with `ok: false`.
    """
    if retry_after is not None and status is None:
        status = 429
    if error is not None:
        body = f'{{"ok":false,"error":"{error}"}}'
    if html:
        body, status = "<!DOCTYPE html><html><body>Something went wrong</body></html>", status or 502
    kind: Kind = "answer"
    if drop_answer or drop_request or truncate:
        kind = "drop_request" if drop_request else "drop_answer" if drop_answer else "truncate"
    spoiled = status is not None or body is not None or drop_request
    return Fault(
        method,
        times,
        kind,
        status or 200,
        body if body is not None or not spoiled else _default_body(status or 200),
        {} if retry_after is None else {"Retry-After": str(retry_after)},
        "text/html" if html else "application/json",
        delay,
        (not spoiled) if effect is None else effect,
    )


def _default_body(status: int) -> str:
    return '{"ok":false,"error":"ratelimited"}' if status == 429 else '{"ok":false,"error":"internal_error"}'
