"""An order that is not to be set up is withdrawn once, whoever has it in hand, and reopened where that was wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.errand import Errand
from bot.phrases import Tongue
from bot.text_cards import text
from handlers.provisioning.commands import OpenProvisioning, ReopenProvisioning, SetUp, WithdrawProvisioning
from handlers.provisioning.handing_commands import LetCustomerSetUp, TakeBack
from jobs import provisionings
from tests.handlers.provisioning.outside import NADIA, Outsider, hands, mapped
from tests.handlers.provisioning.serviced import Order as Serviced


def withdraws(order, who, version=None):
    return who.sends(order.ask(WithdrawProvisioning, version, sure=True))


def told(office, template="withdrawn"):
    return [to for (to,) in office.rows("SELECT recipient FROM mails WHERE template = :it", it=template)]


def state(order):
    return order._row("state")


def test_the_preview_says_what_becomes_of_it_and_changes_nothing(alice, order):
    said = alice.presses(alice.sends(order.ask(OpenProvisioning)), "Withdraw the order")
    assert "Withdraw this order?" in said.text
    assert state(order) == "open"
    assert "was withdrawn" in alice.presses(said, "Withdraw the order").text
    assert state(order) == "withdrawn"


@pytest.mark.parametrize("named", ["number", "provisioning"])
def test_nobody_withdraws_what_they_have_not_looked_through(alice, order, named):
    which = {"number": order.label, "provisioning": str(order.id)}[named]
    said = alice.sends(WithdrawProvisioning(sure=True, **{named: which}).token)
    assert "Withdraw this order?" in said.text
    assert state(order) == "open"


def test_it_leaves_the_list_and_says_so_by_its_number(alice, order):
    withdraws(order, alice)
    assert order.label not in alice.asks("provision").text
    assert "was withdrawn. Nothing of it was set up." in alice.asks(f"provision {order.label}").text


@pytest.mark.parametrize("words", ["provision withdraw {}", "provisionner retirer {}"])
def test_it_is_named_by_words_in_both_languages(alice, order, words):
    assert "Withdraw this order?" in alice.asks(words.format(order.label)).text
    assert state(order) == "open"


def test_without_a_number_the_orders_are_listed(alice, order):
    assert order.label in alice.asks("provision withdraw").text


def test_whoever_completes_it_outside_is_told_and_their_link_opens_nothing(alice, order, office, nadia):
    nadia.comes_in()
    said = alice.sends(order.ask(WithdrawProvisioning))
    assert f"{NADIA} has it in hand and is told." in said.text
    alice.presses(said, "Withdraw the order")
    assert told(office) == [NADIA]
    assert (nadia.opens(), nadia.desk.look(nadia.token).link) == ("", "withdrawn")


def test_a_customer_who_was_to_set_it_up_is_told_too(alice, office):
    order = mapped(office)
    alice.sends(order.ask(LetCustomerSetUp), email="admin@contoso.example")
    withdraws(order, alice)
    assert told(office) == ["admin@contoso.example"]
    assert Outsider(office, "admin@contoso.example").link("set-up").asks_for_code()


def test_who_got_it_in_the_chat_reads_there_that_it_was_withdrawn(alice, order, office, ole):
    hands(order, alice, ole.account.user)
    withdraws(order, alice)
    keys = [key for (key,) in office.rows("SELECT key FROM outbox WHERE key LIKE 'provisioning-handed:%'")]
    assert sorted(key.split(":")[2] for key in keys) == ["handed", "withdrawn"]
    assert told(office) == []


def test_a_colleague_who_had_it_in_hand_is_told_in_the_chat(alice, ole, order, office):
    ole.sends(order.ask(OpenProvisioning))
    office.write("UPDATE provisionings SET held_by = (SELECT id FROM people WHERE email = :it)", it=ole.account.user)
    withdraws(order, alice)
    rows = office.rows("SELECT channel, body FROM outbox WHERE key LIKE 'provision-withdrawn:%'")
    ((channel, body),) = rows
    assert channel == f"@{ole.account.user}"
    assert "has withdrawn order" in body


def test_two_presses_withdraw_it_once(alice, order, office, nadia):
    early = order.version
    withdraws(order, alice)
    again = withdraws(order, alice, early)
    assert (state(order), told(office)) == ("withdrawn", [NADIA])
    assert "out of date" in again.text


def test_what_is_set_up_can_t_be_withdrawn(alice, office):
    order = Serviced(office, meetings=25)
    order.describes(alice, "fabrikam")
    order.sets_up(alice)
    assert "is set up already. Nothing was changed." in withdraws(order, alice).text
    assert order.state == "done"


def test_what_was_withdrawn_can_t_be_set_up_taken_back_or_withdrawn_again(alice, office):
    order = Serviced(office, meetings=25)
    order.describes(alice, "fabrikam")
    withdraws(order, alice)
    for command in (SetUp, TakeBack, WithdrawProvisioning):
        said = alice.sends(order.ask(command))
        assert "was withdrawn. Nothing was changed." in said.text
        assert "Reopen the order" in alice.presses(said, "Show the order").buttons
    assert office.rows("SELECT host FROM sites") == []


def test_the_url_in_its_draft_is_free_for_another_order(alice, office):
    first, second = Serviced(office, meetings=25), Serviced(office, meetings=25)
    first.describes(alice, "fabrikam")
    assert "is taken" in second.describes(alice, "fabrikam").text
    withdraws(first, alice)
    second.describes(alice, "fabrikam")
    assert second.sites == [("fabrikam.webex.com", 25)]


def test_reopened_it_goes_on_as_far_as_it_had_come(alice, office):
    order = Serviced(office, meetings=25)
    order.describes(alice, "fabrikam")
    withdraws(order, alice)
    said = alice.sends(order.ask(ReopenProvisioning))
    assert "The order is open again" in said.text
    assert (order.state, order.step, order.sites) == ("open", "meetings", [("fabrikam.webex.com", 25)])


@pytest.fixture
def reminded(office, alice, order):
    """Alice read a day before the deadline that it is near; gives what stands in that message by now."""
    office.now = datetime(2026, 12, 19, 12, tzinfo=UTC)
    with office.database.transaction() as db:
        provisionings.remind(db, office.defaults, office.now)
    office.write("UPDATE outbox SET sent_as = 'm1', settled_at = created_at WHERE kind = 'provisioning'")

    def stands():
        office.later(minutes=1)
        query = "SELECT body FROM outbox WHERE key LIKE 'provisioning-due:%' ORDER BY created_at DESC"
        errand = Errand.model_validate_json(office.rows(query)[0][0])
        return (errand.replaces, text(errand.card, Tongue()) if errand.card else errand.task)

    return stands


def test_a_reminder_says_that_it_was_withdrawn_and_after_that_that_it_is_open_again(alice, order, reminded):
    assert reminded()[1].startswith("provisioning-due:")
    withdraws(order, alice)
    replaced, said = reminded()
    assert (replaced, "This order was withdrawn." in said, "[Show the order]" in said) == ("m1", True, True)
    alice.sends(order.ask(ReopenProvisioning))
    replaced, said = reminded()
    assert (replaced, "withdrawn" in said, "[Set up the service]" in said) == ("m1", False, True)


def test_only_what_was_withdrawn_is_reopened(alice, order):
    assert "was not withdrawn" in alice.sends(order.ask(ReopenProvisioning)).text


def test_reopened_after_it_was_handed_over_it_is_in_one_s_own_hands(alice, order, nadia):
    withdraws(order, alice)
    said = alice.sends(order.ask(ReopenProvisioning))
    assert "Who is the order for?" in said.text
    assert (state(order), order._row("for_whom"), nadia.opens()) == ("open", None, "")


def test_a_guest_withdraws_nothing(alice, order, ole, nadia):
    nadia.comes_in()
    assert "Withdraw the order" not in nadia.buttons
    nadia.sends(order.ask(WithdrawProvisioning, sure=True))
    assert state(order) == "handed-over"


def test_a_guest_in_the_chat_withdraws_nothing(alice, order, ole):
    hands(order, alice, ole.account.user)
    assert "There is no such order" in withdraws(order, ole).text
    assert "There is no such order" in ole.asks(f"provision withdraw {order.label}").text
    assert state(order) == "handed-over"


def test_strangers_and_readers_withdraw_nothing(adam, bruno, chloe, order):
    for one in (adam, bruno, chloe):
        assert withdraws(order, one).refused
    assert state(order) == "open"


def test_the_record_says_who_withdrew_it_and_who_was_told(alice, order, office, nadia):
    withdraws(order, alice)
    query = "SELECT subject, detail FROM audit WHERE command = 'provision.withdraw' AND outcome = 'done'"
    ((subject, detail),) = office.rows(query)
    said = json.loads(detail)
    assert (subject, said["before"], said["after"], said["told"]) == (order.label, "handed-over", "withdrawn", NADIA)
