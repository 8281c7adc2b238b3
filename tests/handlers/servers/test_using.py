"""A single-use code is used once, for ever: recorded before it is shown, and refused afterwards, also to oneself."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from bot.cards import Secret
from handlers.keys.commands import GetKey
from handlers.sample.loading import sample_id
from handlers.server_commands import UseCode

CAL = str(sample_id("subscription", "Contoso", "Windows Server 2019 RDS CAL"))
CODE = "XXXXX-XXXXX-XXXXX-XXXXX-RD22X"
SERVER = str(sample_id("licence server", "LIC-PARIS-01"))


@pytest.fixture
def form(alice):
    return alice.sends(UseCode(subscription=CAL).token)


@pytest.fixture
def key(office):
    return str(sample_id("product key", CODE))


def secret(said):
    return next((element.value for element in said.card.elements if isinstance(element, Secret)), None)


def uses(office):
    return office.one("select count(*) from code_uses")


def another(office, alice, version):
    """The id of a further server of Contoso."""
    form = alice.presses(alice.asks("servers in Contoso"), "Add a licence server")
    alice.submits(form, called=f"LIC-{version}", version=str(version), activated="yes")
    return str(office.rows("select id from licence_servers where version = :version", version=version)[0][0])


def test_a_code_is_used_and_shown_to_who_uses_it(alice, office, form, key):
    assert form.fields == {"server", "key", "reason"}
    said = alice.submits(form, server=SERVER, key=key, reason="Rollout in Paris")
    assert secret(said) == CODE
    assert "Code …RD22X is recorded as used on LIC-PARIS-01" in said.text
    assert said.card.private
    assert CODE not in said.ask.said.token


def test_a_code_that_was_used_is_refused_also_for_the_same_server(alice, chloe, office, form, key):
    alice.submits(form, server=SERVER, key=key, reason="Rollout in Paris")
    office.later(days=3)
    for person in (alice, chloe):
        said = person.submits(form, server=SERVER, key=key, reason="The server was rebuilt")
        assert "…RD22X was used on LIC-PARIS-01 on 20 Nov 2026, 14:05 (Europe/Paris), by Alice Martin" in said.text
        assert "also for the same server" in said.text
        assert secret(said) is None
    assert uses(office) == 1


def test_a_code_stays_used_when_its_server_is_renamed_or_removed(alice, office, form, key):
    alice.submits(form, server=SERVER, key=key, reason="Rollout")
    other = another(office, alice, 2016)
    alice.presses(alice.presses(alice.asks("servers in Contoso"), "LIC-PARIS-01"), "Remove")
    said = alice.submits(form, server=other, key=key, reason="Again")
    assert "was used on LIC-PARIS-01" in said.text


def test_the_same_delivery_again_uses_nothing_and_shows_nothing(alice, office, form, key):
    said = alice.submits(form, server=SERVER, key=key, reason="Rollout")
    again = alice.repeats(said)
    assert "recorded as used" in again.text
    assert "shown already" in again.text
    assert uses(office) == 1


@pytest.mark.parametrize("reason", ["", " \n", "\u200b \u00a0"])
def test_no_reason_no_code(alice, office, form, key, reason):
    said = alice.submits(form, server=SERVER, key=key, reason=reason)
    assert set(said.answer.errors) == {"reason"}
    assert uses(office) == 0


def test_of_two_who_use_a_code_at_once_one_wins(office, alice, chloe, form, key):
    gate, said = Barrier(2), []

    def use(person):
        gate.wait()
        said.append(person.submits(form, server=SERVER, key=key, reason="Rollout"))

    threads = [Thread(target=use, args=(person,)) for person in (alice, chloe)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.refused for one in said) == [False, True]
    assert [secret(one) for one in said if not one.refused] == [CODE]
    assert uses(office) == 1


@pytest.mark.parametrize(("version", "told"), [(2016, "takes RDS CALs of 2016"), (2022, "takes RDS CALs of 2022")])
def test_a_version_that_does_not_run_the_licence_is_told_next_to_the_server(alice, office, form, key, version, told):
    said = alice.submits(form, server=another(office, alice, version), key=key, reason="Rollout")
    assert told in said.text
    assert set(said.answer.errors) == {"server"}
    assert uses(office) == 0


def test_an_older_licence_runs_on_the_next_server(alice, office, form, key):
    office.write("update product_keys set version = '2016'")
    assert secret(alice.submits(form, server=SERVER, key=key, reason="Rollout")) == CODE


def test_a_server_that_is_not_activated_is_refused_with_the_steps(alice, office, form, key):
    office.write("update licence_servers set activated_at = null")
    said = alice.submits(form, server=SERVER, key=key, reason="Rollout")
    assert "LIC-PARIS-01 is not activated" in said.text
    assert "TCP port 443" in said.text
    assert "It is activated" in said.buttons
    assert uses(office) == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"key": "not an id"}, "key"),
        ({"key": "00000000-0000-4000-8000-000000000000"}, "key"),
    ],
)
def test_what_is_missing_or_wrong_is_told_next_to_its_field(alice, office, form, key, fields, field):
    said = alice.submits(form, **{"server": SERVER, "key": key, "reason": "Rollout"} | fields)
    assert set(said.answer.errors) == {field}
    assert secret(said) is None
    assert uses(office) == 0


def test_the_keys_of_the_licences_lead_there(alice):
    said = alice.asks("keys Windows Server 2019 RDS CAL")
    assert "Get key and download" not in said.buttons
    assert alice.presses(said, "Use a code on a server").fields == {"server", "key", "reason"}
    assert "LIC-PARIS-01" in alice.presses(said, "Licence servers").text


def test_a_code_is_not_shown_without_being_used(alice):
    said = alice.sends(GetKey(subscription=CAL).token, reason="Curious", version="2019")
    assert "it is shown when it is used on a licence server" in said.text
    assert secret(said) is None
    assert "server" in alice.presses(said, "Use a code on a server").fields


def test_a_key_of_another_kind_is_no_code(alice, office, form):
    mak = str(office.rows("select id from product_keys where kind = 'mak'")[0][0])
    assert "There is no such code here" in alice.submits(form, server=SERVER, key=mak, reason="Rollout").text


@pytest.mark.parametrize(
    "change", ["update product_keys set state = 'revoked'", "update subscriptions set status = 'cancelled'"]
)
def test_a_code_whose_purchase_was_cancelled_is_not_used(alice, office, form, key, change):
    office.write(change)
    said = alice.submits(form, server=SERVER, key=key, reason="Rollout")
    assert said.refused
    assert secret(said) is None
    assert uses(office) == 0


def test_where_there_is_no_server_yet_one_is_to_be_recorded_first(alice, office, form):
    office.write("delete from licence_servers")
    said = alice.sends(UseCode(subscription=CAL).token)
    assert "that comes first" in said.text
    assert "Add a licence server" in said.buttons


def test_a_used_code_is_no_longer_ready_and_is_listed_last(alice, office, form, key):
    alice.submits(form, server=SERVER, key=key, reason="Rollout")
    assert "4 keys ready" in alice.asks("keys").text
    labels = list(alice.sends(UseCode(subscription=CAL).token).options("key"))
    assert labels[-1] == "…RD22X · used on LIC-PARIS-01 · Windows Server 2019 RDS CAL"


def test_what_was_not_read_in_time_can_be_seen_again_with_a_reason(alice, chloe, office, form, key):
    alice.submits(form, server=SERVER, key=key, reason="Rollout")
    again = chloe.presses(chloe.presses(chloe.asks("servers"), "LIC-PARIS-01"), "See a used code again")
    assert secret(chloe.submits(again, key=key, reason="")) is None
    assert secret(chloe.submits(again, key=key, reason="The wizard was closed")) == CODE
    assert "The wizard was closed" in chloe.asks("custody").text
    assert uses(office) == 1


def test_a_used_code_that_was_revoked_is_not_seen_again(alice, office, form, key):
    alice.submits(form, server=SERVER, key=key, reason="Rollout")
    server = alice.presses(alice.asks("servers in Contoso"), "LIC-PARIS-01")
    again = alice.presses(server, "See a used code again")
    office.write("update product_keys set state = 'revoked'")
    assert secret(alice.submits(again, key=key, reason="Curious")) is None


def test_neither_a_reader_nor_a_stranger_uses_a_code(bruno, adam, office, form, key):
    for person in (bruno, adam):
        said = person.sends(form.card.submit.press, server=SERVER, key=key, reason="Curious")
        assert said.refused
        assert secret(said) is None
    assert uses(office) == 0


def test_the_server_says_which_codes_were_used_on_it(alice, david, form, key):
    alice.submits(form, server=SERVER, key=key, reason="Rollout")
    said = david.presses(david.asks("servers"), "LIC-PARIS-01").text
    assert "…RD22X" in said
    assert "Alice Martin" in said
    assert "XXXXX" not in said
