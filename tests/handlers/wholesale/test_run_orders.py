"""Files of users that were applied are orders: in the list, on its pages and in its file, within one's reach."""

from __future__ import annotations

import csv
import io
from uuid import UUID

import pytest

from bot.cards import File, Table
from bot.phrases import Speaker, Tongue
from handlers.files import read
from handlers.list_files import TakeOrders
from handlers.sample import ATELIER_ADMIN
from tests.handlers.wholesale.test_planning import ANN, BEN


def listed(said):
    """The cells of its table, as they are read."""
    say = Speaker(said.answer.tongue).say
    tables = [one for one in said.card.elements if isinstance(one, Table)]
    return [tuple(say(cell).replace("\u202f", " ") for cell in row) for table in tables for row in table.rows]


def numbers(said):
    return [int(row[0].removeprefix("C-")) for row in listed(said)]


def taken(desk, someone):
    """The rows of the file that they take."""
    (offered,) = (one for one in someone.sends(TakeOrders().token).card.elements if isinstance(one, File))
    id = UUID(offered.file)
    body = desk.office.one(
        "SELECT recipe FROM files WHERE id = :id", id=id.hex if desk.office.database.is_sqlite else id
    )
    with desk.office.database.reading() as db:
        content = b"".join(read(body).content(db, desk.house, Tongue(), desk.office.now))
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]


@pytest.fixture
def applied(desk, alice):
    """An order of seats, a file of two users, another order, a file that is still being applied."""
    alice.presses(alice.asks("seats Microsoft 365 E3 30"), "Order 5 seats")
    desk.apply(desk.plan(ANN, BEN))
    alice.presses(alice.asks("seats Microsoft 365 Business Premium 41"), "Order 1 seat")
    desk.confirm(desk.plan(BEN.replace("ben@", "bob@")))


@pytest.mark.usefixtures("applied")
def test_files_that_were_applied_stand_among_the_orders(alice):
    first, second, third, fourth = listed(alice.asks("orders"))
    assert first == ("C-000004", "users.csv · Fabrikam", "users from a file, 1 row", "being carried out")
    assert (second[0], fourth[0]) == ("C-000003", "C-000001")
    assert third == ("C-000002", "users.csv · Fabrikam", "users from a file, 2 rows", "completed")
    assert "utilisateurs d’un fichier, 2 lignes" in alice.speaking("fr").asks("commandes").text


@pytest.mark.usefixtures("applied")
def test_each_opens_from_the_list(alice):
    assert "All rows are settled" in alice.presses(alice.asks("orders"), "C-000002").text


@pytest.mark.usefixtures("applied")
def test_whoever_may_not_see_a_file_does_not_see_its_order(adam, bruno, chloe, ole):
    assert [numbers(one.asks("orders")) for one in (chloe, bruno)] == [[3, 1], [3, 1]]
    assert (numbers(adam.asks("orders")), numbers(ole.asks("orders"))) == ([], [4, 3, 2, 1])


@pytest.mark.usefixtures("applied")
def test_the_overview_counts_the_ones_that_are_being_applied_for_whoever_sees_them(desk, adam, alice, bruno):
    assert "Orders: 3 in progress" in alice.asks("overview").text
    assert "Orders: 2 in progress" in bruno.asks("overview").text
    assert "Orders: none in progress" in adam.asks("overview").text
    desk.jobs.act(desk.jobs.take())
    assert "Commandes : 2 en cours" in alice.speaking("fr").asks("aperçu").text


@pytest.mark.usefixtures("applied")
def test_pages_count_orders_and_files_together(desk, alice):
    desk.jobs.act(desk.jobs.take())
    for number in range(7):
        desk.apply(desk.plan(BEN.replace("ben@", f"b{number}@")))
    first = alice.asks("orders")
    second = alice.presses(first, "Next")
    assert ("1–10 of 11" in first.text, "11–11 of 11" in second.text) == (True, True)
    assert numbers(first) + numbers(second) == list(range(11, 0, -1))


@pytest.mark.usefixtures("applied")
def test_the_list_as_a_file_has_them_for_whoever_sees_them(desk, alice, bruno):
    rows = taken(desk, alice)
    assert [row[0] for row in rows] == ["C-000004", "C-000003", "C-000002", "C-000001"]
    assert rows[2][2:] == [
        "Fabrikam",
        "users.csv",
        "users from a file, 2 rows",
        "",
        "",
        "",
        "",
        "completed",
        ATELIER_ADMIN,
    ]
    assert [row[0] for row in taken(desk, bruno)] == ["C-000003", "C-000001"]
