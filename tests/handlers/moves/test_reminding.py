"""What a channel reads of devices on a KMS activation, and what can be answered to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.phrases import Tongue
from bot.text_cards import text as plain_text
from handlers import digests
from handlers.care_commands import LetBe
from handlers.context import Defaults
from handlers.move_commands import SnoozeMove, UpdateMove
from handlers.sample.loading import sample_id
from jobs.reminders import sweep
from store.values import OrganisationId, Scope

MOVE = str(sample_id("kms move", "Contoso"))
HOUSE = Scope(OrganisationId(sample_id("organisation", "Comptoir")))
WEEK_BEFORE = datetime(2027, 2, 1, 9, tzinfo=UTC)


@pytest.fixture
def channel(chloe):
    there = chloe.moved_to("C-ONE")
    there.asks("remind here")
    return there


def reminded(office, now=WEEK_BEFORE):
    """The digest that the sweep makes at that moment."""
    office.now = now
    with office.database.transaction() as db:
        sweep(db, Defaults(), now)
    return str(office.one("select digest from reminders where rule like 'kms:%' order by on_date desc limit 1"))


def said(office, digest, language="en"):
    with office.database.reading() as db:
        card = digests.card(db, HOUSE, digest, office.now)
    return plain_text(card, Tongue(language)).replace("\u202f", " ").replace("\u00a0", " ") if card else ""


def test_a_digest_names_the_product_the_devices_left_and_the_end(office, channel):
    text = said(office, reminded(office))
    assert "Windows Server 2022 Standard: 28 devices still run on their KMS activation" in text
    assert "8 Feb 2027, 00:00 (UTC)" in text
    assert "7 days left" in text
    assert "XXXXX" not in text


def test_it_is_read_in_the_channels_language(office, channel):
    text = said(office, reminded(office), "fr")
    assert "28 appareils fonctionnent encore grâce à leur activation KMS" in text


def test_what_is_done_meanwhile_is_gone_from_the_digest(office, chloe, channel):
    digest = reminded(office)
    chloe.sends(UpdateMove(move=MOVE, moved="40").token)
    assert "KMS" not in said(office, digest)


def test_what_is_put_off_is_gone_for_a_week_from_the_digest_and_the_reminders(office, chloe, channel):
    digest = reminded(office)
    answer = chloe.sends(SnoozeMove(move=MOVE, organisation="Contoso", digest=digest).token)
    assert "before 7 Feb 2027" in answer.text
    assert "KMS" not in said(office, digest)
    assert "KMS" not in chloe.asks("reminders").text
    assert office.one("select count(*) from outbox where key like :again", again=f"{digest}:%") == 1


def test_a_term_that_is_fine_as_it_is_leaves_the_devices_to_be_moved(office, chloe, channel):
    chloe.sends(LetBe(words="Windows Server 2022 Standard", organisation="Contoso").token)
    assert "28 devices" in said(office, reminded(office))


@pytest.mark.parametrize(("day", "is_due"), [(8, False), (9, True)])
def test_within_thirty_days_it_is_among_what_needs_a_decision(office, chloe, day, is_due):
    office.now = datetime(2027, 1, day, 12, tzinfo=UTC)
    assert ("28 devices" in chloe.asks("reminders").text) is is_due
    assert ("28 devices" in chloe.asks("overview").text) is is_due


def test_progress_can_be_said_from_there(office, chloe):
    office.now = WEEK_BEFORE
    due = chloe.asks("reminders")
    form = chloe.presses(due, "Update progress")
    assert form.fields == {"devices", "moved", "renewed"}
    assert "12 / 40" in chloe.presses(due, "Show the move").text


def test_a_reader_sees_it_and_no_buttons(office, david):
    office.now = WEEK_BEFORE
    said = david.asks("reminders")
    assert "28 devices" in said.text
    assert "Update progress" not in said.buttons
