"""The marketplace: what one's own seller sells now, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from handlers.market.commands import ShowMarket
from handlers.sample.loading import sample_id

CONTOSO = str(sample_id("organisation", "Contoso"))
FABRIKAM = str(sample_id("organisation", "Fabrikam"))
NOT_SOLD = "This is not sold to Contoso now. Nothing was changed."
E5 = sample_id("product", "CFQ7TTC0LFLZ")


@pytest.mark.parametrize("id", ["", "x", str(UUID(int=7)), "'; DROP TABLE prices; --"])
def test_what_there_is_not_is_not_sold(chloe, stock, id):
    said = stock.shown(chloe, id)
    assert (said.refused, NOT_SOLD in said.text) == (True, True)


def test_what_another_seller_sells_is_not_sold_in_the_very_same_words(chloe, stock):
    product, offer = stock.sells("Zephyr", seller="Blue Harbour", country="GB", currency="GBP")
    assert stock.shown(chloe, product).text == stock.shown(chloe, uuid4()).text
    assert stock.put(chloe, offer).text == stock.put(chloe, uuid4()).text


@pytest.mark.parametrize("words", ["zephyr", "zephir", "zeph", "test-0", "tests"])
def test_neither_a_search_nor_what_it_suggests_tells_what_another_seller_sells(chloe, brigid, stock, words):
    stock.sells("Zephyr", seller="Blue Harbour", country="GB", currency="GBP")
    said = chloe.asks(f"market {words}")
    assert f"Nothing on sale answers to “{words}”." in said.text
    assert not {"Zephyr", "Tests"} & set(said.text.replace(":", " ").split())
    assert "Zephyr" in brigid.asks(f"market {words} in Adventure Works").text


def test_a_near_word_is_looked_for_among_what_is_sold_here(chloe, stock):
    stock.sells("Zephyr", seller="Blue Harbour", country="GB", currency="GBP")
    stock.sells("Zephyrus")
    assert "This is what “zephyrus” finds." in chloe.asks("market zephyrx").text


def test_the_categories_count_what_is_sold_here_alone(chloe, adam, stock):
    stock.sells("Zephyr", seller="Blue Harbour", country="GB", currency="GBP")
    assert "Tests" not in chloe.asks("market").text
    assert "Tests: Products 1" in adam.asks("market").text


@pytest.mark.parametrize("place", [{"country": "DE"}, {"seller": "Nordlicht"}, {"seller": "Blue Harbour"}])
def test_a_price_of_another_country_or_seller_is_none(chloe, stock, place):
    product, _offer = stock.sells("Zephyr", **place)
    assert stock.shown(chloe, product).refused
    assert "Nothing on sale" in chloe.asks("market zephyr").text


SPAN = datetime(2026, 11, 20, 14, tzinfo=UTC), datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.mark.parametrize(("edge", "seconds", "sold"), [(0, -1, False), (0, 0, True), (1, -1, True), (1, 0, False)])
def test_a_price_is_good_from_its_first_second_until_before_its_end(office, chloe, stock, edge, seconds, sold):
    product, offer = stock.sells("Zephyr", since=SPAN[0], until=SPAN[1])
    office.now = SPAN[edge] + timedelta(seconds=seconds)
    assert ("€12.50 a year" in stock.shown(chloe, product).text) is sold
    assert ("Zephyr" in chloe.asks("market zephyr").text) is sold
    assert ("Tests" in chloe.asks("market").text) is sold
    assert ("is in the cart" in stock.put(chloe, offer).text) is sold


def test_of_two_prices_the_newer_one_counts(chloe, stock):
    sold = stock.sells("Zephyr", price="12.50")
    stock.prices(sold, since=SPAN[0] - timedelta(days=1), price="13")
    said = stock.shown(chloe, sold[0])
    assert ("€13.00 a year" in said.text, "12.50" in said.text) == (True, False)


def test_a_price_of_six_decimals_is_shown_whole(chloe, stock):
    product, _offer = stock.sells("Zephyr", price="0.000001")
    assert "€0.000001 a year" in stock.shown(chloe, product).text


def test_a_product_says_its_rules_its_choices_and_what_each_costs(chloe):
    said = chloe.asks("market e5")
    assert said.text.startswith("Microsoft 365 E5\n")
    for line in (
        "SKU: CFQ7TTC0LFLZ",
        "They can go back for 7 days after they were bought or renewed",
        "annual, billed annually: A seat €624.00 a year · In a year €624.00",
        "annual, billed monthly: A seat €54.60 a month · In a year €655.20",
        "monthly, billed monthly: A seat €62.40 a month · In a year €748.80",
        "without taxes",
    ):
        assert line in said.text


def test_a_product_goes_into_the_cart_with_its_seats_and_its_choice(chloe):
    said = chloe.asks("market e5")
    monthly = said.options("offer")["monthly, billed monthly: €62.40 a month"]
    cart = chloe.submits(said, offer=monthly, seats="3")
    assert "3 seats of Microsoft 365 E5 are in the cart." in cart.text
    assert "Due at the purchase: €187.20" in cart.text


def test_seats_beyond_what_is_sold_are_refused_beside_the_field(chloe, stock):
    product, offer = stock.sells("Zephyr", least=5, most=10)
    said = stock.shown(chloe, product)
    assert "5 to 10 seats" in said.text
    for seats in ("4", "11", "0", "-1", "many", "1" * 5000):
        assert "seats" in chloe.submits(said, offer=str(offer), seats=seats).answer.errors
    assert "10 seats of Zephyr are in the cart." in chloe.submits(said, offer=str(offer), seats="10").text


def test_the_form_comes_again_where_its_choice_is_missing_and_keeps_what_was_filled_in(chloe, stock):
    product, offer = stock.sells("Zephyr", most=10)
    said = stock.shown(chloe, product)
    again = chloe.sends(said.card.submit.press)
    assert (again.card.inputs == said.card.inputs, again.card.submit == said.card.submit) == (True, True)
    wrong = chloe.submits(said, offer=str(offer), seats="11")
    assert [one.value for one in wrong.card.inputs if one.name == "seats"] == [11]
    assert "sold with at most 10 seats" in wrong.text


def test_a_reader_sees_prices_and_no_way_to_buy(david):
    said = david.asks("market e5")
    assert "€624.00 a year" in said.text
    assert said.card.submit is None


def test_another_currency_is_chosen_and_the_usual_one_is_what_is_paid_already(chloe, stock):
    sold = stock.sells("Zephyr", price="10")
    stock.prices(sold, currency="AUD", price="17")
    said = stock.shown(chloe, sold[0])
    assert "€10.00 a year" in said.text
    other = chloe.presses(said, "In AUD")
    assert "A$17.00 a year" in other.text
    assert "In EUR" in other.buttons
    cart = chloe.submits(other, offer=str(sold[1]), seats="2")
    assert "Due at the purchase: A$34.00" in cart.text


def test_a_currency_without_a_price_is_not_taken(chloe, stock):
    assert "€624.00" in stock.shown(chloe, E5, currency="JPY").text
    assert "€624.00" in stock.shown(chloe, E5, currency="<b>").text


def test_what_is_sold_in_another_currency_alone_is_shown_in_that(chloe, stock):
    product, _offer = stock.sells("Zephyr", currency="USD")
    assert "$12.50 a year" in stock.shown(chloe, product).text
    assert "Tests: Products 1" in chloe.presses(chloe.asks("market"), "In USD").text


def test_who_sells_says_first_for_whom(alice):
    said = alice.asks("market")
    assert "For which customer?" in said.text
    assert "Marketplace · Fabrikam" in alice.submits(said, organisation=FABRIKAM).text


def test_a_customer_of_somebody_else_is_nobody(alice):
    adventure = str(sample_id("organisation", "Adventure Works"))
    assert "There is no such organisation" in alice.sends(ShowMarket(organisation=adventure).token).text


def test_a_seller_without_prices_says_so(office, chloe):
    office.write("DELETE FROM prices")
    said = chloe.asks("market")
    assert said.refused
    assert "its seller has no price that is valid now in its country" in said.text


@pytest.mark.parametrize("words", ["VISIO PLAN 2", "cfq7ttc0hd32", "visio 2", "plan vis 2"])
def test_a_product_is_found_by_words_of_its_name_or_its_sku(chloe, words):
    assert "SKU: CFQ7TTC0HD32" in chloe.asks(f"market {words}").text


def test_a_near_word_finds_what_was_meant_and_says_so(chloe):
    said = chloe.asks("market visoi")
    assert "Nothing on sale answers to “visoi”. This is what “visio” finds." in said.text
    assert {"Visio Plan 1", "Visio Plan 2"} <= set(said.buttons)


@pytest.mark.parametrize("words", ["x" * 5_000, "visio " * 1_000, "%", "_", "'", "\u202evisio", "–", "🦓"])
def test_whatever_is_typed_is_only_looked_for(chloe, words):
    said = chloe.asks(f"market {words}")
    assert "Marketplace · Contoso" in said.text
    assert max(len(button.press) for button in said.buttons.values()) < 2_000


def test_a_category_that_there_is_not_holds_nothing(chloe):
    said = chloe.sends(ShowMarket(organisation=CONTOSO, category="C" * 5_000).token)
    assert "Nothing on sale answers to" in said.text


def test_a_category_is_opened_and_left_again(chloe):
    said = chloe.presses(chloe.asks("market"), "Security")
    assert "Entra ID P1" in said.text
    assert "Visio" not in said.text
    assert "Webex: Products 3" in chloe.presses(said, "Categories").text


def test_the_form_searches_within_a_category(chloe):
    form = chloe.presses(chloe.asks("market plan"), "Search")
    assert set(form.options("category")) == {
        "any", "Microsoft 365", "Power Platform", "Security", "Software", "Teams", "Webex"
    }  # fmt: skip
    said = chloe.submits(form, words="plan", category="Security")
    assert {"Defender for Office 365 Plan 1", "Intune Plan 1"} <= set(said.buttons)
    assert "Visio" not in said.text


def test_products_of_one_name_are_told_apart_by_their_skus(chloe, stock):
    stock.sells("Zephyr")
    stock.sells("Zephyr")
    assert {"Zephyr · TEST-0", "Zephyr · TEST-1"} <= set(chloe.asks("market zephyr").buttons)


def test_a_cell_that_looks_like_markup_stays_text(chloe, stock):
    stock.sells("<script>*Zephyr*")
    assert "<script>*Zephyr*" in chloe.asks("market zephyr").text
