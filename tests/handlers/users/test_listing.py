"""Users as a list: pages, searches, filters, the file, in both languages."""

from __future__ import annotations

import csv
import io

from bot.ask import Account, Platform
from bot.cards import File
from handlers import sample
from handlers.context import Defaults
from handlers.files import Files
from handlers.share import Share
from handlers.users.commands import UsersFile
from tests.handlers.conversation import TEAM

WAYS = {"Add users", "Search", "All users", "Assign a service", "CSV"}


def file_rows(office, said, email):
    (file,) = [one for one in said.card.elements if isinstance(one, File)]
    files = Files(office.database, lambda: office.now, Defaults())
    with files.opened(file.file, Account(Platform.CONSOLE, TEAM, email)) as parcel:
        return list(csv.reader(io.StringIO(parcel.content.read().decode("utf-8-sig"), newline="")))


def test_the_list_says_status_permission_and_services_ten_at_a_time(chloe):
    said = chloe.asks("users")
    assert "36 ready · 1 locked · 2 not activated · 1 disabled" in said.text
    assert "Louis Bonnet: E-mail louis.bonnet@contoso.example · Status Locked" in said.text
    assert "Chloé Dubois: E-mail chloe.dubois@contoso.example · Status Ready · Permission Staff" in said.text
    assert "1–10 of 40" in said.text
    assert "11–20 of 40" in chloe.presses(said, "Next").text


def test_every_user_stands_on_exactly_one_page(chloe):
    pages = [chloe.asks("users")]
    while "Next" in pages[-1].buttons:
        pages.append(chloe.presses(pages[-1], "Next"))
    logins = [word for page in pages for word in page.text.split() if word.endswith("@contoso.example")]
    assert len(pages) == 4
    assert len(logins) == len(set(logins)) == 40


def test_a_partner_sees_whose_users_they_are(alice):
    assert "Organisation Contoso" in alice.asks("users").text
    assert "Organisation Contoso" not in alice.asks("users Contoso").text


FOUND = [
    ("users nina", ["Nina Lemaire"]),
    ("users NINA Lem", ["Nina Lemaire"]),
    ("users lemaire nina", ["Nina Lemaire"]),
    ("users élise", ["Élise Brun"]),
    ("users elise", ["Élise Brun"]),
    ("users obrien", ["Tim O’Brien"]),
    ("users elise.brun@contoso.example", ["Élise Brun"]),
    ("users locked", ["Louis Bonnet"]),
    ("users disabled", ["Victor Robin"]),
    ("users not activated", ["Élise Brun", "Jules Fournier"]),
    ("users staff", ["Chloé Dubois", "Emma Lefèvre"]),
    ("users ready nina", ["Nina Lemaire"]),
    ("users locked nina", []),
    ("users zzz", []),
]


def test_words_find_by_name_address_status_and_permission(chloe):
    for words, found in FOUND:
        assert [label for label in chloe.asks(words).buttons if label not in WAYS] == found, words


def test_a_sign_is_no_wildcard_and_finds_as_much_as_nothing(chloe):
    assert "1–10 of 40" in chloe.asks("users %").text


def test_filters_and_statuses_in_french(chloe):
    french = chloe.speaking("fr")
    listed = french.asks("utilisateurs verrouillés")
    assert "Verrouillé" in french.presses(listed, "Louis Bonnet").text
    assert "Désactivé" in french.presses(french.asks("utilisateurs désactivés"), "Victor Robin").text
    assert "Non activé" in french.presses(french.asks("utilisateurs non activés"), "Élise Brun").text
    assert "Prêt" in french.presses(french.asks("utilisateurs prêts nina"), "Nina Lemaire").text


def test_the_search_form_filters_by_service_and_keeps_the_rest(chloe):
    form = chloe.presses(chloe.asks("users"), "Search")
    visio = form.options("subscription")["Visio Plan 2"]
    said = chloe.submits(form, search="ar", status="ready", permission="", subscription=visio)
    assert "Only: “ar” · Ready · Visio Plan 2" in said.text
    assert [label for label in said.buttons if label not in WAYS] == ["Arthur Guérin"]
    kept = chloe.presses(said, "Search").text
    assert {"Name or e-mail address: ar", "Status: Ready", "Service: Visio Plan 2"} <= set(kept.splitlines())


def test_a_page_keeps_its_filter(chloe):
    said = chloe.asks("users ready")
    assert "11–20 of 36" in chloe.presses(said, "Next").text


def test_the_file_has_every_row_with_its_services(office, chloe):
    header, *rows = file_rows(office, chloe.presses(chloe.asks("users"), "CSV"), sample.CONTOSO_ADMIN)
    nina = dict(zip(header, next(row for row in rows if row[1] == "Nina"), strict=True))
    assert len(rows) == 40
    assert (nina["Login"], nina["Status"]) == ("nina.lemaire@contoso.example", "Ready")
    assert nina["Services"] == "Microsoft 365 Business Premium"


def test_the_file_of_a_search_has_what_was_found(office, alice):
    said = alice.presses(alice.asks("users Contoso locked"), "CSV")
    assert [row[3] for row in file_rows(office, said, sample.ATELIER_ADMIN)[1:]] == ["louis.bonnet@contoso.example"]


def test_a_reader_sees_the_list_and_the_card_without_what_changes(bruno):
    listed = bruno.asks("users Contoso")
    assert not {"Add users", "Assign a service"} & set(listed.buttons)
    assert set(bruno.presses(listed, "Louis Bonnet").buttons) == {"All users"}


def test_users_with_the_same_name_are_told_apart(office, chloe):
    office.write("update users set first_name = 'Nina', last_name = 'Lemaire' where login like 'louise.blanc@%'")
    office.write("update user_words set word = 'nina' where word = 'louise'")
    said = chloe.asks("users nina")
    assert [label for label in said.buttons if label not in WAYS] == [
        *("Nina Lemaire · louise.blanc@contoso.example", "Nina Lemaire · nina.lemaire@contoso.example")
    ]


def test_a_near_name_is_offered_and_never_taken(chloe):
    said = chloe.asks("users password lemairre")
    assert "No user is called “lemairre”. Did you mean one of these? Nothing was changed." in said.text
    assert list(said.buttons) == ["Nina Lemaire · nina.lemaire@contoso.example"]
    asked = chloe.asks("users password lemaire")
    assert "Do you mean this user?" in asked.text
    assert "A link to set another password goes" in chloe.presses(asked, next(iter(asked.buttons))).text


def test_the_file_is_had_by_words_as_well_with_the_same_filters(office, chloe):
    for typed in ("users csv locked", "utilisateurs csv verrouillé"):
        _header, only = file_rows(office, chloe.asks(typed), sample.CONTOSO_ADMIN)
        assert only[3] == "louis.bonnet@contoso.example"


def test_a_file_that_was_asked_for_by_words_is_not_shared_with_a_channel(chloe):
    said = chloe.moved_to("C-1").asks("users csv")
    assert not said.refused
    assert "Share with this channel" not in said.buttons
    assert chloe.moved_to("C-1").sends(Share(of=UsersFile().token).token).refused
