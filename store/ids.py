"""Ids in ascending order, so that many new rows land side by side in an index (UUID version 7)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Final
from uuid import UUID

from store.columns import microseconds

_RANDOM_BITS: Final = 61
_VERSION_AND_VARIANT: Final = (7 << 76) | (2 << 62)


def ascending(now: datetime) -> Iterator[UUID]:
    """Ids that begin with the moment's milliseconds and go up from a random number."""
    fixed = (microseconds(now) // 1000) << 80 | secrets.randbits(12) << 64 | _VERSION_AND_VARIANT
    return (UUID(int=fixed + number) for number in count(secrets.randbits(_RANDOM_BITS)))
