"""From one status to another, by hand: what it leads to, what it frees, who is told, what is refused."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest

from handlers.sample.loading import sample_id
from handlers.users.commands import (
    ActivateUser,
    DeleteUser,
    DisableUser,
    EnableUser,
    InviteUser,
    MailPassword,
    ShowUser,
    UnlockUser,
)

READY, LOCKED = "nina.lemaire@contoso.example", "louis.bonnet@contoso.example"
INVITED, DISABLED = "elise.brun@contoso.example", "victor.robin@contoso.example"
LOUISE, CHLOE = "louise.blanc@contoso.example", "chloe.dubois@contoso.example"
COMMANDS = (ActivateUser, DeleteUser, DisableUser, EnableUser, InviteUser, MailPassword, UnlockUser)


def status(office, login):
    return office.one("select status from users where login = :login", login=login)


def mails(office):
    return office.rows("select recipient, template from mails")


def seats(office):
    return office.one("select count(*) from assignments")


def everything(office):
    return [sorted(map(str, office.rows(f"select * from {table}"))) for table in ("users", "assignments", "mails")]


@pytest.mark.parametrize(
    ("word", "login", "after", "mail"),
    [
        ("unlock", LOCKED, "ready", "account"),
        ("activate", INVITED, "ready", "account"),
        ("enable", DISABLED, "ready", "account"),
        ("invite", INVITED, "not-activated", "invitation"),
        ("password", READY, "ready", "reset"),
        ("password", LOCKED, "locked", "reset"),
    ],
)
def test_a_user_is_turned_and_told_and_it_is_recorded(office, chloe, word, login, after, mail):
    assert not chloe.asks(f"users {word} {login}").refused
    assert status(office, login) == after
    assert mails(office) == [(login, mail)]
    assert f'"after": "{after}"' in office.one("select detail from audit where command = :it", it=f"users.{word}")


def test_what_the_status_does_not_allow_is_refused_and_says_the_status(office, chloe):
    before = everything(office)
    refused = {"unlock": READY, "activate": LOCKED, "enable": INVITED, "invite": READY, "password": DISABLED}
    for word, login in refused.items():
        said = chloe.asks(f"users {word} {login}")
        assert "is in the status" in said.text
        assert "Nothing was changed." in said.text
    assert everything(office) == before


def test_the_second_of_two_presses_is_refused(office, chloe):
    card = chloe.asks(f"user {LOCKED}")
    assert "is unlocked and can sign in again." in chloe.presses(card, "Unlock").text
    assert "Louis Bonnet is in the status Ready. Nothing was changed." in chloe.presses(card, "Unlock").text
    assert len(mails(office)) == 1


def test_account_notices_go_to_the_second_address_and_sign_in_mails_to_the_login(office, chloe):
    office.write("update users set notify = 'n@home.example' where login in (:a, :b)", a=READY, b=LOCKED)
    chloe.asks(f"users password {READY}")
    chloe.asks(f"users unlock {LOCKED}")
    assert mails(office) == [(READY, "reset"), ("n@home.example", "account")]


def test_a_second_invitation_voids_the_first_and_says_until_when_it_works(office, chloe):
    chloe.asks(f"users invite {INVITED}")
    office.later(hours=47)
    assert "the link works until 22 Nov 2026, 14:05" in chloe.asks(f"user {INVITED}").text
    said = chloe.asks(f"users invite {INVITED}")
    assert "It works for 48 hours; the older one no longer does." in said.text
    assert "the link works until 24 Nov 2026, 13:05" in said.text
    office.later(hours=48)
    assert "the invitation ran out on 24 Nov 2026, 13:05" in chloe.asks(f"user {INVITED}").text


def test_disabling_asks_first_and_keeps_the_seats(office, chloe):
    before = seats(office)
    asked = chloe.asks(f"users disable {LOUISE}")
    assert status(office, LOUISE) == "ready"
    assert "The seats stay assigned and cost the same, unless you free them." in asked.text
    said = chloe.presses(asked, "Disable")
    assert "stopped; the seats stay assigned until they are freed" in said.text
    assert seats(office) == before
    assert "You are not known here" in office.person(LOUISE).asks("my services").text


def test_disabling_frees_the_seats_where_it_is_wanted_and_enabling_brings_none_back(office, chloe):
    before = seats(office)
    said = chloe.presses(chloe.asks(f"users disable {LOUISE}"), "Disable and free 3 seats")
    assert "Services: –" in said.text
    assert "Status: Ready" in chloe.presses(said, "Enable").text
    assert seats(office) == before - 3


def test_a_disabled_user_is_invited_no_more(office, chloe):
    chloe.asks(f"users invite {INVITED}")
    before = office.rows("select generation, used_at, expires_at from links where email = :it", it=INVITED)
    chloe.presses(chloe.asks(f"users disable {INVITED}"), "Disable")
    assert office.rows("select generation, used_at, expires_at from links where email = :it", it=INVITED) != before
    assert "Send the invitation again" not in chloe.asks(f"user {INVITED}").buttons


def test_deleting_names_the_seats_and_frees_them_once(office, chloe):
    before = seats(office)
    asked = chloe.asks(f"users delete {LOUISE}")
    assert "Microsoft 365 E3, Visio Plan 2 – These seats get free" in asked.text
    assert "Louise Blanc is deleted. 3 seats got free." in chloe.presses(asked, "Delete").text
    assert seats(office) == before - 3
    assert "There is no such user. Nothing was changed." in chloe.presses(asked, "Delete").text
    assert office.rows("select 1 from user_words where word = 'louise'") == []


def test_nobody_disables_or_deletes_themselves(office, chloe):
    before = everything(office)
    for command in (DisableUser, DeleteUser):
        said = chloe.sends(command(user=str(sample_id("user", CHLOE)), sure=True).token)
        assert "Nobody disables or deletes themselves: ask another Admin. Nothing was changed." in said.text
    assert not {"Disable", "Delete"} & set(chloe.asks(f"user {CHLOE}").buttons)
    assert everything(office) == before


def test_a_card_offers_what_the_status_allows_and_no_more(chloe):
    ways = {"Unlock", "Send the invitation again", "Activate by hand", "Enable", "Send a password link", "Disable"}
    offered = {login: ways & set(chloe.asks(f"user {login}").buttons) for login in (READY, LOCKED, INVITED, DISABLED)}
    assert offered == {
        READY: {"Send a password link", "Disable"},
        LOCKED: {"Unlock", "Send a password link", "Disable"},
        INVITED: {"Send the invitation again", "Activate by hand", "Disable"},
        DISABLED: {"Enable"},
    }


def test_a_foreign_user_is_answered_like_a_random_one(office, adam):
    before = everything(office)
    ids = [str(sample_id("user", LOCKED)), str(uuid4())]
    for command in (*COMMANDS, ShowUser):
        theirs, nowhere = (adam.sends(command(user=id).token) for id in ids)
        assert (theirs.text, theirs.refused) == (nowhere.text, True)
        named, unknown = (adam.sends(command(words=f"{it}@contoso.example").token) for it in ("louis.bonnet", "zz"))
        assert named.text.replace("louis.bonnet", "zz") == unknown.text
    assert everything(office) == before


def test_who_may_only_look_turns_nobody(office, bruno):
    before = everything(office)
    emma = office.person("emma.lefevre@contoso.example")
    for person, command in product((bruno, emma), COMMANDS):
        assert person.sends(command(user=str(sample_id("user", LOCKED)), **SURE.get(command, {})).token).refused
    assert everything(office) == before


SURE = {DeleteUser: {"sure": True}, DisableUser: {"sure": True}}


def test_in_french(office, chloe):
    french = chloe.speaking("fr")
    assert "Prêt" in french.asks(f"utilisateurs déverrouiller {LOCKED}").text
    assert not french.asks(f"utilisateurs activer à la main {INVITED}").refused
    assert not french.asks(f"utilisateurs activer {DISABLED}").refused
    assert {status(office, login) for login in (LOCKED, INVITED, DISABLED)} == {"ready"}


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("users delete", "user delete"),
        ("utilisateurs supprimer", "utilisateur supprimer"),
        ("utilisateurs modifier", "utilisateur modifier"),
        ("se connecter comme", "se connecter en tant que"),
    ],
)
def test_one_user_is_asked_about_in_the_singular_as_well(chloe, plural, singular):
    there, here = (chloe.asks(f"{words} hugo.moreau@contoso.example") for words in (plural, singular))
    assert not here.refused
    assert here.card.title == there.card.title
