"""A line in front of a few threads: what has to wait waits, and it does not get longer than that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from http import HTTPStatus
from typing import TypeVar

from starlette.exceptions import HTTPException

T = TypeVar("T")


class Line:
    """Runs things in the pool, `most` of them waiting or under way at once; the next one is refused with a 503."""

    def __init__(self, pool: Executor, most: int) -> None:
        self._pool = pool
        self._most = most
        self._inside = 0

    async def __call__(self, ask: Callable[[], T]) -> T:
        if self._inside >= self._most:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, ask)
        finally:
            self._inside -= 1
