"""One organisation's card: what is known of it, the ways from it, and only what the reader may do."""

from __future__ import annotations

import pytest


def test_a_card_says_what_is_known_of_an_organisation(alice):
    said = alice.asks("organisation Contoso").text
    assert "Organisation: O-000005 – customer\nBelongs to: Atelier Cloud" in said
    assert "Domains: contoso.example, contoso-labs.example (claimed)\nCountry: France" in said
    assert "Activation: Active – since 12 Aug 2026, 15:05 (Europe/Paris)" in said
    assert "Licences: 99 licences – in 5 subscriptions" in said
    assert "40 × Microsoft 365 Business Premium" in said
    assert "Next expiry: 27 Nov 2026, stops" in said
    assert "Users: 36 ready" in said


def test_the_same_card_in_french(alice):
    said = alice.speaking("fr").asks("fiche Contoso").text
    assert "Organisation : O-000005 – client\nDépend de : Atelier Cloud" in said
    assert "Pays : France" in said
    assert "Activation : Active – depuis le 12 août 2026 à 15:05 (Europe/Paris)" in said
    assert "Licences : 99 licences – dans 5 abonnements" in said
    assert "Langue, fuseau horaire : English, Europe/Paris" in said


def test_a_partners_card_adds_up_what_its_customers_hold(ole):
    said = ole.asks("organisation Atelier Cloud")
    assert "Licences: 129 licences – in 6 subscriptions" in said.text
    assert "Customers: 2" in said.text
    assert "Contoso" in ole.presses(said, "Customers").text


def test_a_card_leads_back_to_the_page_on_which_it_stands(alice, chloe):
    said = alice.presses(alice.asks("organisation Contoso"), "Customers of Atelier Cloud")
    assert "2 customers" in said.text
    assert not any("Customers" in label for label in chloe.asks("organisation").buttons)


def test_nobody_is_told_what_stands_above_their_own(chloe):
    said = chloe.asks("organisation")
    assert "Organisation: O-000005 – customer\nTenant:" in said.text
    assert "Atelier Cloud" not in said.text


@pytest.mark.parametrize(
    ("button", "shown"),
    [
        ("Subscriptions", "Subscriptions of Contoso"),
        ("Orders", "Orders"),
        ("Operators", "Operators of Contoso"),
        ("Locations", "Locations of Contoso"),
        ("Remind here", "This channel is told what is due in Contoso."),
        ("Language, time zone, reminders", "Settings of Contoso"),
    ],
)
def test_a_button_leads_to_what_is_in_that_organisation(alice, button, shown):
    assert shown in alice.presses(alice.asks("organisation Contoso"), button).text


def test_a_channel_that_is_told_stands_on_the_card(alice):
    alice.moved_to("C-42").asks("remind here in Contoso")
    assert "Reminders: 1 channel is told" in alice.asks("organisation Contoso").text
    assert "channel is told" not in alice.asks("organisation Fabrikam").text


def test_a_reader_sees_no_button_that_would_be_refused(bruno):
    looking = {"Subscriptions", "Users", "Orders", "Operators", "Locations", "Customers of Atelier Cloud"}
    assert set(bruno.asks("organisation Fabrikam").buttons) == looking


def test_nobody_may_activate_their_own_organisation(brigid, adam, ole):
    assert "Send the link again" in ole.asks("organisation Blue Harbour").buttons
    for said in (brigid.asks("organisation"), adam.asks("organisation")):
        assert not any("link" in label for label in said.buttons)


@pytest.mark.parametrize("typed", ["O-000006", "fabrikam", "FABRIKAM", "fabri"])
def test_an_organisation_is_found_by_number_name_or_its_beginning(alice, typed):
    assert "Organisation: O-000006" in alice.asks(f"organisation {typed}").text


def test_a_name_that_is_none_is_answered_with_the_nearest(alice):
    said = alice.asks("organisation Fabrikon")
    assert said.refused
    assert "Did you mean Fabrikam?" in said.text
