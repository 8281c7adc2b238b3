"""How reminders of orders read to the seller, to who is above it and to a guest; every platform takes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest

from bot.errand import Errand
from bot.phrases import Tongue
from bot.text_cards import text
from handlers import digests
from handlers.sample.loading import sample_id
from jobs import guests, provisionings
from jobs.shift import Shift
from store.database import Database
from store.values import OrganisationId, Scope
from tests.bot.goldens import golden
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.handlers.provisioning.mapped import Order
from tests.handlers.provisioning.outside import CONTACT, hands
from tests.handlers.provisioning.test_service_cards import taken_by_all

HOUSE = Scope(OrganisationId(UUID(str(sample_id("organisation", "Comptoir")))))
WEEK_BEFORE, DAYS_BEFORE = (datetime(2026, 12, day, 12, tzinfo=UTC) for day in (13, 17))


@pytest.fixture
def office(furnished, sqlite_url):
    """On one engine; both are tried where rows are made."""
    database = Database.open(sqlite_url)
    yield Office(database, NOW, loaded=True)
    database.close()


@pytest.fixture
def orders(office, alice, ole):
    """Of Atelier Cloud: one in its own hands, and Contoso's in those of somebody who is known in the chat."""
    alice.moved_to("C-SELLER").asks("remind here")
    ole.moved_to("C-ABOVE").asks("remind here")
    Order(office, CONTACT, step="who")
    hands(Order(office, CONTACT, customer="Contoso", step="who"), alice, ole.account.user)


def of_digests(office):
    """By channel, as each reads it a week before."""
    office.now = WEEK_BEFORE
    with office.database.transaction() as db:
        provisionings.remind(db, office.defaults, office.now)
    rows = office.rows("SELECT channel, key FROM outbox WHERE kind = 'digest'")
    with office.database.reading() as db:
        return {channel: digests.card(db, HOUSE, key, office.now) for channel, key in rows}


def of_guest(office):
    """In the chat, three days before."""
    office.now = DAYS_BEFORE
    guests.remind(Shift(office.database, lambda: office.now, lambda _db: None, office.defaults))
    body = office.one("SELECT body FROM outbox WHERE key LIKE 'handing-due:%'")
    return Errand.model_validate_json(str(body)).card


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reminder_reads_as_it_was_approved_and_every_platform_takes_it(office, orders, language):
    tongue, digest = Tongue(language, "Europe/Paris"), of_digests(office)
    cards = {"digest": digest["C-SELLER"], "digest-above": digest["C-ABOVE"], "guest-due": of_guest(office)}
    for name, card in cards.items():
        plain = text(card, tongue).replace("\u202f", " ").replace("\u00a0", " ")
        written = re.sub(r"WBX-\d+", "WBX-1000", plain) + "\n"
        assert written == golden(f"handing/{language}/{name}.txt", written), name
        taken_by_all(card, tongue, name)
