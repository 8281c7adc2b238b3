"""What a portal exports goes in, is shown in a chat, and is changed there."""

from __future__ import annotations

import json

import pytest

from handlers.importing import organisations, running, subscriptions
from handlers.importing.work import Origin
from store import installing
from store.values import Scope

CUSTOMERS = (
    "Customer name,Microsoft ID,Primary domain name,Country\n"
    "Lamna Healthcare,11111111-2222-4333-8444-555555555555,lamna.example,FR\n"
)
SUBSCRIPTIONS = (
    "Customer Name,Customer Tenant ID,Subscription ID,Subscription Name,Product ID,SKU ID,Quantity,Term Duration,"
    "Billing Frequency,Commitment Start Date,Commitment End Date,Auto Renew,Status,Unit Price,Currency\n"
    "Lamna Healthcare,11111111-2222-4333-8444-555555555555,aaaa-1,Power BI Pro,CFQ7TTC0H9MP,0002,12,P1Y,"
    "Monthly,2026-03-01T00:00:00Z,2027-02-28T23:59:59Z,TRUE,Active,8.20,EUR\n"
)


@pytest.fixture
def lamna(office, tmp_path):
    """A customer of Atelier Cloud with one subscription, from two files of a portal; gives what imports a third."""

    def take(form, content):
        file = tmp_path / "export.csv"
        file.write_text(content, encoding="utf-8-sig")
        with running.checked(file, form, lambda _more: None) as found, office.database.transaction() as db:
            house = installing.house(db)
            assert house
            return running.write(
                db, Scope(house), found, Origin("shell:alice", "export.csv"), office.now, lambda _more: None
            )

    take(
        organisations.FORM, CUSTOMERS.replace("Country\n", "Country,Partner\n").replace(",FR\n", ",FR,Atelier Cloud\n")
    )
    office.later(minutes=1)
    take(subscriptions.FORM, SUBSCRIPTIONS)
    office.later(minutes=1)
    return lambda content: take(subscriptions.FORM, content)


def test_what_was_imported_is_shown(alice, lamna):
    said = alice.asks("subscriptions Lamna")
    assert "Power BI Pro" in said.text
    assert "12" in said.text


def test_what_was_imported_is_changed_at_its_own_price(alice, lamna):
    said = alice.asks("seats Power BI Pro +2")
    assert "Seats: 12 → 14 (+2) – 0 assigned" in said.text
    assert "2 × €8.20 a month, 11 of 30 days" in said.text
    assert "2 seats of Power BI Pro ordered for Lamna Healthcare" in alice.presses(said, "Order 2 seats").text


def test_seats_of_an_imported_term_can_not_be_given_back_before_its_end(alice, lamna):
    said = alice.asks("seats Power BI Pro 10")
    assert said.refused
    assert "28 Feb 2027" in said.text or "1 Mar 2027" in said.text


def test_a_card_from_before_an_import_asks_again_what_the_import_changed(alice, lamna):
    said = alice.asks("seats Power BI Pro +2")
    lamna(SUBSCRIPTIONS.replace(",12,", ",20,"))
    again = alice.presses(said, "Order 2 seats")
    assert "20" in again.text
    assert "C-000001" not in again.text


def test_nobody_of_another_partner_sees_what_was_imported(office, lamna):
    stranger = office.person("brigid.moore@blue-harbour.example")
    assert "Power BI Pro" not in stranger.asks("subscriptions").text
    assert stranger.asks("seats Power BI Pro +2").refused


def test_the_record_tells_the_correction_and_who_made_it(office, alice, lamna):
    lamna(SUBSCRIPTIONS.replace(",12,", ",20,"))
    ((actor, origin, detail),) = office.rows("select actor, origin, detail from audit where subject = 'S-000008'")
    assert (actor, origin, json.loads(detail)) == ("shell:alice", "file:export.csv", {"seats": "12 → 20"})
    assert "S-000008" in alice.asks("audit").text
