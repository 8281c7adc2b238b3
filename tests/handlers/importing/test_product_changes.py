from __future__ import annotations

import pytest

HEADER = "product,target,direction\n"


def known(shelf):
    return shelf.one("SELECT COUNT(*) FROM product_changes")[0]


@pytest.mark.parametrize("word", ["down", "downgrade", "Bas", "au renouvellement"])
def test_a_change_is_named_by_the_products_names(shelf, word):
    before = known(shelf)
    assert shelf.takes("product-changes", f"{HEADER}Microsoft 365 E5,Microsoft 365 Business Premium,{word}\n").new == 1
    assert known(shelf) == before + 1


def test_the_sku_decides_where_there_is_one(shelf):
    row = "sku,target sku,direction\nCFQ7TTC0LFLZ,CFQ7TTC0LCHC,down\n"
    assert (shelf.takes("product-changes", row).new, shelf.takes("product-changes", row).same) == (1, 1)


def test_another_direction_is_put_right_and_recorded(shelf):
    assert shelf.takes("product-changes", f"{HEADER}Microsoft 365 E3,Microsoft 365 E5,down\n").changed == 1
    (correction,) = shelf.corrections()
    assert correction[0] == "Microsoft 365 E3 → Microsoft 365 E5"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Microsoft 365 E3,Microsoft 365 E3,up", "is the product itself"),
        ("Microsoft 365 E3,Microsoft 365 E7,up", "“Microsoft 365 E7” is not in the catalogue"),
        ("Microsoft 365 E3,Webex Suite,up", "follows other terms (wholesale)"),
        ("Microsoft 365 E3,,up", "is missing"),
        ("Microsoft 365 E3,Microsoft 365 E5,sideways", "“sideways” is none of: up, down"),
        ("Microsoft 365 E3,Microsoft 365 E5,", "is missing"),
    ],
)
def test_what_is_wrong_is_told_by_its_row_and_nothing_is_written(shelf, row, why):
    before = known(shelf)
    (told,) = shelf.refuses("product-changes", f"{HEADER}Microsoft 365 E5,Microsoft 365 Business Premium,down\n{row}\n")
    assert why in told
    assert known(shelf) == before
