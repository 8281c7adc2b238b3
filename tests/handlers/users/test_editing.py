"""A user changed: names, login, addresses, permission."""

from __future__ import annotations

from uuid import uuid4

import pytest

from handlers.sample.loading import sample_id
from handlers.users.commands import EditUser

NINA, LOUIS = "nina.lemaire@contoso.example", "louis.bonnet@contoso.example"
AS_SHE_IS = {"first_name": "Nina", "last_name": "Lemaire", "login": NINA, "permission": "services", "mail": "no"}


def edited(person, **fields):
    return person.submits(person.asks(f"users edit {NINA}"), **(AS_SHE_IS | fields))


def row(office, login=NINA):
    return office.rows("select * from users where login = :login", login=login)


def test_the_form_shows_the_user_as_they_are(chloe):
    text = chloe.asks(f"users edit {NINA}").text
    assert "First name: Nina" in text
    assert f"Login: {NINA}" in text


def test_names_addresses_and_permission_are_changed_and_told(office, chloe):
    said = edited(chloe, last_name="Roy", notify="N@Home.example", permission="staff", city="Paris", country="france")
    assert "The details of Nina Lemaire are changed." in said.text
    assert "Second e-mail: n@home.example – gets the account notices" in said.text
    assert "Address: Paris, FR" in said.text
    assert "Permission: Staff" in said.text
    assert office.one("select detail from audit where command = 'users.edit' and detail <> '{}'").count("\\u2192") == 5


def test_one_is_found_by_the_new_name_and_no_longer_by_the_old(chloe):
    edited(chloe, first_name="Ninon", last_name="Roy")
    assert "Ninon Roy" in chloe.asks("users ninon").buttons
    assert "Ninon Roy" not in chloe.asks("users lemaire zzz").buttons
    assert "There is no such user here." in chloe.asks("users nina lemaire roy x").text


def test_another_login_is_invited_and_the_old_one_can_sign_in_no_more(office, chloe):
    said = edited(chloe, login="Nina.ROY@contoso.example", mail="yes")
    assert "The login is nina.roy@contoso.example now. An invitation goes there; it works for 48 hours." in said.text
    assert "Status: Not activated" in said.text
    assert ("nina.roy@contoso.example", "invitation") in office.rows("select recipient, template from mails")
    assert row(office) == []
    assert "You are not known here" in office.person(NINA).asks("my services").text


def test_another_login_without_the_mail_keeps_the_status(office, chloe):
    said = edited(chloe, login="nina.roy@contoso.example")
    assert "There is no password for it yet: send a password link." in said.text
    assert "Status: Ready" in said.text
    assert "invitation" not in {one[0] for one in office.rows("select template from mails")}


def test_what_can_not_be_is_refused_next_to_its_field(office, chloe):
    before = row(office)
    wrong = {
        "login": "nina@",
        "notify": "no address",
        "first_name": "x" * 500,
        "country": "Nowhere",
        "postal_code": "1" * 21,
    }
    for field, value in wrong.items():
        said = edited(chloe, **{field: value})
        assert list(said.answer.errors) == [field]
        assert "Nothing was changed." in said.text
    assert row(office) == before


def test_the_login_of_a_colleague_is_refused_whatever_its_case(chloe):
    said = edited(chloe, login=LOUIS.upper())
    assert f"{LOUIS} is another user of Contoso already. Nothing was changed." in said.text


def test_nothing_different_changes_nothing(office, chloe):
    assert "Nothing is different. Nothing was changed." in edited(chloe).text
    assert office.rows("select * from mails") == []


def test_hostile_names_stay_names(chloe):
    said = edited(chloe, first_name="<!channel>\n\u202eNina", last_name="*Roy* _x_")
    assert said.text.startswith("<!channel> Nina *Roy* _x_ · Contoso")


@pytest.mark.parametrize("filled", [False, True])
def test_a_foreign_user_is_answered_like_a_random_one(office, adam, chloe, filled):
    before = row(office)
    ids = (sample_id("user", NINA), uuid4())
    theirs, nowhere = (adam.sends(EditUser(user=str(id), filled=filled).token, **AS_SHE_IS) for id in ids)
    assert (theirs.text, theirs.refused) == (nowhere.text, True)
    assert row(office) == before
    assert not chloe.sends(EditUser(user=str(ids[0])).token).refused


def test_a_reader_changes_nothing(office, bruno):
    before = row(office)
    said = bruno.sends(EditUser(user=str(sample_id("user", NINA)), filled=True).token, **AS_SHE_IS, city="Paris")
    assert said.refused
    assert row(office) == before
