"""An order is handed over: by chat to who is known there, by mail to anybody else; and taken back."""

from __future__ import annotations

import json

import pytest

from handlers.provisioning.commands import OpenProvisioning, SetUp
from handlers.provisioning.handing_commands import HandOver, LetCustomerSetUp, TakeBack
from handlers.provisioning.meetings_commands import DescribeSite
from tests.handlers.provisioning.mapped import ATELIER, BLUE_HARBOUR, Order, ident
from tests.handlers.provisioning.outside import CONTACT, NADIA, Outsider, hands, mapped


def state(order):
    return order._row("state"), order._row("delegate")


def mailed(office, template):
    rows = office.rows("SELECT recipient, body FROM mails WHERE template = :it ORDER BY created_at", it=template)
    return [(to, json.loads(body)) for to, body in rows]


def test_somebody_unknown_gets_a_mail_and_the_seller_sees_to_whom_it_went(alice, order, office):
    said = hands(order, alice, f" {NADIA.upper()} ")
    assert f"{NADIA} gets an e-mail with a link" in said.text
    assert "told by e-mail by Alice Martin" in said.text
    assert state(order) == ("handed-over", NADIA)
    ((to, body),) = mailed(office, "handing")
    assert (to, body["reference"], body["by"], body["due"]) == (NADIA, order.reference, "Alice Martin", "2026-12-20")
    assert body["services"] == "25 × Webex Meetings"


def test_the_mail_holds_no_code_and_no_token(alice, order, office):
    hands(order, alice, NADIA)
    outsider = Outsider(office, NADIA).link()
    outsider.asks_for_code()
    everything = str(office.rows("SELECT body FROM mails"))
    assert outsider.token not in everything
    assert outsider.code() not in everything


def test_a_colleague_who_is_known_gets_the_card_and_no_mail(alice, order, office, ole):
    said = hands(order, alice, ole.account.user)
    assert "was told in the chat" in said.text
    assert mailed(office, "handing") == []
    ((channel, body),) = office.rows("SELECT channel, body FROM outbox WHERE kind = 'provisioning'")
    assert channel == f"@{ole.account.user}"
    assert json.loads(body)["task"].startswith("provisioning-handed:")


def test_a_reader_who_is_known_gets_a_mail_for_they_may_press_nothing(alice, order, office, bruno):
    hands(order, alice, bruno.account.user)
    assert [to for to, _body in mailed(office, "handing")] == [bruno.account.user]


def test_an_admin_of_a_stranger_is_told_by_mail_so_that_nobody_learns_who_is_known(alice, order, office, adam):
    said = hands(order, alice, adam.account.user)
    assert "gets an e-mail" in said.text


def test_who_got_it_in_the_chat_completes_it_and_the_seller_may_not_meanwhile(alice, order, ole):
    hands(order, alice, ole.account.user)
    assert "Who is the order for?" in ole.sends(order.ask(OpenProvisioning)).text
    assert "To be completed by" in alice.sends(order.ask(OpenProvisioning)).text


@pytest.mark.parametrize(
    ("email", "answer"),
    [("nadia", "is not an e-mail address"), ("a@b@c", "is not an e-mail address"), (CONTACT, "That is you")],
)
def test_an_address_that_can_t_be_is_refused_next_to_its_field(alice, order, email, answer):
    said = hands(order, alice, email)
    assert said.refused
    assert answer in said.text
    assert state(order) == ("open", None)


def test_it_is_taken_back_as_it_was_and_the_link_opens_nothing_any_more(alice, order, office):
    said = hands(order, alice, NADIA)
    outsider = Outsider(office, NADIA)
    assert order.reference in outsider.comes_in()
    back = alice.presses(said, "Take it back")
    assert f"Taken back from {NADIA}" in back.text
    assert state(order) == ("open", None)
    assert [to for to, _body in mailed(office, "taken-back")] == [NADIA]
    assert (outsider.opens(), outsider.desk.look(outsider.token).link) == ("", "taken-back")


def test_once_an_organisation_is_mapped_it_is_taken_over_instead(alice, order, office):
    hands(order, alice, NADIA)
    draft = json.dumps({"partner": {"id": None, "name": ATELIER, "how": "email"}})
    office.write("UPDATE provisionings SET draft = :it", it=draft)
    said = alice.sends(order.ask(TakeBack))
    assert "has chosen an organisation for it already" in said.text
    alice.presses(said, "Take it over")
    assert state(order) == ("open", None)
    assert order.draft["partner"]["name"] == ATELIER


def test_what_is_in_one_s_own_hands_can_t_be_taken_back(alice, order):
    assert "is in your own hands" in alice.sends(order.ask(TakeBack)).text


def test_a_card_of_an_earlier_version_hands_nothing_over(alice, order, office):
    early = order.version
    hands(order, alice, NADIA)
    said = alice.sends(order.ask(HandOver, early), email="other@integrateur.example")
    assert [to for to, _body in mailed(office, "handing")] == [NADIA]
    assert "gets an e-mail" not in said.text


def test_a_stranger_is_told_the_same_as_of_an_order_that_never_was(alice, adam, order, office):
    other = Order(office, CONTACT, step="who")
    hands(order, alice, NADIA)
    office.write(
        "DELETE FROM provisioning_lines WHERE provisioning_id = (SELECT id FROM provisionings WHERE reference = :it)",
        it=other.reference,
    )
    office.write("DELETE FROM provisionings WHERE reference = :it", it=other.reference)
    there, gone = (adam.sends(TakeBack(provisioning=str(one.id)).token).text for one in (order, other))
    assert there == gone


def test_a_customer_sets_the_services_up_and_the_seller_keeps_its_access(alice, office):
    order = mapped(office)
    said = alice.sends(order.ask(LetCustomerSetUp), email="admin@contoso.example")
    assert "You keep your access" in said.text
    ((to, body),) = mailed(office, "set-up")
    assert (to, body["customer"]) == ("admin@contoso.example", "Contoso")
    assert "Services to be set up by" in said.text
    assert "Step" in alice.presses(said, "Set them up myself").text


@pytest.mark.parametrize("by_seller", [True, False])
def test_a_customer_who_was_to_set_it_up_is_told_that_the_seller_has(alice, chloe, office, by_seller):
    order, who = mapped(office), alice if by_seller else chloe
    alice.sends(order.ask(LetCustomerSetUp), email=chloe.account.user)
    who.sends(order.ask(DescribeSite, sent=True), host="contoso", zone="Europe/Paris", early="no", more="no")
    assert "is set up" in who.sends(order.ask(SetUp)).text
    told = [(to, body["reference"]) for to, body in mailed(office, "set-up-done")]
    assert told == ([(chloe.account.user, order.reference)] if by_seller else [])


def test_the_customer_s_own_admin_is_proposed(alice, chloe, office):
    order = mapped(office)
    form = alice.sends(order.ask(LetCustomerSetUp))
    assert [field.value for field in form.card.inputs] == [chloe.account.user]


def test_nothing_is_handed_to_a_customer_before_there_is_one(alice, order):
    said = alice.sends(order.ask(LetCustomerSetUp), email="admin@contoso.example")
    assert "Choose the customer organisation first" in said.text


def test_a_guest_in_the_chat_hands_nothing_on(alice, order, ole):
    hands(order, alice, ole.account.user)
    assert "There is no such order" in hands(order, ole, NADIA).text
    assert state(order) == ("handed-over", ole.account.user)


def test_a_customer_s_admin_sets_the_services_up_in_the_chat_too_and_maps_nothing(alice, chloe, office):
    order = mapped(office)
    alice.sends(order.ask(LetCustomerSetUp), email=chloe.account.user)
    assert "Step 1 of 2" in chloe.sends(order.ask(OpenProvisioning)).text
    assert "There is no such order" in order.chooses(chloe, ident(BLUE_HARBOUR)).text
    assert order.mapped("partner") == ATELIER
