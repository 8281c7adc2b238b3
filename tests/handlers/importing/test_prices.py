from __future__ import annotations

import json

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
    content = HEADER + ROW + ROW + ROW.replace("Atelier Cloud", "Nobody") + ROW.replace("Monthly", "Weekly")
    (told,) = shelf.refuses("prices", content)
    assert told == "row 5, column BillingPlan: “Weekly” is none of: monthly, annual, triennial, once"
    assert shelf.refuses("prices", "".join(content.splitlines(keepends=True)[:4])) == [
        "row 3, column SkuTitle: the same offer on the same day as in row 2",
        "row 4, column seller: no organisation answers to “Nobody”; import it first",
    ]
