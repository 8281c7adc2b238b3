"""Changing what is known of an organisation."""

from __future__ import annotations

import json

import pytest

SAME = {
    "called": "Contoso",
    "tenant": "00000000-0000-4000-8000-00000000C070",
    "country": "fr",
    "contact": "IT@contoso.example",
    "domains": "contoso.example\ncontoso-labs.example",
}


def edited(person, **fields):
    return person.submits(person.presses(person.asks("organisation Contoso"), "Edit"), **SAME | fields)


def test_a_form_is_filled_in_with_what_holds_now(alice):
    form = alice.presses(alice.asks("organisation Contoso"), "Edit")
    values = {field.name: field.value for field in form.card.inputs}
    assert values == SAME | {"tenant": SAME["tenant"].lower(), "country": "FR", "contact": "it@contoso.example"}


def test_a_change_is_saved_shown_and_recorded(alice, office):
    said = edited(alice, called="Contoso Europe", country="Belgium")
    assert "The changes are saved." in said.text
    assert "Country: Belgium" in said.text
    assert "Organisation: O-000005" in alice.asks("organisation contoso europe").text
    detail = json.loads(office.one("SELECT detail FROM audit WHERE command = 'organisation.edit' AND outcome = 'done'"))
    assert detail == {"name": "Contoso → Contoso Europe", "country": "FR → BE"}


def test_the_same_in_french(alice):
    french = alice.speaking("fr")
    form = french.presses(french.asks("fiche Contoso"), "Modifier")
    assert "Les modifications sont enregistrées." in french.submits(form, **SAME | {"country": "Belgique"}).text


def test_nothing_different_changes_nothing(alice):
    assert "Nothing was different, so nothing was changed." in edited(alice).text


def test_what_is_emptied_is_forgotten(alice, office):
    edited(alice, tenant="", contact="", country="")
    assert office.rows("SELECT tenant, contact, country FROM organisations WHERE name = 'Contoso'") == [
        (None, None, None)
    ]


def test_a_domain_that_stays_stays_verified_and_a_new_one_is_claimed(alice, office):
    said = edited(alice, domains="contoso.example, @Contoso.Café; ")
    assert "Domains: contoso.example, contoso.xn--caf-dma (claimed)\n" in said.text
    found = office.rows("SELECT domain, verified FROM domains WHERE domain LIKE '%contoso%' ORDER BY domain")
    assert [(domain, bool(verified)) for domain, verified in found] == [
        ("contoso.example", True),
        ("contoso.xn--caf-dma", False),
    ]


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("domains", "contoso.example not-one", "“not-one” is not a domain."),
        ("domains", " ".join(f"d{number}.example" for number in range(51)), "At most 50 domains."),
        ("called", "", "An organisation has a name."),
    ],
)
def test_what_is_wrong_stands_next_to_its_field_and_nothing_is_saved(alice, office, field, typed, why):
    said = edited(alice, country="Belgium", **{field: typed})
    assert list(said.answer.errors) == [field]
    assert why in said.text
    assert office.one("SELECT country FROM organisations WHERE name = 'Contoso'") == "FR"


def test_ones_own_organisation_is_changed_the_same_way(chloe):
    assert "Country: Belgium" in edited(chloe, country="Belgium").text


def test_a_reader_changes_nothing(bruno, alice, office):
    form = alice.presses(alice.asks("organisation Contoso"), "Edit")
    assert bruno.submits(form, **SAME | {"country": "Belgium"}).refused
    assert office.one("SELECT country FROM organisations WHERE name = 'Contoso'") == "FR"
