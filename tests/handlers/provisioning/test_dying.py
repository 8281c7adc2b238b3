"""An order whose bot dies between any two writes: each press left nothing at all, and works when it comes again."""

from __future__ import annotations

import os
from itertools import count

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from handlers import sample
from handlers.provisioning.commands import SetUp
from handlers.provisioning.handing_commands import HandOver, LetCustomerSetUp, TakeBack
from handlers.provisioning.mapping_commands import MakeOrganisation
from store.database import Database
from store.schema import metadata
from tests.handlers.conversation import Office
from tests.handlers.provisioning.mapped import ATELIER, Order
from tests.handlers.provisioning.outside import CONTACT, NADIA, hands, mapped
from tests.handlers.provisioning.serviced import Order as Serviced

pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


def dies(url, now, before_write, token, fields):
    """In a process of its own: Alice presses, and it ends before its write of that number. Whether it came to that."""
    written = count(1)

    def note(_connection, _cursor, statement, *_more):
        if statement.lstrip().startswith(WRITES) and next(written) == before_write:
            os._exit(9)

    child = os.fork()
    if not child:
        event.listen(Engine, "before_cursor_execute", note)
        office = Office(Database.open(url), now, loaded=True)
        said = office.person(sample.ATELIER_ADMIN).sends(token, **fields)
        os._exit(1 if said.refused else 0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in {0, 9}
    return status == 9


def rows(office):
    tables = metadata.sorted_tables
    return {table.name: sorted(map(repr, office.rows(f"SELECT * FROM {table.name}"))) for table in tables}


@pytest.fixture
def survived(office, database_url):
    """How many writes the press has: it dies before each of them once, and then it is left alone."""

    def survive(token, **fields):
        before, number = rows(office), 1
        while dies(database_url, office.now, number, token, fields):
            assert rows(office) == before
            number += 1
        return number - 1

    return survive


@pytest.fixture
def handed(office, alice):
    order = Order(office, CONTACT, customer="Contoso", step="who")
    hands(order, alice, NADIA)
    return order


def test_handing_over_is_one_write(office, alice, survived):
    order = Order(office, CONTACT, customer="Contoso", step="who")
    alice.asks("overview")
    assert survived(order.ask(HandOver), email=NADIA) > 3
    assert office.one("SELECT count(*) FROM mails WHERE template = 'handing'") == 1


def test_taking_back_is_one_write(office, handed, survived):
    assert survived(handed.ask(TakeBack)) > 3
    assert office.one("SELECT count(*) FROM mails WHERE template = 'taken-back'") == 1


def test_letting_a_customer_set_up_is_one_write(office, alice, survived):
    order = mapped(office)
    alice.asks("overview")
    assert survived(order.ask(LetCustomerSetUp), email="admin@contoso.example") > 3


def test_creating_an_organisation_is_one_write(office, alice, survived):
    order = Order(office, CONTACT, step="customer", partner=ATELIER)
    order.describes(alice)
    assert survived(order.ask(MakeOrganisation)) > 3
    assert order.mapped("customer") == "Zebra GmbH"


def test_setting_up_is_one_write(office, alice, survived):
    order = Serviced(office, meetings=25, calling=5)
    order.describes(alice, "fabrikam", more="yes")
    order.describes(alice, "fabrikam-lab")
    order.shares(alice, 15, 10)
    order.locates(alice, "Siège")
    assert survived(order.ask(SetUp)) > 3
    assert [office.one(f"SELECT count(*) FROM {table}") for table in ("sites", "locations")] == [2, 1]
