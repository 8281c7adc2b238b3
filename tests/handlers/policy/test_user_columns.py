"""The columns of a file of users, however they are called."""

from __future__ import annotations

import pytest

from handlers.policy.user_columns import UnknownField, further, missing, places, template, twice


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("User ID/Email (Required)", "login"),
        ("USER ID/EMAIL (REQUIRED)", "login"),
        ("ID utilisateur/E-mail (obligatoire)", "login"),
        ("Prénom", "first_name"),
        ("prenom", "first_name"),
        ("phone_number", "number"),
        ("Numéro de téléphone", "number"),
        ("Site Webex préféré", "site"),
        ("Messagerie", "messaging"),
        ("webex_suite", "webex_suite"),
        ("Webex Calling", "webex_calling"),
        ("Calling", "calling"),
    ],
)
def test_a_column_is_known_by_its_french_and_english_names_in_any_case(heading, field):
    assert places([heading], {}) == {field: 0}


def test_a_setting_gives_a_column_further_names():
    assert places(["Adresse maison", "x"], further("login=Adresse maison; webex_suite=Offre")) == {"login": 0}


@pytest.mark.parametrize("setting", ["logins=Mail", "login", "login=", "=Mail"])
def test_a_further_name_for_nothing_is_refused(setting):
    with pytest.raises(UnknownField):
        further(setting)


def test_a_file_must_have_names_an_address_and_one_package_at_least():
    assert missing(places(["Last Name"], {})) == ("first_name", "login", "webex_suite")
    assert missing(places(template(), {})) == ()


def test_a_heading_that_is_there_twice_is_named():
    assert twice(["Email", "", "", "e-mail"]) == "e-mail"
    assert twice(["Email", "", ""]) == ""
