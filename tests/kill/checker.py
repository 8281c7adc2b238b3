"""What must be true after any number of kills: nothing acknowledged is lost, nothing happened twice."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from bot.ask import Way
from store import audit as audit_trail
from store.accounts import mails
from store.buying import orders
from store.schema import batches, subscriptions, terms
from store.values import BatchOrigin, OrderKind, OrderState, QueueState, SubscriptionStatus
from store.workings import audit, deliveries, inbox, outbox
from tests.kill.journal import Journal, Line
from tests.kill.life import KEY

if TYPE_CHECKING:
    from sqlalchemy import Connection
SEAT_KINDS = (OrderKind.SEATS_UP, OrderKind.SEATS_DOWN)
SETTLED = (OrderState.COMPLETED, OrderState.REFUSED, OrderState.FAILED)


def in_flight(db: Connection, since: datetime) -> int:
    """Rows that a process claimed since then, and died without settling."""
    messages = select(func.count()).where(outbox.c.state == QueueState.CLAIMED, outbox.c.claimed_until > since)
    letters = select(func.count()).where(mails.c.state == QueueState.CLAIMED, mails.c.claimed_until > since)
    carried = select(func.count()).where(orders.c.state == OrderState.PROCESSING, orders.c.claimed_until > since)
    return sum(db.execute(claimed).scalar_one() for claimed in (messages, letters, carried))


def check(db: Connection, folder: Path, seats_before: dict[UUID, int]) -> dict[str, int]:
    """Counts of what was looked at; fails where a promise was broken."""
    asked = Journal(folder / "journal").lines()
    placed = check_orders(db, asked)
    check_seats(db, seats_before)
    renewed = check_terms(db)
    said = check_messages(db, asked, Journal(folder / "voice").lines())
    sent = check_mails(db, asked, Journal(folder / "letters").lines())
    received = check_receipts(db, asked)
    recorded = check_record(db)
    queues = {"messages": said, "mails": sent, "receipts": received}
    return {"orders": placed, "renewals": renewed, **queues, "records": recorded}


def check_orders(db: Connection, asked: list[Line]) -> int:
    rows = {row.id: row for row in db.execute(select(orders))}
    told = {UUID(json.loads(line["placed"])[1]["order"]) for line in asked if line.get("placed")}
    lost = [id for id in told if id not in rows or rows[id].state not in SETTLED]
    assert lost == [], "acknowledged and lost"
    wished = {UUID(json.loads(line["press"])[1]["order"]) for line in asked if line.get("press")}
    placed = {id for id, row in rows.items() if row.number is not None}
    assert placed <= wished, "placed without being asked"
    assert {rows[id].state for id in placed} <= set(SETTLED), "never carried out"
    assert len({rows[id].number for id in placed}) == len(placed)
    return len(placed)


def check_seats(db: Connection, before: dict[UUID, int]) -> None:
    done = select(orders).where(orders.c.state == OrderState.COMPLETED)
    changes: Counter[UUID] = Counter(before)
    for order in db.execute(done):
        changes[order.subscription_id] += order.seats_after - order.seats_before if order.kind in SEAT_KINDS else 0
    for held in db.execute(select(subscriptions)):
        assert held.seats == changes[held.id], f"{held.name}: lost or doubled"
        mine = db.execute(select(batches).where(batches.c.subscription_id == held.id)).all()
        assert sum(batch.seats for batch in mine) == held.seats, held.name
        start = datetime.combine(held.starts_on, time.min, UTC)
        ups = done.where(
            orders.c.subscription_id == held.id, orders.c.kind == OrderKind.SEATS_UP, orders.c.placed_at >= start
        )
        added = [batch for batch in mine if batch.origin is BatchOrigin.ADDITION]
        assert len(added) == len(db.execute(ups).all()), f"{held.name}: a batch too many or too few"


def check_terms(db: Connection) -> int:
    rows = db.execute(select(terms).order_by(terms.c.subscription_id, terms.c.starts_on)).all()
    for one, other in pairwise(rows):
        same = one.subscription_id == other.subscription_id
        assert not same or (other.starts_on - one.ends_on).days == 1, "a term is missing or doubled"
    assert _recorded(db, "renew") == len(rows)
    return len(rows)


def check_messages(db: Connection, asked: list[Line], heard: list[Line]) -> int:
    rows = {row.key: row for row in db.execute(select(outbox))}
    posts, marked = (Counter(line["what"] for line in heard if line["repeat"] is mark) for mark in (False, True))
    for words in (line["words"] for line in asked if line["what"] == "said"):
        row = rows[words]
        assert row.state is QueueState.DONE, f"{words} was never delivered"
        assert posts[words] <= 1, f"{words} was repeated without a mark"
        assert 1 <= posts[words] + marked[words] <= 1 + row.breakdowns, f"{words} was repeated for nothing"
    assert {row.state for row in rows.values()} == {QueueState.DONE}
    follow = Counter(row.key.split(":")[1] for row in rows.values() if row.key.startswith("order:"))
    numbers = {str(row.id): f"C-{row.number:06}" for row in db.execute(select(orders)) if row.number}
    for order, messages in follow.items():
        assert posts[numbers[order]] <= messages <= posts[numbers[order]] + marked[numbers[order]]
    return len(rows)


def check_mails(db: Connection, asked: list[Line], handed: list[Line]) -> int:
    """Every mail went out; again only under the same name, with a mark, and where an answer was lost."""
    rows = {row.recipient: row for row in db.execute(select(mails))}
    sent, marked = (Counter(line["what"] for line in handed if line["repeat"] is mark) for mark in (False, True))
    assert {line["address"] for line in asked if line["what"] == "written"} <= rows.keys(), "acknowledged and lost"
    for address, row in rows.items():
        assert row.state is QueueState.DONE, f"{address} got nothing: {row.error}"
        assert sent[address] <= 1, f"{address} got a repeat without a mark"
        assert 1 <= sent[address] + marked[address] <= 1 + row.breakdowns, f"{address} got it again for nothing"
    assert len({(line["what"], line["name"]) for line in handed}) == len(rows), "a repeat under another name"
    return len(rows)


def check_receipts(db: Connection, asked: list[Line]) -> int:
    """What was received and acknowledged was handled."""
    rows = {row.key: row for row in db.execute(select(inbox))}
    told = {line["key"] for line in asked if line["what"] == "acked" and line["way"] == Way.OUTBOX}
    assert told <= rows.keys()
    given_up = [(row.key, row.breakdowns, row.error) for row in rows.values() if row.state is not QueueState.DONE]
    assert given_up == [], f"received and not handled: {given_up}"
    return len(rows)


def check_record(db: Connection) -> int:
    """One entry for each delivery, each order carried out, each term ended; the chain whole."""
    settled = db.execute(
        select(func.count()).where(orders.c.state.in_(SETTLED), orders.c.number.is_not(None))
    ).scalar_one()
    assert _recorded(db, "carry-out") == settled
    expired = select(func.count()).where(subscriptions.c.status == SubscriptionStatus.EXPIRED)
    assert _recorded(db, "expire") == db.execute(expired).scalar_one()
    jobs = select(func.count()).where(audit.c.origin != "jobs")
    assert db.execute(jobs).scalar_one() == db.execute(select(func.count()).select_from(deliveries)).scalar_one()
    verdict = audit_trail.verify(db, KEY)
    assert (verdict.broken_at, verdict.unsealed) == (None, 0)
    return verdict.sealed


def _recorded(db: Connection, command: str) -> int:
    return db.execute(select(func.count()).where(audit.c.command == command)).scalar_one()
