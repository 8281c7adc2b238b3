from __future__ import annotations

import json

import pytest

PLACE = """
SELECT parent.name FROM organisations o JOIN lineage l ON l.descendant = o.id
JOIN organisations parent ON parent.id = l.ancestor WHERE o.name = :name ORDER BY l.depth
"""


def place(shelf, name):
    """The organisation and all above it."""
    return [row[0] for row in shelf.rows(PLACE, name=name)]


def test_new_organisations_take_their_place_whatever_the_order_of_the_rows(shelf):
    content = "name,kind,parent\nZebra,customer,Quay\nQuay,partner,South\nSouth,distributor,\n"
    assert shelf.takes("organisations", content).new == 3
    assert place(shelf, "Zebra") == ["Zebra", "Quay", "South", "Comptoir"]


def test_numbers_go_on_where_they_were_and_are_kept_where_they_are_given(shelf):
    shelf.takes("organisations", "number,name,parent\n,A,Atelier Cloud\nO-000020,B,Atelier Cloud\n,C,Atelier Cloud\n")
    found = shelf.rows("SELECT number, name FROM organisations WHERE name IN ('A', 'B', 'C') ORDER BY name")
    assert found == [(21, "A"), (20, "B"), (22, "C")]


def test_a_list_of_customers_as_a_portal_exports_it_needs_no_kind(shelf):
    content = "Customer name,Microsoft ID,Primary domain name,Partner\nZebra,abc-1,zebra.example,Atelier Cloud\n"
    shelf.takes("organisations", content)
    assert place(shelf, "Zebra") == ["Zebra", "Atelier Cloud", "Nordlicht", "Comptoir"]
    assert shelf.one("SELECT zone, country FROM organisations WHERE name = 'Zebra'") == ("Europe/Paris", "FR")


def test_the_same_file_again_changes_nothing(shelf):
    content = "name,parent,tenant,domains,active users\nZebra,Atelier Cloud,abc-1,zebra.example,3\n"
    shelf.takes("organisations", content)
    again = shelf.takes("organisations", content)
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    assert shelf.corrections() == []


def test_what_differs_is_put_right_and_recorded(shelf):
    done = shelf.takes(
        "organisations", "name,active users,claimed domains,last activity\nContoso,40,c.example,2026-11-20\n"
    )
    assert (done.new, done.changed) == (0, 1)
    ((subject, detail),) = shelf.corrections()
    assert subject == "O-000005"
    assert json.loads(detail) == {
        "active_users": "36 → 40",
        "last_active_on": "2026-11-21 → 2026-11-20",
        "domains": "contoso-labs.example contoso.example → c.example contoso-labs.example contoso.example",
    }


def test_an_organisation_keeps_its_place_under_a_new_name_if_number_and_tenant_agree(shelf):
    (tenant,) = shelf.one("SELECT tenant FROM organisations WHERE name = 'Contoso'")
    shelf.takes("organisations", f"number,name,tenant\nO-000005,Contoso Europe,{tenant}\n")
    assert shelf.one("SELECT name, folded FROM organisations WHERE number = 5") == ("Contoso Europe", "contoso europe")


def test_customers_of_two_partners_may_bear_one_name(shelf):
    assert shelf.takes("organisations", "name,parent\nContoso,Blue Harbour\n").new == 1
    (told,) = shelf.refuses("organisations", "name,active users\nContoso,5\n")
    assert told == "row 2, column name: 2 organisations bear that name; give the number, like O-000005"


def test_nothing_is_imported_if_one_row_is_wrong(shelf):
    before = shelf.gives("organisations")
    content = (
        "number,name,kind,parent\n"
        ",Zebra,customer,Atelier Cloud\n"
        ",Yak,customer,Northwind\n"
        ",Xerus,partner,Contoso\n"
        "O-000006,Contoso,,\n"
        ",Wombat,partner,\n"
        ",Contoso,customer,Blue Harbour\n"
        ",contoso,customer,Blue Harbour\n"
        ",Fabrikam,customer,\n"
        "O-000005,Contoso,customer,Blue Harbour\n"
    )
    assert shelf.refuses("organisations", content) == [
        "row 3, column parent: no organisation answers to “Northwind”; import it first",
        "row 4, column parent: a partner can't stand below the customer Contoso",
        "row 5, column number: O-000006 is Fabrikam, not Contoso",
        "row 8, column name: stands in the file twice",
        "row 10, column parent: O-000005 belongs to somebody else, and an import does not move it",
    ]
    assert shelf.gives("organisations") == before


def test_a_parent_that_is_not_named_must_be_the_only_one(shelf):
    (told,) = shelf.refuses("organisations", "name\nZebra\n")
    assert told == "row 2, column parent: is missing, and it may be any of 2 partners"


def test_a_dry_run_counts_and_keeps_nothing(shelf):
    before = shelf.gives("organisations")
    assert shelf.takes("organisations", "name,parent\nZebra,Atelier Cloud\n", keep=False).new == 1
    assert shelf.gives("organisations") == before
    assert shelf.rows("SELECT 1 FROM audit") == []


@pytest.mark.parametrize(
    ("written", "kept"), [("active", "active"), ("Invité", "pending"), ("expired", "pending"), ("", "not-invited")]
)
def test_an_activation_is_read_as_people_write_it(shelf, written, kept):
    shelf.takes("organisations", f"name,parent,activation\nZebra,Atelier Cloud,{written}\n")
    found = shelf.one("SELECT activation, activated_at IS NOT NULL FROM organisations WHERE name = 'Zebra'")
    assert (found[0], bool(found[1])) == (kept, kept == "active")


def test_a_contact_and_an_activation_are_put_right_and_the_moment_follows(shelf):
    shelf.takes("organisations", "number,name,contact,activation\nO-000005,Contoso,Boss@Contoso.example,pending\n")
    found = shelf.one("SELECT contact, activation, activated_at FROM organisations WHERE name = 'Contoso'")
    assert found == ("boss@contoso.example", "pending", None)


def test_a_contact_that_is_no_address_is_told_with_its_row(shelf):
    problems = shelf.refuses("organisations", "name,parent,contact\nZebra,Atelier Cloud,nobody\n")
    assert problems == ["row 2, column contact: “nobody” is not an e-mail address"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Santé", "health"), ("Commerce de détail", "retail"), ("non-profit", "non-profit"), ("", None)],
)
def test_an_industry_is_read_as_people_write_it(shelf, written, kept):
    shelf.takes("organisations", f"name,parent,secteur d'activité\nZebra,Atelier Cloud,{written}\n")
    assert shelf.one("SELECT industry FROM organisations WHERE name = 'Zebra'") == (kept,)


def test_an_industry_that_nobody_knows_is_answered_with_all_of_them(shelf):
    (told,) = shelf.refuses("organisations", "name,parent,industry\nZebra,Atelier Cloud,zoo\n")
    assert told.startswith("row 2, column industry: “zoo” is none of: construction, education,")


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("country", "XX", "no country has the letters “XX”"),
        ("active users", "2147483648", "“2147483648” is more than can be counted"),
    ],
)
def test_what_there_can_not_be_is_refused(shelf, column, cell, told):
    content = f"name,kind,parent,{column}\nNew Co,customer,Atelier Cloud,{cell}\n"
    assert shelf.refuses("organisations", content) == [f"row 2, column {column}: {told}"]
