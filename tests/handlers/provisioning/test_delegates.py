"""Who completes an order from outside: the code, its edges, and nothing but that one order behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.order_desk import OrderLink
from handlers.context import Mailing
from handlers.policy.handing import LINK_LASTS, MOST_TRIES, VISIT_IDLE, VISIT_LASTS
from handlers.provisioning.commands import OpenProvisioning, ShowProvisionings
from handlers.provisioning.handing_commands import HandOver
from handlers.sample.loading import sample_id
from store import links, throttles
from store.values import LinkPurpose
from tests.handlers.provisioning.mapped import Order
from tests.handlers.provisioning.outside import CONTACT, ELSEWHERE, NADIA, Outsider, hands, wrong

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)
NEVER = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


def test_the_link_alone_shows_neither_customer_nor_services(nadia, order):
    found = nadia.desk.look(nadia.token)
    assert (found.link, found.seller, found.reference) == (OrderLink.OPEN, "Atelier Cloud", order.reference)
    assert nadia.opens() == ""
    assert nadia.desk.csrf(nadia.token, "") == ""


def test_with_the_code_it_is_the_same_first_step_as_in_the_chat(nadia):
    assert "Who is the order for?" in nadia.comes_in()
    assert "someone else" not in nadia.said


@pytest.mark.parametrize(("late", "opens"), [(TEN_MINUTES - SECOND, True), (TEN_MINUTES, False)])
def test_a_code_is_good_for_ten_minutes_to_the_second(nadia, office, late, opens):
    nadia.asks_for_code()
    code = nadia.code()
    office.now += late
    assert (nadia.gives(code) is None) is opens


@pytest.mark.parametrize(("late", "link"), [(LINK_LASTS - SECOND, OrderLink.OPEN), (LINK_LASTS, OrderLink.ENDED)])
def test_a_link_is_good_for_seven_days_to_the_second(nadia, office, late, link):
    office.now += late
    assert nadia.desk.look(nadia.token).link is link
    assert (nadia.asks_for_code() is None) is (link is OrderLink.OPEN)


@pytest.mark.parametrize(("away", "stays"), [(VISIT_IDLE - SECOND, True), (VISIT_IDLE, False)])
def test_half_an_hour_without_a_press_asks_for_a_code_again(nadia, office, away, stays):
    nadia.comes_in()
    office.now += away
    assert bool(nadia.opens()) is stays


def test_after_half_a_day_it_asks_for_a_code_again_whatever_was_pressed(nadia, office):
    nadia.comes_in()
    for _press in range(VISIT_LASTS // (VISIT_IDLE - SECOND)):
        office.now += VISIT_IDLE - SECOND
        assert nadia.opens()
    office.now += VISIT_IDLE - SECOND
    assert nadia.opens() == ""


def test_a_code_is_used_once(nadia):
    nadia.asks_for_code()
    code = nadia.code()
    assert nadia.gives(code) is None
    assert nadia.gives(code).field == "code"


def test_a_newer_code_voids_the_older_one(nadia):
    nadia.asks_for_code()
    older = nadia.code()
    nadia.asks_for_code()
    assert nadia.gives(older) is not None
    assert nadia.gives(nadia.code()) is None


def test_after_five_tries_the_right_code_is_wrong_too_and_sounds_the_same(nadia):
    nadia.asks_for_code()
    right = nadia.code()
    said = [nadia.gives(wrong(right)).text for _try in range(MOST_TRIES)]
    said.append(nadia.gives(right).text)
    assert len(set(said)) == 1


def test_a_code_that_nobody_sent_is_refused_in_the_same_words(nadia):
    never = nadia.gives("12345678").text
    nadia.asks_for_code()
    assert nadia.gives(wrong(nadia.code())).text == never


def test_a_network_that_guesses_too_often_is_asked_to_wait_whatever_it_says(nadia, office):
    with office.database.transaction() as db:
        for _try in range(30):
            throttles.fail(db, throttles.of_address(nadia.visitor.address), now=office.now, cutoff=NEVER)
    nadia.asks_for_code()
    assert nadia.gives(nadia.code()).slow_down
    nadia.visitor = ELSEWHERE
    assert nadia.gives(nadia.code()) is None


@pytest.mark.parametrize("token", ["", "x" * 48, "é", "A" * 500])
def test_whatever_is_no_link_leads_nowhere(nadia, token):
    nadia.token = token
    assert nadia.desk.look(token).link is OrderLink.NONE
    assert nadia.asks_for_code().text == nadia.gives("12345678").text


def test_a_link_for_something_else_opens_no_order(nadia, office):
    with office.database.reading() as db:
        found = links.of(db, LinkPurpose.ACTIVATION, sample_id("organisation", "Blue Harbour"))
    nadia.token = office.links.tokens.link(LinkPurpose.ACTIVATION, found.id, found.generation)
    assert nadia.desk.look(nadia.token).link is OrderLink.NONE


def test_a_cookie_opens_the_order_of_its_own_link_alone(nadia, alice, office):
    nadia.comes_in()
    hands(Order(office, CONTACT, step="who"), alice, "other@integrateur.example")
    other = Outsider(office, "other@integrateur.example").link()
    other.cookie = nadia.cookie
    assert other.opens() == ""


def test_where_no_mail_can_be_sent_it_says_so(nadia, office):
    nadia.desk = Outsider(office, NADIA, replace(office.defaults, mailing=Mailing())).desk
    assert "No e-mail can be sent" in nadia.asks_for_code().text.source


@pytest.mark.parametrize(("state", "link"), [("done", OrderLink.DONE), ("withdrawn", OrderLink.WITHDRAWN)])
def test_an_order_that_is_over_says_so_and_lets_nobody_in(nadia, office, state, link):
    nadia.asks_for_code()
    office.write("UPDATE provisionings SET state = :it", it=state)
    assert nadia.desk.look(nadia.token).link is link
    assert nadia.gives(nadia.code()) is not None


def test_from_the_code_to_the_end_and_the_seller_is_told(nadia, office, order, alice):
    nadia.comes_in()
    nadia.submits(for_whom="customer")
    for label in ("Choose Atelier Cloud", "Choose Contoso", "Set up now", "Set up now"):
        nadia.presses(label)
    nadia.submits(host="contoso-by-nadia", zone="Europe/Paris")
    nadia.presses("Next")
    assert "is set up" in nadia.presses("Set up")
    assert office.rows("SELECT host FROM sites WHERE host = 'contoso-by-nadia.webex.com'")
    told = office.rows("SELECT channel, body FROM outbox WHERE key LIKE 'provisioning-completed:%'")
    assert [channel for channel, _body in told] == [f"@{alice.account.user}"]
    assert (order.mapped("customer"), order._row("state")) == ("Contoso", "done")


@pytest.mark.parametrize(("state", "sees"), [("done", True), ("withdrawn", False)])
def test_whoever_completed_it_sees_what_became_of_it_while_they_are_there(nadia, office, state, sees):
    nadia.comes_in()
    office.write("UPDATE provisionings SET state = :it, step = 'done'", it=state)
    assert ("is set up" in nadia.opens()) is sees
    office.now += VISIT_IDLE
    assert nadia.opens() == ""


def test_no_command_but_those_of_the_order_is_answered(nadia, alice, order, office):
    nadia.comes_in()
    other = Order(office, CONTACT, step="who")
    strange = [
        ShowProvisionings().token,
        "nonsense",
        OpenProvisioning(provisioning=str(other.id)).token,
        order.ask(HandOver),
    ]
    assert {nadia.sends(token, email="x@y.example") for token in strange} == {nadia.sends(strange[0])}
    assert "no longer works" in nadia.said


def test_every_button_that_is_shown_belongs_to_the_order(nadia, order):
    nadia.comes_in()
    nadia.submits(for_whom="customer")
    assert all(str(order.id) in button.press for button in nadia.buttons.values())


def test_a_customer_begins_with_the_services(customer):
    assert "Meetings" in customer.comes_in("set-up")
    assert "Step 1" in customer.said


def test_a_person_made_by_a_code_has_no_rights_anywhere(nadia, office):
    nadia.comes_in()
    assert office.rows("SELECT role FROM grants JOIN people ON people.id = person_id WHERE email = :it", it=NADIA) == []
    assert office.person(NADIA).asks("overview").refused
