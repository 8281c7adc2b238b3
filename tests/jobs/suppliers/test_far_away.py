"""A supplier that is another process: whatever becomes of its answers, it does each order once; our tables follow."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobs.orders import PATIENCE
from jobs.worker import drain
from store.schema import subscriptions as subscription_rows
from tests.fakes.supplier import AFTER
from tests.jobs.suppliers.buying import E5, bought, buys

E3 = "Microsoft 365 E3"


def test_what_it_has_done_is_so_in_our_tables_too(office, queue, far):
    office.orders(f"seats {E3} +5")
    drain(queue)
    assert (office.order_states(), office.held(E3).terms.seats) == (["completed"], 30)
    assert [(done["what"], done["lines"]) for done in far.effects()] == [("SeatChange", [{"position": 0, "seats": 30}])]


@pytest.mark.parametrize("fault", [fault for fault in AFTER if fault != "nothing-named"])
def test_an_answer_that_is_lost_after_the_effect_is_read_back_and_nothing_is_asked_twice(
    office, queue, far, clock, fault
):
    far.goes_wrong(fault)
    office.orders(f"seats {E3} +5")
    drain(queue)
    assert (office.order_states(), office.held(E3).terms.seats) == (["unknown"], 25)
    clock.passes(seconds=60)
    drain(queue)
    assert (office.order_states(), office.held(E3).terms.seats) == (["completed"], 30)
    assert len(far.effects()) == 1


@pytest.mark.parametrize("fault", ["lost", "error", "nonsense-before"])
def test_what_never_took_effect_is_asked_again_under_the_same_key(office, queue, far, clock, fault):
    far.goes_wrong(fault)
    office.orders(f"seats {E3} +5")
    drain(queue)
    assert (office.order_states(), far.effects()) == (["unknown"], [])
    clock.passes(seconds=60)
    drain(queue)
    assert (office.order_states(), len(far.effects())) == (["completed"], 1)


def test_a_receipt_for_something_else_proves_nothing(office, queue, far, clock):
    far.goes_wrong("nothing-named")
    buys(office, (E5, 3))
    drain(queue)
    assert (office.order_states(), bought(office)) == (["unknown"], [(E5, None, None)])
    clock.passes(seconds=60)
    drain(queue)
    (line,) = bought(office)
    assert (line[:2], len(far.effects())) == ((E5, 3), 1)


def test_a_supplier_that_asks_to_wait_has_taken_nothing_and_is_asked_again(office, queue, far, clock):
    far.goes_wrong("busy")
    office.orders(f"seats {E3} +5")
    drain(queue)
    assert (office.order_states(), drain(queue), far.effects()) == (["processing"], 0, [])
    clock.passes(seconds=7)
    drain(queue)
    assert (office.order_states(), len(far.effects())) == (["completed"], 1)


def test_what_it_takes_and_decides_later_is_looked_at_until_then(office, queue, far, clock):
    far.goes_wrong("pending")
    office.orders(f"seats {E3} +5")
    drain(queue)
    assert (office.order_states(), office.held(E3).terms.seats) == (["processing"], 25)
    for _ in range(2):
        clock.passes(minutes=2)
        drain(queue)
    assert (office.order_states(), office.held(E3).terms.seats) == (["completed"], 30)
    assert len(far.effects()) == 1


def test_fewer_seats_than_were_ordered_are_the_seats_there_are(office, queue, far):
    far.goes_wrong("part")
    office.orders(f"seats {E3} +5")
    drain(queue)
    assert office.batches(E3) == [(25, "purchase"), (4, "addition")]
    card = office.asks("orders C-000001")
    assert (office.order_states(), card.elements[0].tone) == (["completed"], "warning")
    assert office.costs() == ["1428.16 EUR"]


def test_a_purchase_of_which_a_part_came_opens_what_came(office, queue, far):
    far.goes_wrong("part")
    buys(office, (E5, 3), ("Visio Plan 2", 1))
    drain(queue)
    key = far.effects()[0]["reference"]
    assert bought(office) == [(E5, 2, f"{key}/1"), ("Visio Plan 2", None, None)]
    assert (office.order_states(), office.costs()) == (["completed"], ["200.00 EUR"])


def test_a_refusal_is_in_the_suppliers_words_and_changes_nothing(office, queue, far):
    far.goes_wrong("refused")
    office.orders(f"seats {E3} +5")
    drain(queue)
    said = [
        fact.value.values for part in office.asks("orders C-000001").elements for fact in getattr(part, "facts", ())
    ]
    assert any("takes no orders" in str(values) for values in said)
    assert (office.order_states(), office.held(E3).terms.seats) == (["refused"], 25)


def test_seats_that_changed_here_meanwhile_follow_what_the_supplier_did(office, queue, far, clock):
    far.goes_wrong("lost-after")
    office.orders(f"seats {E3} 23")
    drain(queue)
    with office.database.transaction() as db:
        db.execute(subscription_rows.update().values(seats=26).where(subscription_rows.c.seats == 25))
    clock.passes(seconds=60)
    drain(queue)
    assert (office.order_states(), office.held(E3).terms.seats) == (["completed"], 23)


def test_an_unknown_order_waits_longer_each_time_and_never_ends_by_itself(office, queue, far, clock):
    far.goes_wrong(*["lost"] * 30)
    office.orders(f"seats {E3} +5")
    waits = [waited(queue, clock) for _ in range(9)]
    assert timedelta(seconds=15) <= waits[1] <= timedelta(seconds=60)
    assert waits[-1] >= PATIENCE.longest_wait / 2
    assert (office.order_states(), far.effects()) == (["unknown"], [])
    far.goes_wrong()
    clock.passes(minutes=15)
    drain(queue)
    assert (office.order_states(), len(far.effects())) == (["completed"], 1)


def test_an_answer_that_comes_after_somebody_else_took_over_is_not_needed(office, queue, far, clock):
    office.orders(f"seats {E3} +5")
    slow = queue.take()
    clock.passes(seconds=61)
    assert drain(queue) == 1
    queue.act(slow)
    assert (office.batches(E3), len(office.records("carry-out"))) == ([(25, "purchase"), (5, "addition")], 1)


def waited(queue, clock):
    """How long until the one order is taken up again."""
    began = clock()
    while not drain(queue):
        clock.passes(seconds=5)
    return clock() - began
