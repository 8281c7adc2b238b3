"""What can be said to a reminder, and where reminders may be sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from bot.ask import Platform
from bot.cards import Facts
from bot.phrases import Channel, Tongue
from bot.text_cards import text as plain_text
from handlers import digests, sample
from handlers.care_commands import KeepSeats, LetBe, Snooze, TakeCare
from handlers.context import Defaults
from handlers.sample.loading import sample_id
from jobs.orders import Orders
from jobs.reminders import sweep
from jobs.worker import drain
from store import bindings, people, schema
from store.bindings import Binding
from store.schema import batches, identities
from store.values import BindingId, ChannelKind, OrganisationId, Scope
from tests.handlers.conftest import NOW
from tests.jobs.waiting import eventually

VISIO = "Visio Plan 2"
HOUSE = Scope(OrganisationId(sample_id("organisation", "Comptoir")))


def care(office):
    return office.rows("select let_be, taken_by is not null, snoozed_until, term_ends_on from cares")


def test_what_was_said_of_an_earlier_term_does_not_silence_the_next_one(alice, office):
    alice.sends(LetBe(words=VISIO).token)
    with office.database.transaction() as db:
        db.exec_driver_sql("update subscriptions set ends_on = '2026-12-27' where name = 'Visio Plan 2'")
    alice.sends(TakeCare(words=VISIO).token)
    ((let_be, taken, snoozed, _ends_on),) = care(office)
    assert (bool(let_be), bool(taken), snoozed) == (False, True, None)


def test_what_is_put_off_comes_up_again_before_the_end(alice):
    assert "before 26 Nov 2026" in alice.sends(Snooze(words=VISIO).token).text


@pytest.mark.parametrize(("zone", "hour"), [("Europe/Paris", 7), ("Pacific/Auckland", -5), ("America/New_York", 13)])
def test_the_digest_of_that_day_speaks_of_it_wherever_that_is(alice, office, zone, hour):
    with office.database.transaction() as db:
        db.exec_driver_sql(f"update organisations set zone = '{zone}'")
    alice.moved_to("C-ONE").asks("remind here in Contoso")
    alice.sends(Snooze(words=VISIO, organisation="Contoso").token)
    morning = datetime(2026, 11, 26, tzinfo=UTC) + timedelta(hours=hour, minutes=35)
    with office.database.transaction() as db:
        sweep(db, Defaults(), morning)
        digest = db.exec_driver_sql("select digest from reminders where rule <> 'window'").scalar_one()
        card = digests.card(db, HOUSE, digest, morning)
    assert card is not None
    assert VISIO in plain_text(card, Tongue())


def test_what_is_let_be_is_no_decision_any_more(alice):
    alice.sends(LetBe(words=VISIO).token)
    assert VISIO not in alice.asks("reminders").text


def test_seats_that_stay_are_no_decision_until_more_are_added(alice, office):
    said = alice.asks("reminders in Contoso")
    assert "7 seats are unused" in said.text
    kept = alice.presses(said, "Fine as it is")
    assert "Microsoft 365 E3: its seats stay." in kept.text
    assert "unused" not in alice.asks("reminders in Contoso").text
    assert "stops on 27 Nov 2026" in alice.asks("reminders in Contoso").text
    with office.database.transaction() as db:
        db.execute(update(batches).where(batches.c.seats == 25).values(added_at=NOW))
    assert "7 seats are unused" in alice.asks("reminders in Contoso").text


def five_more(alice, office):
    alice.presses(alice.asks("seats Microsoft 365 E3 +5"), "Order 5 seats")
    drain(Orders(office.database, lambda: office.now))


def all_are_used(office):
    office.write(
        "insert into assignments (subscription_id, user_id, assigned_at) select s.id, u.id, u.created_at "
        "from subscriptions s join users u on u.organisation_id = s.organisation_id where s.name = 'Microsoft 365 E3' "
        "and not exists (select 1 from assignments a where a.subscription_id = s.id and a.user_id = u.id) limit 7"
    )


def windows_told(office, hours):
    """The day of each closing window that Contoso's channel is told of, as the hours go by."""
    with office.database.transaction() as db:
        for hour in hours:
            sweep(db, Defaults(), NOW + timedelta(hours=hour))
    return [str(day) for (day,) in office.rows("select on_date from reminders where rule = 'window' order by on_date")]


def test_the_first_of_the_unused_seats_that_can_no_longer_go_back_sets_the_time(alice, office):
    assert "7 seats are unused; seats can go back until 24 Nov 2026, 14:05" in alice.asks("reminders").text
    five_more(alice, office)
    assert "12 seats are unused; seats can go back until 24 Nov 2026, 14:05" in alice.asks("reminders").text
    office.later(days=5)
    assert "5 of 12 unused seats can go back until 27 Nov 2026, 14:05" in alice.asks("reminders").text


def test_seats_that_were_added_last_go_back_first(alice, office):
    all_are_used(office)
    five_more(alice, office)
    assert "5 seats are unused; seats can go back until 27 Nov 2026, 14:05" in alice.asks("reminders").text


@pytest.mark.parametrize(
    ("more", "told"), [(1, "1 of 10 unused seats can go back until"), (3, "3 of 12 unused seats can go back until")]
)
def test_of_many_unused_seats_those_that_can_go_back_are_told(alice, office, more, told):
    alice.presses(alice.asks(f"seats business premium +{more}"), f"Order {more} seat{'s' * (more > 1)}")
    drain(Orders(office.database, lambda: office.now))
    assert f"Microsoft 365 Business Premium: {told} 27 Nov 2026, 14:05" in alice.asks("reminders").text


def test_each_batch_with_unused_seats_is_told_when_its_own_window_closes(alice, office):
    alice.moved_to("C-ONE").asks("remind here in Contoso")
    five_more(alice, office)
    assert windows_told(office, [40]) == []
    assert windows_told(office, [48, 60]) == ["2026-11-24"]
    assert windows_told(office, [96, 119]) == ["2026-11-24"]
    assert windows_told(office, [120, 130]) == ["2026-11-24", "2026-11-27"]


def test_a_batch_whose_seats_are_all_used_is_not_told(alice, office):
    alice.moved_to("C-ONE").asks("remind here in Contoso")
    all_are_used(office)
    five_more(alice, office)
    assert windows_told(office, range(40, 168, 4)) == ["2026-11-27"]


def test_the_window_of_seats_that_stay_is_not_announced(alice, office):
    alice.moved_to("C-ONE").asks("remind here in Contoso")
    alice.moved_to("C-TWO").asks("remind here")
    alice.sends(KeepSeats(words="Microsoft 365 E3", organisation="Contoso").token)
    with office.database.transaction() as db:
        sweep(db, Defaults(), NOW + timedelta(days=3))
    told = office.rows("select channel from reminders r join bindings b on b.id = binding_id where rule = 'window'")
    assert told == [("C-TWO",)]


def test_what_was_announced_before_the_seats_were_kept_is_gone_from_the_digest(alice, office):
    alice.moved_to("C-ONE").asks("remind here in Contoso")
    later = NOW + timedelta(days=3)
    with office.database.transaction() as db:
        sweep(db, Defaults(), later)
        digest = db.exec_driver_sql("select digest from reminders where rule = 'window'").scalar_one()
        assert digests.card(db, HOUSE, digest, later)
    alice.sends(KeepSeats(words="Microsoft 365 E3", organisation="Contoso", digest=digest).token)
    with office.database.transaction() as db:
        assert digests.card(db, HOUSE, digest, later) is None


def test_keeping_the_seats_leaves_the_terms_end_to_be_decided(alice, office):
    alice.sends(LetBe(words="Microsoft 365 E3").token)
    alice.sends(KeepSeats(words="Microsoft 365 E3").token)
    ((let_be, _taken, _snoozed, _ends),) = care(office)
    assert bool(let_be)
    alice.sends(KeepSeats(words=VISIO).token)
    assert "stops on 27 Nov 2026" in alice.asks("reminders").text


@pytest.mark.parametrize("command", [Snooze, TakeCare, LetBe, KeepSeats])
def test_a_reader_says_nothing_to_reminders(bruno, office, command):
    assert bruno.sends(command(words=VISIO).token).refused
    assert care(office) == []


def test_a_channel_shared_with_another_company_is_not_told(alice):
    said = alice.moved_to("C-SHARED", shared=True).asks("remind here in Contoso")
    assert "shared with another company" in said.text


def test_a_channel_is_never_taken_over(alice, chloe, adam):
    chloe.moved_to("C-ONE").asks("remind here")
    assert "Stop that first" in alice.moved_to("C-ONE").asks("remind here").text
    assert "told about another organisation" in adam.moved_to("C-ONE").asks("remind here").text
    assert "already told" in chloe.moved_to("C-ONE").asks("remind here").text


@pytest.mark.parametrize(
    ("first", "words", "why"),
    [
        ("Adventure Works", "remind here in Contoso", "This channel is told about another organisation."),
        ("Contoso", "remind here in Contoso", "This channel is already told what is due in Contoso."),
        ("Contoso", "remind here", "This channel is told what is due in Contoso. Stop that first."),
    ],
)
def test_of_two_who_bind_a_channel_at_once_the_second_is_refused(alice, office, first, words, why):
    sqlite, waits = office.database.is_sqlite, "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with ThreadPoolExecutor(1) as pool:
        with office.database.transaction() as db:
            binds(db, first)
            second = pool.submit(alice.moved_to("C-ONE").asks, words)
            eventually(lambda: sqlite or office.one(waits))
        assert why in second.result().text
    assert office.rows("select name from bindings b join organisations o on o.id = b.organisation_id") == [(first,)]


def binds(db, organisation):
    """By somebody else, and not committed yet."""
    here = OrganisationId(sample_id("organisation", organisation))
    person, installation = db.execute(select(identities.c.person_id, identities.c.installation_id).limit(1)).one()
    one = Binding(BindingId(uuid4()), here, organisation, installation, "C-ONE", ChannelKind.GROUP, NOW)
    assert bindings.bind(db, Scope(here), one, person)


def test_a_channel_that_was_stopped_can_be_told_about_another_one(alice, chloe, office):
    chloe.moved_to("C-ONE").asks("remind here")
    alice.moved_to("C-ONE").asks("remind stop")
    assert "told what is due in Atelier Cloud" in alice.moved_to("C-ONE").asks("remind here").text
    assert office.one("select count(*) from bindings") == 1


def test_the_list_says_which_channels_are_told_since_when_and_stops_them(alice, bruno, chloe, office):
    alice.moved_to("C-ONE").asks("remind here in Contoso")
    chloe.asks("remind here")
    assert "Contoso: C-ONE – since 20 Nov 2026" in bruno.asks("reminders").text
    assert "Stop C-ONE" not in bruno.asks("reminders").buttons
    said = alice.asks("reminders")
    assert "Contoso: direct message – since 20 Nov 2026" in said.text
    assert "C-ONE is no longer told what is due in Contoso." in alice.presses(said, "Stop C-ONE").text
    assert office.rows("select kind from bindings") == [(ChannelKind.DIRECT,)]


def test_a_channel_is_listed_and_recorded_by_its_name(alice, office):
    there = alice.moved_to("C012AB3CD", name="#licences")
    there.asks("remind here in Contoso")
    said = alice.asks("reminders")
    assert "Contoso: #licences – since 20 Nov 2026" in said.text
    assert channels(said.card) == [Channel("C012AB3CD", "#licences")]
    assert "#licences is no longer told what is due in Contoso." in alice.presses(said, "Stop #licences").text
    told = "select subject from audit where command in ('remind.here', 'remind.stop')"
    assert office.rows(told) == [("#licences (C012AB3CD)",)] * 2


def test_a_channel_elsewhere_is_named_and_led_to_from_nowhere(alice, office):
    alice.moved_to("C012AB3CD", name="#licences").asks("remind here in Contoso")
    elsewhere, house = uuid4(), OrganisationId(sample_id("organisation", "Comptoir"))
    with office.database.transaction() as db:
        people.install(db, elsewhere, Platform.SLACK, "T-ELSEWHERE", "bot", house, NOW)
        db.execute(update(schema.bindings).values(installation_id=elsewhere))
    assert channels(alice.asks("reminders").card) == [Channel("", "#licences")]


def channels(card):
    facts = [fact for element in card.elements if isinstance(element, Facts) for fact in element.facts]
    return [value for fact in facts for _name, value in fact.value.values if isinstance(value, Channel)]


def test_a_channel_that_was_reminded_already_can_be_stopped(alice, office):
    here = alice.moved_to("C-ONE")
    here.asks("remind here in Contoso")
    with office.database.transaction() as db:
        sweep(db, Defaults(), NOW + timedelta(days=4))
    assert office.one("select count(*) from reminders") > 0
    assert "no longer told" in here.asks("remind stop in Contoso").text
    assert office.one("select count(*) from reminders") == 0


def test_one_can_be_reminded_alone(chloe, office):
    chloe.asks("remind here")
    assert office.rows("select kind from bindings") == [(ChannelKind.DIRECT,)]


def test_names_of_people_are_not_shared_with_a_channel(alice, office):
    here = alice.moved_to("C-GENERAL")
    said = here.asks("holders Microsoft 365 E3")
    assert "Share with this channel" not in said.buttons
    forged = '["share",{"of":"[\\"seats.holders\\",{\\"words\\":\\"Microsoft 365 E3\\"}]"}]'
    assert "This can't be shared." in here.sends(forged).text
    assert office.one("select count(*) from outbox") == 0


def test_holders_say_since_when_they_hold_their_seat(alice):
    assert "· Status Ready · Since 27 Oct 2026" in alice.asks("holders Visio Plan 2").text


def test_holders_alone_asks_of_which_subscription(office):
    form = office.person(sample.ATELIER_ADMIN, language="fr").asks("détenteurs")
    assert form.fields == {"subscription"}
