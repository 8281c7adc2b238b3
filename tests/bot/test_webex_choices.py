from __future__ import annotations

import pytest

from tests.bot.webex_bot import bot, chloe
from tests.handlers.many import add_subscriptions

__all__ = ["bot", "chloe"]


@pytest.fixture
def form(bot, chloe):
    """A form whose menu has more to offer than Webex shows."""
    add_subscriptions(bot.database, 120)
    chloe.says("seats")
    bot.hears()
    return chloe.last_card()


def test_what_is_not_listed_is_named(bot, chloe, form):
    chloe.presses(form, "Show what it costs", words="Product 119", seats="+1")
    bot.hears(5)
    assert "Product 119 · Contoso" in chloe.last_card().text
    assert "5 → 6" in chloe.last_card().text


def test_a_name_that_nothing_bears_changes_nothing(bot, chloe, form):
    chloe.presses(form, "Show what it costs", words="Prodigy", seats="+1")
    bot.hears(5)
    assert "No subscription is called “Prodigy”." in chloe.last_card().text
