"""Whoever was asked to complete an order hears once of its deadline: by mail with a new link, or in the chat."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from handlers.context import Defaults
from handlers.policy.handing import reminder_lead
from handlers.provisioning.handing_commands import LetCustomerSetUp
from jobs import guests
from jobs.preview import preview
from jobs.shift import Shift
from tests.handlers.provisioning.mapped import Order
from tests.handlers.provisioning.outside import CONTACT, NADIA, Outsider, hands, mapped

DUE = datetime(2026, 12, 20, tzinfo=UTC)
IN_PARIS = timedelta(hours=7, minutes=30)
SECOND = timedelta(seconds=1)


def on(office, days, span=IN_PARIS, defaults=None):
    """So many days before the deadline; how many are told."""
    office.now = DUE - timedelta(days=days) + span
    return guests.remind(Shift(office.database, lambda: office.now, lambda _db: None, defaults or office.defaults))


def mailed(office, template="handing-due"):
    query = "SELECT recipient, language, body FROM mails WHERE template = :it"
    return [(to, language, json.loads(body)) for to, language, body in office.rows(query, it=template)]


def test_they_get_one_mail_three_days_before_to_the_second(office, nadia):
    assert [on(office, 4), on(office, 3, IN_PARIS - SECOND), on(office, 3), on(office, 3), on(office, 1)] == [
        *(0, 0, 1),
        *(0, 0),
    ]
    ((to, language, body),) = mailed(office)
    assert (to, language, body["due"], body["by"]) == (NADIA, "en", "2026-12-20", "Alice Martin")


def test_its_link_is_a_new_one_that_leads_to_the_order(office, nadia, order):
    on(office, 3)
    assert nadia.asks_for_code()
    assert order.reference in nadia.comes_in("handing-due")


def test_whoever_is_at_it_is_not_thrown_out_but_told_later(office, nadia):
    office.now = DUE - timedelta(days=3) + IN_PARIS - timedelta(minutes=10)
    assert nadia.desk.renew(nadia.token, "en", nadia.visitor) is None
    nadia.comes_in()
    assert on(office, 3) == 0
    assert nadia.opens()
    assert on(office, 3, IN_PARIS + timedelta(minutes=31)) == 1


def test_it_speaks_the_language_in_which_they_asked_for_their_code(office, nadia):
    office.later(minutes=1)
    assert nadia.desk.mail_code(nadia.token, "fr", nadia.visitor) is None
    on(office, 3)
    assert [language for _to, language, _body in mailed(office)] == ["fr"]


def test_a_customer_who_sets_its_services_up_is_told_as_well(office, alice):
    order = mapped(office)
    alice.sends(order.ask(LetCustomerSetUp), email="admin@contoso.example")
    assert on(office, 3) == 1
    assert [to for to, *_rest in mailed(office, "set-up-due")] == ["admin@contoso.example"]
    assert "Step 1 of 2" in Outsider(office, "admin@contoso.example").comes_in("set-up-due")


def test_who_got_it_in_the_chat_is_told_there(office, alice, order, ole):
    hands(order, alice, ole.account.user)
    assert (on(office, 3), on(office, 2)) == (1, 0)
    ((channel, body),) = office.rows("SELECT channel, body FROM outbox WHERE key LIKE 'handing-due:%'")
    assert (channel, "must be set up by" in body) == (f"@{ole.account.user}", True)


@pytest.mark.parametrize("state", ["done", "withdrawn"])
def test_of_an_order_that_is_over_nobody_is_told(office, nadia, order, state):
    office.write("UPDATE provisionings SET state = :it WHERE reference = :of", it=state, of=order.reference)
    assert on(office, 3) == 0


def test_who_has_it_no_longer_is_told_nothing(office, nadia):
    office.write("UPDATE provisioning_handings SET ended_at = handed_at")
    assert on(office, 3) == 0


def test_after_the_deadline_nobody_is_told(office, nadia):
    assert (on(office, -1, timedelta()), on(office, 0, timedelta(days=1) - SECOND)) == (0, 1)


def test_without_a_way_to_send_links_they_are_told_once_there_is_one(office, nadia):
    assert on(office, 3, defaults=Defaults()) == 0
    assert on(office, 2) == 1


def foreseen(office, days, defaults=None):
    """What a dry run says of them; it keeps nothing."""
    found = preview(office.database, DUE - timedelta(days=days) + IN_PARIS, defaults or office.defaults)
    return [(one.channel, one.organisation, one.rule) for one in found if one.rule.startswith("handed")]


def test_a_dry_run_says_who_would_be_told_where_and_of_what(office, alice, order, nadia, ole):
    other = Order(office, CONTACT, customer="Fabrikam", step="who")
    hands(other, alice, ole.account.user)
    in_chat, by_mail = f"@{ole.account.user}", NADIA
    assert sorted(foreseen(office, 3)) == [(to, "Atelier Cloud", "handed:3") for to in (in_chat, by_mail)]
    assert (foreseen(office, 4), foreseen(office, 3, Defaults())) == ([], [(in_chat, "Atelier Cloud", "handed:3")])
    assert (on(office, 3), foreseen(office, 3)) == (2, [])


@pytest.mark.parametrize(("handed", "lead"), [(30, 3), (4, 3), (3, 1), (2, 1), (1, None), (0, None), (-2, None)])
def test_who_has_just_got_it_is_not_told_at_once(handed, lead):
    assert reminder_lead(DUE.date() - timedelta(days=handed), DUE.date()) == lead
