from __future__ import annotations

import csv
import json

import pytest
from sqlalchemy import text

KINDS = ("organisations", "operators", "prices", "product-changes", "subscriptions", "users")


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_out_goes_in_again_without_any_effect(shelf, kind, as_json):
    name = "again.json" if as_json else "again.csv"
    done = shelf.takes(kind, shelf.gives(kind, as_json=as_json), name=name)
    assert (done.new, done.changed) == (0, 0)
    assert (done.same > 0, shelf.unused) == (True, [])


def test_what_comes_out_of_one_database_makes_another_one_alike(shelf, founded_shelf):
    for kind in KINDS:
        founded_shelf.takes(kind, shelf.gives(kind))
    for kind in KINDS:
        assert founded_shelf.gives(kind) == shelf.gives(kind), kind


def test_an_export_holds_no_formula(shelf):
    shelf.takes("organisations", 'name,parent\n"=HYPERLINK(""http://x"")",Atelier Cloud\n@SUM(1),Atelier Cloud\n')
    cells = [cell for row in csv.reader(shelf.gives("organisations").splitlines()) for cell in row]
    assert {'\'=HYPERLINK("http://x")', "'@SUM(1)"} <= set(cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_organisations_of_one_name_are_told_apart_by_their_numbers(shelf):
    shelf.takes("organisations", "name,parent\nContoso,Blue Harbour\n")
    names = {row["customer"] for row in json.loads(shelf.gives("subscriptions", as_json=True))}
    assert names == {"O-000005", "Fabrikam", "Adventure Works"}


def test_the_house_and_its_operators_are_in_no_file(shelf):
    assert "Comptoir" not in shelf.gives("organisations") + shelf.gives("operators")


def test_an_empty_list_is_still_a_file(shelf):
    with shelf.database.transaction() as db:
        db.execute(text("DELETE FROM prices"))
    assert json.loads(shelf.gives("prices", as_json=True)) == []
    header = (
        "seller,product,sku,policy,category,term,billing,country,currency,unit price,valid from,valid to,"
        "min seats,max seats,service url"
    )
    assert shelf.gives("prices").splitlines() == [header]
