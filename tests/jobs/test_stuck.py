"""Orders that go on for longer than a day are reminded of, once a day."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import update

from bot.ask import Account, Platform, Standing, Vouched
from handlers.context import Defaults
from handlers.sample import ATELIER_ADMIN
from handlers.sample.loading import sample_id
from jobs.orders import Orders
from jobs.preview import preview
from jobs.shift import Shift
from jobs.stuck import remind
from jobs.worker import drain
from store.schema import organisations
from store.values import SupplierKind

E3 = "Microsoft 365 E3"
ALICE = Account(Platform.SLACK, "T1", "U2")


@pytest.fixture
def reminding(office, clock):
    return partial(remind, Shift(office.database, clock, lambda _db: None))


@pytest.fixture
def in_hand(office, clock):
    """Five seats that Atelier Cloud's Admin was asked for, who was seen before."""
    office.dispatch.meet(Vouched(ALICE, Standing.MEMBER, ATELIER_ADMIN, "Alice Martin", "en", "Europe/Paris"))
    atelier = organisations.c.id == sample_id("organisation", "Atelier Cloud")
    with office.database.transaction() as db:
        db.execute(update(organisations).where(atelier).values(supplier=SupplierKind.MANUAL))
    office.orders(f"seats {E3} +5")
    drain(Orders(office.database, clock))
    return office


def reminded(office):
    """To whom, in the order of the days."""
    return [row.channel for row in office.messages() if row.key.startswith("stuck:")]


def test_nobody_is_reminded_of_an_order_before_a_day_has_passed(in_hand, reminding, clock):
    clock.passes(hours=23, minutes=59)
    assert (reminding(), reminded(in_hand)) == (0, [])


def test_whoever_asked_and_the_sellers_admins_are_reminded_once_a_day(in_hand, reminding, clock):
    for _day in range(2):
        clock.passes(hours=24)
        reminding()
        reminding()
    assert sorted(reminded(in_hand)) == ["@U1", "@U1", "@U2", "@U2"]


def test_the_seller_gets_the_button_that_opens_the_task(in_hand, reminding, clock):
    clock.passes(hours=25)
    reminding()
    bodies = {row.channel: row.body for row in in_hand.messages() if row.key.startswith("stuck:")}
    assert 'fulfil\\\\",{\\\\"number\\\\":\\\\"C-000001' in bodies["@U2"].replace('\\"', '\\\\"')
    assert "support.ask" in bodies["@U1"]


def test_an_order_that_has_come_to_its_end_reminds_of_nothing(office, clock, reminding):
    office.orders(f"seats {E3} +5")
    drain(Orders(office.database, clock))
    clock.passes(days=3)
    assert (reminding(), reminded(office)) == (0, [])


def test_a_preview_says_who_would_be_told_today_and_tells_nobody(in_hand, reminding, clock):
    clock.passes(hours=49)
    found = [(one.channel, one.subscription, one.rule) for one in preview(in_hand.database, clock(), Defaults())]
    assert found == [("@U1", E3, "stuck:C-000001:2"), ("@U2", E3, "stuck:C-000001:2")]
    assert reminded(in_hand) == []
    reminding()
    assert preview(in_hand.database, clock(), Defaults()) == []
