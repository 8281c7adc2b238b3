"""Carts, order lines and tenants: one open cart an organisation, one version a cart, one holder a domain."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from threading import Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from handlers import sample
from handlers.sample.loading import sample_id
from store import cart_lines, carts, orders, people, tenants
from store.database import Database
from store.values import CartId, Money, OfferId, OrderId, OrderKind, OrganisationId, PersonId, Scope
from tests.handlers.conftest import NOW
from tests.jobs.waiting import eventually

ATELIER = Scope(OrganisationId(sample_id("organisation", "Atelier Cloud")))
HARBOUR = Scope(OrganisationId(sample_id("organisation", "Blue Harbour")))
FABRIKAM = OrganisationId(sample_id("organisation", "Fabrikam"))
CONTOSO = OrganisationId(sample_id("organisation", "Contoso"))
PRICE = Money(Decimal("36.00"), "EUR")


@pytest.fixture
def database(database_url):
    with closing(Database.open(database_url)) as database:
        with database.transaction() as db:
            sample.load(db, NOW)
        yield database


@pytest.fixture
def alice(database):
    with database.reading() as db:
        row = db.execute(text("SELECT id FROM people WHERE email = :mail"), {"mail": sample.ATELIER_ADMIN}).scalar_one()
    return PersonId(UUID(str(row)))


@pytest.fixture
def offer(database):
    with database.reading() as db:
        return OfferId(UUID(str(db.execute(text("SELECT id FROM offers LIMIT 1")).scalar_one())))


def begun(database, alice):
    with database.transaction() as db:
        return carts.begin(db, ATELIER, CartId(uuid4()), FABRIKAM, alice, NOW)


def test_an_organisation_has_one_open_cart_whoever_opens_it(database, alice):
    found = []
    threads = [Thread(target=lambda: found.append(begun(database, alice).id)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_every_change_of_what_is_bought_counts_and_a_step_does_not(database, alice, offer):
    first = begun(database, alice)
    with database.transaction() as db:
        cart_lines.put(db, ATELIER, first, (offer, 3, PRICE), alice, NOW)
        carts.fill_in(db, ATELIER, first, {"note": "for Lyon"}, alice, NOW)
        carts.fill_in(db, ATELIER, first, {"step": "payment"}, alice, NOW)
        now = carts.open_of(db, ATELIER, FABRIKAM)
    assert (now.version - first.version, now.note, now.step, now.currency) == (2, "for Lyon", "payment", "EUR")


def test_a_cart_that_lost_its_last_line_may_get_another_currency(database, alice, offer):
    cart = begun(database, alice)
    with database.transaction() as db:
        cart_lines.put(db, ATELIER, cart, (offer, 3, PRICE), alice, NOW)
        assert cart_lines.drop(db, ATELIER, cart, [offer], alice, NOW) == 1
        assert carts.open_of(db, ATELIER, FABRIKAM).currency is None


def test_a_version_belongs_to_one_cart_for_ever(database, alice, offer, order):
    cart = begun(database, alice)
    with database.transaction() as db:
        cart_lines.put(db, ATELIER, cart, (offer, 3, PRICE), alice, NOW)
        full = carts.open_of(db, ATELIER, FABRIKAM)
        assert not carts.close(db, ATELIER, cart, order, NOW), "it was changed since"
        assert carts.close(db, ATELIER, full, order, NOW)
    later = begun(database, alice)
    with database.reading() as db:
        assert carts.of_version(db, ATELIER, FABRIKAM, cart.version).order == order
        assert carts.of_version(db, ATELIER, FABRIKAM, full.version).order == order
        assert carts.of_version(db, ATELIER, FABRIKAM, later.version).id == later.id


def test_nobody_reaches_a_cart_of_another_partners_customer(database, alice, offer):
    cart = begun(database, alice)
    with database.transaction() as db:
        cart_lines.put(db, HARBOUR, cart, (offer, 3, PRICE), alice, NOW)
        assert not carts.fill_in(db, HARBOUR, cart, {"note": "x"}, alice, NOW)
        assert carts.open_of(db, HARBOUR, FABRIKAM) is None
        assert cart_lines.of(db, ATELIER, cart.id) == []
    with database.reading() as db:
        assert (cart_lines.waiting(db, HARBOUR), cart_lines.waiting(db, ATELIER)) == ([], [])


@pytest.fixture
def order(database, alice):
    """An order of Fabrikam's, as it stands in the tables."""
    id = OrderId(uuid4())
    with database.transaction() as db:
        house = sample_id("organisation", "Comptoir")
        installation = uuid4()
        people.install(db, installation, "console", "T", "bot", house, NOW)
        draft = orders.Draft(id, FABRIKAM, None, alice, OrderKind.PURCHASE, 0, 3, PRICE, 1, installation, "u")
        orders.draft(db, ATELIER, draft, NOW)
    return id


def claim(organisation, order, domain="fabrikam.onmicrosoft.com"):
    return tenants.Claim(domain, organisation, order, is_new=True, account="{}")


def test_a_domain_is_whose_claim_was_first_until_it_is_released(database, order):
    with database.transaction() as db:
        assert tenants.claim(db, ATELIER, claim(FABRIKAM, order), NOW)
        assert tenants.claim(db, ATELIER, claim(FABRIKAM, order), NOW), "again changes nothing"
        assert not tenants.claim(db, ATELIER, claim(CONTOSO, order), NOW)
        assert tenants.of(db, ATELIER, FABRIKAM) == "fabrikam.onmicrosoft.com"
        tenants.release(db, ATELIER, order)
        assert tenants.claim(db, ATELIER, claim(CONTOSO, order), NOW + timedelta(days=1))


def test_a_tenant_that_an_organisation_is_known_by_is_taken_as_well(database, order):
    with database.transaction() as db:
        tenants.claim(db, ATELIER, claim(FABRIKAM, order), NOW)
        tenants.keep(db, ATELIER, order)
        tenants.release(db, HARBOUR, order)
        assert tenants.taken(db, "fabrikam.onmicrosoft.com", but_by=CONTOSO)
        assert not tenants.taken(db, "fabrikam.onmicrosoft.com", but_by=FABRIKAM)
        assert not tenants.claim(db, HARBOUR, claim(CONTOSO, order, "other.onmicrosoft.com"), NOW)


def test_of_two_who_claim_at_the_same_moment_the_second_waits_and_is_told_no(postgresql_url):
    """PostgreSQL alone: on SQLite nobody claims while another transaction writes."""
    with closing(Database.open(postgresql_url)) as database:
        with database.transaction() as db:
            sample.load(db, NOW)
        said = []
        with database.transaction() as db:
            assert tenants.claim(db, ATELIER, claim(FABRIKAM, None), NOW)
            second = Thread(target=lambda: said.append(claimed_for_contoso(database)))
            second.start()
            eventually(lambda: waiting_for_a_lock(database))
        second.join()
        assert said == [False]


def claimed_for_contoso(database):
    with database.transaction() as db:
        return tenants.claim(db, ATELIER, claim(CONTOSO, None), NOW)


def waiting_for_a_lock(database):
    with database.reading() as db:
        return db.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one()
