"""Requests that wait: reminded after 4 and 20 hours, over after a day, and each card drawn as it stands."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from bot.phrases import Tongue
from bot.text_cards import text
from handlers import approval_posts, sample, tasks
from handlers.approval_commands import Approve, SetThresholds
from handlers.orders import tracking
from handlers.sample.loading import sample_id
from jobs.approvals import watch
from jobs.outbox import Drawing, Outbox
from jobs.patience import Patience
from jobs.preview import preview
from jobs.shift import Shift
from jobs.worker import drain
from store.database import Database
from store.values import OrderId, Scope
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

CONTOSO = str(sample_id("organisation", "Contoso"))


class Desk(Office):
    """Chloé has asked for five seats; Alice, of her seller, is to approve."""

    def __init__(self, database):
        super().__init__(database, NOW)
        self.alice, self.chloe = self.person(sample.ATELIER_ADMIN), self.person(sample.CONTOSO_ADMIN)
        self.chloe.sends(SetThresholds(organisation=CONTOSO, saves="yes", seats="5").token)
        self.chloe.presses(self.chloe.asks("seats Microsoft 365 E3 30"), "Order 5 seats")
        self.order = OrderId(UUID(str(self.one("select id from orders where number = 1"))))

    def watches(self):
        return watch(Shift(self.database, lambda: self.now, lambda _db: None, self.defaults))

    def told(self):
        keys = [
            str(row[0]) for row in self.rows("select key from outbox where kind = 'approval' order by created_at, key")
        ]
        return [key.split(":")[0] + ":" + key.split(":")[2] for key in keys if key.startswith("approval")]

    def drawn(self, task):
        with self.database.reading() as db:
            card = tasks.drawn(db, Scope(sample_id("organisation", "Comptoir")), task, self.now)
        return text(card, Tongue("en", "Europe/Paris")).replace("\u00a0", " ") if card else None


@pytest.fixture
def desk(database_url):
    database = Database.open(database_url)
    yield Desk(database)
    database.close()


def requests(wire):
    """What Alice was told of the request: the name of each message, and which one it took the place of."""
    told = {
        f"m{number}": post for number, post in enumerate(wire.heard, 1) if "product" in dict(post.card.title.values)
    }
    return {name: post.replaces for name, post in told.items() if post.channel == f"@{sample.ATELIER_ADMIN}"}


def test_those_who_decide_are_reminded_twice_and_each_time_once(desk):
    seen = []
    for hours in (3.99, 0.01, 5, 10.99, 0.01, 1):
        desk.later(hours=hours)
        desk.watches()
        desk.watches()
        seen.append(len(desk.told()))
    assert seen == [1, 2, 2, 2, 3, 3]
    assert desk.told() == ["approval:asked", "approval-again:4h", "approval-again:20h"]


def test_each_reminder_is_a_message_of_its_own_and_all_say_in_the_end_what_became_of_it(desk, wire):
    drawing = Drawing(order=tracking, digest=lambda *_: None, task=lambda *of: tasks.drawn(*of, desk.now))
    outbox = Outbox(desk.database, {"console": wire}, drawing, lambda: desk.now, Patience(pace=timedelta()))
    for hours in (0, 4, 16):
        desk.later(hours=hours)
        desk.watches()
        drain(outbox)
    asked = requests(wire)
    assert list(asked.values()) == ["", "", ""]
    desk.alice.sends(Approve(order=str(desk.order)).token)
    drain(outbox)
    assert sorted(filter(None, requests(wire).values())) == sorted(asked)


def test_a_preview_says_who_would_be_reminded_and_reminds_nobody(desk):
    def due():
        return [(one.channel, one.rule) for one in preview(desk.database, desk.now, desk.defaults)]

    desk.later(hours=4)
    assert due() == due() == [(f"@{sample.ATELIER_ADMIN}", "approval:4h")]
    desk.watches()
    assert due() == []
    desk.later(hours=20)
    assert due() == []


def test_after_a_day_it_is_over_everybody_is_told_and_it_is_on_record(desk):
    desk.later(hours=24, seconds=-1)
    assert desk.watches() == 0
    desk.later(seconds=1)
    assert desk.watches() == 1
    assert desk.watches() == 0
    assert desk.rows("select state, reason from orders where number = 1") == [("refused", "approval-expired")]
    assert max(desk.told()) == "approval:expired"
    assert desk.one("select count(*) from audit where command = 'approvals.expire'") == 1


def test_after_a_long_downtime_nobody_is_reminded_of_what_is_over(desk):
    desk.later(days=3)
    desk.watches()
    assert desk.told() == ["approval:asked", "approval:expired"]


def test_what_is_decided_is_left_alone(desk):
    desk.alice.sends(Approve(order=str(desk.order)).token)
    desk.later(days=2)
    assert desk.watches() == 0
    assert desk.one("select state from approvals") == "approved"


def test_the_card_that_goes_out_is_the_request_as_it_stands(desk):
    task = approval_posts.task(desk.order)
    asked = desk.drawn(task)
    assert "Chloé Dubois asks for your approval. Nothing is ordered before." in asked
    assert "[Approve]  [Reject …]  [Show order]" in asked
    assert "This still waits for your approval, until 21 Nov 2026, 14:05" in desk.drawn(
        approval_posts.reminder(desk.order, 4)
    )
    desk.alice.sends(Approve(order=str(desk.order)).token)
    done = desk.drawn(task)
    assert "Approved by Alice Martin." in done
    assert "[Approve]" not in done


def test_no_other_task_is_taken_for_a_request(desk):
    assert desk.drawn("approval:nonsense") is None
    assert desk.drawn(f"approval:{UUID(int=3)}") is None
    with desk.database.reading() as db:
        stranger = Scope(sample_id("organisation", "Adventure Works"))
        assert tasks.drawn(db, stranger, approval_posts.task(desk.order), desk.now) is None


def test_a_request_that_breaks_is_in_no_others_way(desk, caplog):
    desk.chloe.presses(desk.chloe.asks("seats Visio Plan 2 30"), "Order 25 seats")
    desk.write("UPDATE orders SET kind = 'odd' WHERE number = 1")
    desk.later(hours=25)
    assert desk.watches() == 1
    assert desk.rows("SELECT state FROM orders WHERE number = 2") == [("refused",)]
    assert "a task failed" in caplog.text
