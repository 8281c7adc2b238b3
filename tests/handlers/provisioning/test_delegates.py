"""Who completes an order from outside: the code, its edges, and nothing but that one order behind it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.commands import Command
from bot.order_desk import OrderLink
from handlers.book import MENU
from handlers.context import Mailing
from handlers.policy.handing import LINK_LASTS, MOST_CODES, MOST_TRIES, VISIT_IDLE, VISIT_LASTS
from handlers.provisioning.commands import AboutProvisioning, OpenProvisioning, ShowProvisionings
from handlers.provisioning.handing_commands import HandOver, LetCustomerSetUp
from handlers.sample.loading import sample_id
from store import links, throttles
from store.values import LinkPurpose
from store.values.webex import HandedTo
from tests.handlers.provisioning.mapped import Order
from tests.handlers.provisioning.outside import ELSEWHERE, Outsider
from tests.handlers.provisioning.test_handing import CONTACT, NADIA, hands, mapped

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)
NEVER = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def order(office):
    return Order(office, CONTACT, customer="Contoso", step="who")


@pytest.fixture
def nadia(order, alice, office):
    """She was mailed the order, and follows its link."""
    hands(order, alice, NADIA)
    return Outsider(office, NADIA).link()


@pytest.fixture
def customer(office, alice):
    """Contoso's admin, who sets the services up."""
    order = mapped(office)
    alice.sends(order.ask(LetCustomerSetUp), email="admin@contoso.example")
    return Outsider(office, "admin@contoso.example").link("set-up")


def wrong(code):
    return f"{(int(code) + 1) % 10**8:08}"


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


def test_many_tries_at_once_count_one_after_the_other(nadia, office):
    nadia.asks_for_code()
    right = nadia.code()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _try: nadia.gives(wrong(right)), range(8)))
    assert office.one("SELECT failures FROM links WHERE purpose = 'identity'") == MOST_TRIES


def test_the_right_code_opens_one_visit_however_often_it_is_sent_at_once(nadia, office):
    nadia.asks_for_code()
    right = nadia.code()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _try: nadia.gives(right), range(4)))
    assert (answers.count(None), office.one("SELECT count(*) FROM provisioning_visits")) == (1, 1)


def test_five_codes_an_hour_and_no_more(nadia, office):
    for _code in range(MOST_CODES):
        assert nadia.asks_for_code() is None
    assert nadia.asks_for_code().slow_down
    assert len(nadia.mails("code")) == MOST_CODES
    office.later(hours=1)
    assert nadia.asks_for_code() is None


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


def test_a_link_that_ran_out_is_sent_anew_to_the_same_address(nadia, office):
    office.later(days=8)
    assert nadia.desk.renew(nadia.token, "en", nadia.visitor) is None
    first = nadia.token
    assert "Who is the order for?" in nadia.comes_in()
    assert nadia.desk.look(first).link is OrderLink.ENDED


def test_where_no_mail_can_be_sent_it_says_so(nadia, office):
    nadia.desk = Outsider(office, NADIA, replace(office.defaults, mailing=Mailing())).desk
    assert "No e-mail can be sent" in nadia.asks_for_code().text.source


@pytest.mark.parametrize(("state", "link"), [("done", OrderLink.DONE), ("withdrawn", OrderLink.WITHDRAWN)])
def test_an_order_that_is_over_says_so_and_lets_nobody_in(nadia, office, state, link):
    nadia.comes_in()
    office.write("UPDATE provisionings SET state = :it", it=state)
    assert (nadia.desk.look(nadia.token).link, nadia.opens()) == (link, "")


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


def test_of_all_commands_a_customer_is_answered_only_those_of_the_services(customer, office):
    customer.comes_in("set-up")
    asked = [kind for kind in Command.kinds.values() if issubclass(kind, AboutProvisioning)]
    id = str(UUID(str(office.one("SELECT provisioning_id FROM provisioning_handings"))))
    answered = {kind.name for kind in asked if "no longer works" not in customer.sends(kind(provisioning=id).token)}
    assert answered == {kind.name for kind in asked if HandedTo.CUSTOMER in kind.guests}
    assert not answered & {"provision.who", "provision.choose", "provision.make", "provision.hand", "provision.search"}


def test_a_customer_begins_with_the_services(customer):
    assert "Meetings" in customer.comes_in("set-up")
    assert "Step 1" in customer.said


def test_what_somebody_does_from_outside_stands_in_the_record(nadia, office, order):
    nadia.comes_in()
    nadia.submits(for_whom="customer")
    rows = office.rows("SELECT actor, origin, command, subject FROM audit WHERE origin LIKE 'portal:%' ORDER BY at")
    assert rows == [
        (NADIA, "portal:203.0.113.7", "portal.order", order.label),
        (NADIA, "portal:203.0.113.7", "provision.who", order.label),
    ]


def test_a_person_made_by_a_code_has_no_rights_anywhere(nadia, office):
    nadia.comes_in()
    assert office.rows("SELECT role FROM grants JOIN people ON people.id = person_id WHERE email = :it", it=NADIA) == []
    assert office.person(NADIA).asks("overview").refused


def test_every_command_of_an_order_is_on_the_menu():
    asked = [kind for kind in Command.kinds.values() if issubclass(kind, AboutProvisioning)]
    assert [kind.name for kind in asked if kind not in {item.command for item in MENU.items}] == []
