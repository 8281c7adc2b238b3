"""Adding an organisation: below one's own alone, checked, and not twice by mistake."""

from __future__ import annotations

import pytest

from handlers.organisations.commands import AddOrganisation
from handlers.sample.loading import sample_id

ZEBRA = {
    "called": "Zebra GmbH",
    "tenant": "Zebra.OnMicrosoft.com",
    "country": "Allemagne",
    "contact": "It@Zebra.example",
    "language": "fr",
    "zone": "europe/berlin",
}


def added(office, name="Zebra GmbH"):
    columns = "o.number, o.kind, p.name, o.tenant, o.country, o.contact, o.language, o.zone, o.activation"
    joined = "organisations o JOIN organisations p ON p.id = o.parent_id"
    return office.rows(f"SELECT {columns} FROM {joined} WHERE o.name = :name", name=name)


def test_a_partner_adds_a_customer_and_sends_its_link_next(alice, office):
    form = alice.asks("organisation add")
    assert form.card.title.source == "Add a customer"
    said = alice.submits(form, **ZEBRA)
    assert "Zebra GmbH was added as O-000008." in said.text
    assert "Belongs to: Atelier Cloud" in said.text
    row = (8, "customer", "Atelier Cloud", "zebra.onmicrosoft.com", "DE", "it@zebra.example", "fr", "Europe/Berlin")
    assert added(office) == [(*row, "not-invited")]
    assert "goes to it@zebra.example" in alice.presses(said, "Send the activation link").text


def test_the_same_in_french(alice):
    french = alice.speaking("fr")
    said = french.submits(french.asks("organisation ajouter"), **ZEBRA)
    assert "Zebra GmbH a été ajoutée sous le numéro O-000008." in said.text


@pytest.mark.parametrize(
    ("who", "words", "title"),
    [
        ("hanna.berg@comptoir.example", "organisation add", "Add a distributor"),
        ("hanna.berg@comptoir.example", "organisation add in Nordlicht", "Add a partner"),
    ],
)
def test_what_is_added_stands_one_level_below(office, who, words, title):
    assert office.person(who).asks(words).card.title.source == title


def test_a_distributor_adds_partners_and_below_them_customers(ole, office):
    ole.submits(ole.asks("organisation add"), **ZEBRA)
    ole.submits(ole.asks("organisation add in Blue Harbour"), **ZEBRA | {"called": "Quagga", "tenant": ""})
    assert added(office)[0][1:3] == ("partner", "Nordlicht")
    assert added(office, "Quagga")[0][1:3] == ("customer", "Blue Harbour")


def test_nobody_stands_below_a_customer(chloe):
    said = chloe.asks("organisation add")
    assert said.refused
    assert "Contoso is a customer: nobody stands below it. Nothing was changed." in said.text


def test_a_reader_adds_nothing(bruno, alice, office):
    form = alice.asks("organisation add")
    assert bruno.submits(form, **ZEBRA).refused
    assert "Add a customer" not in bruno.asks("customers").buttons
    assert added(office) == []


def test_nobody_adds_below_somebody_else(alice, office):
    for place in ("Blue Harbour", "O-000004", str(sample_id("organisation", "Blue Harbour"))):
        said = alice.sends(AddOrganisation(organisation=place, sent=True).token, **ZEBRA)
        assert said.refused
        assert "Blue Harbour" not in said.text.replace(f"“{place}”", "")
    assert added(office) == []


@pytest.mark.parametrize("known", ["contoso", "Contosso", "Contoso SA", "Zebra"])
def test_a_name_that_looks_like_one_that_is_there_is_asked_about_first(alice, office, known):
    tenant = "00000000-0000-4000-8000-00000000c070"
    asked = alice.submits(alice.asks("organisation add"), **ZEBRA | {"called": known, "tenant": tenant})
    assert "Nothing has been added yet." in asked.text
    assert "Contoso: Number O-000005 · Kind customer" in asked.text
    assert added(office, known) == []
    assert f"{known} was added as O-000008." in alice.presses(asked, "Create anyway").text


def test_another_partners_customer_is_no_reason_to_ask(alice):
    tenant = "00000000-0000-4000-8000-00000000ad77"
    said = alice.submits(alice.asks("organisation add"), **ZEBRA | {"called": "Adventure Works", "tenant": tenant})
    assert "Adventure Works was added as O-000008." in said.text


def test_the_name_can_be_changed_instead(alice):
    asked = alice.submits(alice.asks("organisation add"), **ZEBRA | {"called": "Contosso"})
    form = alice.presses(asked, "Change the name")
    values = {field.name: getattr(field, "value", "") for field in form.card.inputs}
    assert values["called"] == "Contosso"
    assert values["contact"] == "It@Zebra.example"


def test_a_form_that_is_sent_twice_adds_once(alice, office):
    form = alice.asks("organisation add")
    alice.submits(form, **ZEBRA)
    assert "Nothing has been added yet." in alice.submits(form, **ZEBRA).text
    assert len(added(office)) == 1


def test_a_redelivery_adds_nothing_and_says_the_same(alice, office):
    said = alice.submits(alice.asks("organisation add"), **ZEBRA)
    assert "Zebra GmbH was added as O-000008." in alice.repeats(said).text
    assert len(added(office)) == 1
    assert office.one("SELECT value FROM counters WHERE name = 'organisations'") == 8


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("called", " ", "An organisation has a name."),
        ("called", "!!!", "An organisation has a name."),
        ("called", "\u202e\u200b", "An organisation has a name."),
        ("called", "x" * 500, "A name has at most 200 characters."),
        ("tenant", "contoso", "“contoso” is neither a domain"),
        ("tenant", "contoso..com", "is neither a domain"),
        ("tenant", "x" * 300 + ".example", "is neither a domain"),
        ("country", "Atlantis", "No country is called “Atlantis”."),
        ("contact", "it@", "“it@” is not an e-mail address."),
        ("contact", "a b@zebra.example", "is not an e-mail address."),
        ("language", "de", "I speak English (en) and French (fr)."),
        ("zone", "Europe/Pari", "Did you mean Europe/Paris?"),
    ],
)
def test_what_is_wrong_stands_next_to_its_field(alice, office, field, typed, why):
    said = alice.submits(alice.asks("organisation add"), **ZEBRA | {field: typed})
    assert said.refused
    assert list(said.answer.errors) == [field]
    assert why in said.text
    assert added(office, typed) == added(office) == []


@pytest.mark.parametrize("name", ["<b>*Zebra*</b> <!channel>", "z" * 200, "شركة النور للتقنية", "O’Brien & Söhne"])
def test_a_name_may_be_anything_that_is_one(alice, office, name):
    said = alice.submits(alice.asks("organisation add"), **ZEBRA | {"called": f"  {name}\u202e\n "})
    assert said.card.title.values[0][1] == name
    assert len(added(office, name)) == 1


def test_the_record_says_who_added_what(alice, office):
    alice.submits(alice.asks("organisation add"), **ZEBRA)
    rows = office.rows("SELECT actor, subject, outcome FROM audit WHERE command = 'organisation.add'")
    assert ("alice.martin@atelier-cloud.example", "O-000008", "done") in rows
