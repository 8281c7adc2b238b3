"""A bot on a real database with the sample data, and the people who talk to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers import sample
from store.database import Database
from tests.handlers.conversation import Conversation, Office

NOW = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)


@pytest.fixture
def office(furnished, database_url):
    """The sample data on each engine, loaded on 20 November 2026 at 13:05 UTC."""
    database = Database.open(database_url)
    yield Office(database, NOW, loaded=True)
    database.close()


@pytest.fixture
def alice(office) -> Conversation:
    """Admin of the partner Atelier Cloud."""
    return office.person(sample.ATELIER_ADMIN)


@pytest.fixture
def bruno(office) -> Conversation:
    """Reader of the partner Atelier Cloud."""
    return office.person(sample.ATELIER_READER)


@pytest.fixture
def chloe(office) -> Conversation:
    """Admin of the customer Contoso."""
    return office.person(sample.CONTOSO_ADMIN)


@pytest.fixture
def david(office) -> Conversation:
    """Reader of the customer Contoso."""
    return office.person(sample.CONTOSO_READER)


@pytest.fixture
def adam(office) -> Conversation:
    """Admin of Adventure Works, a customer of another partner."""
    return office.person(sample.ADVENTURE_ADMIN)


@pytest.fixture
def ole(office) -> Conversation:
    """Admin of the distributor Nordlicht."""
    return office.person(sample.NORDLICHT_ADMIN)


@pytest.fixture
def hanna(office) -> Conversation:
    """Admin of the house."""
    return office.person(sample.HOUSE_OPERATOR)


@pytest.fixture
def brigid(office) -> Conversation:
    """Admin of the partner Blue Harbour."""
    return office.person(sample.BLUE_HARBOUR_ADMIN)
