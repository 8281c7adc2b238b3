"""Ids in ascending order, so that many new rows land side by side in an index (UUID version 7)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from store.columns import microseconds

_LOW_BITS: Final = 62
_LOW: Final = (1 << _LOW_BITS) - 1
_VERSION_AND_VARIANT: Final = (7 << 76) | (2 << _LOW_BITS)


def ascending(now: datetime) -> Iterator[UUID]:
    """Ids that begin with the moment's milliseconds and go up from a random number."""
    moment = (microseconds(now) // 1000) << 80
    number = secrets.randbits(72)
    while True:
        number += 1
        yield UUID(int=moment | _VERSION_AND_VARIANT | (number >> _LOW_BITS << 64) | (number & _LOW))
