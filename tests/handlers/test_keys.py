"""Keys: listed by their ends, shown to one person once, with a reason, and recorded before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ask import Pressed
from bot.cards import Secret
from handlers.keys.commands import GetKey

KEY = "XXXXX-XXXXX-XXXXX-XXXXX-WV22X"


@pytest.fixture
def form(alice):
    return alice.presses(alice.asks("keys Windows Server 2022 Standard"), "Get key and download")


def secrets(card):
    return [element.value for element in card.elements if isinstance(element, Secret)]


def secret(said):
    return next(iter(secrets(said.card)), None)


def test_the_software_bought_for_the_customers_is_listed_with_how_many_keys_are_ready(alice):
    said = alice.asks("keys")
    assert "Windows Server 2022 Standard" in said.text
    assert "6 keys ready" in said.text
    assert "5 keys ready" in said.text
    assert "Microsoft 365 E3" not in said.text


def test_a_list_of_keys_shows_their_ends_alone(alice):
    said = alice.asks("keys Windows Server 2022 Standard")
    assert "…WV22X" in said.text
    assert "XXXXX-" not in said.text


def test_a_key_is_shown_to_who_gives_a_reason(alice, form):
    assert form.fields == {"version", "language", "bits", "reason"}
    said = alice.submits(form, version="2022", language="en", bits="64", reason="New server in Lyon")
    assert secret(said) == KEY
    assert said.card.private


def test_the_record_says_who_saw_which_key_and_why(alice, form):
    alice.submits(form, version="2019", language="fr", bits="64", reason="New server in Lyon")
    custody = alice.asks("custody")
    assert "Alice Martin" in custody.text
    assert "New server in Lyon" in custody.text
    assert "XXXXX-" not in custody.text


def test_without_a_reason_nothing_is_shown(alice, form):
    said = alice.submits(form, version="2022", language="en", bits="64", reason="  ")
    assert said.refused
    assert secret(said) is None
    assert "A reason is missing" in said.text


def test_a_key_is_shown_once_also_to_a_delivery_that_comes_again(alice, form):
    said = alice.submits(form, version="2022", language="en", bits="64", reason="New server")
    again = alice.repeats(said)
    assert secret(again) is None
    assert "shown already" in again.text


def test_a_key_that_waited_longer_than_five_minutes_is_not_shown(office, alice, form):
    ask = replace(form.ask, key="late", said=Pressed(form.card.submit.press, {"version": "2022", "reason": "Late"}))
    card = office.dispatch(ask).card
    office.later(minutes=5)
    assert not secrets(office.showing(card))


def test_a_key_is_still_shown_one_second_before(office, alice, form):
    ask = replace(form.ask, key="late", said=Pressed(form.card.submit.press, {"version": "2022", "reason": "Late"}))
    card = office.dispatch(ask).card
    office.later(minutes=4, seconds=59)
    assert secrets(office.showing(card)) == [KEY]


@pytest.mark.parametrize("words", ["keys Windows Server 2022 Standard", "keys"])
def test_a_reader_sees_the_list_and_no_way_to_a_key(bruno, words):
    said = bruno.asks(words)
    assert "Get key and download" not in said.buttons


def test_a_reader_who_forges_the_button_is_refused(bruno, form):
    said = bruno.sends(form.card.submit.press, version="2022", language="en", bits="64", reason="Curious")
    assert said.refused
    assert secret(said) is None


def test_a_stranger_learns_as_little_from_a_real_id_as_from_a_random_one(adam, form):
    real = adam.sends(form.card.submit.press, reason="Curious")
    made_up = adam.sends(GetKey(subscription="00000000-0000-4000-8000-000000000000").token, reason="Curious")
    assert real.text == made_up.text
    assert secret(real) is None


def test_more_than_ten_keys_an_hour_are_too_many(office, alice, form):
    for _time in range(10):
        assert secret(alice.submits(form, version="2022", language="en", bits="64", reason="Rollout"))
    said = alice.submits(form, version="2022", language="en", bits="64", reason="Rollout")
    assert "10 keys within an hour" in said.text
    office.later(hours=1)
    assert secret(alice.submits(form, version="2022", language="en", bits="64", reason="Rollout"))


def test_an_admin_who_loses_the_right_before_it_is_shown_sees_nothing(office, alice, form):
    ask = replace(form.ask, key="fired", said=Pressed(form.card.submit.press, {"version": "2022", "reason": "Now"}))
    card = office.dispatch(ask).card
    with office.database.transaction() as db:
        db.exec_driver_sql("DELETE FROM grants")
    assert not secrets(office.showing(card))


def test_a_french_admin_reads_french(alice):
    assert "Logiciels de Contoso" in alice.speaking("fr").asks("clés dans Contoso").text


def test_a_key_added_by_hand_is_never_repeated(alice):
    form = alice.presses(alice.asks("keys Windows Server 2022 Standard"), "Add a key")
    key = "XXXXX-XXXXX-XXXXX-XXXXX-BBBBB"
    said = alice.submits(form, key=key.lower(), kind="mak", version="2022", language="en", bits="64")
    assert "BBBBB is in the vault" in said.text
    again = alice.submits(form, key=key, kind="mak", version="2022", language="en", bits="64")
    assert "in the vault already" in again.text
    assert "XXXXX" not in said.text + again.text


def test_the_kind_of_a_download_is_kept_and_shown_beside_its_link(alice):
    overview = alice.asks("keys Windows Server 2022 Standard")
    build = {"version": "2019", "language": "de", "bits": "64"}
    said = {"key": "XXXXX-XXXXX-XXXXX-XXXXX-CCCCC", "kind": "mak", "link": "https://downloads.example/de.iso"}
    form = alice.presses(overview, "Add a key")
    assert set(alice.submits(form, **said, **build, link_kind="I" * 21).answer.errors) == {"link_kind"}
    alice.submits(form, **said, **build, link_kind=" ISO ")
    got = alice.submits(alice.presses(overview, "Get key and download"), **build, reason="New server")
    assert "Kind of download: ISO" in alice.presses(got, "Get download link").text


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("XXXXX-XXXXX", "Those are 10 letters and digits"),
        ("XXXXX-XXXXX-XXXXX-XXXXX-XXXX0", "The sign at place 25"),
        (" ", "missing"),
    ],
)
def test_a_bad_key_is_told_next_to_its_field(alice, key, told):
    form = alice.presses(alice.asks("keys Windows Server 2022 Standard"), "Add a key")
    said = alice.submits(form, key=key, kind="mak", version="2022", language="en", bits="64")
    assert told in said.text
    assert set(said.answer.errors) == {"key"}


@pytest.mark.parametrize("version", ["2012", "2025", "<!channel>" * 5])
def test_a_key_of_a_version_without_a_right_to_it_is_not_put_into_the_vault(office, alice, version):
    form = alice.presses(alice.asks("keys Windows Server 2022 Standard"), "Add a key")
    said = alice.submits(form, key="XXXXX-XXXXX-XXXXX-XXXXX-BBBBB", kind="mak", version=version)
    assert "gives no right to version" in said.text
    assert set(said.answer.errors) == {"version"}
    assert office.one("select count(*) from product_keys where hint = 'BBBBB'") == 0
