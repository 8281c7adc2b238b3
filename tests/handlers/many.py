"""More subscriptions than any list shows."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import insert, select

from store.database import Database
from store.schema import subscriptions


def add_subscriptions(database: Database, count: int, like: str = "Visio Plan 2") -> None:
    """`Product 000`, `Product 001` … for the customer that holds the product which they are like."""
    with database.transaction() as db:
        given = db.execute(select(subscriptions).where(subscriptions.c.name == like)).mappings().one()
        for number in range(count):
            own = {"id": uuid4(), "number": 1000 + number, "name": f"Product {number:03}", "reference": None}
            db.execute(insert(subscriptions), dict(given) | own | {"folded": f"product {number:03}"})
