from __future__ import annotations

import csv
import io

import pytest

from bot.ask import Account, Platform
from bot.cards import File
from handlers import sample
from handlers.context import Defaults
from handlers.exporting import write_csv
from handlers.files import Files, read
from handlers.sample.loading import sample_id
from store.values import Scope
from tests.handlers.conversation import TEAM


class Desk:
    """Where files are fetched."""

    def __init__(self, office) -> None:
        self.files = Files(office.database, lambda: office.now, Defaults())

    def fetched(self, id: str, email: str) -> bytes | None:
        with self.files.opened(id, Account(Platform.CONSOLE, TEAM, email)) as parcel:
            if parcel is None:
                return None
            content = parcel.content.read()
            assert len(content) == parcel.size
            return content

    def rows(self, said, email: str) -> list[list[str]]:
        content = self.fetched(file_of(said).file, email)
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def file_of(said) -> File:
    (file,) = [one for one in said.card.elements if isinstance(one, File)]
    return file


def taken(person, words: str):
    """The list, and the press that asks for it as a file."""
    return person.presses(person.asks(words), "CSV")


@pytest.fixture
def desk(office) -> Desk:
    return Desk(office)


def test_a_list_is_offered_as_a_file_with_a_name_that_says_what_it_is(chloe):
    file = file_of(taken(chloe, "subscriptions"))
    assert (file.name, file.media_type) == ("subscriptions Contoso 2026-11-20.csv", "text/csv")


def test_all_subscriptions_are_in_the_columns_of_the_import(chloe, desk):
    header, *rows = desk.rows(taken(chloe, "subscriptions"), sample.CONTOSO_ADMIN)
    assert header[:2] == ["number", "customer"]
    assert {row[1] for row in rows} == {"Contoso"}
    assert len(rows) == 5


def test_what_comes_out_is_what_the_command_line_exports(chloe, desk, office):
    rows, exported = desk.rows(taken(chloe, "subscriptions"), CHLOE), io.StringIO()
    with office.database.reading() as db:
        write_csv(db, Scope(sample_id("organisation", "Contoso")), "subscriptions", exported)
    assert rows == list(csv.reader(io.StringIO(exported.getvalue())))


def test_orders_are_told_in_the_readers_language(chloe, desk, office):
    french = chloe.speaking("fr")
    french.presses(french.asks("licences Microsoft 365 E3 +5"), "Commander 5 licences")
    (header, row) = desk.rows(taken(french, "commandes"), sample.CONTOSO_ADMIN)
    assert header[:2] == ["Commande", "Passée le (Europe/Paris)"]
    assert row[:7] == ["C-000001", "2026-11-20 14:05:00", "Contoso", "Microsoft 365 E3", "licences 25 → 30", "25", "30"]


def test_the_record_says_what_was_refused_and_why(chloe, david, desk):
    assert david.asks("seats Microsoft 365 E3 +5").refused
    rows = desk.rows(taken(chloe, "audit"), sample.CONTOSO_ADMIN)
    (refused,) = [row for row in rows if row[6] == "refused"]
    assert refused[2] == "Console"
    assert refused[7].startswith("Your role, Reader, lets you look")


def test_an_organisation_can_be_named(alice, desk):
    rows = desk.rows(taken(alice, "subscriptions Fabrikam"), sample.ATELIER_ADMIN)
    assert {row[1] for row in rows[1:]} == {"Fabrikam"}


def test_nothing_of_another_partner_is_in_a_file(alice, desk):
    content = desk.fetched(file_of(taken(alice, "subscriptions")).file, sample.ATELIER_ADMIN)
    assert b"Contoso" in content
    assert b"Adventure" not in content


def test_nobody_else_gets_it_not_even_who_sees_more(chloe, alice, adam, desk):
    id = file_of(taken(chloe, "subscriptions")).file
    assert desk.fetched(id, sample.CONTOSO_ADMIN)
    assert desk.fetched(id, sample.ATELIER_ADMIN) is desk.fetched(id, sample.ADVENTURE_ADMIN) is None


@pytest.mark.parametrize("id", ["", "x", "../../etc/passwd", "00000000-0000-4000-8000-00000000f11e"])
def test_what_is_no_file_leads_to_none(chloe, desk, id):
    assert desk.fetched(id, sample.CONTOSO_ADMIN) is None


def test_after_a_day_it_is_gone(chloe, desk, office):
    id = file_of(taken(chloe, "subscriptions")).file
    office.later(hours=23, minutes=59, seconds=59)
    assert desk.fetched(id, sample.CONTOSO_ADMIN)
    office.later(seconds=1)
    assert desk.fetched(id, sample.CONTOSO_ADMIN) is None


def test_whose_grant_is_gone_gets_nothing(alice, desk, office):
    id = file_of(taken(alice, "subscriptions")).file
    assert desk.fetched(id, sample.ATELIER_ADMIN)
    office.write(
        "delete from grants where person_id in (select id from people where email = :who)", who=sample.ATELIER_ADMIN
    )
    assert desk.fetched(id, sample.ATELIER_ADMIN) is None


def test_the_right_is_the_one_of_that_moment(chloe, desk, office):
    """Who may look only gets the list still, but no longer the record."""
    lists, record = file_of(taken(chloe, "subscriptions")).file, file_of(taken(chloe, "audit")).file
    demoted = "update grants set role = 'reader' where person_id in (select id from people where email = :who)"
    office.write(demoted, who=CHLOE)
    assert desk.fetched(lists, CHLOE)
    assert desk.fetched(record, CHLOE) is None


def test_a_user_on_the_staff_gets_what_they_may_see_while_they_are_ready(office, desk):
    emma = office.person(sample.STAFF_USER)
    id = file_of(taken(emma, "subscriptions")).file
    assert desk.fetched(id, sample.STAFF_USER)
    office.write("update users set status = 'locked' where login = :who", who=sample.STAFF_USER)
    assert desk.fetched(id, sample.STAFF_USER) is None


def test_who_left_the_platform_gets_nothing(chloe, desk, office):
    id = file_of(taken(chloe, "subscriptions")).file
    office.write("update identities set standing = 'deactivated'")
    assert desk.fetched(id, CHLOE) is None


def test_it_is_made_when_it_is_fetched(chloe, desk, office):
    id = file_of(taken(chloe, "subscriptions")).file
    office.write("update subscriptions set seats = 99 where name = 'Visio Plan 2'")
    assert b'"99"' in desk.fetched(id, CHLOE)


def test_a_redelivery_offers_the_same_file_once(chloe, office):
    said = taken(chloe, "subscriptions")
    assert file_of(chloe.repeats(said)).file == file_of(said).file
    assert office.rows("select count(*) from files") == [(1,)]
    assert office.rows("select channel from outbox where kind = 'file'") == [(f"@{CHLOE}",)]


def test_nothing_of_the_content_waits_in_the_tables(chloe, office):
    taken(chloe, "subscriptions")
    (recipe, content), *_others = office.rows("select recipe, content from files")
    assert (recipe, content) == ('["kind", {"kind": "subscriptions"}]', None)


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '["kind", {"kind": "secrets"}]', '["nothing", {}]', '["kind"]', "\x00"]
)
def test_a_recipe_that_nobody_knows_makes_nothing(body):
    assert read(body) is None


def test_the_menu_has_no_words_for_the_button_alone(chloe):
    assert chloe.asks("subscriptions.file").refused


CHLOE = sample.CONTOSO_ADMIN
