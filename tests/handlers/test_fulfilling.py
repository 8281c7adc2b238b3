"""Orders that people carry out: the seller's Admins say what became of them, and nobody of the buyer's own."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from bot.cards import Buttons
from handlers import fulfil_cards, fulfilling, sample
from handlers.fulfil_commands import MarkDone
from jobs.orders import Orders
from jobs.worker import drain
from store.values import OrderId, OrganisationId, Scope

E3 = "Microsoft 365 E3"
ID = f"(select id from subscriptions where name = '{E3}')"


@pytest.fixture
def by_hand(office, alice):
    """Atelier Cloud carries out by hand what its customers order."""
    form = alice.presses(alice.asks("settings"), "How orders are carried out")
    alice.submits(form, supplier="manual")
    return alice


@pytest.fixture
def works(office):
    """Lets the job do what is due."""
    return lambda: drain(Orders(office.database, lambda: office.now, office.defaults))


@pytest.fixture
def ordered(chloe, by_hand, works):
    """Chloé has ordered five seats, and they are in Atelier Cloud's hands."""
    chloe.presses(chloe.asks(f"seats {E3} 30"), "Order 5 seats")
    works()
    return chloe


def seats(office):
    return office.one(f"select seats from subscriptions where name = '{E3}'")


def state(office):
    return office.one("select state from orders where number = 1")


def test_the_buyer_waits_until_the_seller_has_processed_it(ordered, office):
    card = ordered.asks("orders 1")
    assert "Wait until Atelier Cloud has processed it." in card.text
    assert (state(office), seats(office)) == ("processing", 25)


def test_the_sellers_overview_says_that_it_waits_and_leads_there(ordered, by_hand):
    assert "Orders to carry out: 1 waiting" in by_hand.asks("overview").text
    assert "C-000001" in by_hand.presses(by_hand.asks("overview"), "Orders to carry out").text
    assert "Orders to carry out" not in ordered.asks("overview").text


def test_every_admin_of_the_seller_gets_a_card_and_nobody_else(ordered, bruno, ole, office):
    told = office.rows("select channel, body from outbox where kind = 'fulfil'")
    assert [channel for channel, _body in told] == [f"@{sample.ATELIER_ADMIN}"]
    assert '"task":"fulfil:' in str(told[0][1])


def test_a_job_that_died_before_it_asked_them_is_replaced_by_one_that_asks_once(chloe, by_hand, office, works):
    chloe.presses(chloe.asks(f"seats {E3} 30"), "Order 5 seats")
    dead = Orders(office.database, lambda: office.now, office.defaults)
    claim = dead.take()
    office.later(seconds=61)
    works()
    dead.act(claim)
    assert (state(office), office.one("select count(*) from outbox where kind = 'fulfil'")) == ("processing", 1)


def test_where_no_admin_was_ever_seen_they_get_a_mail(chloe, office, works):
    office.write("update organisations set supplier = 'manual' where name = 'Atelier Cloud'")
    chloe.presses(chloe.asks(f"seats {E3} 30"), "Order 5 seats")
    works()
    assert office.rows("select recipient, template from mails") == [(sample.ATELIER_ADMIN, "fulfil")]


def test_it_is_done_when_the_seller_says_so_with_the_seats_as_ordered(ordered, by_hand, office, works):
    card = by_hand.presses(by_hand.asks("fulfil"), "C-000001")
    assert "seats 25 → 30" in card.text
    assert "Noted. Contoso is told." in by_hand.presses(card, "It is done").text
    works()
    assert (state(office), seats(office)) == ("completed", 30)
    said = ordered.asks("orders C-000001").text
    assert "Completed. Nothing more to do." in said
    assert "completed: 20 Nov 2026, 14:05 (Europe/Paris) – Alice Martin" in said


def test_a_refusal_has_a_reason_that_the_buyer_reads_and_changes_nothing(ordered, by_hand, office, works):
    form = by_hand.presses(by_hand.asks("fulfil 1"), "Refuse …")
    by_hand.submits(form, reason="The vendor has closed this promotion.")
    works()
    said = ordered.asks("orders 1").text
    assert "Refused by the supplier. Nothing was changed." in said
    assert "The supplier says: The vendor has closed this promotion." in said
    assert (state(office), seats(office)) == ("refused", 25)


def test_a_refusal_without_a_reason_is_asked_for_one(ordered, by_hand, office):
    form = by_hand.presses(by_hand.asks("fulfil 1"), "Refuse …")
    assert by_hand.submits(form, reason="   ").fields == {"reason"}
    assert by_hand.submits(form, reason="x" * 501).refused
    assert office.rows("select answer from fulfilments") == [(None,)]


def test_a_partner_says_nothing_of_an_order_that_its_distributor_carries_out(chloe, alice, ole, office, works):
    office.write("update organisations set supplier = 'manual' where name like 'Nordlicht%'")
    chloe.presses(chloe.asks(f"seats {E3} 30"), "Order 5 seats")
    works()
    card = ole.asks("fulfil 1")
    assert alice.sends(card.buttons["It is done"].press).refused
    assert "No order waits for you." in alice.asks("fulfil").text
    assert "Noted. Contoso is told." in ole.presses(card, "It is done").text


def test_the_first_word_counts_and_the_second_one_is_told_who_said_it(ordered, by_hand, ole, office, works):
    other = ole.asks("fulfil 1")
    by_hand.presses(by_hand.asks("fulfil 1"), "It is done")
    works()
    said = ole.presses(other, "It is done")
    assert said.refused
    assert "Alice Martin has said already what became of it" in said.text
    assert seats(office) == 30


def test_nobody_carries_out_what_their_own_organisation_ordered(ordered, office):
    order = office.one("select id from orders where number = 1")
    own, made_up = (ordered.sends(MarkDone(order=str(id)).token) for id in (order, uuid4()))
    assert own.refused
    assert own.text == made_up.text
    assert office.rows("select answer from fulfilments") == [(None,)]


def test_whoever_stands_above_the_seller_may_say_it_too_and_strangers_see_nothing(ordered, ole, brigid):
    assert "C-000001" in ole.asks("fulfil").text
    assert "No order waits for you." in brigid.asks("fulfil").text
    assert brigid.asks("fulfil 1").text == brigid.asks("fulfil 999").text


def test_the_card_of_the_task_changes_once_it_was_said_what_became_of_it(ordered, by_hand, office):
    order = UUID(str(office.one("select id from orders where number = 1")))
    task = fulfil_cards.task(OrderId(order))
    scope = Scope(OrganisationId(UUID(str(office.one("select root_id from installations")))))
    with office.database.reading() as db:
        before = fulfilling.drawn(db, scope, task)
    by_hand.presses(by_hand.asks("fulfil 1"), "It is done")
    with office.database.reading() as db:
        after, others = fulfilling.drawn(db, scope, task), fulfilling.drawn(db, scope, "approval:1")
    assert [card and any(isinstance(part, Buttons) for part in card.elements) for card in (before, after)] == [
        True,
        False,
    ]
    assert others is None


def test_orders_placed_before_the_choice_stay_in_the_hands_they_are_in(chloe, alice, office, works):
    chloe.presses(chloe.asks(f"seats {E3} 30"), "Order 5 seats")
    form = alice.presses(alice.asks("settings"), "How orders are carried out")
    alice.submits(form, supplier="manual")
    works()
    assert state(office) == "completed"


def test_what_the_seller_orders_for_itself_is_its_own_sellers_to_carry_out(office, by_hand, ole):
    chosen = "select supplier from organisations where name = :name"
    assert (office.one(chosen, name="Atelier Cloud"), office.one(chosen, name="Nordlicht")) == ("manual", None)
    ole.submits(ole.presses(ole.asks("settings"), "How orders are carried out"), supplier="tables")
    office.write(
        "update subscriptions set organisation_id = (select id from organisations where name = 'Atelier Cloud')"
    )
    by_hand.presses(by_hand.asks(f"seats {E3} 30"), "Order 5 seats")
    assert office.rows("select supplier from orders where number = 1") == [("tables",)]


def test_seats_that_are_on_their_way_back_go_to_nobody_meanwhile(chloe, by_hand, office, works):
    chloe.presses(chloe.asks(f"seats {E3} 19"), "Give back 6 seats")
    works()
    has = f"select user_id from assignments where subscription_id = {ID}"
    mine = "organisation_id = (select id from organisations where name = 'Contoso')"
    free = office.rows(f"select login from users where status = 'ready' and {mine} and id not in ({has}) limit 2")
    one, other = (str(login) for (login,) in free)
    assert not chloe.asks(f"assign {one} {E3}").refused
    said = chloe.asks(f"assign {other} {E3}")
    assert "Order C-000001 is giving back 6 seats of Microsoft 365 E3." in said.text
    by_hand.presses(by_hand.asks("fulfil 1"), "It is done")
    works()
    assert seats(office) == office.one(f"select count(*) from assignments where subscription_id = {ID}") == 19


def test_the_choice_is_on_record_and_no_customer_has_it(by_hand, chloe, office):
    assert "By your Admins" in by_hand.asks("settings").text
    assert "How orders are carried out" not in chloe.asks("settings").buttons
    rows = office.rows("select detail from audit where command = 'fulfil.supplier'")
    assert any('"supplier": "manual"' in str(detail) for (detail,) in rows)
    said = by_hand.sends('["fulfil.supplier",{"supplier":"elves"}]')
    assert "Please choose how orders are carried out." in said.text
