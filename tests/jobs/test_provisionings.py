"""Orders that are still to be set up: each channel is told once for each rule, at its hour, as the order stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update

from bot.ask import Account, Ask, Place, Platform, Pressed, Standing, Vouched
from bot.errand import Errand
from bot.phrases import Tongue
from bot.text_cards import text
from handlers import digests, tasks
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.provisioning.commands import SnoozeDeadline
from handlers.sample import ATELIER_ADMIN, ATELIER_READER
from handlers.sample.loading import sample_id
from jobs import provisionings as job
from jobs import reminders
from jobs.preview import preview
from jobs.shift import Shift
from store import bindings, provisionings
from store.bindings import Binding
from store.database import Database
from store.provisioning import provisioning_lines
from store.provisioning import provisionings as rows
from store.provisionings import Line, NewProvisioning
from store.schema import organisations
from store.values import BindingId, ChannelKind, OrganisationId, QueueState, Scope
from store.values.webex import ProvisioningId, ProvisioningState, WebexService
from store.workings import outbox
from tests.jobs.office import Clock, Office

ATELIER, NORDLICHT = (OrganisationId(sample_id("organisation", name)) for name in ("Atelier Cloud", "Nordlicht"))
RECEIVED = datetime(2026, 11, 1, 12, tzinfo=UTC)
DUE = date(2026, 12, 1)
ALICE = Account(Platform.SLACK, "T1", "U2")
BRUNO = Account(Platform.SLACK, "T1", "U3")


class Desk(Office):
    """One order of thirty days, and one channel that is told about Atelier Cloud."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.at, self.id = clock, ProvisioningId(uuid4())
        with database.transaction() as db:
            db.execute(delete(provisioning_lines))
            db.execute(delete(rows))
        self.takes_in(self.id, DUE)
        self.whole = Dispatcher(database, MENU, clock, Defaults())
        for account, email in ((ALICE, ATELIER_ADMIN), (BRUNO, ATELIER_READER)):
            self.whole.meet(Vouched(account, Standing.MEMBER, email, email, "en", "Europe/Paris"))

    def takes_in(self, id, due_on):
        line = Line(WebexService.MEETINGS, "Webex Meetings", 25)
        new = NewProvisioning(id, ATELIER, f"WBX-{due_on}", "x@y.example", "Contoso", RECEIVED, due_on, (line,))
        with self.database.transaction() as db:
            provisionings.take_in(db, Scope(ATELIER), new, self.at())

    def binds(self, channel="C1", organisation=ATELIER, kind=ChannelKind.GROUP, person=ATELIER_ADMIN):
        binding = Binding(BindingId(uuid4()), organisation, "", self.installation, channel, kind, self.at())
        with self.database.transaction() as db:
            bindings.bind(db, Scope(organisation), binding, self.person(person))

    def on(self, day, hour=12):
        """It is that day, and the clock has gone round."""
        self.at.now = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hour)
        with self.database.transaction() as db:
            return job.remind(db, Defaults(), self.at())

    @property
    def told(self):
        """Channel and rule, in the order in which they were told in messages of their own."""
        keys = [(row.channel, row.key.split(":")[3]) for row in self.messages() if row.kind == "provisioning"]
        return [(channel, rule) for channel, rule in keys if rule.count("-") < 4]

    @property
    def digests(self):
        """Channel and day of each digest that speaks of the order."""
        keys = [(row.channel, row.key.split(":")) for row in self.messages() if row.kind == "digest"]
        return [(channel, key[2]) for channel, key in keys if len(key) == 3]

    def card(self, channel="C1"):
        """What the channel reads now of its last message."""
        rows = [row for row in self.messages() if row.kind in {"digest", "provisioning"} and row.channel == channel]
        errand = Errand.model_validate_json(rows[-1].body)
        with self.database.reading() as db:
            if errand.digest:
                found = digests.card(db, Scope(self.root), errand.digest, self.at())
            else:
                found = tasks.drawn(db, Scope(self.root), errand.task, self.at())
        return text(found, Tongue("en", "Europe/Paris")).replace("\u00a0", " ") if found else None

    def sent(self, state=QueueState.DONE):
        """Everything so far is on its way, or has arrived."""
        settled = self.at() if state is QueueState.DONE else None
        with self.database.transaction() as db:
            db.execute(update(outbox).values(state=state, settled_at=settled, claimed_until=None))

    def settles(self, zone):
        with self.database.transaction() as db:
            db.execute(update(organisations).values(zone=zone))

    def is_now(self, state):
        with self.database.transaction() as db:
            db.execute(update(rows).values(state=state))

    def snoozes(self, account=ALICE, organisation=ATELIER, digest=""):
        named = {"provisioning": str(self.id), "organisation": str(organisation), "digest": digest}
        said = Pressed(SnoozeDeadline(**named).token)
        return self.whole(Ask(uuid4().hex, account, Place("C1", ChannelKind.GROUP), said))


@pytest.fixture
def desk(database, clock):
    desk = Desk(database, clock)
    desk.binds()
    return desk


def left(days):
    return DUE - timedelta(days=days)


def on(*days):
    return [("C1", left(one).isoformat()) for one in days]


def test_what_is_urgent_is_heard_anew_and_what_is_put_off_changes_it_where_it_stands(desk):
    desk.on(left(1))
    desk.sent()
    before = {row.key for row in desk.messages()}
    desk.snoozes()
    rows = [row for row in desk.messages() if row.kind == "provisioning"]
    said = {row.key in before: Errand.model_validate_json(row.body) for row in rows}
    assert (said[True].anew, said[False].anew) == (True, False)
    assert said[True].task == said[False].task


def test_each_rule_is_told_once_in_its_days_digest_and_at_once_when_it_is_urgent(desk):
    for days in range(30, -20, -1):
        for _round in range(2):
            desk.on(left(days))
    assert desk.digests == on(14, 7, 3)
    assert desk.told == [("C1", rule) for rule in ("1", "0", "overdue")]


def test_after_a_downtime_one_line_says_it_all(desk):
    assert (desk.on(left(2)), desk.digests, desk.told) == (1, on(2), [])
    assert "Webex order WBX-2026-12-01 for Contoso is to be set up by 1 Dec 2026" in desk.card()
    assert "in 2 days" in desk.card()
    assert desk.on(left(2)) == 0


def test_nothing_is_said_before_the_hour_of_the_digest_in_paris(desk):
    before = left(14)
    assert (desk.on(before, hour=7.49), desk.on(before, hour=7.5)) == (0, 1)


@pytest.mark.parametrize("days", [7, 1])
def test_several_processes_at_once_tell_it_once(desk, days):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _process: desk.on(left(days)), range(4)))
    assert (desk.digests, desk.told) == ((on(7), []) if days == 7 else ([], [("C1", "1")]))


def test_it_stands_beside_what_else_is_due_in_one_message_by_its_day(desk):
    desk.at.now = datetime.combine(left(10), datetime.min.time(), UTC) + timedelta(hours=12)
    reminders.remind(Shift(desk.database, desk.at, lambda _db: None))
    assert (desk.digests, desk.told) == (on(10), [])
    key = next(row.key for row in desk.messages() if row.kind == "digest" and row.key.count(":") == 2)
    with desk.database.reading() as db:
        said = text(digests.card(db, Scope(desk.root), key, desk.at()), Tongue())
    assert said.index("Visio Plan 2") < said.index("Webex order WBX-2026-12-01")
    assert "2 things need a decision" in said.replace("\u00a0", " ")


@pytest.mark.parametrize("state", [QueueState.CLAIMED, QueueState.DONE])
def test_what_comes_up_while_the_days_digest_is_on_its_way_goes_with_tomorrows(desk, state):
    desk.on(left(14))
    desk.sent(state)
    desk.takes_in(ProvisioningId(uuid4()), left(1))
    assert desk.on(left(14), hour=13) == 0
    desk.sent()
    assert (desk.on(left(13)), desk.digests) == (1, on(14, 13))
    assert "WBX-2026-11-30" in desk.card()


def test_what_comes_up_before_it_is_sent_stands_in_it_too(desk):
    desk.on(left(14))
    desk.takes_in(ProvisioningId(uuid4()), left(1))
    desk.on(left(14), hour=13)
    assert desk.digests == on(14)
    assert ("WBX-2026-12-01" in desk.card(), "WBX-2026-11-30" in desk.card()) == (True, True)


def test_what_is_urgent_is_brought_up_to_date_in_one_and_the_same_message(desk):
    desk.on(left(1))
    desk.on(left(0))
    first, second = (row for row in desk.messages() if row.kind == "provisioning")
    assert first.body == second.body
    assert "(today)" in desk.card()


def test_the_partner_s_channel_and_the_distributor_s_are_both_told(desk):
    desk.binds("C2", NORDLICHT)
    desk.on(left(7))
    assert sorted(channel for channel, _day in desk.digests) == ["C1", "C2"]
    assert ["Atelier Cloud · in 7 days" in desk.card(channel) for channel in ("C1", "C2")] == [False, True]


def test_where_no_channel_is_bound_the_seller_s_admins_are_told_directly(database, clock):
    desk = Desk(database, clock)
    desk.on(left(7))
    assert (desk.told, desk.digests) == ([("@U2", "7")], [])
    assert "Set it up" in desk.card("@U2")


@pytest.mark.parametrize("state", [ProvisioningState.DONE, ProvisioningState.WITHDRAWN])
@pytest.mark.parametrize("days", [7, 1])
def test_an_order_that_is_over_is_spoken_of_no_more(desk, state, days):
    desk.on(left(days))
    desk.is_now(state)
    assert "WBX" not in (desk.card() or "")
    assert desk.on(left(0)) == 0


def test_what_is_put_off_is_told_again_a_week_later_and_not_meanwhile(desk):
    desk.on(left(14))
    assert "reminded again on" in text(desk.snoozes().card, Tongue())
    for days in range(14, 5, -1):
        desk.on(left(days))
    assert (desk.digests, desk.told) == (on(14, 7), [])


def test_putting_it_off_in_a_digest_writes_that_digest_anew(desk):
    desk.on(left(14))
    key = desk.messages()[-1].key
    desk.snoozes(digest=key)
    again = desk.messages()[-1]
    assert (again.key.startswith(f"{key}:"), Errand.model_validate_json(again.body).digest) == (True, key)
    assert "WBX" not in (desk.card() or "")


def test_a_channel_that_put_it_off_hears_nothing_and_another_one_goes_on(desk):
    desk.binds("C2", NORDLICHT)
    desk.on(left(14))
    desk.snoozes()
    desk.on(left(10))
    desk.on(left(7))
    assert sorted(desk.digests) == [(channel, left(days).isoformat()) for channel in ("C1", "C2") for days in (14, 7)]


def test_on_the_last_day_nothing_is_put_off(desk):
    desk.on(left(0))
    assert "Remind me later" not in desk.card()
    assert desk.snoozes().refused


def test_a_reader_puts_nothing_off(desk):
    desk.on(left(7))
    assert desk.snoozes(BRUNO).refused


@pytest.mark.parametrize("days", [7, 1])
def test_a_conversation_alone_shows_a_reader_no_buttons(database, clock, days):
    desk = Desk(database, clock)
    desk.binds("C9", kind=ChannelKind.DIRECT, person=ATELIER_READER)
    desk.on(left(days))
    assert "set up by" in desk.card("C9")
    assert "Set it up" not in desk.card("C9")


@pytest.mark.parametrize("days", [7, 1])
def test_a_preview_says_who_would_be_told_and_keeps_nothing(desk, days):
    desk.at.now = datetime.combine(left(days), datetime.min.time(), UTC) + timedelta(hours=12)
    found = [one for one in preview(desk.database, desk.at(), Defaults()) if one.rule.startswith("provision")]
    assert [(one.channel, one.rule, one.on_date) for one in found] == [("C1", f"provision:{days}", left(days))]
    assert (desk.told, desk.digests) == ([], [])


def test_rules_that_were_told_stay_told_after_their_messages_are_forgotten(desk):
    desk.on(left(-1))
    with desk.database.transaction() as db:
        db.exec_driver_sql("DELETE FROM outbox")
    assert desk.on(left(-30)) == 0


@pytest.mark.parametrize(
    ("zone", "hour", "moment", "day"),
    [
        ("Europe/Paris", "08:30", "2026-12-01T07:30:00", "2026-12-01"),
        ("Europe/Paris", "08:30", "2026-12-01T07:29:59", "2026-11-30"),
        ("Pacific/Auckland", "08:30", "2026-12-01T19:30:00", "2026-12-01"),
        ("Pacific/Auckland", "08:30", "2026-12-01T19:29:59", "2026-11-30"),
        ("Pacific/Honolulu", "16:00", "2026-12-01T02:00:00", "2026-12-01"),
        ("Pacific/Honolulu", "16:00", "2026-12-01T01:59:59", "2026-11-30"),
    ],
)
def test_days_are_counted_by_utc_at_the_hour_of_reminding_to_the_second(zone, hour, moment, day):
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert job.opening(ZoneInfo(zone), time.fromisoformat(hour), now).date().isoformat() == day


def test_far_from_greenwich_no_deadline_has_passed_before_its_last_second(desk):
    desk.settles("Pacific/Auckland")
    seen = []
    for days in (1, 0, -1):
        desk.on(left(days), hour=19.5)
        seen.append((desk.told[-1][1], "has passed" in desk.card()))
    assert seen == [("1", False), ("0", False), ("overdue", True)]
