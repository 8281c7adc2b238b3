"""Creating an organisation for an order: checked, compared, reviewed, made once, below the right one."""

from __future__ import annotations

import json
from threading import Barrier, Thread

import pytest

from handlers.provisioning.commands import OpenProvisioning
from tests.handlers.provisioning.mapped import ATELIER, NEW, NORDLICHT, Order, ident

MADE = (
    "SELECT o.number, o.kind, o.name, p.name, o.country, o.industry, o.zone, o.contact, o.activation"
    " FROM organisations o JOIN organisations p ON p.id = o.parent_id WHERE o.number > 7 ORDER BY o.number"
)


@pytest.fixture
def order(office):
    """Of Atelier Cloud, for a customer that nobody knows yet."""
    return Order(office, "new@zebra.example", customer="Zebra GmbH", step="customer", partner=ATELIER)


def test_a_customer_is_described_reviewed_and_made_below_the_partner(alice, office, order):
    form = alice.presses(order.offers(alice), "Create a new organisation")
    assert {field.name: field.value for field in form.card.inputs if field.kind == "words"} == {
        "called": "Zebra GmbH",
        "country": "France",
    }
    review = alice.submits(form, **NEW)
    for line in (
        "Company name: Zebra GmbH",
        "Industry: Retail",
        "Country or region: Germany",
        "Belongs to: Atelier Cloud",
    ):
        assert line in review.text
    assert office.rows(MADE) == []
    alice.presses(review, "Create the organisation")
    made = (8, "customer", "Zebra GmbH", ATELIER, "DE", "retail", "Europe/Paris", None, "not-invited")
    assert office.rows(MADE) == [made]
    assert (order.mapped("customer"), order.step, order.draft["customer"]["how"]) == ("Zebra GmbH", "setup", "created")
    assert "Industry: Retail" in alice.asks("organisation Zebra GmbH").text


def test_one_is_no_provisioning_administrator_of_what_one_created(alice, office, order):
    alice.presses(order.describes(alice), "Create the organisation")
    office.write("UPDATE provisionings SET step = 'customer'")
    said = alice.sends(order.ask(OpenProvisioning))
    assert "Zebra GmbH was chosen." in said.text
    assert "Your role there" not in said.text


def test_a_distributor_makes_a_partner_that_the_contact_belongs_to(ole, office):
    order = Order(office, "new@zebra.example", seller=NORDLICHT)
    ole.presses(order.describes(ole), "Create the organisation")
    made = (8, "partner", "Zebra GmbH", NORDLICHT, "DE", "retail", "Europe/Berlin", "new@zebra.example", "not-invited")
    assert office.rows(MADE) == [made]
    assert (order.mapped("partner"), order.step) == ("Zebra GmbH", "customer")


def test_the_review_is_there_again_wherever_one_goes_on(alice, office, order):
    order.describes(alice)
    office.later(days=3)
    assert "Please check what will be created" in alice.sends(order.ask(OpenProvisioning)).text
    changed = order.describes(alice, industry="education")
    assert "Industry: Education" in changed.text
    form = alice.presses(changed, "Edit")
    assert [field.value for field in form.card.inputs if field.kind == "words"] == ["Zebra GmbH", "Germany"]


def test_choosing_another_one_forgets_what_was_described(alice, office, order):
    order.describes(alice)
    order.chooses(alice, ident("Contoso"))
    assert (order.mapped("customer"), "described" in order.draft) == ("Contoso", False)
    assert office.rows(MADE) == []


def test_those_that_look_alike_are_shown_first(alice, office, order):
    said = order.describes(alice, called="Contosso")
    assert "There is something like Contosso already. Nothing has been created yet." in said.text.replace("**", "")
    assert list(said.buttons) == ["Choose Contoso", "Change the name", "Create anyway"]
    form = alice.presses(said, "Change the name")
    assert [(field.name, field.value) for field in form.card.inputs if field.kind == "words"] == [
        ("called", "Contosso"),
        ("country", "DE"),
    ]
    assert order.version == 1
    review = alice.presses(said, "Create anyway")
    alice.presses(review, "Create the organisation")
    assert [row[2] for row in office.rows(MADE)] == ["Contosso"]


def test_what_is_padded_without_end_fits_into_a_button(alice, order):
    said = order.describes(alice, called="Contosso" + "\u200b" * 5000, country=" " * 5000 + "Allemagne")
    assert max(len(button.press) for button in said.buttons.values()) < 1000
    assert "Industry: Retail" in alice.presses(said, "Create anyway").text


def test_one_of_those_that_look_alike_can_be_chosen_instead(alice, office, order):
    alice.presses(order.describes(alice, called="Contoso SA"), "Choose Contoso")
    assert (order.mapped("customer"), office.rows(MADE)) == ("Contoso", [])


def test_a_name_that_was_taken_meanwhile_is_shown_before_it_is_made_again(alice, office, order):
    review = order.describes(alice)
    alice.submits(
        alice.asks("organisation add"), called="Zebra  gmbh", country="DE", language="fr", zone="Europe/Berlin"
    )
    said = alice.presses(review, "Create the organisation")
    assert "Choose Zebra gmbh" in said.buttons
    alice.presses(said, "Create anyway")
    assert [row[0] for row in office.rows(MADE)] == [8, 9]


WRONG = [
    ("called", "", "An organisation has a name. Nothing was changed."),
    ("called", "\x00\u200b", "An organisation has a name. Nothing was changed."),
    ("called", "x" * 201, "A name has at most 200 characters. Nothing was changed."),
    ("called", "x" * 100_000, "A name has at most 200 characters. Nothing was changed."),
    ("industry", "", "Choose one of them. Nothing was changed."),
    ("industry", "zoo", "Choose one of them. Nothing was changed."),
    ("country", "", "This is needed. Nothing was changed."),
    ("country", "\x00", "This is needed. Nothing was changed."),
    ("country", "Atlantis", "No country is called “Atlantis”. Nothing was changed."),
    ("country", "x" * 10_000, "No country is called"),
]


def test_what_is_wrong_is_said_next_to_its_field(alice, order):
    for field, typed, told in WRONG:
        said = order.describes(alice, **{field: typed})
        assert (said.refused, list(said.answer.errors), told in said.text) == (True, [field], True), typed[:9]
    assert (order.version, "described" in order.draft) == (1, False)


def test_a_country_is_understood_in_both_languages(alice, order):
    for typed in ("de", "Allemagne", "GERMANY", "  germany "):
        order.describes(alice, country=typed)
        assert order.draft["described"]["country"] == "DE"


def test_any_name_that_can_be_seen_is_kept_as_it_is_seen(alice, office, order):
    for name in ("<!channel> & Söhne", "=1+1", "株式会社ゼブラ", "Zebra\u202eXYZ", 'O\'Zebra "quoted"'):
        alice.presses(order.describes(alice, called=name, anyway=True), "Create the organisation")
        office.write("UPDATE provisionings SET step = 'customer'")
    names = ["<!channel> & Söhne", "=1+1", "株式会社ゼブラ", "ZebraXYZ", 'O\'Zebra "quoted"']
    assert [row[2] for row in office.rows(MADE)] == names


def test_a_second_press_makes_nothing_more(alice, office, order):
    review = order.describes(alice)
    alice.presses(review, "Create the organisation")
    assert "out of date" in alice.presses(review, "Create the organisation").text
    assert len(office.rows(MADE)) == 1


def test_two_presses_at_once_make_one(alice, office, order):
    review = order.describes(alice)
    at_once = Barrier(2)

    def press():
        at_once.wait()
        alice.presses(review, "Create the organisation")

    both = [Thread(target=press) for _each in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert (len(office.rows(MADE)), order.step) == (1, "setup")


def test_a_press_without_anything_described_shows_the_step(alice, office, order):
    assert "No organisation matches" in order.makes(alice).text
    assert office.rows(MADE) == []


def test_what_was_described_for_one_side_is_not_made_on_the_other(ole, office):
    order = Order(office, "new@zebra.example", seller=NORDLICHT)
    order.describes(ole)
    office.write("UPDATE provisionings SET step = 'customer'")
    order.chooses(ole, ident(ATELIER))
    assert "No organisation matches" in order.makes(ole).text
    assert office.rows(MADE) == []


@pytest.mark.parametrize("who", ["bruno.keller@atelier-cloud.example", "brigid.moore@blue-harbour.example"])
def test_nobody_else_makes_one(alice, office, order, who):
    order.describes(alice)
    assert order.makes(office.person(who)).refused
    assert office.rows(MADE) == []


def test_the_record_says_who_made_what_for_which_order(alice, office, order):
    alice.presses(order.describes(alice), "Create the organisation")
    (row,) = office.rows("SELECT subject, outcome, detail FROM audit WHERE command = 'provision.make'")
    assert row[:2] == ("O-000008", "done")
    assert {"after": "Zebra GmbH", "order": order.label, "customer": "Zebra GmbH"}.items() <= json.loads(row[2]).items()


def test_of_two_admins_the_one_who_has_the_order_makes_it(alice, ole, office, order):
    review = order.describes(alice)
    said = ole.presses(review, "Create the organisation")
    assert "Alice Martin is setting this order up" in said.text
    assert office.rows(MADE) == []
    ole.presses(said, "Take it over")
    assert "changed this order meanwhile" in alice.presses(review, "Create the organisation").text
    order.makes(ole)
    assert [row[2:4] for row in office.rows(MADE)] == [("Zebra GmbH", ATELIER)]
