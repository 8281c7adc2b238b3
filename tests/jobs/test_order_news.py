"""What a purchase becomes, and who hears of an order that was carried out."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text, update

from bot.letters import LETTERS, Way
from bot.phrases import Speaker, Tongue
from bot.text_cards import text as text_of
from handlers import fulfil_cards, fulfilling
from handlers.sample import CONTOSO_ADMIN
from handlers.sample.loading import sample_id
from jobs.orders import Orders
from jobs.suppliers.supplier import Done, Pending, Receipt, Refused, Supplied
from jobs.suppliers.tables import Tables
from jobs.worker import drain
from store import fulfilments, order_lines, subscriptions, tenants, users
from store.accounts import mails
from store.schema import bindings, organisations
from store.values import ChannelKind, EndOfTerm, ManualAnswer, OrganisationId, Scope, SupplierKind
from tests.jobs.suppliers.buying import E5, buys

CONTOSO = Scope(OrganisationId(sample_id("organisation", "Contoso")))
E3 = "Microsoft 365 E3"


@pytest.fixture
def queue(office, clock):
    return Orders(office.database, clock)


@pytest.fixture
def channel(office):
    """A channel that is told about Contoso, and Chloé's own conversation with the bot, which is told as well."""
    mine = {"organisation_id": CONTOSO.root, "installation_id": office.installation, "bound_at": office.clock()}
    with office.database.transaction() as db:
        for name, kind in (("C7", ChannelKind.GROUP), ("@U1", ChannelKind.DIRECT)):
            row = {"id": uuid4(), "channel": name, "kind": kind, "bound_by": office.person()}
            db.execute(insert(bindings), mine | row)
    return "C7"


class Refusing(Tables):
    """Refuses whatever is asked."""

    def place(self, _wish, /):
        return Refused("No.")

    change_seats = place


def held(office, order):
    """The subscriptions that an order has become."""
    with office.database.reading() as db:
        made = [line.subscription for line in order_lines.of(db, CONTOSO, order)]
        return [subscriptions.get(db, CONTOSO, id) for id in made if id]


def letters(office):
    with office.database.reading() as db:
        return db.execute(select(mails)).all()


def claim(office, order, domain="contoso-new.onmicrosoft.com"):
    with office.database.transaction() as db:
        tenants.claim(db, CONTOSO, tenants.Claim(domain, CONTOSO.root, order, True, "{}"), office.clock())


def tenant_of(office):
    with office.database.reading() as db:
        return [row[0] for row in db.execute(text("select domain from tenants"))]


def test_each_line_of_a_purchase_is_a_subscription_from_the_day_of_the_order(office, queue, clock):
    order = buys(office, (E5, 3), ("Visio Plan 2", 1))
    placed = clock()
    clock.passes(days=2)
    drain(queue)
    one, other = held(office, order)
    assert (one.name, one.terms.seats, other.name, other.number - one.number) == (E5, 3, "Visio Plan 2", 1)
    assert (one.terms.starts_on, one.terms.ends_on) == (date(2026, 11, 21), date(2027, 11, 20))
    assert [(batch.seats, batch.origin, batch.added_at) for batch in one.terms.batches] == [(3, "purchase", placed)]
    assert (one.terms.end_of_term, one.payment, one.terms.anchor_day) == (EndOfTerm.RENEW, "invoice", 21)


def test_the_buyer_gets_a_mail_with_the_link_that_opens_the_service_once(office, queue):
    buys(office, (E5, 3), ("Visio Plan 2", 1))
    drain(queue)
    (mail,) = letters(office)
    assert (mail.recipient, mail.template, mail.language) == (CONTOSO_ADMIN, "ready", "fr")
    letter = LETTERS["ready"](json.loads(mail.body), Way())
    assert letter.way.url == "https://m365.cloud.microsoft/"
    said = " ".join(Speaker(Tongue()).say(part) for part in (letter.subject, *letter.paragraphs))
    assert "C-000001 · Contoso: your order is ready" in said
    assert f"{E5}: 3" in said


def test_it_goes_where_the_buyer_wants_notices_about_the_account(office, queue):
    with office.database.transaction() as db:
        (chloe,) = users.with_logins(db, CONTOSO, [CONTOSO_ADMIN])
        users.change(db, CONTOSO, chloe, {"notify": "notices@contoso.example"})
    buys(office, (E5, 3))
    drain(queue)
    assert [mail.recipient for mail in letters(office)] == ["notices@contoso.example"]


def test_more_seats_of_what_is_there_need_no_mail(office, queue):
    office.orders(f"seats {E3} +5")
    drain(queue)
    assert letters(office) == []


def test_bound_channels_hear_product_and_numbers_no_prices_no_people(office, queue, channel):
    office.orders(f"seats {E3} +5")
    drain(queue)
    (told,) = [row for row in office.messages() if row.key.startswith("ordered:")]
    assert told.channel == channel
    assert all(word in told.body for word in (E3, "C-000001", "25", "30"))
    assert not any(word in told.body for word in ("Chlo", "EUR", "360", CONTOSO_ADMIN))


def test_channels_hear_nothing_of_what_came_to_nothing(office, clock, channel):
    office.orders(f"seats {E3} +5")
    drain(Orders(office.database, clock, suppliers={SupplierKind.TABLES: Refusing()}))
    assert [row.channel for row in office.messages() if row.key.startswith("ordered:")] == []


def test_a_domain_is_the_customers_own_once_the_purchase_came_and_free_again_if_it_did_not(office, clock, queue):
    claim(office, buys(office, (E5, 3)))
    drain(Orders(office.database, clock, suppliers={SupplierKind.TABLES: Refusing()}))
    assert tenant_of(office) == []
    claim(office, buys(office, (E5, 3)))
    drain(queue)
    assert tenant_of(office) == ["contoso-new.onmicrosoft.com"]


def test_a_second_settling_of_the_same_answer_makes_no_second_subscription(office, queue, clock):
    order = buys(office, (E5, 3))
    asleep = queue.take()
    clock.passes(seconds=61)
    drain(queue)
    queue.act(asleep)
    assert len(held(office, order)) == 1
    assert len(letters(office)) == 1


def test_what_breaks_while_it_is_settled_is_not_failed_where_a_supplier_has_done_it(office, clock, caplog):
    """Two subscriptions under one name can't be: nothing of it is kept, and nobody is told that it failed."""

    class Muddled(Tables):
        ours = False

        def place(self, _wish, /):
            return Done(Receipt("R-1", (Supplied(1, 3, "S-9"), Supplied(2, 1, "S-9"))))

        def read_back(self, mark, /):
            return self.place(mark)

    order = buys(office, (E5, 3), ("Visio Plan 2", 1))
    drain(Orders(office.database, clock, suppliers={SupplierKind.TABLES: Muddled()}))
    assert (office.order_states(), held(office, order), letters(office)) == (["unknown"], [], [])
    assert "a task failed" in caplog.text


def test_people_see_every_line_of_a_purchase_and_open_all_of_them_at_once(office, queue):
    by_hand = update(organisations).where(organisations.c.id == sample_id("organisation", "Atelier Cloud"))
    with office.database.transaction() as db:
        db.execute(by_hand.values(supplier=SupplierKind.MANUAL))
    order = buys(office, (E5, 3), ("Visio Plan 2", 1))
    claim(office, order)
    drain(queue)
    with office.database.transaction() as db:
        card = fulfilling.drawn(db, Scope(office.root), fulfil_cards.task(order))
        fulfilments.answer(db, CONTOSO, order, ManualAnswer.DONE, "", office.person(), office.clock())
    said = text_of(card, Tongue())
    assert all(part in said for part in (E5, "3 seats", "Visio Plan 2", "1 seat", "Payment", "Invoice"))
    drain(queue)
    assert [one.terms.seats for one in held(office, order)] == [3, 1]
    assert [row.template for row in letters(office)] == ["fulfil", "ready"]


def test_a_supplier_that_takes_its_time_is_told_of_once(office, clock):
    class Slow(Tables):
        def place(self, _wish, /):
            return Pending("R-1")

        change_seats = place

        def read_back(self, _mark, /):
            return Pending("R-1")

    slow = Orders(office.database, clock, suppliers={SupplierKind.TABLES: Slow()})
    office.orders(f"seats {E3} +5")
    for _ in range(3):
        drain(slow)
        clock.passes(hours=1)
    keys = [row.key.split(":", 2)[2] for row in office.messages() if row.key.startswith("order:")]
    assert keys == ["placed", "processing"]
