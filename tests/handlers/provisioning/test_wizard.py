"""Going on with an order: from where it stopped, by one person at a time, never over what somebody else did."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from handlers import sample
from handlers.provisioning.commands import ChooseSetup, ChooseWho, GoTo, OpenProvisioning, SetUp, TakeOver
from handlers.sample.provisioning import REFERENCE
from store import provisionings
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId
from tests.handlers.conversation import Office
from tests.handlers.provisioning.serviced import Order, ident

STRANGERS = ("brigid", "chloe", "adam")
"""Admins too: of another partner, of a customer that the order is not for, of another partner's customer."""


@pytest.fixture
def order(office):
    """Fabrikam's order of the sample data, received two days ago, to be set up within 30 days."""
    with office.database.transaction() as db:
        sample.load_provisioning(db, office.now)
    return REFERENCE


@pytest.fixture
def mapped(office):
    return Order(office, meetings=25, step="setup")


def test_the_list_says_what_waits_until_when_and_with_whom(alice, order):
    said = alice.asks("provision")
    assert "W-000001 · WBX-2040117" in said.text
    assert "18 Dec 2026 · in 28 days" in said.text
    assert "not begun" in said.text
    alice.submits(alice.presses(said, "W-000001"), for_whom="customer")
    assert "Partner organisation · Alice Martin" in alice.asks("provision").text


def test_nothing_waits_where_there_is_no_order(alice, brigid, order):
    assert "No Webex order waits" in brigid.asks("provision").text


@pytest.mark.parametrize(
    ("days", "told"), [(24, ""), (25, "1 deadline is near"), (28, "1 deadline is near"), (29, "1 deadline has passed")]
)
def test_the_list_is_louder_near_the_deadline(office, alice, order, days, told):
    office.later(days=days)
    said = alice.asks("provision").text
    assert told in said
    assert ("deadline" in said) is bool(told)


@pytest.mark.parametrize(
    ("days", "told"),
    [(24, None), (25, "must be set up by 18 Dec 2026 (in 3 days)"), (28, "(today)"), (29, "has passed")],
)
def test_each_card_says_that_its_deadline_is_near(office, alice, order, days, told):
    office.later(days=days)
    said = alice.asks("provision W-000001").text
    assert (told in said) if told else ("deadline" not in said and "must be set up" not in said)


@pytest.mark.parametrize("words", ["W-000001", "w-1", "1", "WBX-2040117", "wbx-2040117"])
def test_an_order_is_named_by_our_number_or_the_vendor_s(alice, order, words):
    assert "Step 1 of 7" in alice.asks(f"provision {words}").text


def test_an_unknown_number_leads_to_the_list(alice, order):
    said = alice.asks("provision W-000009")
    assert said.refused
    assert "No Webex order has the number “W-000009”" in said.text
    assert "W-000001" in alice.presses(said, "All orders to set up").text


def test_the_same_number_of_two_sellers_is_asked_about(office, ole):
    one, other = Order(office, meetings=5, step="who"), Order(office, meetings=5, step="who", seller="Blue Harbour")
    other._set(reference=one.reference)
    said = ole.asks(f"provision {one.reference}")
    assert list(said.buttons) == ["W-000001", "W-000002"]
    assert "Step 1 of 6" in ole.presses(said, "W-000002").text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"for_whom": ""}, "Choose who the order is for"),
        ({"for_whom": "nobody"}, "Choose who the order is for"),
        ({"for_whom": "someone", "email": " "}, "e-mail of the person who will complete the order is missing"),
        ({"for_whom": "someone", "email": "not an address"}, "is not an e-mail address"),
    ],
)
def test_who_it_is_for_is_asked_again_where_nothing_fits(office, alice, order, fields, told):
    said = alice.submits(alice.asks("provision 1"), **({"email": ""} | fields))
    assert said.refused
    assert told in said.text
    assert office.one("SELECT version FROM provisionings") == 1


def test_an_address_that_the_wire_left_out_is_asked_for_in_the_form(alice, order):
    said = alice.submits(alice.asks("provision 1"), for_whom="someone")
    assert said.refused
    assert "The e-mail of the person who will complete the order is missing. Nothing was changed." in said.text
    assert "for_whom" in {field.name for field in said.card.inputs}


def test_for_one_s_own_company_the_customer_is_only_confirmed(office, alice, order):
    said = alice.submits(alice.asks("provision 1"), for_whom="company", email="")
    said = alice.presses(said, "Next")
    assert "Step 3 of 7 · Customer organisation" in said.text
    assert "Look for another one" not in said.buttons
    alice.presses(said, "Next")
    assert office.one("SELECT partner_id = customer_id FROM provisionings")


def test_an_order_that_is_for_somebody_else_after_all_has_its_customer_chosen_anew(alice, mapped):
    alice.sends(mapped.ask(ChooseWho, for_whom="company"))
    assert (mapped.step, "customer" in mapped.draft) == ("partner", False)


def test_who_it_is_for_said_again_keeps_what_was_chosen(alice, mapped):
    alice.sends(mapped.ask(ChooseWho, for_whom="customer"))
    assert "customer" in mapped.draft


def test_later_leaves_everything_as_it_is(alice, mapped):
    said = alice.presses(alice.asks("provision 1"), "Set up later")
    assert "Nothing was set up yet" in said.text
    assert "provision W-000001" in said.text
    assert (mapped.state, mapped.step) == ("open", "setup")
    assert "Step 4 of 6" in alice.presses(said, "Go on now").text


def test_after_a_restart_it_goes_on_where_it_stopped(office, alice, mapped):
    alice.presses(alice.asks("provision 1"), "Set up now")
    again = Office(office.database, office.now, loaded=True)
    assert "Step 5 of 6 · Meetings" in again.person(sample.ATELIER_ADMIN).asks("provision 1").text


def test_whoever_comes_second_sees_who_has_it_in_hand(alice, ole, mapped):
    alice.presses(alice.asks("provision 1"), "Set up now")
    said = ole.asks("provision 1")
    assert "Alice Martin is setting this order up" in said.text
    assert "Take it over" in said.buttons


def test_taking_over_goes_on_from_there_and_tells_the_first_one(office, alice, ole, mapped):
    alice.presses(alice.asks("provision 1"), "Set up now")
    said = ole.presses(ole.asks("provision 1"), "Take it over")
    assert "Step 5 of 6 · Meetings" in said.text
    ((channel, body),) = office.rows("SELECT channel, body FROM outbox WHERE key LIKE 'provision-taken:%'")
    assert channel == f"@{sample.ATELIER_ADMIN}"
    assert "Ole Lindqvist" in body


def test_the_first_one_can_fill_in_nothing_more(alice, ole, mapped):
    mine = alice.presses(alice.asks("provision 1"), "Set up now")
    ole.presses(ole.asks("provision 1"), "Take it over")
    version = mapped.version
    said = alice.presses(mine, "Set up now")
    assert "Ole Lindqvist" in said.text
    assert mapped.version == version


def test_without_taking_over_nobody_goes_on_with_another_s_order(alice, ole, mapped):
    alice.presses(alice.asks("provision 1"), "Set up now")
    said = ole.sends(mapped.ask(GoTo, step="partner"))
    assert "Alice Martin is setting this order up" in said.text
    assert mapped.step == "meetings"


def test_two_who_map_it_at_once_do_not_overwrite_each_other(alice, ole, order):
    of_alice, of_ole = alice.asks("provision 1"), ole.asks("provision 1")
    alice.submits(of_alice, for_whom="customer", email="")
    said = ole.submits(of_ole, for_whom="company", email="")
    assert "Alice Martin changed this order meanwhile" in said.text
    assert list(said.buttons) == ["Take it over", "All orders to set up", "Withdraw the order"]
    assert "Step 2 of 7" in alice.asks("provision 1").text


def test_what_was_read_before_somebody_else_wrote_is_not_written(office, alice, mapped):
    scope = Scope(OrganisationId(UUID(ident("Atelier Cloud"))))
    with office.database.transaction() as db:
        read = provisionings.get(db, scope, ProvisioningId(mapped.id))
        assert provisionings.save(db, scope, read, None, office.now, step="who")
        assert not provisionings.save(db, scope, read, None, office.now, step="review")
        elsewhere = Scope(OrganisationId(UUID(ident("Blue Harbour"))))
        assert provisionings.get(db, elsewhere, ProvisioningId(mapped.id)) is None
        assert not provisionings.save(db, elsewhere, provisionings.get(db, scope, read.id), None, office.now)
    assert mapped.step == "who"


def test_one_s_own_older_card_changes_nothing(alice, mapped):
    older = alice.asks("provision 1")
    alice.presses(older, "Set up now")
    said = alice.presses(older, "Back")
    assert "That card was out of date" in said.text
    assert mapped.step == "meetings"


def test_a_step_that_was_not_reached_is_not_jumped_to(alice, mapped):
    alice.sends(mapped.ask(GoTo, step="review"))
    assert mapped.step == "meetings"
    alice.sends(mapped.ask(GoTo, step="nowhere"))
    assert mapped.step == "meetings"


def test_back_keeps_what_was_filled_in(alice, mapped):
    said = alice.presses(alice.asks("provision 1"), "Back")
    assert "Step 3 of 6 · Customer organisation" in said.text
    assert "customer" in mapped.draft


def test_a_way_that_there_is_not_is_refused(alice, mapped):
    assert alice.sends(mapped.ask(ChooseSetup, way="never")).refused
    assert mapped.version == 1


def test_a_draft_that_nobody_can_read_is_asked_for_again(alice, mapped):
    mapped._set(draft="{not json", step="no-such-step")
    assert "Step 1 of 6" in alice.asks("provision 1").text


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_is_told_the_same_of_this_order_as_of_none(request, mapped, who):
    stranger = request.getfixturevalue(who)
    for command in (OpenProvisioning, GoTo, TakeOver, ChooseWho, ChooseSetup, SetUp):
        real = stranger.sends(mapped.ask(command))
        made_up = stranger.sends(command(provisioning=str(uuid4()), version=1).token)
        assert real.refused
        assert real.text == made_up.text
    assert mapped.version == 1


def test_what_is_no_id_is_no_order(alice, mapped):
    assert alice.sends(OpenProvisioning(provisioning="1; DROP TABLE provisionings").token).refused


def test_a_step_is_recorded(office, alice, mapped):
    alice.presses(alice.asks("provision 1"), "Set up now")
    subject, detail = office.rows("SELECT subject, detail FROM audit WHERE command = 'provision.setup'")[0]
    assert subject == "W-000001"
    assert '"step": "meetings"' in detail
