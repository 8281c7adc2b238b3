from __future__ import annotations

import pytest

from handlers import sample
from tests.bot.slack_bot import bot, chloe, david
from tests.fakes.slack_delivery import Delivery, deliver
from tests.fakes.slack_forms import find_field
from tests.fakes.slack_payloads import suggestion
from tests.handlers.many import add_subscriptions

__all__ = ["bot", "chloe", "david"]

WHICH = "Subscription"


@pytest.fixture
def form(bot, chloe):
    """A form whose menu has more to offer than Slack lists."""
    add_subscriptions(bot.database, 120)
    return chloe.slash("/licence", "seats")


def test_a_menu_finds_what_no_list_shows(chloe, form):
    assert len(chloe.suggestions(form, WHICH)) == 100
    assert chloe.suggestions(form, WHICH, "product 11") == ["Product 011", *(f"Product {n}" for n in range(110, 120))]
    assert chloe.suggestions(form, WHICH, "nothing like it") == []


def test_what_was_found_is_what_is_changed(chloe, form):
    outcome = chloe.submit(form, {WHICH: "Product 119", "Seats": "+1"})
    assert "Product 119" in chloe.text(outcome)
    assert "5 → 6" in chloe.text(outcome)


def test_an_error_beside_it_keeps_what_was_found(chloe, form):
    chloe.submit(form, {WHICH: "Product 119", "Seats": "many"})
    assert form.complaints.keys() == {"Seats"}
    assert "Product 119" in chloe.text(form)


@pytest.mark.parametrize("email", [sample.ADVENTURE_ADMIN, "nobody@contoso.example"])
def test_somebody_else_finds_nothing_in_it(slack, form, email):
    block, element = find_field(form.blocks, WHICH)
    payload = suggestion(slack, slack.person(email).user, form, block, element, "Product")
    reply = deliver(slack, Delivery("interactive", payload, answerable=True))
    assert (reply.status, reply.content()) == (200, {"options": []})


def test_a_guest_finds_nothing(chloe, form):
    chloe.changed(guest=True)
    assert chloe.suggestions(form, WHICH, "Product") == []


def test_what_takes_too_long_offers_nothing(bot, chloe, form):
    bot.open.clear()
    assert chloe.suggestions(form, WHICH, "Product") == []


def test_what_breaks_offers_nothing_and_says_nothing_of_it(bot, chloe, form, caplog):
    bot.fault = RuntimeError("canary-7Q2")
    assert chloe.suggestions(form, WHICH, "Product") == []
    assert "canary" not in caplog.text


@pytest.mark.parametrize("token", ["", "x", "[]", '["seats",{}]', '["nothing",{}]'])
def test_an_action_that_is_no_search_offers_nothing(slack, chloe, form, token):
    block, element = find_field(form.blocks, WHICH)
    payload = suggestion(slack, chloe.user, form, block, element | {"action_id": token}, "Product")
    reply = deliver(slack, Delivery("interactive", payload, answerable=True))
    assert (reply.status, reply.content()) == (200, {"options": []})
