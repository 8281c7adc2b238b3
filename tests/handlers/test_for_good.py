"""Software that was bought for good: no term, no renewal, and seats that stay."""

from __future__ import annotations

import pytest

from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

SERVER = "Windows Server 2022 Standard"
FOR_GOOD = """
update subscriptions set ends_on = '9999-12-31', offer_id = (
  select o.id from offers o join products p on p.id = o.product_id where p.name = 'Office LTSC Standard 2024'
) where name = 'Windows Server 2022 Standard'
"""


@pytest.fixture
def office(furnished, sqlite_url):
    database = Database.open(sqlite_url)
    office = Office(database, NOW, loaded=True)
    office.write(FOR_GOOD)
    yield office
    database.close()


@pytest.mark.parametrize("words", ["subscriptions", f"subscription {SERVER}", f"window {SERVER}", f"renewal {SERVER}"])
def test_it_is_said_to_be_bought_for_good_and_never_to_renew(chloe, words):
    said = chloe.asks(words).text
    assert "bought for good" in said
    assert "9999" not in said


def test_more_seats_are_for_good_as_well(chloe):
    said = chloe.asks(f"seats {SERVER} +1").text
    assert "Term: for good, paid once" in said
    assert "Price: + €312.00 now – 1 × €312.00 once, in full" in said
    assert "Can go back: no: these seats are bought for good" in said


def test_fewer_seats_are_refused_with_what_can_be_done(chloe):
    said = chloe.asks(f"seats {SERVER} -1")
    assert "cancelled as a whole, within 30 days of its purchase. Nothing was changed." in said.text
    assert list(said.buttons) == ["Ask the supplier"]


def test_seats_of_webex_go_back_at_any_time(alice):
    assert "Can go back: at any time" in alice.asks("seats Webex Suite +1").text
