"""An order that came in is told once: in its seller's channels, else to its Admins; never to anybody else."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from bot.letters import LETTERS, Way
from bot.phrases import Speaker, Tongue
from bot.text_cards import text
from handlers import sample, tasks
from handlers.context import Defaults
from handlers.importing import provisionings, running
from handlers.importing.work import Origin
from handlers.provisioning import arrivals
from store import installing
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId
from tests.handlers.provisioning.serviced import ATELIER, Order, ident

SELLER = OrganisationId(UUID(ident(ATELIER)))


@pytest.fixture
def order(office, alice):
    return Order(office, meetings=25, step="who")


def announced(office, order):
    """Where it is told, and what it says there when it is sent."""
    with office.database.transaction() as db:
        arrivals.announce(db, SELLER, ProvisioningId(order.id), office.now, Defaults(language="fr"))
    return office.rows("SELECT channel, body FROM outbox WHERE kind = 'provisioning' ORDER BY channel")


def drawn(office, body):
    errand = json.loads(body)
    with office.database.reading() as db:
        card = tasks.drawn(db, Scope(SELLER), errand["task"], office.now)
    return text(card, Tongue()) if card else None


def test_the_admins_get_a_card_that_opens_the_set_up(office, order, alice):
    ((channel, body),) = announced(office, order)
    said = drawn(office, body)
    assert channel == f"@{sample.ATELIER_ADMIN}"
    assert f"Provisioning information required for order {order.reference}" in said
    assert "Fabrikam" in said
    assert "[Set up the service]" in said


def test_a_channel_is_told_instead_and_reads_no_names_of_people(office, order, alice):
    alice.moved_to("C-ORDERS").asks("remind here")
    ((channel, body),) = announced(office, order)
    assert channel == "C-ORDERS"
    assert "@" not in drawn(office, body)


def test_an_admin_whom_no_chat_has_seen_gets_a_mail_in_the_language_of_their_organisation(office):
    office.write("UPDATE organisations SET language = 'fr' WHERE name = 'Atelier Cloud'")
    order = Order(office, meetings=25, step="who")
    assert announced(office, order) == announced(office, order) == []
    ((*to, body),) = office.rows("SELECT recipient, template, language, body FROM mails")
    assert to == [sample.ATELIER_ADMIN, "arrived", "fr"]
    assert json.loads(body)["services"] == "25 × Webex meetings"


@pytest.mark.parametrize(("language", "told"), [("en", "provision W-000001"), ("fr", "provisionner W-000001")])
def test_the_mail_says_what_came_in_and_what_to_type(office, language, told):
    order = Order(office, meetings=25, step="who")
    announced(office, order)
    letter = LETTERS["arrived"](json.loads(office.one("SELECT body FROM mails")), Way())
    speaker = Speaker(Tongue(language))
    said = " ".join(map(speaker.say, (letter.subject, *letter.paragraphs)))
    assert all(word in said for word in (order.reference, "Fabrikam", "25 × Webex meetings", "2026", told))


def test_who_is_told_in_the_chat_gets_no_mail(office, order, alice):
    announced(office, order)
    alice.moved_to("C-ORDERS").asks("remind here")
    announced(office, Order(office, meetings=1, step="who"))
    assert office.rows("SELECT recipient FROM mails") == []


def test_it_is_told_once_however_often_it_is_said(office, order):
    assert announced(office, order) == announced(office, order)


def test_readers_and_sellers_above_hear_nothing(office, order, bruno, ole, chloe):
    assert [channel for channel, _body in announced(office, order)] == [f"@{sample.ATELIER_ADMIN}"]


def test_the_card_says_when_there_is_nothing_more_to_do(office, order):
    ((_channel, body),) = announced(office, order)
    order._set(state="done")
    assert "This order is set up. There is nothing more to do." in drawn(office, body)
    order._set(state="withdrawn")
    assert "This order was withdrawn" in drawn(office, body)


def test_once_it_is_set_up_the_card_that_was_sent_is_written_anew(office, order, alice):
    announced(office, order)
    order._set(step="meetings")
    order.describes(alice, "fabrikam")
    order.sets_up(alice)
    (key,), (again,) = office.rows("SELECT key FROM outbox WHERE key LIKE 'provision-came:%' ORDER BY created_at, key")
    assert again != key
    assert key.partition(":-:")[0] == again.partition(":-:")[0]


def test_a_channel_that_is_told_nothing_more_gets_no_card(office, order, alice):
    channel = alice.moved_to("C-ORDERS")
    channel.asks("remind here")
    ((_channel, body),) = announced(office, order)
    office.write("DELETE FROM bindings")
    assert drawn(office, body) is None


def test_a_customer_s_channel_hears_nothing_of_its_seller_s_orders(office, order, chloe):
    chloe.moved_to("C-CONTOSO").asks("remind here")
    assert [channel for channel, _body in announced(office, order)] == [f"@{sample.ATELIER_ADMIN}"]


def test_a_channel_of_somebody_who_may_look_no_more_is_told_nothing(office, order, alice):
    alice.moved_to("C-ORDERS").asks("remind here")
    ((_channel, body),) = announced(office, order)
    office.write("DELETE FROM grants WHERE person_id = (SELECT id FROM people WHERE name = 'Alice Martin')")
    assert drawn(office, body) is None
    office.write("DELETE FROM outbox")
    assert announced(office, order) == []


@pytest.mark.parametrize("task", ["provision-came:", "provision-came:x:-", "provision-came:%s:%s", "fulfil:x"])
def test_what_is_no_such_task_is_not_drawn(office, order, task):
    assert drawn(office, json.dumps({"task": task})) is None


def test_of_a_long_file_the_first_few_are_told_one_by_one(office, alice, tmp_path):
    head = "reference,organisation,contact,product,service,licences,due in days\n"
    lines = (f"WX-{number},Atelier Cloud,a@b.example,Webex,meetings,5,30\n" for number in range(1, 9))
    file = tmp_path / "orders.csv"
    file.write_text(head + "".join(lines), encoding="utf-8")
    form = provisionings.form(office.defaults)
    with running.checked(file, form, lambda _more: None) as found, office.database.transaction() as db:
        house = Scope(installing.house(db))
        assert running.write(db, house, found, Origin("shell", "orders.csv"), office.now, lambda _more: None).new == 8
    told = office.rows("SELECT key FROM outbox WHERE kind = 'provisioning' ORDER BY key")
    assert [key.split(":")[0] for (key,) in told] == ["provision-came"] * 5 + ["provision-more"]


def test_who_may_see_nothing_of_the_seller_is_shown_nothing(office, order):
    ((_channel, body),) = announced(office, order)
    with office.database.reading() as db:
        stranger = Scope(OrganisationId(UUID(ident("Blue Harbour"))))
        assert tasks.drawn(db, stranger, json.loads(body)["task"], office.now) is None
