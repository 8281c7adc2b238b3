from __future__ import annotations

from datetime import timedelta
from time import monotonic

import pytest

from bot.cards import Card, Secret
from bot.errand import Busy, Down, Errand, Gone, Lost
from bot.phrases import plain
from jobs.outbox import Drawing, Outbox
from jobs.patience import Patience
from jobs.worker import Worker, drain
from store.values import QueueState
from tests.jobs.waiting import eventually

NOTHING = Drawing(order=lambda *_: None, digest=lambda *_: None)


@pytest.fixture
def queue(office, wire, clock):
    return Outbox(office.database, {"slack": wire}, NOTHING, clock)


def test_a_message_is_sent_and_settled_with_the_name_that_the_platform_gave_it(office, queue, wire):
    office.says("hello", only_for="U1", thread="t1")
    assert drain(queue) == 1
    (post,) = wire.heard
    assert (post.team, post.channel, post.title, post.only_for, post.thread) == ("T1", "C1", "hello", "U1", "t1")
    (row,) = office.messages()
    assert (row.state, row.sent_as, row.attempts) == (QueueState.DONE, "m1", 1)


def test_a_channel_hears_its_messages_in_order_and_one_a_second(office, queue, wire, clock):
    for text in ("first", "second", "third"):
        office.says(text)
        clock.passes(milliseconds=1)
    assert drain(queue) == 1
    for _ in range(2):
        clock.passes(seconds=1.1)
        assert drain(queue) == 1
    assert wire.titles == ["first", "second", "third"]


def test_a_channel_is_not_silent_for_as_long_as_the_clock_was_put_back(office, queue, wire, clock):
    office.says("first")
    drain(queue)
    clock.passes(hours=-1)
    office.says("second")
    assert drain(queue) == 1
    assert wire.titles == ["first", "second"]


def test_a_platform_that_says_itself_when_it_is_too_much_hears_them_as_they_come(office, wire, clock):
    wire.paced = False
    queue = Outbox(office.database, {"slack": wire}, NOTHING, clock)
    for text in ("first", "second", "third"):
        office.says(text)
        clock.passes(milliseconds=1)
    assert drain(queue) == 3
    assert wire.titles == ["first", "second", "third"]


def test_what_is_said_anew_is_heard_and_the_one_before_is_taken_away(office, wire, clock):
    drawing = Drawing(NOTHING.order, NOTHING.digest, task=lambda _db, _scope, name: Card(title=plain(name)))
    queue = Outbox(office.database, {"slack": wire}, drawing, clock, Patience(pace=timedelta()))
    for number, anew in enumerate((True, True, False)):
        office.sends(Errand(task="due", anew=anew), key=f"due:{number}")
        drain(queue)
        clock.passes(seconds=1)
    assert [post.replaces for post in wire.heard] == ["", "", "m2"]
    assert wire.withdrawn == [("T1", "C1", "m1")]


def test_channels_do_not_wait_for_one_another(office, queue, wire):
    office.says("here", "C1")
    office.says("there", "C2")
    assert drain(queue) == 2
    assert sorted(wire.titles) == ["here", "there"]


def test_nobody_else_speaks_in_a_channel_while_a_message_is_in_flight(office, queue, clock):
    office.says("first")
    clock.passes(milliseconds=1)
    office.says("second")
    assert queue.take() is not None
    clock.passes(seconds=5)
    assert queue.take() is None


def test_a_busy_platform_is_left_alone_for_as_long_as_it_says(office, queue, wire, clock):
    wire.fails.append(Busy(30))
    office.says("first")
    clock.passes(milliseconds=1)
    office.says("second")
    drain(queue)
    clock.passes(seconds=29)
    assert drain(queue) == 0
    clock.passes(seconds=2)
    drain(queue)
    assert wire.titles == ["first", "first"]
    assert wire.heard[1].repeat is False


def test_a_platform_cannot_ask_to_wait_for_days(office, queue, wire, clock):
    wire.fails.append(Busy(86400))
    office.says("hello")
    drain(queue)
    clock.passes(seconds=301)
    drain(queue)
    assert office.states() == ["done"]


def test_while_a_platform_is_down_the_waits_get_longer_and_nothing_is_marked(office, queue, wire, clock):
    wire.fails.extend([Down()] * 5)
    office.says("hello")
    waits = []
    for _ in range(5):
        drain(queue)
        waits.append(office.messages()[0].not_before - clock())
        clock.passes(seconds=60)
    drain(queue)
    assert [timedelta(seconds=0.5) <= wait / 2**n <= timedelta(seconds=1) for n, wait in enumerate(waits)] == [True] * 5
    assert (office.states(), wire.heard[-1].repeat) == (["done"], False)


def test_a_message_that_is_a_day_late_is_refused(office, queue, wire, clock):
    wire.fails.extend([Down(), Down()])
    office.says("hello")
    drain(queue)
    clock.passes(hours=25)
    drain(queue)
    assert office.states() == ["refused"]


def test_a_channel_that_is_gone_is_refused_with_its_reason_and_the_next_message_goes_on(office, queue, wire, clock):
    wire.fails.append(Gone("channel_not_found"))
    office.says("first")
    drain(queue)
    clock.passes(seconds=2)
    office.says("second")
    drain(queue)
    assert [(row.state, row.error) for row in office.messages()] == [("refused", "channel_not_found"), ("done", None)]


def test_a_lost_answer_is_followed_by_one_marked_repeat_and_no_second(office, queue, wire, clock):
    wire.fails.extend([Lost(), Lost(), Lost()])
    office.says("hello")
    for _ in range(4):
        drain(queue)
        clock.passes(seconds=10)
    assert [post.repeat for post in wire.heard] == [False, True]
    assert office.states() == ["unknown"]


@pytest.mark.parametrize(
    "errand",
    [
        Errand(card=Card(title=plain("hello")), only_for="U1"),
        Errand(card=Card(title=plain("hello"), private=True, elements=(Secret(label=plain("Key"), value="FAKE"),))),
    ],
)
def test_what_one_person_alone_may_see_is_never_repeated(office, queue, wire, clock, errand):
    wire.fails.append(Lost())
    office.sends(errand)
    for _ in range(3):
        drain(queue)
        clock.passes(seconds=10)
    assert (len(wire.heard), office.states()[0]) == (1, "unknown")


def test_a_claim_that_nobody_settled_is_sent_again_as_a_repeat(office, queue, wire, clock):
    office.says("hello")
    assert queue.take() is not None
    clock.passes(seconds=59)
    assert drain(queue) == 0
    clock.passes(seconds=2)
    drain(queue)
    assert ([post.repeat for post in wire.heard], office.states()) == ([True], ["done"])


def test_a_private_claim_that_nobody_settled_is_given_up(office, queue, wire, clock):
    office.says("hello", only_for="U1")
    assert queue.take() is not None
    clock.passes(seconds=61)
    drain(queue)
    assert (wire.heard, office.states()) == ([], ["unknown"])


def test_a_worker_that_slept_through_its_claim_settles_nothing(office, queue, wire, clock):
    office.says("hello")
    asleep = queue.take()
    clock.passes(seconds=61)
    awake = queue.take()
    queue.act(asleep)
    assert office.states() == ["claimed"]
    queue.act(awake)
    assert [post.repeat for post in wire.heard] == [False, True]
    assert office.states() == ["done"]


def test_a_worker_that_fails_after_its_message_was_taken_over_puts_nothing_back(office, queue, wire, clock):
    office.says("hello")
    late = queue.take()
    clock.passes(seconds=61)
    assert queue.take()
    queue.failed(late, ValueError())
    assert office.states() == ["claimed"]


def test_a_message_that_takes_its_worker_down_every_time_is_left_alone_in_the_end(office, wire, clock):
    queue = Outbox(office.database, {"slack": wire}, NOTHING, clock, Patience(most_breakdowns=2))
    office.says("hello")
    for _ in range(3):
        assert queue.take() is not None
        clock.passes(seconds=61)
    drain(queue)
    assert (wire.heard, office.states()) == ([], ["unknown"])


def test_a_bug_in_the_wire_counts_as_a_lost_answer(office, queue, wire, clock, caplog):
    wire.fails.append(KeyError("ts"))
    office.says("hello")
    drain(queue)
    clock.passes(seconds=5)
    drain(queue)
    assert ([post.repeat for post in wire.heard], office.states()) == ([False, True], ["done"])
    assert "a task failed" in caplog.text


def test_a_message_of_another_version_is_refused_and_does_not_block_its_channel(office, queue, wire, clock):
    office.says("first")
    with office.database.transaction() as db:
        db.exec_driver_sql("UPDATE outbox SET body = '{\"hologram\": 1}'")
    drain(queue)
    clock.passes(seconds=2)
    office.says("second")
    drain(queue)
    assert (office.states(), wire.titles) == (["refused", "done"], ["second"])


def test_messages_of_a_platform_without_a_wire_stay_where_they_are(office, clock):
    office.says("hello")
    assert drain(Outbox(office.database, {}, NOTHING, clock)) == 0
    assert office.states() == ["waiting"]


def test_an_order_is_drawn_when_it_is_sent_and_takes_the_place_of_its_earlier_card(office, wire, clock):
    drawing = Drawing(order=lambda _db, _scope, order: Card(title=plain(f"order {order.int}")), digest=NOTHING.digest)
    queue = Outbox(office.database, {"slack": wire}, drawing, clock)
    one, other = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"
    for key, order in (("placed", one), ("placed", other), ("completed", one)):
        office.sends(Errand(order=order), "@U1", f"order:{order}:{key}")
        drain(queue)
        clock.passes(seconds=2)
    assert [(post.title, post.replaces) for post in wire.heard] == [("order 1", ""), ("order 2", ""), ("order 1", "m1")]


def test_a_digest_that_has_nothing_left_to_say_is_done_without_a_word(office, queue, wire):
    office.sends(Errand(digest="d1"))
    drain(queue)
    assert (wire.heard, office.states()) == ([], ["done"])


def test_a_worker_wakes_up_for_a_commit_and_stops_promptly(office, queue, wire):
    worker = Worker("outbox", queue, threads=3, poll_s=60)
    office.database.listen(worker.ring)
    worker.start()
    for channel in ("C1", "C2", "C3"):
        office.says("hello", channel)
        eventually(lambda: set(office.states()) == {"done"})
    worker.stop()
    assert not worker.alive


class Empty:
    """A queue in which nothing ever is; it counts who looks."""

    looks = 0

    def take(self):
        self.looks += 1

    act = failed = None


def test_idle_threads_look_once_a_while_for_each_other(clock):
    work, pace_s = Empty(), 0.05
    worker: Worker[None] = Worker("empty", work, threads=4, poll_s=pace_s)
    begun = monotonic()
    worker.start()
    eventually(lambda: work.looks >= 15)
    worker.stop()
    assert work.looks - 4 <= (monotonic() - begun) / pace_s + 1


def test_many_workers_send_each_message_once_and_in_order(office, wire, clock):
    queue = Outbox(office.database, {"slack": wire}, NOTHING, clock, Patience(pace=timedelta(0)))
    for number in range(10):
        for channel in ("C1", "C2", "C3"):
            office.says(f"{channel} {number}", channel)
        clock.passes(milliseconds=1)
    workers = [Worker("outbox", queue, threads=2, poll_s=0.02) for _ in range(2)]
    for worker in workers:
        worker.start()
    eventually(lambda: set(office.states()) == {"done"})
    for worker in workers:
        worker.stop()
    assert [title for title in wire.titles if title.startswith("C2")] == [f"C2 {number}" for number in range(10)]
    assert len(wire.heard) == 30


class Chest:
    """Holds one secret; remembers how often it was taken out, and given back."""

    def __init__(self):
        self.taken = self.given_back = 0

    def unsealed(self, card):
        self.taken += 1
        opened = (Secret(label=plain("Key"), value="XXXXX"),)
        return card.model_copy(update={"elements": opened})

    def resealed(self, card):
        assert [element.value for element in card.elements] == [""]
        self.given_back += 1

    @property
    def drawing(self):
        return Drawing(NOTHING.order, NOTHING.digest, self.unsealed, self.resealed)


@pytest.fixture
def secret_queue(office, wire, clock):
    chest = Chest()
    card = Card(title=plain("A key"), elements=(Secret(label=plain("Key"), reference="r1"),), private=True)
    office.sends(Errand(card=card, only_for="U1"))
    return chest, Outbox(office.database, {"slack": wire}, chest.drawing, clock)


def test_a_secret_is_put_in_when_it_is_sent_and_never_lies_in_the_queue(office, wire, secret_queue):
    chest, queue = secret_queue
    assert "XXXXX" not in office.messages()[0].body
    drain(queue)
    assert wire.heard[0].card.elements[0].value == "XXXXX"
    assert "XXXXX" not in office.messages()[0].body
    assert (chest.taken, chest.given_back) == (1, 0)


def test_a_secret_that_nobody_can_have_seen_is_given_back(wire, clock, secret_queue):
    chest, queue = secret_queue
    wire.fails.append(Down("no route"))
    drain(queue)
    assert (chest.taken, chest.given_back) == (1, 1)
    clock.passes(minutes=5)
    drain(queue)
    assert (chest.taken, chest.given_back) == (2, 1)


def test_a_secret_that_somebody_may_have_seen_is_not_sent_again(wire, clock, secret_queue):
    chest, queue = secret_queue
    wire.fails.append(Lost("no answer"))
    drain(queue)
    clock.passes(hours=1)
    drain(queue)
    assert len(wire.heard) == 1
    assert (chest.taken, chest.given_back) == (1, 0)
