"""Ids of another partner's wholesale customer and of its users, pressed by hand."""

from __future__ import annotations

from uuid import uuid4

import pytest

from handlers import sample
from handlers.sample.loading import sample_id
from handlers.wholesale.commands import (
    AddMembers,
    ChangePackage,
    EditCustomer,
    OpenView,
    ProvisionCustomer,
    RemoveMember,
    RenameMember,
    RepairPackage,
    SetLimits,
    ShowCustomer,
    ShowMember,
    ShowMembers,
)
from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

FABRIKAM, INES = str(sample_id("organisation", "Fabrikam")), str(sample_id("user", "ines.morel@fabrikam.example"))
TABLES = ("wholesale_customers", "package_limits", "wholesale_users", "users", "organisations", "plans")
COMMANDS = (
    ShowCustomer(organisation=FABRIKAM),
    OpenView(organisation=FABRIKAM),
    EditCustomer(organisation=FABRIKAM, street="1 rue", postal_code="69002", city="Lyon", sent=True),
    SetLimits(organisation=FABRIKAM, webex_suite="99", sent=True),
    ProvisionCustomer(existing=FABRIKAM, sent=True),
    ProvisionCustomer(organisation=FABRIKAM, called="X", country="FR", contact="x@x.example", sent=True),
    ShowMembers(organisation=FABRIKAM),
    AddMembers(organisation=FABRIKAM, people="Ann Ax <ann@f.example>; Meetings"),
    ShowMember(user=INES),
    ChangePackage(user=INES, package="webex_meetings", sent=True),
    RenameMember(user=INES, first_name="X", last_name="Y", sent=True),
    RemoveMember(user=INES, sure=True),
    RepairPackage(user=INES),
)


@pytest.fixture
def office(furnished, sqlite_url):
    database = Database.open(sqlite_url)
    office = Office(database, NOW, loaded=True)
    with database.transaction() as db:
        sample.load_wholesale(db, office.now)
    yield office
    database.close()


def everything(office):
    return [office.rows(f"SELECT * FROM {table}") for table in TABLES]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_they_open_nothing_and_change_nothing_as_ids_that_nobody_has(office, brigid, command):
    before, nowhere = everything(office), str(uuid4())
    refused = brigid.sends(command.token)
    assert (refused.refused, everything(office)) == (True, before)
    assert brigid.sends(command.token.replace(FABRIKAM, nowhere).replace(INES, nowhere)).text == refused.text


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_the_same_ids_are_good_for_whoever_has_them(alice, command):
    """Else the test above would prove nothing."""
    said = alice.sends(command.token)
    assert "There is no such" not in said.text
