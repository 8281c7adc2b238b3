"""Chance decides what goes wrong, again and again: in the end each order was done once, or visibly not at all.

`SUPPLIER_TRIALS=50 pytest tests/jobs/suppliers/test_chance.py` goes on for fifty times as long.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from sqlalchemy import select

from jobs.orders import Orders
from jobs.worker import drain
from store.buying import orders as order_rows
from store.values import OrderState, SupplierKind
from tests.fakes.supplier_client import FarAway, Remote
from tests.jobs.suppliers.buying import E5, bought, buys

TRIALS = 16 * int(os.environ.get("SUPPLIER_TRIALS", "1"))
SETTLED = {OrderState.COMPLETED, OrderState.REFUSED}
E3, PREMIUM, VISIO = "Microsoft 365 E3", "Microsoft 365 Business Premium", "Visio Plan 2"


@pytest.fixture(params=["once more is twice", "idempotent"])
def whimsical(request, tmp_path):
    """A supplier with whom more than every second request goes wrong somehow."""
    options = ["--idempotent"] if request.param == "idempotent" else []
    with FarAway(tmp_path / "ledger", "--seed", "20261121", *options) as started:
        yield started


def test_whatever_goes_wrong_no_order_is_lost_or_doubled(office, clock, whimsical, counted):
    queue = Orders(office.database, clock, suppliers={SupplierKind.TABLES: Remote(whimsical.url)})
    chance = random.Random(7)
    for _ in range(TRIALS):
        wish(office, chance)
        drain(queue)
        clock.passes(seconds=chance.choice([1, 70]))
    tries = settle_all(queue, clock, office)
    states = outcome(office, whimsical)
    told = ", ".join(f"{count} {state}" for state, count in states.items())
    counted(f"{states.total()} orders, {tries} rounds at the end: {told}; 0 lost, 0 doubled")
    assert states[OrderState.COMPLETED] > TRIALS / 4


def wish(office, chance):
    """More seats, a decision on the renewal, or a purchase; one that is still open blocks the next on the same."""
    product = chance.choice([E3, PREMIUM, VISIO])
    match chance.randrange(4):
        case 0:
            buys(office, (E5, chance.randint(2, 9)), (VISIO, chance.randint(1, 3)))
        case 1:
            press(office, f"renewal {product} {chance.choice(['on', 'off'])}")
        case _:
            press(office, f"seats {product} +{chance.randint(2, 9)}")


def press(office, words):
    card = office.asks(words)
    if any("order.confirm" in button.press for part in card.elements for button in getattr(part, "buttons", ())):
        office.orders(words)


def settle_all(queue, clock, office):
    rounds = 0
    while any(state not in {"completed", "refused"} for state in office.order_states() if state != "draft"):
        clock.passes(minutes=16)
        drain(queue)
        rounds += 1
        assert rounds < 500, "an order never came to its end"
    return rounds


def outcome(office, supplier):
    """Every order that is completed took effect once, every other one never; our tables say what the supplier says."""
    done = {entry["key"]: entry for entry in supplier.effects() if entry["state"] != "refused"}
    assert max(Counter(entry["key"] for entry in supplier.effects()).values()) == 1, "doubled"
    with office.database.reading() as db:
        rows = db.execute(select(order_rows).where(order_rows.c.number.is_not(None))).all()
    assert {row.state for row in rows} <= SETTLED
    for row in rows:
        effect = done.pop(str(row.id), None)
        assert (row.state is OrderState.COMPLETED) == (effect is not None), f"{row.kind}: {row.state}, {effect}"
        if effect and row.kind.startswith("seats"):
            assert row.supplied == effect["supplied"][0]["seats"]
    assert not done, "done without being ordered"
    purchases = [entry for entry in supplier.effects() if entry["what"] == "Purchase"]
    came = sorted(line["seats"] for entry in purchases for line in entry.get("supplied", ()) if line["seats"])
    assert came == sorted(seats for _name, seats, _reference in bought(office) if seats)
    return Counter(row.state for row in rows)
