"""Every command, by everybody: those whose right it is get through, the others don't, and strangers learn nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bot.ask import Platform
from bot.phrases import Speaker, Tongue
from handlers import sample
from handlers.attempt import FORBIDDEN, NOT_THE_RECORD
from handlers.book import MENU
from handlers.sample.loading import sample_id
from store.database import Database
from store.values import RIGHTS, Role
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.handlers.rights import LETTERS, TABLE, document

DOCUMENT = Path(__file__).parents[2] / "docs" / "rights.md"
PEOPLE = {
    "A": (sample.CONTOSO_ADMIN, sample.ATELIER_ADMIN, sample.NORDLICHT_ADMIN, sample.HOUSE_OPERATOR),
    "R": (sample.CONTOSO_READER, sample.ATELIER_READER),
    "S": (sample.STAFF_USER,),
    "U": (sample.SERVICE_USER,),
}
"""Whoever reaches Contoso, by role: its own people first, then those above."""
STRANGERS = (sample.ADVENTURE_ADMIN, sample.BLUE_HARBOUR_ADMIN)
"""Admins, but of another partner and of its customer."""
_NO = {Speaker(Tongue()).say(text) for text in (*FORBIDDEN.values(), NOT_THE_RECORD)}
ITEMS = {item.command.name: item for item in MENU.items}
OF_CONTOSO = {
    "organisation": sample_id("organisation", "Contoso"),
    "subscription": sample_id("subscription", "Contoso", "Microsoft 365 E3"),
    "user": sample_id("user", sample.STAFF_USER),
}
"""What the fields of a command may name that is Contoso's."""


@dataclass(frozen=True)
class Try:
    """A command on something of Contoso's, and the same on something that never was."""

    token: str
    made_up: str


def tries(name):
    command, fields = ITEMS[name].command, ITEMS[name].command.model_fields
    ids = {field: str(id) for field, id in OF_CONTOSO.items() if field in fields}
    real = command(**_filled(name) | ids)
    return Try(real.token, command(**_filled(name) | dict.fromkeys(ids, str(uuid4()))).token)


def _filled(name):
    """What else a command needs to be one at all: the token of another, or an id that is nobody's."""
    needed = [field for field, info in ITEMS[name].command.model_fields.items() if info.is_required()]
    looks = ITEMS["reminders"].command().token
    return {field: looks if field == "of" else str(UUID(int=7)) for field in needed}


def is_forbidden(said):
    return any(text in said.text for text in _NO)


@pytest.fixture
def place(furnished, sqlite_url):
    database = Database.open(sqlite_url)
    yield Office(database, NOW, loaded=True)
    database.close()


def test_every_command_stands_in_the_table():
    assert set(TABLE) == set(ITEMS), "a command is missing from (or gone, but still in) tests/handlers/rights.py"


@pytest.mark.parametrize("name", ITEMS)
def test_the_table_says_what_the_roles_hold(name):
    held = {LETTERS[role] for role in Role if ITEMS[name].needs in RIGHTS[role]}
    assert held == set(TABLE[name])


@pytest.mark.parametrize("name", ITEMS)
def test_whose_right_it_is_gets_through_and_nobody_else(place, name):
    one = tries(name)
    for letter, people in PEOPLE.items():
        for email in people:
            said = place.person(email).sends(one.token)
            assert is_forbidden(said) is (letter not in TABLE[name]), (letter, email, said.text)
            assert "Reference:" not in said.text


@pytest.mark.parametrize("name", ITEMS)
def test_a_stranger_learns_as_little_from_a_real_id_as_from_none(place, name):
    one = tries(name)
    for email in STRANGERS:
        stranger = place.person(email)
        assert stranger.sends(one.token).text == stranger.sends(one.made_up).text, email


@pytest.mark.parametrize("name", [name for name in ITEMS if tries(name).token != tries(name).made_up])
def test_what_a_stranger_is_denied_exists_for_its_owner(place, name):
    one, owner = tries(name), place.person(sample.CONTOSO_ADMIN)
    assert owner.sends(one.token).text != owner.sends(one.made_up).text


@pytest.mark.parametrize("name", ITEMS)
def test_whoever_is_not_known_is_told_the_same_whatever_they_ask(place, name):
    nobody = place.person("nobody@nowhere.example")
    assert nobody.sends(tries(name).token).text == nobody.asks("rubbish").text
    assert place.one("SELECT count(*) FROM audit WHERE outcome = 'refused'") == 2


def test_the_document_prints_the_table():
    if os.environ.get("COMPTOIR_GOLDEN") == "write":
        DOCUMENT.write_text(document(MENU), encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == document(MENU)


def test_a_team_that_is_not_installed_is_answered_by_nobody(place):
    assert Platform.CONSOLE
    person = place.person(sample.CONTOSO_ADMIN)
    foreign = type(person)(
        place, person.account.__class__("console", "T-OTHER", person.account.user), person.place, "en"
    )
    assert foreign.asks("overview").text == place.person("nobody@nowhere.example").asks("overview").text


@pytest.mark.parametrize("words", ["audit", "custody in Contoso"])
def test_those_who_look_are_told_that_the_record_is_for_admins(david, words):
    assert "The record is for Admins. Nothing was changed." in david.asks(words).text
