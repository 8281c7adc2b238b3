"""An organisation that only looks alike, or is one of several, is offered by buttons that ask the same again."""

from __future__ import annotations

import pytest

from tests.handlers.approvals.conftest import E3


def number(office, name):
    return f"O-{office.one('select number from organisations where name = :name', name=name):06}"


def test_a_near_name_is_offered_by_a_button_that_asks_the_same_there(alice, office):
    said = alice.asks("remind here in Contosso")
    assert set(said.buttons) == {f"Contoso · {number(office, 'Contoso')}"}
    done = alice.presses(said, f"Contoso · {number(office, 'Contoso')}")
    assert "This channel is told what is due in Contoso." in done.text


def test_in_french_as_well(alice, office):
    said = alice.speaking("fr").asks("abonnements dans Contosso")
    assert "Vouliez-vous dire Contoso" in said.text
    assert "Contoso" in alice.speaking("fr").presses(said, f"Contoso · {number(office, 'Contoso')}").text


def test_what_was_asked_goes_with_the_button(alice, office):
    said = alice.asks(f"seats {E3} 30 in Contosso")
    assert "Order 5 seats" in alice.presses(said, f"Contoso · {number(office, 'Contoso')}").buttons


def test_of_several_of_one_name_one_is_chosen_by_a_button(alice, office):
    office.write("update organisations set name = 'Contoso', folded = 'contoso' where name = 'Fabrikam'")
    said = alice.asks("subscriptions in Contoso")
    assert "Several organisations fit" in said.text
    first, second = sorted(said.buttons)
    assert alice.presses(said, first).text != alice.presses(said, second).text
    assert "Subscriptions of Contoso" in alice.presses(said, second).text


@pytest.mark.parametrize("words", ["wholesale view Fabrikm", "users import Fabrikm"])
def test_a_wholesale_customer_that_only_looks_alike_is_offered(alice, office, words):
    said = alice.asks(words)
    assert "Fabrikam" in alice.presses(said, f"Fabrikam · {number(office, 'Fabrikam')}").text


def test_no_button_leads_to_another_partners_customer(alice):
    assert alice.asks("subscriptions in Adventure Worcs").buttons == {}
