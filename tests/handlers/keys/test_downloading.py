"""A link to software: good for five days from its first download, for one person, and replaced by a newer one."""

from __future__ import annotations

import pytest

from bot.cards import Secret
from bot.download import Standing
from handlers.keys.commands import GetDownload
from handlers.sample.loading import sample_id

SERVER = str(sample_id("subscription", "Contoso", "Windows Server 2022 Standard"))
KEY = str(sample_id("product key", "XXXXX-XXXXX-XXXXX-XXXXX-WV22X"))
ISO = "https://downloads.example/windows-server-2022-en.iso"


@pytest.fixture
def got(alice):
    """The card with her link."""
    form = alice.presses(alice.asks("keys Windows Server 2022 Standard"), "Get key and download")
    shown = alice.submits(form, version="2022", language="en", bits="64", reason="New server")
    return alice.presses(shown, "Get download link")


def token(said) -> str:
    (address,) = [element.value for element in said.card.elements if isinstance(element, Secret)]
    return address.removeprefix("https://comptoir.example/download/")


def fetched(office, said):
    return office.followed.fetch(token(said), "203.0.113.7")


def test_the_card_says_that_the_clock_has_not_started(got):
    assert "not started: five days from the first download" in got.text
    assert "only its button starts" in got.text


def test_looking_at_a_link_starts_nothing(office, got):
    assert office.followed.look(token(got)).standing is Standing.UNUSED
    office.later(days=30)
    assert office.followed.look(token(got)).standing is Standing.UNUSED


def test_the_first_download_starts_the_clock_and_gives_the_address(office, alice, got):
    assert fetched(office, got).url == ISO
    office.later(days=1)
    assert fetched(office, got).url == ISO
    again = alice.sends(GetDownload(subscription=SERVER, key=KEY).token)
    assert "first download 20 Nov 2026, 14:05" in again.text
    assert "refused from 25 Nov 2026, 14:05" in again.text
    assert token(again) == token(got)


@pytest.mark.parametrize(("seconds", "standing"), [(-1, Standing.RUNNING), (0, Standing.ENDED), (1, Standing.ENDED)])
def test_it_is_refused_to_the_second_after_five_days(office, got, seconds, standing):
    fetched(office, got)
    office.later(days=5, seconds=seconds)
    again = fetched(office, got)
    assert again.standing is standing
    assert bool(again.url) is (standing is Standing.RUNNING)


def test_a_new_link_kills_the_older_one(office, alice, got):
    new = alice.presses(got, "New link")
    assert office.followed.look(token(got)).standing is Standing.REPLACED
    assert fetched(office, new).url == ISO
    assert fetched(office, got).url == ""


def test_asked_after_its_end_a_new_one_is_given(office, alice, got):
    fetched(office, got)
    office.later(days=6)
    new = alice.sends(GetDownload(subscription=SERVER, key=KEY).token)
    assert "ran out. This is a new one" in new.text
    assert office.followed.look(token(new)).standing is Standing.UNUSED


def test_a_link_that_was_tampered_with_leads_nowhere(office, got):
    mine = token(got)
    for bad in ("", "x", mine[:-1], mine[:-2] + "AA", mine + "A", "é" * 48, mine.swapcase()):
        assert office.followed.look(bad).standing is Standing.NONE


def test_a_revoked_key_takes_its_link_along(office, got):
    office.write("update product_keys set state = 'revoked'")
    assert fetched(office, got).standing is Standing.REVOKED


def test_a_cancelled_purchase_and_an_ended_one_take_it_along_as_well(office, got):
    office.write("update subscriptions set status = 'expired'")
    assert fetched(office, got).standing is Standing.OVER
    office.write("update subscriptions set status = 'cancelled'")
    assert fetched(office, got).standing is Standing.REVOKED


def test_who_lost_the_right_has_lost_the_link(office, got):
    office.write("delete from grants")
    assert fetched(office, got).standing is Standing.LOST


def test_nothing_is_started_where_the_vault_can_not_read_the_address(office, got):
    office.write("update product_keys set link = :broken", broken=b"\0" * 60)
    assert fetched(office, got).standing is Standing.SEALED
    assert office.one("select first_used_at from downloads") is None


def test_nothing_is_given_out_that_can_not_be_recorded(office, got):
    office.write("alter table audit rename to locked_audit")
    with pytest.raises(Exception, match="audit"):
        fetched(office, got)
    assert office.one("select first_used_at from downloads") is None


def test_the_record_says_who_has_downloaded_what_and_from_where(office, alice, got):
    fetched(office, got)
    assert ("link:203.0.113.7",) in office.rows("select origin from audit where command = 'keys.downloaded'")
    assert "download begun" in alice.asks("audit").text


def test_there_is_no_link_to_a_key_that_is_not_there(office, alice):
    said = alice.sends(GetDownload(subscription=SERVER, key=str(sample_id("product key", "none"))).token)
    assert "There is no such key" in said.text


def test_a_revoked_key_is_refused_with_its_reason(office, alice):
    office.write("update product_keys set state = 'revoked'")
    assert "was revoked, and its download with it" in alice.sends(GetDownload(subscription=SERVER, key=KEY).token).text


def test_a_reader_gets_no_link(office, bruno):
    assert bruno.sends(GetDownload(subscription=SERVER, key=KEY).token).refused
    assert office.one("select count(*) from downloads") == 0


def test_neither_link_nor_address_is_kept_anywhere(office, alice, got):
    by_outbox = alice.by_outbox("keys Windows Server 2022 Standard")
    assert by_outbox
    kept = str(office.rows("select body from outbox")) + str(office.rows("select detail, subject from audit"))
    assert token(got) not in kept
    assert "downloads.example" not in kept
