"""Which build a key is for, what can go wrong on the way to it, and that then nothing is shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import IntegrityError

from bot.ask import Pressed
from bot.cards import Card, File, Secret
from bot.errand import Errand
from bot.phrases import Tongue
from bot.text_cards import text
from handlers.keys.commands import GetKey
from handlers.keys.showing import Showing
from handlers.sample.loading import sample_id
from store import product_keys
from store.database import Database
from store.values import ChannelKind
from store.vault import Vault

SERVER = "Windows Server 2022 Standard"
GET = GetKey(subscription=str(sample_id("subscription", "Contoso", SERVER))).token
CHOICE = {"version": "2022", "language": "en", "bits": "64", "reason": "New server"}
KEY = "XXXXX-XXXXX-XXXXX-XXXXX-WV22X"
VAULT_KEY = "the key of the office's vault " + "x" * 16


def secret(card: Card) -> str | None:
    return next((element.value for element in card.elements if isinstance(element, Secret)), None)


def called(office, name: str) -> None:
    """The server is some other product from now on."""
    office.write("update subscriptions set name = :new, folded = lower(:new) where name = :old", new=name, old=SERVER)


def test_versions_say_how_far_below_what_was_bought_they_are(alice):
    assert set(alice.sends(GET).options("version")) == {"2022", "2019 (n-1)", "2016 (n-2)"}


@pytest.mark.parametrize(("spoken", "offered"), [("fr", "fr"), ("en", "en"), ("de", "en")])
def test_the_language_is_that_of_who_asks_where_there_is_a_key_in_it(alice, spoken, offered):
    form = alice.speaking(spoken).sends(GET)
    assert next(one.chosen for one in form.card.inputs if one.name == "language") == offered


def test_a_version_further_below_is_refused_with_those_that_are_not(alice):
    said = alice.sends(GET, **CHOICE | {"version": "2012 R2"})
    assert "gives no right to version 2012 R2. It may be run as: 2022, 2019, 2016" in said.text
    assert secret(said.card) is None


def test_a_key_of_a_version_further_below_is_not_even_offered(office, alice):
    office.write("update product_keys set version = '2012' where version = '2016'")
    assert "2012" not in alice.sends(GET).options("version").values()


@pytest.mark.parametrize("wrong", [{"bits": "32"}, {"language": "tlh"}, {"bits": "128"}, {"language": "x" * 5000}])
def test_a_build_without_a_key_is_refused_with_those_that_have_one(alice, wrong):
    said = alice.sends(GET, **CHOICE | wrong)
    assert "There is no key for this choice. There are: 2022 · English · 64-bit" in said.text


def test_office_is_64_bit_unless_32_is_asked_for(office, alice):
    called(office, "Office LTSC Professional Plus 2021")
    office.write("update product_keys set bits = null, version = '2021' where version = '2022'")
    form = alice.sends(GET)
    assert form.options("bits") == {"64-bit": "64", "32-bit": "32"}
    assert next(one.chosen for one in form.card.inputs if one.name == "bits") == "64"
    assert "Office Deployment Tool" in form.text


def test_32_bit_office_comes_with_the_tools_configuration_for_that_choice(office, alice):
    called(office, "Office LTSC Professional Plus 2021")
    office.write("update product_keys set bits = null, version = '2021' where version = '2022'")
    said = alice.sends(GET, **CHOICE | {"version": "2021", "bits": "32", "language": "fr"})
    assert "setup /configure configuration.xml" in said.text
    (file,) = [element for element in said.card.elements if isinstance(element, File)]
    assert file.name.endswith(".xml")
    assert "XXXXX" not in str(office.rows("select recipe from files"))


def test_32_bit_is_explained_wherever_a_build_of_office_is_chosen_or_shown(office, alice):
    called(office, office_2021 := "Office LTSC Professional Plus 2021")
    office.write("update product_keys set bits = 32, version = '2021' where version = '2022'")
    listed = alice.asks(f"keys {office_2021}")
    assert "set up with the Office Deployment Tool" in listed.text
    assert "set up with the Office Deployment Tool" in alice.presses(listed, "Add a key").text
    shown = alice.sends(GET, **CHOICE | {"version": "2021", "bits": "32"})
    link = alice.presses(shown, "Get download link")
    assert "setup /configure configuration.xml" in link.text
    assert any(isinstance(element, File) for element in link.card.elements)


def test_a_key_that_fits_both_widths_keeps_the_chosen_one_on_the_way_to_the_download(office, alice):
    called(office, "Office LTSC Professional Plus 2021")
    office.write("update product_keys set bits = null, version = '2021' where version = '2022'")
    shown = alice.sends(GET, **CHOICE | {"version": "2021", "bits": "32"})
    link = alice.presses(shown, "Get download link")
    assert "setup /configure configuration.xml" in link.text
    assert "setup /configure configuration.xml" in alice.presses(link, "New link").text


@pytest.mark.parametrize("forged", ["abc", "128", "\u00b2", "x" * 5000])
def test_a_width_that_nobody_offers_fits_no_key(office, alice, forged):
    office.write("update product_keys set bits = null")
    said = alice.sends(GET, **CHOICE | {"bits": forged})
    assert "There is no key for this choice" in said.text


def test_64_bit_office_and_32_bit_windows_need_no_tool(office, alice):
    assert "Deployment Tool" not in alice.sends(GET, **CHOICE).text
    office.write("update product_keys set bits = 32")
    assert "Deployment Tool" not in alice.sends(GET, **CHOICE | {"bits": "32"}).text


def test_who_reads_along_in_a_room_sees_nothing(office, alice):
    room = alice.moved_to("C-ROOM", ChannelKind.GROUP)
    assert room.sends(GET, **CHOICE).card.private


def test_another_member_who_presses_the_same_button_is_asked_for_their_own_right(alice, bruno, david, adam):
    form = alice.sends(GET)
    for other in (bruno, david, adam):
        assert secret(other.submits(form, **CHOICE).card) is None


def test_a_code_that_was_revoked_is_not_offered(office, alice):
    office.write("update product_keys set state = 'revoked' where version = '2022'")
    assert "There is no key for this choice" in alice.sends(GET, **CHOICE).text


def test_after_the_cancellation_the_reason_is_said(office, alice):
    office.write("update subscriptions set status = 'cancelled'")
    said = alice.sends(GET, **CHOICE)
    assert "was cancelled, and with it its keys were revoked" in said.text
    assert said.refused


def test_nothing_is_granted_that_can_not_be_recorded(office, alice):
    alice.sends(GET, **CHOICE)
    office.write("create unique index full_audit on audit (command, outcome)")
    with pytest.raises(IntegrityError):
        alice.sends(GET, **CHOICE)
    assert office.one("select count(*) from reveals") == 1


def test_while_the_record_is_locked_nothing_is_granted(office, alice, database_url):
    with closing(Database.open(database_url)) as other, ThreadPoolExecutor(1) as hand:
        with other.transaction() as db:
            if not other.is_sqlite:  # there whoever writes locks everything
                db.exec_driver_sql("LOCK TABLE audit")
            asked = hand.submit(alice.drafts, GET, **CHOICE)
            assert wait([asked], timeout=0.2).not_done
            assert office.one("select count(*) from reveals") == 0
        assert asked.result(10).shows_secret


@pytest.mark.parametrize("reason", ["", " \n\t", "\u200b \u00a0"])
def test_no_reason_no_key(alice, reason):
    assert secret(alice.sends(GET, **CHOICE | {"reason": reason}).card) is None


def test_a_long_reason_is_kept_in_part(office, alice):
    assert secret(alice.sends(GET, **CHOICE | {"reason": "é" * 5000}).card) == KEY
    assert office.one("select length(reason) from reveals") == 300


def with_vault(office, vault: Vault | None, card: Card) -> Card:
    return Showing(office.database, vault, lambda: office.now)(card)


@pytest.mark.parametrize(
    ("vault", "reason"),
    [(None, "The vault has no key on this machine"), (Vault(["another " * 8]), "under a key that is missing here")],
)
def test_without_the_vaults_key_nothing_is_shown(office, alice, vault, reason):
    shown = with_vault(office, vault, alice.drafts(GET, **CHOICE))
    assert secret(shown) is None
    assert reason in text(shown, Tongue())


def test_half_way_through_a_rotation_both_halves_are_read(office, alice):
    ring = Vault(["another " * 8, VAULT_KEY])
    with office.database.transaction() as db:
        assert product_keys.rotate(db, ring, UUID(int=0), 3).sealed == 3
    for version in ("2022", "2019", "2016"):
        for language in ("en", "fr"):
            card = alice.drafts(GET, **CHOICE | {"version": version, "language": language})
            assert secret(with_vault(office, ring, card)).startswith("XXXXX-")


def test_a_sealed_key_that_was_moved_to_another_row_is_not_shown(office, alice):
    office.write(
        "update product_keys set sealed = (select sealed from product_keys where version = '2019' and language = 'en')"
        " where version = '2022' and language = 'en'"
    )
    assert "can't read this key" in alice.sends(GET, **CHOICE).text


class Admins:
    """What the partner's Admins are told of keys that are missing."""

    def __init__(self, office) -> None:
        self.office = office

    def told(self) -> list[str]:
        rows = self.office.rows("select body from outbox where kind = 'unfed' order by created_at")
        errands = [Errand.model_validate_json(body) for (body,) in rows]
        return [text(errand.card, errand.tongue) for errand in errands]


def test_without_a_key_it_says_who_is_told_and_tells_them_once_a_day(office, alice, chloe):
    office.write("delete from product_keys")
    said = [chloe.sends(GET) for _time in range(3)][-1]
    assert "No key of Windows Server 2022 Standard is in the vault yet." in said.text
    assert "The Admins of Atelier Cloud are told today" in said.text
    (told,) = Admins(office).told()
    assert "Contoso asked for a key of Windows Server 2022 Standard" in told
    office.later(days=1)
    chloe.sends(GET)
    assert len(Admins(office).told()) == 2


def test_a_reader_of_the_customer_who_only_looks_tells_nobody(office, alice, david):
    office.write("delete from product_keys")
    david.asks(f"keys {SERVER}")
    assert Admins(office).told() == []


def test_the_partners_own_admin_is_told_nothing_but_what_to_do(office, alice):
    office.write("delete from product_keys")
    said = alice.sends(GET)
    assert "Add a key" in said.buttons
    assert Admins(office).told() == []


def test_where_nobody_can_be_reached_it_says_so(office, chloe):
    office.write("delete from product_keys")
    assert "none of them can be reached here" in chloe.sends(GET).text


def test_pressed_twice_it_is_shown_once(office, alice):
    form = alice.sends(GET)
    ask = replace(form.ask, key="twice", said=Pressed(form.card.submit.press, CHOICE))
    cards = [office.showing(office.dispatch(ask).card) for _time in range(2)]
    assert [secret(card) for card in cards] == [KEY, None]
    assert office.one("select count(*) from reveals") == 1


def test_no_more_are_granted_where_many_are_asked_for_at_once(office, alice):
    with ThreadPoolExecutor(12) as crowd:
        cards = list(crowd.map(lambda _time: alice.drafts(GET, **CHOICE), range(24)))
    assert sum(card.shows_secret for card in cards) == 10
    assert office.one("select count(*) from reveals") == 10


def test_an_admin_gets_a_code_that_works_once_and_that_nobody_has(office, alice, chloe):
    office.write("update product_keys set kind = 'retail', version = '2022', language = 'en'")
    first, other = secret(alice.sends(GET, **CHOICE).card), secret(chloe.sends(GET, **CHOICE).card)
    assert first != other
    assert secret(alice.sends(GET, **CHOICE).card) == first


def test_two_admins_who_ask_at_once_get_two_codes(office, alice, chloe):
    office.write("update product_keys set kind = 'retail', version = '2022', language = 'en'")
    with ThreadPoolExecutor(2) as crowd:
        cards = list(crowd.map(lambda admin: admin.drafts(GET, **CHOICE), (alice, chloe)))
    assert len({secret(office.showing(card)) for card in cards}) == 2


def test_an_admin_may_look_up_a_code_that_another_has(office, alice, chloe):
    office.write("update product_keys set kind = 'retail'")
    assert secret(alice.sends(GET, **CHOICE).card) == secret(chloe.sends(GET, **CHOICE).card) == KEY


def test_a_message_with_a_key_can_be_deleted(alice, adam):
    shown = alice.sends(GET, **CHOICE)
    assert "The message is deleted" in alice.presses(shown, "Delete this message").text


class Counting(Vault):
    """Says how often it was opened."""

    opened = 0

    def open(self, row: UUID, field: str, sealed: bytes) -> str:
        self.opened += 1
        return super().open(row, field, sealed)


def test_a_reveal_is_one_decryption_and_two_writes(office, alice):
    writes, vault = [], Counting([VAULT_KEY])

    def note(_db, _cursor, statement, *_more):
        if "reveals" in statement and statement.split()[0] in {"INSERT", "UPDATE", "DELETE"}:
            writes.append(statement.split()[0])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert secret(with_vault(office, vault, alice.drafts(GET, **CHOICE))) == KEY
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert (vault.opened, writes) == (1, ["INSERT", "UPDATE"])


WRITTEN = "BBBBB-CCCCC-DDDDD-FFFFF-GGGG2"


@pytest.mark.parametrize("words", ["keys {key}", "{key}", "custody {key}", "servers {key}", "help {key}"])
def test_a_key_that_somebody_types_is_neither_repeated_nor_kept(office, alice, words):
    said = alice.by_outbox(words.format(key=WRITTEN))
    assert "…GGGG2" in said.text
    assert WRITTEN not in said.text + str(office.rows("select body from outbox")) + str(
        office.rows("select * from audit")
    )


def test_a_key_that_somebody_gives_as_the_reason_is_not_kept(office, alice):
    alice.sends(GET, **CHOICE | {"reason": f"Is {WRITTEN} still good?"})
    assert office.one("select reason from reveals") == "Is …GGGG2 still good?"
    assert WRITTEN not in str(office.rows("select * from audit"))
