"""Licence servers are recorded per customer: named like computers, of a version that takes licences, each once."""

from __future__ import annotations

import pytest

from handlers.sample.loading import sample_id
from handlers.server_commands import AddServer, ChangeServer, RemoveServer, ShowServer

CONTOSO = str(sample_id("organisation", "Contoso"))


@pytest.fixture
def form(chloe):
    return chloe.presses(chloe.asks("servers"), "Add a licence server")


def recorded(office):
    return office.rows("select name, version, activated_at is not null from licence_servers where removed_at is null")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (" ", "The name is missing"),
        ("LIC 02", "no spaces"),
        ("<!channel>", "no spaces"),
        ("x" * 64, "too long"),
        ("lic-paris-01", "There is a licence server lic-paris-01 here already"),
    ],
)
def test_a_bad_name_is_told_next_to_its_field(chloe, office, form, name, told):
    said = chloe.submits(form, called=name, version="2022", activated="no")
    assert told in said.text
    assert set(said.answer.errors) == {"called"}
    assert len(recorded(office)) == 1


@pytest.mark.parametrize("version", ["2012 R2", "2012", "2017", "", "2022 ", "²⁰¹⁹"])
def test_a_version_that_takes_no_licences_is_told_next_to_its_field(chloe, office, form, version):
    said = chloe.submits(form, called="LIC-02", version=version, activated="yes")
    assert "RDS CALs need Windows Server 2016 or later" in said.text
    assert set(said.answer.errors) == {"version"}
    assert len(recorded(office)) == 1


def test_a_server_is_recorded_and_listed(chloe, office, form):
    said = chloe.submits(form, called=" LIC-02 ", version="2016", activated="no")
    assert "LIC-02 is recorded" in said.text
    assert ("LIC-02", 2016, 0) in [(name, version, int(active)) for name, version, active in recorded(office)]
    listed = chloe.asks("servers").text
    assert "LIC-PARIS-01" in listed
    assert "LIC-02" in listed


def test_what_comes_again_records_nothing_more(chloe, office, form):
    said = chloe.submits(form, called="LIC-02", version="2016", activated="no")
    assert "LIC-02 is recorded" in chloe.repeats(said).text
    assert len(recorded(office)) == 2


def test_a_partner_says_whose_server_it_is(alice, office):
    form = alice.presses(alice.asks("servers"), "Add a licence server")
    assert form.options("organisation") == {"Contoso": CONTOSO}
    said = alice.submits(form, organisation=CONTOSO, called="LIC-02", version="2022", activated="yes")
    assert "LIC-02 · Contoso" in said.text
    assert "LIC-02 · Contoso" in alice.asks("servers").text


def test_a_mistake_leaves_the_rest_of_the_form_as_it_was(chloe, form):
    said = chloe.submits(form, called="LIC 02", version="2016", activated="yes")
    name, version, activated = said.card.inputs
    assert (name.value, version.chosen, activated.on) == ("LIC 02", "2016", True)


def test_what_is_recorded_can_be_changed_and_the_record_says_so(chloe, office):
    server = chloe.presses(chloe.asks("servers"), "LIC-PARIS-01")
    form = chloe.presses(server, "Change it")
    said = chloe.submits(form, called="LIC-01", version="2022", activated="yes")
    assert "LIC-01 is recorded like this now" in said.text
    (detail,) = office.rows("select detail from audit where command = 'servers.change' and detail like '%2022%'")
    assert "LIC-PARIS-01 2019 activated" in detail[0]
    assert recorded(office) == [("LIC-01", 2022, 1)]


def test_a_server_says_which_licences_it_takes_and_what_is_nowhere_written(chloe, form):
    old = chloe.presses(chloe.asks("servers"), "LIC-PARIS-01")
    assert "Takes RDS CALs of: 2016, 2019" in old.text
    assert "Beyond what Microsoft writes" not in old.text
    new = chloe.submits(form, called="LIC-02", version="2022", activated="yes")
    assert "Takes RDS CALs of: 2022" in new.text
    assert "Beyond what Microsoft writes" in new.text


def test_a_server_is_activated_by_one_press(chloe, form):
    said = chloe.submits(form, called="LIC-02", version="2019", activated="no")
    assert "once the Clearinghouse has activated it" in said.text
    assert "Use a code" not in said.buttons
    assert "Use a code" in chloe.presses(said, "It is activated").buttons


def test_a_server_that_is_removed_makes_room_for_one_of_its_name(chloe, office, form):
    server = chloe.presses(chloe.asks("servers"), "LIC-PARIS-01")
    assert "is removed" in chloe.presses(server, "Remove").text
    assert "There is no such licence server" in chloe.presses(server, "Change it").text
    assert "is recorded" in chloe.submits(form, called="LIC-PARIS-01", version="2022", activated="no").text


def test_the_steps_say_the_port_and_what_to_do_when_it_was_rebuilt(chloe):
    said = chloe.presses(chloe.asks("servers"), "Activation steps")
    assert "TCP port 443" in said.text
    assert "not even on the same server" in said.text


def test_a_reader_looks_and_changes_nothing(david, office):
    server = david.presses(david.asks("servers"), "LIC-PARIS-01")
    assert set(server.buttons) == {"Activation steps", "All licence servers"}


@pytest.mark.parametrize("command", [ShowServer, ChangeServer, RemoveServer])
def test_a_stranger_learns_as_little_from_a_real_id_as_from_a_random_one(adam, office, command):
    real = adam.sends(command(server=str(office.one("select id from licence_servers"))).token)
    made_up = adam.sends(command(server="00000000-0000-4000-8000-000000000000").token)
    assert real.text == made_up.text
    assert "There is no such licence server" in real.text


def test_nobody_records_a_server_for_a_foreign_organisation(adam, office):
    said = adam.sends(AddServer(organisation=CONTOSO).token, called="EVIL", version="2022")
    assert said.refused
    assert len(recorded(office)) == 1


def test_a_french_admin_reads_french(chloe):
    said = chloe.speaking("fr").asks("serveurs")
    assert "Serveurs de licences de Contoso" in said.text
