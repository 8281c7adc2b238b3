from __future__ import annotations

import pytest

from bot.ask import Ask, Pressed, Way
from bot.cards import Choice
from bot.commands import Command
from handlers.find import SearchSubscriptions
from handlers.identifying import GiveCode
from handlers.inventory import ShowSubscriptions
from handlers.seat_commands import ChangeSeats
from tests.handlers.conversation import Said
from tests.handlers.many import add_subscriptions


@pytest.fixture
def many(office) -> None:
    add_subscriptions(office.database, 120)


def glances(person, command: Command, **fields: str) -> Said:
    """What a menu that searches is answered while somebody types."""
    ask = Ask("", person.account, person.place, Pressed(command.token, fields), Way.GLANCE)
    return Said(person.office.dispatch(ask), ask)


def found(said: Said) -> list[str]:
    return list(said.options("subscription")) if said.card.inputs else []


def test_a_hundred_are_listed_and_the_others_can_be_looked_for(chloe, many):
    (choice,) = [one for one in chloe.asks("seats").card.inputs if isinstance(one, Choice)]
    assert (len(choice.options), choice.typed) == (100, "words")
    assert choice.search.startswith('["subscription.search"')


def test_a_list_that_is_whole_is_not_searched(chloe):
    (choice,) = [one for one in chloe.asks("seats").card.inputs if isinstance(one, Choice)]
    assert (choice.search, choice.typed) == ("", "")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("119", ["Product 119"]),
        ("produ 11 contoso", ["Product 011", *(f"Product {number}" for number in range(110, 120))]),
        ("S-001007", ["Product 007"]),
        ("PLAN visio", ["Visio Plan 2"]),
        ("nothing", []),
        ("100%", ["Product 100"]),
        ("' or 1=1 --", []),
        ("x" * 5000, []),
    ],
)
def test_it_is_found_by_parts_of_its_name_its_customer_or_its_number(chloe, many, words, names):
    assert found(glances(chloe, SearchSubscriptions(), words=words)) == names


def test_nothing_of_another_customer_is_found(chloe, adam, many):
    assert found(glances(adam, SearchSubscriptions(), words="Microsoft 365 E5")) == ["Microsoft 365 E5"]
    assert found(glances(chloe, SearchSubscriptions(), words="Microsoft 365 E5")) == []
    assert found(glances(adam, SearchSubscriptions(), words="Product")) == []


def test_who_names_an_organisation_that_is_not_theirs_finds_nothing(chloe, adam, many):
    theirs = str(chloe.office.one("select id from organisations where name = 'Contoso'"))
    assert found(glances(adam, SearchSubscriptions(organisation=theirs), words="Product")) == []


def test_nothing_is_remembered_of_a_glance(chloe, office, many):
    before = office.rows("select (select count(*) from audit), (select count(*) from deliveries)")
    assert found(glances(chloe, SearchSubscriptions(), words="Product 1"))
    assert office.rows("select (select count(*) from audit), (select count(*) from deliveries)") == before


@pytest.mark.parametrize("command", [ShowSubscriptions(), ChangeSeats(words="Visio Plan 2 +1"), GiveCode(code="1")])
def test_nothing_but_a_search_is_answered_at_a_glance(chloe, office, command):
    said = glances(chloe, command)
    assert (said.refused, said.answer.known) == (True, True)
    assert "no longer" in said.text
    assert office.one("select count(*) from orders") == 0


def test_a_stranger_finds_nothing(chloe, office, many):
    stranger = office.person("nobody@contoso.example")
    assert found(glances(stranger, SearchSubscriptions(), words="Product")) == []


def test_a_name_that_is_not_listed_can_be_typed_into_the_form(chloe, many):
    said = chloe.submits(chloe.asks("seats"), words="Product 119", seats="+1")
    assert "Product 119" in said.text
    assert "5 → 6" in said.text


def test_a_name_that_nothing_bears_is_refused_in_words(chloe, many):
    said = chloe.submits(chloe.asks("seats"), words="Prodigy", seats="+1")
    assert "No subscription is called “Prodigy”." in said.text
