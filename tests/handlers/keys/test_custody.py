"""Who has seen which key, when and why: of a customer's keys and of one, on a card and as a file."""

from __future__ import annotations

import csv

import pytest

from bot.cards import File
from bot.phrases import Tongue
from handlers import files, sample
from handlers.exporting_keys import Nobody, Revealing, record
from handlers.keys.commands import GetKey, ShowCustody
from handlers.sample.loading import sample_id
from store.values import OrganisationId, Scope

GET = GetKey(subscription=str(sample_id("subscription", "Contoso", "Windows Server 2022 Standard"))).token
CHOICE = {"version": "2022", "language": "en", "bits": "64"}
KEY = str(sample_id("product key", "XXXXX-XXXXX-XXXXX-XXXXX-WV22X"))
CONTOSO = Scope(OrganisationId(sample_id("organisation", "Contoso")))


@pytest.fixture
def seen(alice, chloe):
    """Two people saw one key, one of them another as well."""
    alice.sends(GET, **CHOICE, reason="New server in Lyon")
    chloe.sends(GET, **CHOICE, reason="=cmd|'/C calc'!A0")
    chloe.sends(GET, **CHOICE | {"version": "2019"}, reason="Test machine")


def read(office, said) -> list[list[str]]:
    (file,) = [element for element in said.card.elements if isinstance(element, File)]
    with office.database.reading() as db:
        recipe = files.read(office.one("select recipe from files where id = :id", id=file.file.replace("-", "")))
        content = b"".join(recipe.content(db, CONTOSO, Tongue(), office.now))
    return list(csv.reader(content.decode("utf-8-sig").splitlines()))


def test_the_customers_record_names_every_key_that_was_seen(chloe, seen):
    said = chloe.asks("custody")
    assert "Alice Martin" in said.text
    assert "Test machine" in said.text
    assert "Key …WV22X" in said.buttons


def test_the_record_of_one_key_says_who_saw_that_one(chloe, seen):
    said = chloe.sends(ShowCustody(key=KEY).token)
    assert "Who has seen the key …WV22X of Windows Server 2022 Standard" in said.text
    assert "New server in Lyon" in said.text
    assert "Test machine" not in said.text


def test_a_key_that_nobody_saw_says_so(chloe):
    assert "Nobody has seen it yet." in chloe.sends(ShowCustody(key=KEY).token).text


def test_it_is_nobodys_business_elsewhere(adam, seen):
    assert "There is no such key" in adam.sends(ShowCustody(key=KEY).token).text


def test_as_a_file_no_cell_is_a_formula_and_no_key_is_in_it(office, chloe, seen):
    rows = read(office, chloe.presses(chloe.asks("custody"), "CSV"))
    assert rows[0][:4] == ["Granted", "Shown", "Who", "E-mail"]
    assert len(rows) == 4
    assert not any(cell.startswith("=") or "XXXXX" in cell for row in rows for cell in row)


def test_the_file_of_one_key_holds_that_key_alone(office, chloe, seen):
    assert len(read(office, chloe.presses(chloe.sends(ShowCustody(key=KEY).token), "CSV"))) == 3


def test_what_the_shell_took_out_is_in_the_record_of_every_key(office, chloe):
    with office.database.transaction() as db:
        why = "Backup of BBBBB-CCCCC-DDDDD-FFFFF-GGGG2"
        assert record(db, CONTOSO, Revealing(sample.HOUSE_OPERATOR, why), office.now) == 11
    assert "Backup of …GGGG2" in chloe.sends(ShowCustody(key=KEY).token).text
    assert "BBBBB" not in str(office.rows("select * from audit"))


def test_taking_them_out_leaves_ones_ten_keys_an_hour(office, chloe):
    with office.database.transaction() as db:
        record(db, CONTOSO, Revealing(sample.CONTOSO_ADMIN, "Backup"), office.now)
    assert not chloe.sends(GET, **CHOICE, reason="New server").refused


def test_a_stranger_takes_nothing_out(office):
    with office.database.transaction() as db, pytest.raises(Nobody):
        record(db, CONTOSO, Revealing("eve@evil.example", "Backup"), office.now)
