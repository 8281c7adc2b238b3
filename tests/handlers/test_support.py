"""Help from the supplier: whom to turn to, a question that is kept and told, and who may answer."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.letters import LETTERS, Way
from bot.phrases import Speaker, Tongue
from handlers import sample
from handlers.book import MENU
from handlers.context import Mailing
from handlers.dispatch import Dispatcher
from handlers.sample.loading import sample_id
from handlers.support_commands import Answered, AskSupplier, SetContact

VISIO = str(sample_id("subscription", "Contoso", "Visio Plan 2"))
E5 = str(sample_id("subscription", "Adventure Works", "Microsoft 365 E5"))
DESK = "assistance@atelier-cloud.example"


@pytest.fixture
def mute(office):
    """A deployment without a mail server."""
    defaults = replace(office.defaults, mailing=Mailing())
    office.dispatch = Dispatcher(office.database, MENU, lambda: office.now, defaults)


@pytest.fixture
def asked(chloe):
    """Contoso has asked Atelier Cloud about its Visio."""
    return asks(chloe, "subscription Visio Plan 2", "Ask the supplier", text="Is there\na plan 3?", kind="presales")


def asks(person, words, button, **fields):
    return person.submits(person.presses(person.asks(words), button), **{"kind": "support"} | fields)


def mails(office):
    return office.rows("select recipient, template, language, body from mails")


def test_a_customer_sees_whom_to_turn_to_at_its_seller(chloe):
    said = chloe.asks("support")
    assert "Support: Assistance Atelier Cloud – assistance@atelier-cloud.example · +33 1 55 50 01 00" in said.text
    assert "Account manager: Alice Martin" in said.text
    assert said.buttons["Open the page: Support"].url == "https://assistance.atelier-cloud.example/"
    assert said.card.private


def test_a_partner_sees_its_distributor_and_a_partner_with_none_is_told(alice, adam):
    assert "Account manager: Maren Voss" in alice.asks("support").text
    assert "Blue Harbour has named nobody to turn to yet." in adam.asks("support").text


def test_in_french(chloe):
    said = chloe.speaking("fr").asks("assistance")
    assert "Responsable de compte : Alice Martin" in said.text
    assert "Demander à Atelier Cloud" in said.buttons


def test_at_the_top_there_is_nobody_to_ask(office):
    hanna = office.person(sample.HOUSE_OPERATOR)
    assert "Nobody stands above Comptoir here." in hanna.asks("support").text
    assert "nobody to ask" in hanna.sends(AskSupplier().token).text


def test_a_question_has_a_number_and_says_what_it_is_about(asked, chloe):
    assert "Your question is Q-000001." in asked.text
    said = chloe.presses(asked, "Open Q-000001")
    assert "What about: Presales help · S-000003 Visio Plan 2 · Contoso" in said.text
    assert "Asked by: Chloé Dubois – chloe.dubois@contoso.example" in said.text
    assert "Is there\na plan 3?" in said.text
    assert "Visio Plan 2" in chloe.presses(said, "Show subscription").text


def test_without_mail_and_channel_it_is_kept_and_that_is_said(mute, asked, alice, office):
    assert "Yours is kept: their operators find it when they type support." in asked.text
    assert (mails(office), office.rows("select key from outbox")) == ([], [])
    said = alice.asks("support")
    assert "1 open question to you" in said.text
    assert "Q-000001: From Contoso" in said.text


def test_a_channel_of_the_supplier_is_told_without_the_askers_name(mute, alice, chloe, office):
    alice.moved_to("C-DESK").asks("remind here")
    said = asks(chloe, "support", "Ask Atelier Cloud", text="Help <!channel>")
    assert "It goes to Atelier Cloud: in 1 channel of theirs." in said.text
    ((channel, body),) = office.rows("select channel, body from outbox where kind = 'question'")
    assert channel == "C-DESK"
    assert "Help <!channel>" in body
    assert "Chlo" not in body


def test_only_the_suppliers_own_channels_are_told(alice, chloe, office):
    alice.moved_to("C-CONTOSO").asks("remind here in Contoso")
    office.person(sample.NORDLICHT_ADMIN).moved_to("C-NORD").asks("remind here")
    asks(chloe, "support", "Ask Atelier Cloud", text="Help")
    assert office.rows("select channel from outbox where kind = 'question'") == []


def test_a_conversation_alone_is_told_only_where_there_is_no_channel(alice, chloe, office):
    alice.asks("remind here")
    asks(chloe, "support", "Ask Atelier Cloud", text="One")
    alice.moved_to("C-DESK").asks("remind here")
    asks(chloe, "support", "Ask Atelier Cloud", text="Two")
    told = office.rows("select channel from outbox where kind = 'question' order by created_at, key")
    assert sorted(told) == [("C-DESK",), (f"dm-{sample.ATELIER_ADMIN}",)]


@pytest.mark.parametrize(("kind", "to"), [("presales", "jeanne.caron@atelier-cloud.example"), ("support", DESK)])
def test_the_contact_of_its_kind_gets_a_mail(chloe, office, kind, to):
    said = asks(chloe, "support", "Ask Atelier Cloud", text="Help", kind=kind)
    assert f"by e-mail to {to}" in said.text
    ((recipient, template, language, body),) = mails(office)
    assert (recipient, template, language) == (to, "question", "en")
    letter = LETTERS[template](json.loads(body), Way())
    said = [Speaker(Tongue()).say(one) for one in (letter.subject, *letter.paragraphs)]
    assert said[0] == "Q-000001 · Contoso asks"
    assert {"Help", f"Answer to {sample.CONTOSO_ADMIN}."} <= set(said)


def test_where_the_kind_has_no_contact_support_gets_the_mail(alice, chloe, office):
    alice.sends(SetContact(kind="presales", organisation="Atelier Cloud", sent=True).token)
    asks(chloe, "support", "Ask Atelier Cloud", text="Help", kind="presales")
    assert mails(office)[0][0] == DESK


def test_a_form_sent_twice_asks_once(chloe, office):
    form = chloe.presses(chloe.asks("support"), "Ask Atelier Cloud")
    chloe.submits(form, kind="support", text="Help")
    again = chloe.submits(form, kind="support", text="Help")
    assert "You have asked this already: it is Q-000001. Nothing was sent again." in again.text
    assert (len(mails(office)), office.one("select count(*) from questions")) == (1, 1)


def test_a_form_sent_several_times_at_once_asks_once(chloe, office):
    form = chloe.presses(chloe.asks("support"), "Ask Atelier Cloud")
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _time: chloe.submits(form, kind="support", text="Help"), range(4)))
    assert sorted("You have asked this already" in one.text for one in said) == [False, True, True, True]
    assert (len(mails(office)), office.one("select count(*) from questions")) == (1, 1)


def test_a_redelivery_says_the_same_and_asks_nothing_more(chloe, office):
    form = chloe.presses(chloe.asks("support"), "Ask Atelier Cloud")
    chloe.repeats(chloe.submits(form, kind="support", text="Help"))
    assert office.one("select count(*) from questions") == 1


def test_the_form_of_somebody_else_asks_nothing(chloe, alice, adam, office):
    form = chloe.presses(chloe.asks("support"), "Ask Atelier Cloud")
    chloe.submits(form, kind="support", text="Help")
    for stranger in (alice, adam):
        said = stranger.sends(form.card.submit.press, kind="support", text="Mine")
        assert said.refused
        assert "Q-000001" not in said.text
    assert office.one("select count(*) from questions") == 1


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({"text": "  \n"}, "text", "The question is empty."),
        ({"text": "x" * 3001}, "text", "at most 3,000 characters"),
        ({"text": "Help", "kind": "gossip"}, "kind", "Please choose what it is about."),
    ],
)
def test_what_makes_no_question_is_refused_next_to_its_field(chloe, office, fields, field, why):
    said = asks(chloe, "support", "Ask Atelier Cloud", **fields)
    assert list(said.answer.errors) == [field]
    assert why in said.text
    assert office.one("select count(*) from questions") == 0


def test_three_thousand_characters_are_taken_whole(chloe, office):
    asks(chloe, "support", "Ask Atelier Cloud", text="é" * 3000)
    assert office.one("select length(text) from questions") == 3000


def test_a_question_is_asked_from_nothing_that_one_may_not_see(chloe, adam):
    assert (
        "There is no such subscription."
        in chloe.sends(AskSupplier(subscription=E5, kind="support", text="x").token).text
    )
    assert "There is no such order." in adam.sends(AskSupplier(order="C-000001", kind="support", text="x").token).text


def test_an_order_that_was_refused_can_be_asked_about(chloe, office):
    chloe.presses(chloe.asks("seats Microsoft 365 E3 30"), "Order 5 seats")
    with office.database.transaction() as db:
        db.exec_driver_sql("update orders set state = 'refused', reason = 'changed'")
    form = chloe.presses(chloe.asks("orders C-000001"), "Ask the supplier")
    assert "About C-000001 Microsoft 365 E3 · Contoso" in form.text


def test_the_supplier_says_that_it_is_answered_once(asked, alice):
    question = alice.asks("question Q-000001")
    assert "Q-000001 is answered." in alice.presses(question, "It is answered").text
    assert "0 open questions to you" in alice.asks("support").text
    assert "is no open question of yours" in alice.presses(question, "It is answered").text
    assert "State: answered 20 Nov 2026" in alice.asks("question 1").text


def test_whoever_asked_does_not_answer_nor_does_a_reader(asked, chloe, bruno, office):
    id = str(office.one("select id from questions"))
    assert "It is answered" not in chloe.asks("question 1").buttons
    assert chloe.sends(Answered(question=id).token).refused
    assert "It is answered" not in bruno.asks("question 1").buttons
    assert bruno.sends(Answered(question=id).token).refused
    assert office.rows("select answered_at from questions") == [(None,)]


def test_a_question_of_others_is_as_one_that_does_not_exist(asked, adam, office):
    assert adam.asks("question 1").text == adam.asks("question 77").text
    id = str(office.one("select id from questions"))
    unknown = adam.sends(Answered(question=VISIO).token)
    assert adam.sends(Answered(question=id).token).text == unknown.text


def test_open_questions_are_paged_the_oldest_first(chloe, alice, office):
    for number in range(11):
        asks(chloe, "support", "Ask Atelier Cloud", text=f"Question {number}")
        office.later(minutes=1)
    first = alice.presses(alice.asks("support"), "All open questions")
    assert "1–10 of 11" in first.text
    assert "Q-000011" in alice.presses(first, "Next").text
    assert "No question is open." in chloe.asks("questions").text


def test_a_reader_asks_too(office, bruno):
    assert "Your question is Q-000001." in asks(bruno, "support", "Ask Nordlicht", text="Help").text


def test_an_admin_says_whom_customers_turn_to(alice, chloe, office):
    form = alice.presses(alice.asks("support contacts"), "Change: Account manager")
    alice.submits(form, contact="Zoé  Petit", email="Zoe.Petit@Atelier-Cloud.example", phone="+33 (0)1 55-50", url="")
    assert "Account manager: Zoé Petit – zoe.petit@atelier-cloud.example · +33 (0)1 55-50" in chloe.asks("support").text
    detail = json.loads(
        str(office.one("select detail from audit where command = 'support.contact' and outcome = 'done'"))
    )
    assert detail["before"].startswith("Alice Martin")
    assert detail["after"].startswith("Zoé Petit")


def test_an_empty_form_takes_the_contact_off_the_list(alice, chloe):
    form = alice.presses(alice.asks("contacts"), "Change: Presales help")
    alice.submits(form, contact="", email="", phone="", url="")
    assert "Presales help" not in chloe.asks("support").text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("email", "jeanne"),
        ("phone", "call me"),
        ("phone", "1" * 41),
        ("url", "http://plain.example"),
        ("url", "https://user:secret@there.example"),
        ("url", "javascript:alert(1)"),
    ],
)
def test_contact_details_that_are_none_change_nothing(alice, chloe, field, typed):
    before = chloe.asks("support").text
    form = alice.presses(alice.asks("support contacts"), "Change: Support")
    said = alice.submits(form, **{"contact": "Desk", field: typed})
    assert list(said.answer.errors) == [field]
    assert chloe.asks("support").text == before


def test_contacts_are_the_admins_own(bruno, chloe, adam):
    assert bruno.asks("support contacts").refused
    said = chloe.sends(SetContact(kind="support", organisation="Atelier Cloud", contact="x", sent=True).token)
    assert "No organisation is called" in said.text
    assert adam.sends(SetContact(kind="boss", sent=True).token).refused
