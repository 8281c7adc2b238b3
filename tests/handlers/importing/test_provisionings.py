from __future__ import annotations

import pytest
from sqlalchemy import text

HEADER = "reference,organisation,contact,customer,product,service,licences,received,due in days\n"
MEETINGS = "WX-1,Atelier Cloud,alice.martin@atelier-cloud.example,Fabrikam,Webex Meetings,meetings,30,2026-11-20,7\n"
CALLING = MEETINGS.replace("Webex Meetings,meetings,30", "Webex Calling,calling,12")


def test_an_order_comes_in_with_its_lines_and_its_deadline(shelf):
    assert shelf.takes("orders", HEADER + MEETINGS + CALLING).new == 2
    found = shelf.one("SELECT reference, state, step, CAST(due_on AS text) FROM provisionings")
    assert found == ("WX-1", "open", "who", "2026-11-27")
    assert len(shelf.rows("SELECT service FROM provisioning_lines")) == 2


def test_the_same_file_again_changes_nothing(shelf):
    shelf.takes("orders", HEADER + MEETINGS + CALLING)
    done = shelf.takes("orders", HEADER + MEETINGS + CALLING)
    assert (done.new, done.same) == (0, 2)
    assert len(shelf.rows("SELECT id FROM provisionings")) == 1


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("alice.martin@atelier-cloud.example", "alice@", "column contact: “alice@” is not an e-mail address"),
        ("meetings,30", "phones,30", "column service: “phones” is none of: meetings, calling, messaging"),
        (",30,", ",0,", "column licences: must be from 1 to 1000000"),
        (",7\n", ",8\n", "column due in days: must be 7 or 30 days"),
        ("Atelier Cloud", "Contoso", "column organisation: is a customer; name the seller who sets the order up"),
    ],
)
def test_a_wrong_cell_is_told_and_nothing_comes_in(shelf, right, wrong, told):
    assert shelf.refuses("orders", HEADER + MEETINGS.replace(right, wrong, 1)) == [f"row 2, {told}"]
    assert shelf.rows("SELECT id FROM provisionings") == []


def test_rows_of_one_order_that_contradict_each_other_are_refused(shelf):
    (told,) = shelf.refuses("orders", HEADER + MEETINGS + CALLING.replace(",7\n", ",30\n"))
    assert told == "row 3, column due in days: differs from the order's first row"


def test_an_order_of_nobody_known_is_refused(shelf):
    (told,) = shelf.refuses("orders", HEADER + MEETINGS.replace("Atelier Cloud", "Nowhere"))
    assert told == "row 2, column organisation: no organisation answers to “Nowhere”; import it first"
    assert shelf.rows("SELECT name FROM provisioning_lines") == []


@pytest.mark.parametrize("as_json", [False, True])
def test_what_is_to_be_set_up_comes_out_as_it_goes_in(shelf, as_json):
    shelf.takes("orders", HEADER + MEETINGS + CALLING)
    out = shelf.gives("orders", as_json=as_json)
    done = shelf.takes("orders", out, name="orders.json" if as_json else "orders.csv")
    assert (done.new, done.same) == (0, 2)
    assert all(said in out for said in ("WX-1", "Atelier Cloud", "Fabrikam", "2026-11-20T00:00:00Z"))


def test_an_order_that_is_set_up_comes_out_no_more(shelf):
    shelf.takes("orders", HEADER + MEETINGS)
    with shelf.database.transaction() as db:
        db.execute(text("UPDATE provisionings SET state = 'done'"))
    assert shelf.gives("orders").count("\n") == 1
