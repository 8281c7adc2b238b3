from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.orders import tracking
from jobs.orders import Orders
from jobs.outbox import Drawing, Outbox
from jobs.worker import drain
from store.schema import subscriptions as subscription_rows
from store.values import EndOfTerm

E3, VISIO, PREMIUM = "Microsoft 365 E3", "Visio Plan 2", "Microsoft 365 Business Premium"


@pytest.fixture
def queue(office, clock):
    return Orders(office.database, clock)


def test_seats_that_were_ordered_are_a_batch_of_their_own_from_the_moment_of_the_order(office, queue, clock):
    before = office.held(E3)
    office.orders("seats Microsoft 365 E3 +5")
    placed = clock()
    clock.passes(minutes=5)
    assert drain(queue) == 1
    after = office.held(E3)
    assert (after.terms.seats, after.version > before.version) == (30, True)
    batch = after.terms.batches[-1]
    assert (batch.seats, batch.origin, batch.added_at, batch.unit_price.amount) == (5, "addition", placed, Decimal(360))


def test_seats_go_back_from_the_newest_batch_first(office, queue, clock):
    office.orders("seats Microsoft 365 E3 +5")
    drain(queue)
    clock.passes(hours=1)
    office.orders("seats Microsoft 365 E3 23")
    drain(queue)
    assert (office.held(E3).terms.seats, office.batches(E3)) == (23, [(23, "purchase")])


def test_an_order_that_waited_beyond_its_window_counts_as_placed_in_time(office, queue, clock):
    office.orders("seats Microsoft 365 E3 20")
    clock.passes(days=5)
    drain(queue)
    assert (office.order_states(), office.held(E3).terms.seats) == (["completed"], 20)


def test_renewal_off_is_a_stop_that_drops_the_schedule_and_on_takes_it_back(office, queue):
    schedule(office, PREMIUM, 35)
    office.orders("renewal Microsoft 365 Business Premium off")
    drain(queue)
    stopped = office.held(PREMIUM).terms
    assert (stopped.end_of_term, stopped.scheduled_seats) == (EndOfTerm.STOP, None)
    office.orders("renewal Microsoft 365 Business Premium on")
    drain(queue)
    assert office.held(PREMIUM).terms.end_of_term == EndOfTerm.RENEW


def test_seats_for_the_renewal_are_kept_until_then_and_dropped_on_wish(office, queue):
    card = office.asks("seats Microsoft 365 Business Premium 35")
    office.presses(office.presses(card, "{count} seat from"), "{count} seat from")
    drain(queue)
    held = office.held(PREMIUM).terms
    assert (held.seats, held.scheduled_seats, held.end_of_term) == (40, 35, EndOfTerm.RENEW_WITH_CHANGES)


def test_a_change_of_seats_drops_what_was_scheduled_where_the_rules_say_so(office, queue):
    schedule(office, PREMIUM, 35)
    office.orders("seats Microsoft 365 Business Premium 41")
    drain(queue)
    held = office.held(PREMIUM).terms
    assert (held.seats, held.scheduled_seats, held.end_of_term) == (41, None, EndOfTerm.RENEW)


def test_an_order_whose_seats_changed_meanwhile_is_refused_and_changes_nothing(office, queue):
    office.orders("seats Microsoft 365 E3 +5")
    with office.database.transaction() as db:
        db.execute(subscription_rows.update().values(seats=26).where(subscription_rows.c.seats == 25))
    drain(queue)
    assert (office.order_states(), office.batches(E3)) == (["refused"], [(25, "purchase")])


def test_what_was_carried_out_is_on_record_under_the_name_of_who_asked(office, queue):
    office.orders("seats Microsoft 365 E3 +5")
    drain(queue)
    (record,) = office.records("carry-out")
    assert (record.actor, record.outcome, record.subject) == ("chloe.dubois@contoso.example", "done", "C-000001")
    assert '"before":25,"after":30' in record.detail


def test_the_card_that_follows_an_order_shows_its_outcome_in_the_same_place(office, queue, wire, clock):
    outbox = Outbox(office.database, {"slack": wire}, Drawing(order=tracking, digest=lambda *_: None), clock)
    office.orders("seats Microsoft 365 E3 +5")
    drain(outbox)
    drain(queue)
    clock.passes(seconds=2)
    drain(outbox)
    first, second = wire.heard
    assert (first.channel, second.replaces, second.tongue.language) == ("@U1", "m1", "fr")
    assert "Completed" in second.card.elements[0].text.source


def test_a_worker_that_died_is_replaced_and_its_order_carried_out_once(office, queue, clock):
    office.orders("seats Microsoft 365 E3 +5")
    asleep = queue.take()
    assert drain(queue) == 0
    clock.passes(seconds=61)
    assert drain(queue) == 1
    queue.act(asleep)
    assert (office.held(E3).terms.seats, office.batches(E3)) == (30, [(25, "purchase"), (5, "addition")])
    assert len(office.records("carry-out")) == 1


def test_a_worker_that_fails_after_its_order_was_taken_over_settles_nothing(office, queue, clock):
    office.orders("seats Microsoft 365 E3 +5")
    late = queue.take()
    clock.passes(seconds=61)
    other = queue.take()
    queue.failed(late, ValueError())
    assert office.order_states() == ["processing"]
    queue.act(other)
    assert (office.order_states(), office.held(E3).terms.seats) == (["completed"], 30)


def test_an_order_that_breaks_its_worker_fails_visibly_and_the_next_goes_on(office, queue, clock, caplog):
    office.orders("seats Microsoft 365 E3 +5")
    with office.database.transaction() as db:
        db.exec_driver_sql("UPDATE subscriptions SET end_of_term = 'gibberish' WHERE seats = 25")
    clock.passes(minutes=1)
    office.orders("seats Visio Plan 2 +1")
    assert drain(queue) == 0
    assert drain(queue) == 1
    assert (office.order_states(), office.held(VISIO).terms.seats) == (["failed", "completed"], 6)
    assert "a task failed" in caplog.text


def schedule(office, product, seats):
    with office.database.transaction() as db:
        held = subscription_rows.c.id == office.held(product).id
        wish = {"scheduled_seats": seats, "end_of_term": EndOfTerm.RENEW_WITH_CHANGES}
        db.execute(subscription_rows.update().where(held).values(wish))
