"""The numbers that people read out: one counter each for orders, subscriptions and organisations."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, case
from sqlalchemy.dialects.postgresql import insert

from store.schema import counters

Counter = Literal["orders", "subscriptions", "organisations", "questions", "provisionings"]

_next = insert(counters)
_NEXT = _next.on_conflict_do_update(
    index_elements=["name"], set_={"value": counters.c.value + _next.excluded.value}
).returning(counters.c.value)

_LEAST = _next.on_conflict_do_update(
    index_elements=["name"],
    set_={"value": case((counters.c.value < _next.excluded.value, _next.excluded.value), else_=counters.c.value)},
)


def next_number(db: Connection, name: Counter, count: int = 1) -> int:
    """The next number; of `count` numbers taken at once, the last one."""
    return int(db.execute(_NEXT, {"name": name, "value": count}).scalar_one())


def at_least(db: Connection, name: Counter, value: int) -> None:
    """Go on from that number where the counter is still below it."""
    db.execute(_LEAST, {"name": name, "value": value})
