from __future__ import annotations

import json

import pytest

from handlers.importing import prices
from handlers.importing.prices import Options

HEADER = (
    "seller,ProductTitle,ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,"
    "EffectiveStartDate\n"
)
ROW = "Atelier Cloud,Teams,CFQ7TTC0AAAA,0001,Teams Rooms Pro,P1Y,Monthly,FR,EUR,37.50,2026-11-01T00:00:00Z\n"


def test_a_vendors_price_list_is_taken_as_it_is_with_the_seller_in_front(shelf):
    assert shelf.takes("prices", HEADER + ROW).new == 1
    assert shelf.unused == ["ProductTitle"]
    assert shelf.one("SELECT name, sku FROM products WHERE sku LIKE 'CFQ7TTC0AAAA%'") == (
        "Teams Rooms Pro",
        "CFQ7TTC0AAAA:0001",
    )
    assert shelf.takes("prices", HEADER + ROW).same == 1


def test_another_price_from_the_same_day_is_a_recorded_correction(shelf):
    shelf.takes("prices", HEADER + ROW)
    assert shelf.takes("prices", HEADER + ROW.replace("37.50", "39")).changed == 1
    ((subject, detail),) = shelf.corrections()
    assert (subject, json.loads(detail)) == ("Teams Rooms Pro", {"unit_price": "37.5 → 39"})


def test_a_price_from_a_later_day_stands_beside_the_one_before(shelf):
    shelf.takes("prices", HEADER + ROW)
    assert shelf.takes("prices", HEADER + ROW.replace("2026-11-01", "2026-12-01")).new == 1


def test_a_price_list_says_where_a_product_opens(shelf):
    header, row = HEADER.replace("\n", ",service url\n"), ROW.replace("\n", ",https://teams.example/\n")
    assert shelf.takes("prices", header + row).new == 1
    assert shelf.one("SELECT url FROM products WHERE sku LIKE 'CFQ7TTC0AAAA%'") == ("https://teams.example/",)
    assert (shelf.takes("prices", header + row).same, len(shelf.corrections())) == (1, 1)
    assert shelf.takes("prices", HEADER + ROW).same == 1
    (told,) = shelf.refuses("prices", header + row.replace("https", "http"))
    assert told == "row 2, column service url: “http://teams.example/” is not an address like https://service.example"


def test_every_mistake_in_a_price_list_is_told(shelf):
    content = HEADER + ROW + ROW + ROW.replace("Atelier Cloud", "Nobody") + ROW.replace("Atelier Cloud", "Contoso")
    assert shelf.refuses("prices", content) == [
        "row 3, column SkuTitle: the same offer on the same day as in row 2",
        "row 4, column seller: no organisation answers to “Nobody”; import it first",
        "row 5, column seller: Contoso (O-000005) is a customer: a price list is its seller's",
    ]


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ("37.50", "0", "column UnitPrice: is zero; what costs nothing is not in a price list"),
        ("37.50", "-3", "column UnitPrice: “-3” is below zero"),
        ("37.50", "1.2345678", "column UnitPrice: “1.2345678” has more than 6 decimals"),
        ("37.50", "", "column UnitPrice: is missing"),
        ("37.50", "free", "column UnitPrice: “free” is not an amount"),
        (",EUR,", ",EUX,", "column Currency: no currency has the letters “EUX”"),
        (",FR,", ",UK,", "column Market: no country has the letters “UK”"),
        ("P1Y", "", "column TermDuration: is missing"),
        ("00Z\n", "00Z,2026-11-01T00:00:00Z\n", "column valid to: is not after the beginning"),
    ],
)
def test_a_price_that_nobody_can_pay_is_refused_with_its_row_and_column(sqlite_shelf, said, instead, told):
    header = HEADER if "\n" not in said else HEADER.replace("\n", ",valid to\n")
    assert sqlite_shelf.refuses("prices", header + ROW.replace(said, instead, 1)) == [f"row 2, {told}"]
    assert sqlite_shelf.rows("SELECT 1 FROM products WHERE name = 'Teams Rooms Pro'") == []


VENDORS = (
    "ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,BillingPlan,Market,"
    "Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,"
    "Segment\n"
)
LISTED = (
    "Teams,CFQ7TTC0AAAA,1,Teams Rooms Pro,Microsoft Corporation,Rooms,License,{term},{plan},FR,EUR,30,{least},{most},"
    "2026-11-01T00:00:00.0000000Z,9999-12-31T23:59:59.0000000Z,,37.5,{segment}\n"
)


def listed(term="P1Y", plan="Annual", segment="Commercial", least="", most=""):
    return LISTED.format(term=term, plan=plan, segment=segment, least=least, most=most)


def test_what_is_not_offered_is_passed_over_and_told(shelf):
    rows = [listed(), listed(plan="Monthly"), listed("P1M", "Monthly"), listed(segment="Education"), listed("P3Y")]
    rows += [listed(plan="Quarterly"), listed(segment="Charity"), listed("P1M"), listed(least="500", most="999")]
    form = prices.form(Options(seller="Atelier Cloud"))
    assert shelf.takes("prices", VENDORS + "".join(rows), form=form).new == 3
    assert shelf.skipped == [
        "1 × a price from 500 seats on: the one from 1 seat on is taken: row 10",
        "1 × a term of P1M billed annual is not offered: row 9",
        "1 × terms of three years are not offered (--three-years): row 6",
        "1 × the billing “Quarterly” is not offered: row 7",
        "1 × the segment “Charity” is not sold to here: row 8",
        "1 × the segment “Education” is not sold to here: row 5",
    ]


def test_a_list_of_nothing_that_is_offered_is_refused(sqlite_shelf):
    form = prices.form(Options(seller="Atelier Cloud"))
    (told,) = sqlite_shelf.refuses("prices", VENDORS + listed(segment="Education"), form=form)
    assert told == "none of its rows is taken:\n1 × the segment “Education” is not sold to here: row 2"


def test_a_vendors_own_columns_say_product_category_and_bounds(shelf):
    form = prices.form(Options(seller="Atelier Cloud", price="ERP Price", three_years=True))
    shelf.takes("prices", VENDORS + listed(least="1", most="300") + listed("P3Y", "Triennial"), form=form)
    sql = (
        "SELECT sku, category, length, unit_price, min_seats, max_seats, valid_to FROM prices"
        " JOIN offers ON offers.id = offer_id JOIN products ON products.id = prices.product_id"
        " WHERE name = 'Teams Rooms Pro' ORDER BY length"
    )
    assert shelf.rows(sql) == [
        ("CFQ7TTC0AAAA:0001", "Teams", "P1Y", 37_500_000, None, 300, None),
        ("CFQ7TTC0AAAA:0001", "Teams", "P3Y", 37_500_000, None, None, None),
    ]


def test_a_price_that_goes_on_again_after_all_is_corrected(shelf):
    ends = HEADER.replace("\n", ",valid to\n") + ROW.replace("\n", ",{}\n")
    assert shelf.takes("prices", ends.format("2026-12-31")).new == 1
    assert shelf.takes("prices", ends.format("2026-12-31T23:59:59Z")).same == 1
    assert shelf.takes("prices", ends.format("9999-12-31")).changed == 1
    assert shelf.takes("prices", ends.format("9999-12-31")).same == 1
    details = [json.loads(str(detail)) for _subject, detail in shelf.corrections()]
    assert details == [{"valid_to": "2027-01-01 00:00:00+00:00 → –"}]


@pytest.mark.parametrize("later", [False, True])
def test_two_prices_of_one_moment_are_refused_whether_of_one_file_or_two(shelf, later):
    header = HEADER.replace("\n", ",valid to\n")
    first = ROW.replace("\n", ",2026-11-30\n")
    second = ROW.replace("2026-11-01T00", "2026-11-30T23").replace("\n", ",\n")
    content = header + first + second
    if later:
        shelf.takes("prices", header + first)
        content = header + second
    (told,) = shelf.refuses("prices", content)
    assert told.endswith("which is good from 2026-11-01 to 2026-12-01")
    touching = second.replace("2026-11-30T23", "2026-12-01T00")
    assert shelf.takes("prices", content.replace(second, touching)).new >= 1


def test_the_same_offer_far_below_is_still_there_twice(sqlite_shelf):
    others = "".join(ROW.replace("CFQ7TTC0AAAA", f"X{n}").replace("Rooms Pro", f"Room {n}") for n in range(2_100))
    (told,) = sqlite_shelf.refuses("prices", HEADER + ROW + others + ROW.replace("37.50", "39"))
    assert told == "row 2103, column SkuTitle: the same offer on the same day as in row 2"


def test_a_category_is_as_long_as_a_choice_may_be(shelf):
    shelf.takes("prices", HEADER.replace("\n", ",category\n") + ROW.replace("\n", f",{'C' * 300}\n"))
    assert shelf.one("SELECT category FROM products WHERE name = 'Teams Rooms Pro'") == ("C" * 75,)
