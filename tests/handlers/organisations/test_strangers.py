"""What belongs to somebody else is not there: not by list, number, name or id, whatever is submitted."""

from __future__ import annotations

from uuid import uuid4

import pytest

from handlers.book import MENU
from handlers.inventory import ShowSubscriptions
from handlers.organisations.commands import (
    AddOrganisation,
    CopyActivation,
    EditOrganisation,
    FileOfPage,
    SearchPage,
    SendActivation,
    ShowCustomers,
    ShowDistributors,
    ShowOrganisation,
    ShowPartners,
)
from handlers.sample.loading import sample_id

FIELDS = {
    AddOrganisation: {"called": "Zebra", "sent": True},
    EditOrganisation: {"called": "Zebra", "sent": True},
    FileOfPage: {"page": "customer"},
    SearchPage: {"page": "customer"},
    SendActivation: {"contact": "it@zebra.example"},
}
COMMANDS = [
    *(AddOrganisation, CopyActivation, EditOrganisation, FileOfPage, SearchPage, SendActivation, ShowCustomers),
    *(ShowOrganisation, ShowPartners, ShowDistributors),
]
ABOVE_AND_BESIDE = ["Comptoir", "Nordlicht", "Blue Harbour", "Adventure Works"]


def asked(person, command, organisation):
    return person.sends(command(organisation=organisation, **FIELDS.get(command, {})).token)


def written(office) -> list[list[tuple[object, ...]]]:
    """All that a command about organisations could leave behind."""
    tables = ("organisations", "domains", "links", "mails", "files", "lineage")
    return [office.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]


def test_these_are_all_commands_about_organisations():
    named = {item.command for item in MENU.items if item.command.__module__.startswith("handlers.organisations")}
    assert named == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_an_id_of_somebody_else_is_answered_like_one_that_is_nobodys(alice, office, command):
    before, nobodys = written(office), asked(alice, command, str(uuid4()))
    for theirs in ABOVE_AND_BESIDE:
        foreign = asked(alice, command, str(sample_id("organisation", theirs)))
        assert foreign.refused
        assert (foreign.text, list(foreign.buttons)) == (nobodys.text, list(nobodys.buttons))
    assert "There is no such organisation. Nothing was changed." in nobodys.text
    assert written(office) == before


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_same_command_reaches_ones_own(hanna, command):
    place = {CopyActivation: "Fabrikam", SendActivation: "Fabrikam"}.get(command, "Comptoir")
    said = asked(hanna, command, str(sample_id("organisation", place)))
    assert "There is no such organisation" not in said.text
    assert not said.refused


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_number_or_name_of_somebody_else_is_answered_like_one_that_is_nobodys(alice, command):
    for theirs, nobodys in (("O-000007", "O-999999"), ("Adventure Works", "Zebra Works")):
        foreign, unknown = asked(alice, command, theirs), asked(alice, command, nobodys)
        assert foreign.refused
        assert foreign.text.replace(theirs, nobodys) == unknown.text


def test_no_search_finds_what_is_outside(alice):
    for words in ("adventure", "adventure-works.example", "00000000-0000-4000-8000-00000000ad77", "O-000007"):
        assert "None fits." in alice.asks(f"customers {words}").text


def test_buttons_of_the_overview_lead_to_ones_own_pages(ole, chloe):
    said = ole.asks("overview")
    assert "Adventure Works" in ole.presses(said, "Customers").text
    assert "Blue Harbour" in ole.presses(said, "Partners").text
    assert "Customers" not in chloe.asks("overview").buttons


def test_narrowing_to_somebody_elses_organisation_shows_nothing_of_it(brigid):
    said = brigid.sends(ShowSubscriptions(organisation=str(sample_id("organisation", "Contoso"))).token)
    assert "There is no such organisation. Nothing was changed." in said.text
