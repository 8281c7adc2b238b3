"""A NUL in a field that no handler looks at: refused clearly on each engine, and nothing of it kept."""

from __future__ import annotations

import orjson
import pytest

from handlers.approval_commands import SetThresholds
from handlers.market.commands import ShowMarket
from tests.handlers.approvals.conftest import CONTOSO
from tests.handlers.test_rights import ITEMS, tries

WHY = "What you wrote holds a character that can't be kept. Nothing was changed."


def asks(person, text):
    form = person.presses(person.asks("support"), "Ask Atelier Cloud")
    return person.submits(form, kind="support", text=text)


def test_it_is_refused_next_to_the_field_and_nothing_is_kept(chloe, office):
    said = asks(chloe, "It\0burns")
    assert WHY in said.text
    assert set(said.answer.errors) == {"text"}
    assert office.rows("select * from questions") == office.rows("select * from mails") == []
    assert "Outcome refused: What you wrote holds" in chloe.asks("audit").text


def test_the_next_request_is_kept_as_ever(chloe, office):
    asks(chloe, "It\0burns")
    assert not asks(chloe, "It burns").refused
    assert office.rows("select text from questions") == [("It burns",)]


def test_in_french(office):
    chloe = office.person("chloe.dubois@contoso.example", language="fr")
    form = chloe.presses(chloe.asks("assistance"), "Demander à Atelier Cloud")
    said = chloe.submits(form, kind="support", text="Au\0feu")
    assert "contient un caractère qui ne peut pas être conservé. Rien n’a été modifié." in said.text


def test_half_a_character_is_a_question_mark(chloe, office):
    assert not asks(chloe, "It\ud83dburns").refused
    assert office.rows("select text from questions") == [("It?burns",)]


def test_a_handlers_own_words_for_it_come_first(chloe):
    said = chloe.sends(SetThresholds(organisation=CONTOSO, saves="yes").token, seats="1\0")
    assert "is not a number of seats" in said.text
    assert WHY not in said.text


def test_a_forged_category_is_refused_by_what_is_looked_for_too(chloe):
    said = chloe.sends(ShowMarket().token, category="Office\0")
    assert (said.refused, WHY in said.text) == (True, True)


@pytest.mark.parametrize("typed", ["1\0", "chloe.dubois@contoso.example\0", "1\ud83d"])
def test_in_no_field_of_any_command_is_it_a_bug(chloe, typed):
    """On what is Contoso's, so that a handler gets as far as that field."""
    broken = [
        f"{name} {field}"
        for name, item in ITEMS.items()
        for field, info in item.command.model_fields.items()
        if info.annotation is str
        if "Reference:" in chloe.sends(without(tries(name).token, field), **{field: typed}).text
    ]
    assert broken == []


def without(token, field):
    """With an empty place for it."""
    name, given = orjson.loads(token)
    return orjson.dumps([name, {each: value for each, value in given.items() if each != field}]).decode()
