from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.policy import product_names
from handlers.policy.comparing import a_year
from store.values import Billing, Money, Policy, TermLength


def test_a_product_is_found_by_its_name_its_sku_and_its_category_once_each():
    found = product_names.words("Visio Plan 2", "CFQ7TTC0HD32:0001", "Microsoft 365 Visio")
    assert found == ("visio", "plan", "2", "cfq7ttc0hd32", "0001", "microsoft", "365")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", ()),
        ("  ", ()),
        ("Visio-Plan", ("visio", "plan")),
        ("m365 e3", ("365", "e3", "m")),
        ("x" * 900, ("x" * 60,)),
    ],
)
def test_a_question_is_words_the_longest_first(question, words):
    assert product_names.asked(question) == words


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Microsoft 365 E3", "Microsoft 365"),
        ("Microsoft Teams Rooms Pro", "Teams"),
        ("Office LTSC Standard 2024", "Software"),
        ("Office 365 E1", "Microsoft 365"),
        ("Windows Server 2022 CAL", "Software"),
        ("Power BI Pro", "Power Platform"),
        ("Powerful Tool", None),
        ("Officer", None),
        ("", None),
    ],
)
def test_a_name_says_what_it_is_listed_under(name, family):
    assert product_names.family(name) == family


@pytest.mark.parametrize(
    ("price", "policy", "length", "billing", "year"),
    [
        ("36", Policy.NEW_COMMERCE, TermLength.MONTH, Billing.MONTHLY, "432.00"),
        ("31.5", Policy.NEW_COMMERCE, TermLength.YEAR, Billing.MONTHLY, "378.00"),
        ("360", Policy.NEW_COMMERCE, TermLength.YEAR, Billing.ANNUAL, "360.00"),
        ("108.50", Policy.SOFTWARE, TermLength.THREE_YEARS, Billing.ONCE, "36.17"),
        ("100", Policy.NEW_COMMERCE, TermLength.THREE_YEARS, Billing.TRIENNIAL, "33.33"),
        ("0.000001", Policy.WHOLESALE, TermLength.MONTH, Billing.MONTHLY, "0.00"),
    ],
)
def test_a_year_is_twelve_months_at_that_price(price, policy, length, billing, year):
    assert a_year(Money(Decimal(price), "EUR"), policy, length, billing) == Money(Decimal(year), "EUR")


def test_what_is_bought_for_good_costs_nothing_a_year():
    assert a_year(Money(Decimal(389), "EUR"), Policy.PERPETUAL, TermLength.YEAR, Billing.ONCE) is None
