"""The numbers that people read out: one counter each for orders, subscriptions and organisations."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from store.schema import counters

_next = insert(counters)
_NEXT = _next.on_conflict_do_update(
    index_elements=["name"], set_={"value": counters.c.value + _next.excluded.value}
).returning(counters.c.value)


def next_number(db: Connection, name: Literal["orders", "subscriptions", "organisations"], count: int = 1) -> int:
    """The next number; of `count` numbers taken at once, the last one."""
    return int(db.execute(_NEXT, {"name": name, "value": count}).scalar_one())
