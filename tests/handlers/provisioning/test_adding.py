"""Taking an order in by hand: checked field by field, told like one of a file."""

from __future__ import annotations

import pytest

from handlers import sample

GOOD = {
    "reference": "WBX-7",
    "contact": "ops@fabrikam.example",
    "customer": "Fabrikam",
    "product": "Webex Suite",
    "meetings": "30",
    "calling": "",
    "messaging": "5",
    "due": "7",
}


def adds(who, **fields):
    return who.submits(who.asks("provision add"), **(GOOD | fields))


def test_an_order_is_taken_in_and_opened(alice, office):
    said = adds(alice)
    assert "Webex order WBX-7" in said.text
    assert "Step 1 of 6 · Who the order is for" in said.text
    assert "27 Nov 2026 – in 7 days" in said.text
    bought = office.rows("SELECT name, licences FROM provisioning_lines ORDER BY position")
    assert bought == [("Webex Suite Meetings", 30), ("Webex Suite Messaging", 5)]


def test_its_seller_s_admins_are_told(alice, office):
    adds(alice)
    assert office.rows("SELECT channel FROM outbox WHERE kind = 'provisioning'") == [(f"@{sample.ATELIER_ADMIN}",)]


def test_a_delivery_that_comes_again_takes_nothing_in_twice(alice, office):
    said = adds(alice)
    assert "Step 1 of 6" in alice.repeats(said).text
    assert office.one("SELECT count(*) FROM provisionings") == 1


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("reference", "", "The order number is missing"),
        ("reference", "\u200b \u202e", "The order number is missing"),
        ("reference", "W" * 121, "has at most 120 characters"),
        ("contact", "", "is not an e-mail address"),
        ("contact", "ops@", "is not an e-mail address"),
        ("contact", "a@b.example\nBcc: c@d.example", "is not an e-mail address"),
        ("customer", "F" * 201, "A name has at most 200 characters"),
        ("product", "P" * 201, "A name has at most 200 characters"),
        ("meetings", "many", "is no number of licences"),
        ("meetings", "-3", "is no number of licences"),
        ("meetings", "2.5", "is no number of licences"),
        ("meetings", "1e9", "is no number of licences"),
        ("calling", "1000001", "At most 1,000,000 licences"),
        ("due", "8", "within 7 or 30 days"),
        ("due", "", "within 7 or 30 days"),
    ],
)
def test_a_field_that_is_wrong_is_told_and_nothing_is_taken_in(alice, office, field, typed, told):
    said = adds(alice, **{field: typed})
    assert said.refused
    assert told in said.text
    assert field in said.answer.errors
    assert office.one("SELECT count(*) FROM provisionings") == 0


@pytest.mark.parametrize("nothing", ["", "0", " "])
def test_an_order_of_nothing_is_none(alice, nothing):
    said = adds(alice, meetings=nothing, messaging=nothing)
    assert "how many licences were bought" in said.text


def test_the_same_order_is_not_taken_in_twice(alice, office):
    adds(alice)
    said = adds(alice, meetings="40")
    assert "Order WBX-7 is there already" in said.text
    assert office.one("SELECT count(*) FROM provisionings") == 1


def test_two_sellers_may_have_orders_of_one_number(alice, brigid, office):
    adds(alice)
    assert not adds(brigid).refused
    assert office.one("SELECT count(*) FROM provisionings") == 2


def test_a_customer_takes_no_order_in(chloe, office):
    said = chloe.asks("provision add")
    assert said.refused
    assert "is a customer" in said.text


def test_signs_that_no_one_sees_are_left_out_and_markup_stays_text(alice, office):
    adds(alice, reference=" WBX\u202e-9\x00 ", customer="<!channel> *Fabrikam*")
    assert office.rows("SELECT reference, customer_name FROM provisionings") == [("WBX-9", "<!channel> *Fabrikam*")]


def test_the_form_speaks_french(alice):
    form = alice.speaking("fr").asks("provisionner ajouter")
    assert form.fields == {"reference", "contact", "customer", "product", "meetings", "calling", "messaging", "due"}
