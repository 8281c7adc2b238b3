"""Codes and links of an order in other hands on each engine: counted, used and recorded once, many at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from bot.commands import Command
from bot.order_desk import OrderLink
from handlers.book import MENU
from handlers.policy.handing import MOST_CODES, MOST_TRIES
from handlers.provisioning.commands import AboutProvisioning
from store.values.webex import HandedTo
from tests.handlers.provisioning.outside import NADIA, wrong


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


def test_a_link_that_ran_out_is_sent_anew_to_the_same_address(nadia, office):
    office.later(days=8)
    assert nadia.desk.renew(nadia.token, "en", nadia.visitor) is None
    first = nadia.token
    assert "Who is the order for?" in nadia.comes_in()
    assert nadia.desk.look(first).link is OrderLink.ENDED


def test_what_somebody_does_from_outside_stands_in_the_record(nadia, office, order):
    nadia.comes_in()
    nadia.submits(for_whom="customer")
    rows = office.rows("SELECT actor, origin, command, subject FROM audit WHERE origin LIKE 'portal:%' ORDER BY at")
    assert rows == [
        (NADIA, "portal:203.0.113.7", "portal.order", order.label),
        (NADIA, "portal:203.0.113.7", "provision.who", order.label),
    ]


def test_of_all_commands_a_customer_is_answered_only_those_of_the_services(customer, office):
    customer.comes_in("set-up")
    asked = [kind for kind in Command.kinds.values() if issubclass(kind, AboutProvisioning)]
    id = str(UUID(str(office.one("SELECT provisioning_id FROM provisioning_handings"))))
    answered = {kind.name for kind in asked if "no longer works" not in customer.sends(kind(provisioning=id).token)}
    assert answered == {kind.name for kind in asked if HandedTo.CUSTOMER in kind.guests}
    assert not answered & {"provision.who", "provision.choose", "provision.make", "provision.hand", "provision.search"}


def test_every_command_of_an_order_is_on_the_menu():
    asked = [kind for kind in Command.kinds.values() if issubclass(kind, AboutProvisioning)]
    assert [kind.name for kind in asked if kind not in {item.command for item in MENU.items}] == []
