"""The pages Distributors, Partners and Customers: who has which, what stands on them, how they are searched."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import text

from bot.cards import File, Table
from bot.phrases import Speaker
from handlers import sample
from handlers.context import Defaults
from handlers.files import Files
from handlers.sample.loading import sample_id
from store import additions
from store.additions import NewGrant, NewOrganisation
from store.values import OrganisationKind, Role


def names(said) -> list[str]:
    """The organisations on a page."""
    speaker = Speaker(said.answer.tongue)
    tables = [element for element in said.card.elements if isinstance(element, Table)]
    return [speaker.say(row[0]) for table in tables for row in table.rows]


def add_customers(office, *called: str, below: str = "Atelier Cloud") -> None:
    with office.database.transaction() as db:
        rows = [
            NewOrganisation(
                sample_id("organisation", f"more {number}"),
                100 + number,
                OrganisationKind.CUSTOMER,
                name,
                name.casefold(),
                sample_id("organisation", below),
                office.now,
            )
            for number, name in enumerate(called)
        ]
        additions.organisations(db, rows)


def file_rows(office, person, said) -> list[list[str]]:
    """What is in the file that was offered."""
    (file,) = [element for element in said.card.elements if isinstance(element, File)]
    with Files(office.database, lambda: office.now, Defaults()).opened(file.file, person.account) as parcel:
        return list(csv.reader(io.StringIO(parcel.content.read().decode("utf-8-sig"), newline="")))


PAGES = {
    sample.HOUSE_OPERATOR: {
        "distributors": ["Nordlicht"],
        "partners": ["Atelier Cloud", "Blue Harbour"],
        "customers": ["Adventure Works", "Contoso", "Fabrikam"],
    },
    sample.NORDLICHT_ADMIN: {
        "partners": ["Atelier Cloud", "Blue Harbour"],
        "customers": ["Adventure Works", "Contoso", "Fabrikam"],
    },
    sample.ATELIER_ADMIN: {"customers": ["Contoso", "Fabrikam"]},
    sample.ATELIER_READER: {"customers": ["Contoso", "Fabrikam"]},
    sample.BLUE_HARBOUR_ADMIN: {"customers": ["Adventure Works"]},
    sample.CONTOSO_ADMIN: {},
}


@pytest.mark.parametrize("who", PAGES)
def test_each_level_sees_the_pages_below_it_and_its_own_organisations_alone(who, office):
    person = office.person(who)
    for page in ("distributors", "partners", "customers"):
        said = person.asks(page)
        assert names(said) == PAGES[who].get(page, [])
        assert said.refused is (page not in PAGES[who])


def test_a_page_that_ones_kind_has_not_is_answered_with_those_that_it_has(alice):
    said = alice.asks("distributors")
    assert "Atelier Cloud has no such page. Nothing was changed." in said.text
    assert names(alice.presses(said, "Customers")) == ["Contoso", "Fabrikam"]


def test_a_customer_is_led_to_its_own_organisation(chloe):
    said = chloe.asks("customers")
    assert "Contoso is a customer: nobody stands below it." in said.text
    assert "Organisation: O-000005 – customer" in chloe.presses(said, "Contoso").text


def test_a_line_says_tenant_licences_skus_next_expiry_and_activation(alice):
    said = alice.asks("customers").text
    assert "2 customers · 129 licences · 6 SKUs · next expiry 27 Nov 2026" in said
    assert "Contoso: Tenant 00000000-0000-4000-8000-00000000c070 · Licences 99 · SKUs 5" in said
    assert "Next expiry 27 Nov 2026, stops · Activation Active" in said
    assert "Fabrikam: Licences 30 · SKUs 1 · Next expiry 7 Dec 2026, renews · Activation Expired" in said


def test_the_same_page_in_french(alice):
    said = alice.speaking("fr").asks("clients").text
    assert "2 clients · 129 licences · 6 SKU · prochaine échéance le 27 nov. 2026" in said
    assert "Prochaine échéance 27 nov. 2026, s’arrête · Activation Active" in said
    assert "Prochaine échéance 7 déc. 2026, se renouvelle · Activation Expirée" in said


def test_figures_are_those_of_this_moment(alice, office):
    with office.database.transaction() as db:
        db.execute(text("UPDATE subscriptions SET seats = 8, end_of_term = 'renew' WHERE name = 'Visio Plan 2'"))
    assert "Licences 102 · SKUs 5 · Next expiry 27 Nov 2026, renews" in alice.asks("customers").text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("customers by licences", ["Contoso", "Fabrikam", "Adventure Works"]),
        ("clients par échéance", ["Contoso", "Fabrikam", "Adventure Works"]),
        ("customers by name", ["Adventure Works", "Contoso", "Fabrikam"]),
        ("customers expired", ["Fabrikam"]),
        ("clients non invités", ["Adventure Works"]),
        ("customers active", ["Contoso"]),
        ("customers pending", []),
        ("customers fab", ["Fabrikam"]),
        ("customers works adv", ["Adventure Works"]),
        ("customers labs.example", ["Contoso"]),
        ("customers 00000000-0000-4000-8000-00000000AD77", ["Adventure Works"]),
        ("customers o by licences", ["Contoso", "Adventure Works"]),
        ("customers in Blue Harbour", ["Adventure Works"]),
        ("customers nobody", []),
    ],
)
def test_words_behind_a_page_search_and_sort_it(ole, typed, expected):
    assert names(ole.asks(typed)) == expected


def test_a_search_that_finds_nothing_leads_back_to_all(alice):
    said = alice.asks("customers zebra")
    assert "None fits." in said.text
    assert names(alice.presses(said, "Show all")) == ["Contoso", "Fabrikam"]


def test_a_form_searches_and_sorts_as_well(ole):
    form = ole.presses(ole.asks("customers"), "Search and sort")
    assert form.fields == {"words", "state", "sort"}
    assert names(ole.submits(form, words="", state="", sort="licences")) == ["Contoso", "Fabrikam", "Adventure Works"]
    assert names(ole.submits(form, words="o", state="active", sort="name")) == ["Contoso"]
    assert names(ole.submits(form, words="", state="nonsense", sort="nonsense"))[0] == "Adventure Works"


def test_ten_stand_on_a_page_and_the_rest_behind_it(alice, office):
    add_customers(office, *(f"Zebra {number:02}" for number in range(21)))
    first = alice.asks("customers zebra by name")
    assert names(first) == [f"Zebra {number:02}" for number in range(10)]
    assert "21 customers" in first.text
    last = alice.presses(alice.presses(first, "Next"), "Next")
    assert "21–21 of 21" in last.text
    assert names(last) == ["Zebra 20"]
    assert names(alice.presses(alice.presses(last, "Previous"), "Previous")) == names(first)


def test_organisations_of_one_name_are_told_apart_by_their_numbers(alice, office):
    add_customers(office, "Contoso")
    said = alice.asks("customers contoso")
    assert {"Contoso · O-000005", "Contoso · O-000100"} <= said.buttons.keys()
    assert "Organisation: O-000100" in alice.presses(said, "Contoso · O-000100").text


@pytest.mark.parametrize("name", ["<b>*Bold*</b> <!channel>", "x" * 500, "شركة النور للتقنية"])
def test_any_name_is_shown_and_opened_as_it_is(alice, office, name):
    add_customers(office, name)
    said = alice.asks("customers not invited")
    assert names(said) == [name]
    assert alice.presses(said, name).card.title.values[0][1] == name


def test_a_file_holds_the_whole_page_in_its_order(ole, office):
    add_customers(office, *(f"=Zebra {number:02}" for number in range(12)))
    rows = file_rows(office, ole, ole.presses(ole.asks("customers by licences"), "CSV"))
    assert rows[0][:5] == ["Number", "Organisation", "Tenant", "Contact", "Licences"]
    tenant = "00000000-0000-4000-8000-00000000c070"
    assert rows[1] == [
        *("O-000005", "Contoso", tenant, "it@contoso.example", "99", "5", "5", "2026-11-27", "stops", "Active"),
    ]
    assert rows[4][1] == "'=Zebra 00"
    assert len(rows) == 1 + 15


def test_a_file_is_in_the_readers_language_and_of_what_was_searched(alice, office):
    french = alice.speaking("fr")
    rows = file_rows(office, french, french.presses(french.asks("clients expirés"), "CSV"))
    assert rows[0][:2] == ["Numéro", "Organisation"]
    assert [row[1:2] + row[-2:] for row in rows[1:]] == [["Fabrikam", "se renouvelle", "Expirée"]]


def test_help_names_no_page_that_ones_kind_has_not(alice, chloe):
    assert "partners" not in alice.asks("help").text
    assert "customers: Show" in alice.asks("help").text
    assert "customers: Show" not in chloe.asks("help").text


def test_who_acts_for_several_is_taken_to_the_one_that_has_the_page(office):
    with office.database.transaction() as db:
        place, person = sample_id("organisation", "Atelier Cloud"), sample_id("person", sample.CONTOSO_ADMIN)
        additions.grants(db, [NewGrant(person, place, Role.READER, office.now)])
    chloe = office.person(sample.CONTOSO_ADMIN)
    assert names(chloe.asks("customers")) == ["Contoso", "Fabrikam"]
    assert chloe.asks("overview").card.title.source == "Which organisation?"


@pytest.mark.parametrize("typed", ["customers csv contoso", "clients csv contoso", "clients csv contoso par licences"])
def test_the_file_of_a_page_is_had_by_words_as_well(alice, office, typed):
    _header, only = file_rows(office, alice, alice.asks(typed))
    assert only[1] == "Contoso"


def test_the_file_of_a_page_that_one_has_not_is_refused_as_the_page_is(alice):
    assert alice.asks("partenaires csv").text == alice.asks("partners").text
