"""Operators: added by work address and role, changed, removed; the last Admin stays, whoever tries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from handlers import sample
from store.values import ChannelKind

GINA = "gina.roy@contoso.example"


def roles(office, organisation="Contoso"):
    return dict(
        office.rows(
            "SELECT people.email, grants.role FROM grants JOIN people ON people.id = person_id "
            "JOIN organisations ON organisations.id = organisation_id WHERE organisations.name = :name",
            name=organisation,
        )
    )


def test_an_admin_sees_who_may_what(chloe):
    said = chloe.asks("operators")
    assert "Chloé Dubois" in said.text
    assert "David Roux" in said.text
    assert {"Add an operator", "Change a role", "Remove"} <= set(said.buttons)


def test_a_reader_sees_it_without_the_buttons(bruno):
    said = bruno.asks("operators")
    assert "Alice Martin" in said.text
    assert "Add an operator" not in said.buttons


def test_an_operator_is_added_by_words_or_by_form_and_can_act_at_once(office, chloe):
    assert "is an operator now" in chloe.asks(f"operators add {GINA} admin").text
    assert roles(office)[GINA] == "admin"
    assert not office.person(GINA).asks("seats Microsoft 365 E3 +1").refused
    form = chloe.presses(chloe.asks("operators"), "Add an operator")
    assert chloe.submits(form, email="Noé.Roy@Contoso.example", role="reader").text.count("noé.roy@contoso.example")


def test_a_french_admin_adds_a_lecteur(office, chloe):
    said = chloe.speaking("fr").asks(f"opérateurs ajouter {GINA} lecteur")
    assert "Lecteur" in said.text
    assert roles(office)[GINA] == "reader"


@pytest.mark.parametrize(
    ("email", "role", "told", "field"),
    [
        ("gina@gmail.com", "admin", "anybody can have an address", "email"),
        ("gina@mail.mailinator.com", "admin", "anybody can have an address", "email"),
        ("gina", "admin", "not an e-mail address", "email"),
        (GINA, "owner", "A role is Admin or Reader", "role"),
        (sample.CONTOSO_READER.upper(), "admin", "operator of Contoso already", "email"),
    ],
)
def test_what_can_not_be_is_told_next_to_its_field(office, chloe, email, role, told, field):
    before = roles(office)
    form = chloe.presses(chloe.asks("operators"), "Add an operator")
    said = chloe.submits(form, email=email, role=role)
    assert told in said.text
    assert set(said.answer.errors) == {field}
    assert roles(office) == before


def test_a_new_operator_is_told_by_mail_and_the_record_says_who_made_them_one(office, chloe):
    chloe.asks(f"operators add {GINA} reader")
    assert office.rows("SELECT recipient, template FROM mails") == [(GINA, "operator")]
    assert '"after": "reader"' in office.one("SELECT detail FROM audit WHERE command = 'operators.add'")


def test_a_role_is_changed_and_taken_away_at_the_next_press(office, chloe):
    david = office.person(sample.CONTOSO_READER)
    chloe.asks(f"operators role {sample.CONTOSO_READER} admin")
    assert not david.asks("seats Microsoft 365 E3 +1").refused
    chloe.asks(f"operators role {sample.CONTOSO_READER} reader")
    assert david.asks("seats Microsoft 365 E3 +1").refused


def test_removing_asks_once_more_and_works_once(office, chloe):
    asked = chloe.asks(f"operators remove {sample.CONTOSO_READER}")
    assert sample.CONTOSO_READER in roles(office)
    assert "no operator of Contoso any more" in chloe.presses(asked, "Remove").text
    assert chloe.presses(asked, "Remove").refused
    assert sample.CONTOSO_READER not in roles(office)


@pytest.mark.parametrize("words", ["operators remove {me}", "operators role {me} reader"])
def test_the_last_admin_stays(office, chloe, words):
    said = chloe.asks(words.format(me=sample.CONTOSO_ADMIN))
    assert "the last Admin of Contoso" in said.text
    assert roles(office)[sample.CONTOSO_ADMIN] == "admin"


def test_two_admins_who_demote_each_other_at_once_leave_one(office, chloe):
    chloe.asks(f"operators add {GINA} admin")
    gina = office.person(GINA)
    with ThreadPoolExecutor(2) as both:
        tries = [
            both.submit(chloe.asks, f"operators role {GINA} reader"),
            both.submit(gina.asks, f"operators role {sample.CONTOSO_ADMIN} reader"),
        ]
    assert len([one for one in tries if not one.result().refused]) == 1
    assert sorted(roles(office).values()).count("admin") == 1


def test_oneself_is_removed_with_a_word_about_it(chloe):
    chloe.asks(f"operators add {GINA} admin")
    assert "That is you" in chloe.asks(f"operators remove {sample.CONTOSO_ADMIN}").text


def test_a_partner_manages_the_operators_of_its_customers_and_of_nobody_else(office, alice):
    assert "Chloé Dubois" in alice.asks("operators in Contoso").text
    assert not alice.asks(f"operators add {GINA} reader in Contoso").refused
    assert roles(office)[GINA] == "reader"
    there, nowhere = alice.asks("operators in Adventure Works"), alice.asks("operators in Nowhere Works")
    assert there.text.replace("Adventure", "Nowhere") == nowhere.text


def test_a_reader_who_forges_a_button_changes_nothing(office, bruno, alice):
    token = alice.asks(f"operators remove {sample.ATELIER_READER}").buttons["Remove"].press
    assert bruno.sends(token).refused
    assert sample.ATELIER_READER in roles(office, "Atelier Cloud")


def test_names_of_operators_are_not_shared_in_a_channel(chloe):
    said = chloe.moved_to("C-1", ChannelKind.GROUP).asks("operators")
    assert "Share with this channel" not in said.buttons


def test_an_address_that_only_looks_alike_carries_no_rights(office, chloe):
    chloe.asks("operators add ada@strasse.example admin")
    assert not office.person("ADA@Strasse.example").asks("operators").refused
    assert "You are not known here" in office.person("ada@straße.example").asks("operators").text


def test_adding_somebody_tells_nothing_that_is_known_of_them_elsewhere(office, adam, chloe):
    known = adam.asks(f"operators add {sample.CONTOSO_READER} reader")
    nobody = adam.asks("operators add stranger@contoso.example reader")
    assert "David" not in known.text + adam.asks("operators").text
    rows = [line for line in adam.asks("operators").text.splitlines() if "@contoso.example" in line]
    assert len(rows) == 2
    assert rows[0].replace(sample.CONTOSO_READER, "") == rows[1].replace("stranger@contoso.example", "")
    assert nobody.text.count("is an operator now") == known.text.count("is an operator now") == 1


def test_an_operator_is_called_what_each_organisation_calls_them(office, adam, chloe):
    form = adam.presses(adam.asks("operators"), "Add an operator")
    adam.submits(form, email=GINA, role="reader", full_name="Nobody Important")
    chloe.asks(f"operators add {GINA} reader")
    assert "Nobody Important" in adam.asks("operators").text
    assert "Nobody Important" not in chloe.asks("operators").text


def test_an_operator_counts_as_seen_from_their_first_contact_on(office, chloe):
    def row():
        return next(line for line in chloe.asks("operators").text.splitlines() if GINA in line)

    chloe.asks(f"operators add {GINA} reader")
    assert "not seen yet" in row()
    office.person(GINA)
    assert "not seen yet" not in row()
