"""Orders that are still to be set up: each channel is told once for each rule, at its hour, as the order stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, update

from bot.ask import Account, Ask, Place, Platform, Pressed, Standing, Vouched
from bot.errand import Errand
from bot.phrases import Tongue
from bot.text_cards import text
from handlers import tasks
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.provisioning.deadlines import SnoozeDeadline
from handlers.sample import ATELIER_ADMIN, ATELIER_READER
from handlers.sample.loading import sample_id
from jobs import provisionings as job
from jobs.preview import preview
from store import bindings, provisionings
from store.bindings import Binding
from store.database import Database
from store.provisioning import provisioning_lines
from store.provisioning import provisionings as rows
from store.provisionings import Line, NewProvisioning
from store.values import BindingId, ChannelKind, OrganisationId, Scope
from store.values.webex import ProvisioningId, ProvisioningState, WebexService
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
        binding = Binding(BindingId(uuid4()), organisation, "", self.installation, channel, kind)
        with self.database.transaction() as db:
            bindings.bind(db, Scope(organisation), binding, self.person(person), self.at())

    def on(self, day, hour=12):
        """It is that day, and the clock has gone round."""
        self.at.now = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hour)
        return job.remind(self.database, self.at, Defaults(), lambda _db: None)

    @property
    def told(self):
        """Channel and rule, in the order in which they were told."""
        keys = [(row.channel, row.key.split(":")[3]) for row in self.messages() if row.kind == "provisioning"]
        return [(channel, rule) for channel, rule in keys if rule.count("-") < 4]

    def card(self, channel="C1"):
        """What the channel reads now."""
        row = next(row for row in self.messages() if row.kind == "provisioning" and row.channel == channel)
        with self.database.reading() as db:
            found = tasks.drawn(db, Scope(self.root), Errand.model_validate_json(row.body).task, self.at())
        return text(found, Tongue("en", "Europe/Paris")).replace("\u00a0", " ") if found else None

    def is_now(self, state):
        with self.database.transaction() as db:
            db.execute(update(rows).values(state=state))

    def snoozes(self, account=ALICE, organisation=ATELIER):
        said = Pressed(SnoozeDeadline(provisioning=str(self.id), organisation=str(organisation)).token)
        return self.whole(Ask(uuid4().hex, account, Place("C1", ChannelKind.GROUP), said))


@pytest.fixture
def desk(database, clock):
    desk = Desk(database, clock)
    desk.binds()
    return desk


def left(days):
    return DUE - timedelta(days=days)


def test_each_rule_is_told_once_on_its_day_and_one_notice_after_the_deadline(desk):
    for days in range(30, -20, -1):
        for _round in range(2):
            desk.on(left(days))
    assert desk.told == [("C1", rule) for rule in ("14", "7", "3", "1", "0", "overdue")]


def test_after_a_downtime_one_message_says_it_all(desk):
    assert (desk.on(left(2)), desk.told) == (1, [("C1", "3")])
    assert "must be set up by 1 Dec 2026 (in 2 days)" in desk.card()
    assert desk.on(left(2)) == 0


def test_nothing_is_said_before_the_hour_of_the_digest_in_paris(desk):
    before = left(14)
    assert (desk.on(before, hour=7.49), desk.on(before, hour=7.5)) == (0, 1)


def test_several_processes_at_once_tell_it_once(desk):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _process: desk.on(left(7)), range(4)))
    assert desk.told == [("C1", "7")]


def test_one_and_the_same_message_is_brought_up_to_date(desk):
    desk.on(left(7))
    desk.on(left(3))
    first, second = (row for row in desk.messages() if row.kind == "provisioning")
    assert first.body == second.body
    assert "(in 3 days)" in desk.card()


def test_the_partner_s_channel_and_the_distributor_s_are_both_told(desk):
    desk.binds("C2", NORDLICHT)
    desk.on(left(7))
    assert sorted(desk.told) == [("C1", "7"), ("C2", "7")]
    assert ("Atelier Cloud" in desk.card("C1"), "Atelier Cloud" in desk.card("C2")) == (False, True)


def test_where_no_channel_is_bound_the_seller_s_admins_are_told_directly(database, clock):
    desk = Desk(database, clock)
    desk.on(left(7))
    assert desk.told == [("@U2", "7")]
    assert "Set it up" in desk.card("@U2")


@pytest.mark.parametrize("state", [ProvisioningState.DONE, ProvisioningState.WITHDRAWN])
def test_an_order_that_is_over_is_spoken_of_no_more(desk, state):
    desk.on(left(7))
    desk.is_now(state)
    assert desk.card() is None
    assert desk.on(left(3)) == 0


def test_what_is_put_off_is_told_again_a_week_later_and_not_meanwhile(desk):
    desk.on(left(14))
    assert "reminded again on" in text(desk.snoozes().card, Tongue())
    for days in range(14, 5, -1):
        desk.on(left(days))
    assert desk.told == [("C1", "14"), ("C1", "again")]


def test_a_channel_that_put_it_off_says_so_and_another_one_goes_on(desk):
    desk.binds("C2", NORDLICHT)
    desk.on(left(14))
    desk.snoozes()
    assert "put off until 24 Nov 2026" in desk.card()
    desk.on(left(10))
    assert sorted(desk.told) == [("C1", "14"), ("C2", "14")]
    desk.on(left(7))
    assert sorted(desk.told) == [("C1", "14"), ("C1", "again"), ("C2", "14"), ("C2", "7")]


def test_on_the_last_day_nothing_is_put_off(desk):
    desk.on(left(0))
    assert "Remind me later" not in desk.card()
    assert desk.snoozes().refused


def test_a_reader_puts_nothing_off(desk):
    desk.on(left(7))
    assert desk.snoozes(BRUNO).refused


def test_a_conversation_alone_shows_a_reader_no_buttons(database, clock):
    desk = Desk(database, clock)
    desk.binds("C9", kind=ChannelKind.DIRECT, person=ATELIER_READER)
    desk.on(left(7))
    assert "must be set up" in desk.card("C9")
    assert "Set it up" not in desk.card("C9")


def test_a_preview_says_who_would_be_told_and_keeps_nothing(desk):
    desk.at.now = datetime.combine(left(7), datetime.min.time(), UTC) + timedelta(hours=12)
    found = [one for one in preview(desk.database, desk.at(), Defaults()) if one.rule.startswith("provision")]
    assert [(one.channel, one.rule, one.on_date) for one in found] == [("C1", "provision:7", left(7))]
    assert desk.told == []


def test_rules_that_were_told_stay_told_after_their_messages_are_forgotten(desk):
    desk.on(left(-1))
    with desk.database.transaction() as db:
        db.exec_driver_sql("DELETE FROM outbox")
    assert desk.on(left(-30)) == 0
