"""The checkout: S0's steps, kept wherever one stops, bought exactly once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.cart.commands import ChooseOptions, ChoosePayment, DescribeCompany, NameTenant, NoteCart, UseTenant
from tests.handlers.cart.conftest import COMPANY, CONTOSO, FABRIKAM

E3, VISIO, SERVER = "Microsoft 365 E3", "Visio Plan 2", "Windows Server 2022 Standard"


def test_a_first_purchase_asks_for_options_account_payment_and_shows_all_of_it(alice, shop):
    shop.put(alice, E3, 5)
    options = shop.checkout(alice)
    assert "Step 1 of 4 · Options" in options.text
    account = alice.submits(options)
    assert "This is Fabrikam's first purchase of Microsoft's." in account.text
    name = alice.submits(account, way="new")
    assert "Step 2 of 4 · Microsoft account" in name.text
    company = alice.submits(name, prefix="Fabrikam", qualification="education")
    payment = alice.submits(company, **COMPANY)
    assert "Step 3 of 4 · Payment" in payment.text
    summary = alice.submits(payment, method="transfer")
    for said in (
        "Step 4 of 4 · Summary",
        "Due now: €1,800.00 – without taxes",
        "Next charge: €1,800.00 on 20 Nov 2027 – at today's prices",
        "Microsoft account: fabrikam.onmicrosoft.com – is created with the purchase",
        "Special qualification: Education",
        "Company: Fabrikam SA – 1 rue de la Paix, 75002 Paris FR",
        "Contact: Inès Moreau – ines@fabrikam.example",
        "Pays: Bank transfer",
        "until 27 Nov 2026, 14:05",
        "Taxes come on top",
    ):
        assert said in summary.text


def test_a_purchase_is_bought_by_one_press_and_its_lines_are_kept(alice, shop, office):
    shop.put(alice, E3, 5)
    shop.put(alice, SERVER, 2, billing="once")
    said = alice.presses(shop.summary(alice), "Buy")
    assert "Microsoft 365 E3, Windows Server 2022 Standard ordered for Fabrikam" in said.text
    assert office.rows("SELECT kind, state, payment, seats_after FROM orders") == [
        ("purchase", "accepted", "invoice", 7)
    ]
    assert office.rows("SELECT position, name, seats FROM order_lines ORDER BY position") == [
        (1, E3, 5),
        (2, SERVER, 2),
    ]
    assert office.rows("SELECT domain, is_new FROM tenants") == [("fabrikam.onmicrosoft.com", True)]
    assert "The cart is empty." in shop.cart(alice).text


def test_who_has_a_tenant_is_not_asked_for_one(chloe, shop):
    shop.put(chloe, E3, 5, place=CONTOSO)
    said = chloe.submits(shop.checkout(chloe, CONTOSO))
    assert "Step 2 of 3 · Payment" in said.text
    assert "Microsoft account" not in chloe.submits(said, method="invoice").text


def test_software_needs_no_tenant(alice, shop):
    shop.put(alice, SERVER, 2, billing="once")
    assert "Step 2 of 3 · Payment" in alice.submits(shop.checkout(alice)).text


def test_who_has_an_account_says_its_domain(alice, shop, office):
    shop.put(alice, E3, 5)
    said = alice.submits(alice.submits(shop.checkout(alice)), way="existing")
    said = alice.submits(said, domain="Fabrikam-2010.onmicrosoft.com")
    said = alice.submits(said, method="invoice")
    assert "fabrikam-2010.onmicrosoft.com – exists already" in said.text
    alice.presses(said, "Buy")
    assert office.rows("SELECT domain, is_new FROM tenants") == [("fabrikam-2010.onmicrosoft.com", False)]


def test_it_goes_on_where_it_stopped_whoever_goes_on(alice, ole, shop):
    shop.put(alice, E3, 5)
    shop.with_account(alice)
    said = ole.asks("checkout in Fabrikam")
    assert "Step 3 of 4 · Payment" in said.text
    assert "fabrikam.onmicrosoft.com" in ole.submits(said, method="invoice").text


def test_one_goes_back_and_finds_what_one_filled_in(alice, shop):
    shop.put(alice, E3, 5)
    company = alice.presses(shop.with_account(alice), "Back")
    assert {field.name: field.value for field in company.card.inputs}["postal_code"] == "75002"
    name = alice.presses(company, "Back")
    assert name.card.inputs[0].value == "fabrikam"


def test_nobody_jumps_over_a_step(alice, shop):
    shop.put(alice, E3, 5)
    assert "Step 2 of 4" in shop.checkout(alice, step="summary").text
    assert "Step 2 of 4" in alice.sends(ChoosePayment(organisation=FABRIKAM, method="card").token).text
    assert "Step 1 of 4" in shop.checkout(alice, step="rubbish").text


def test_the_term_and_billing_are_chosen_anew(alice, shop):
    shop.put(alice, E3, 5)
    shop.put(alice, E3, 2, length="P1Y", billing="monthly")
    options = shop.checkout(alice)
    yearly, monthly = shop.offer(E3), shop.offer(E3, "P1Y", "monthly")
    assert "annual, billed monthly: €31.50 a month a seat" in options.options(f"offer:{yearly}")
    alice.submits(options, **{f"offer:{yearly}": monthly, f"offer:{monthly}": monthly})
    cart = shop.cart(alice)
    assert "Due at the purchase: €220.50" in cart.text
    assert "billed annually" not in cart.text


def test_an_offer_of_another_product_is_no_choice(alice, shop):
    shop.put(alice, E3, 5)
    token = ChooseOptions(organisation=FABRIKAM).token
    said = alice.sends(token, **{f"offer:{shop.offer(E3)}": shop.offer(VISIO)})
    assert said.refused
    assert "Microsoft 365 E3 is not sold like that now. Nothing was changed." in said.text


@pytest.mark.parametrize(
    ("prefix", "why"),
    [
        ("", "The name is missing."),
        ("fabrikam-europe", "only letters from a to z and digits make a name"),
        ("365fabrikam", "must begin with a letter"),
        ("f" * 28, "is too long: at most 27"),
        ("fabrikam.com", "is another kind of domain. It ends in .onmicrosoft.com."),
        ("contoso", "contoso.onmicrosoft.com is taken. Nothing was changed. Choose another name."),
    ],
)
def test_a_domain_that_cannot_be_is_refused_next_to_its_field(alice, shop, office, prefix, why):
    office.write("UPDATE organisations SET tenant = 'contoso.onmicrosoft.com' WHERE name = 'Contoso'")
    shop.put(alice, E3, 5)
    form = alice.submits(alice.submits(shop.checkout(alice)), way="new")
    said = alice.submits(form, prefix=prefix, qualification="none")
    assert said.answer.errors.keys() == {"prefix"}
    assert why in said.text
    assert "Contoso" not in said.text.replace("contoso.onmicrosoft.com", "")


def test_a_tenant_of_somebody_else_is_nobodys_existing_one(alice, shop, office):
    office.write("UPDATE organisations SET tenant = 'works.onmicrosoft.com' WHERE name = 'Adventure Works'")
    shop.put(alice, E3, 5)
    form = alice.submits(alice.submits(shop.checkout(alice)), way="existing")
    said = alice.submits(form, domain="works.onmicrosoft.com")
    assert said.answer.errors.keys() == {"domain"}
    assert "works.onmicrosoft.com belongs to another customer. Nothing was changed." in said.text


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ({"company": " "}, "company", "This is needed."),
        ({"email": "ines"}, "email", "“ines” is not an e-mail address."),
        ({"phone": "call me"}, "phone", "“call me” is not a telephone number"),
        ({"country": "Narnia"}, "country", "No country is called “Narnia”."),
        ({"postal_code": "7500"}, "postal_code", "“7500” is not a postal code of France. One looks like 33380."),
        (
            {"country": "US", "region": "NY"},
            "postal_code",
            "“75 002” is a postal code of another part of United States.",
        ),
        ({"country": "US", "postal_code": "10001"}, "region", "An address in United States names its state or region."),
        ({"city": ""}, "city", "This is needed."),
    ],
)
def test_company_details_follow_the_countrys_rules(alice, shop, changed, field, why):
    shop.put(alice, E3, 5)
    name = alice.submits(alice.submits(shop.checkout(alice)), way="new")
    company = alice.submits(name, prefix="fabrikam", qualification="none")
    said = alice.submits(company, **COMPANY | changed)
    assert said.answer.errors.keys() == {field}
    assert why in said.text


def test_a_domain_that_was_taken_between_two_steps_is_asked_for_again(alice, shop, office):
    shop.put(alice, E3, 5)
    payment = shop.with_account(alice)
    office.write("UPDATE organisations SET tenant = 'fabrikam.onmicrosoft.com' WHERE name = 'Adventure Works'")
    said = alice.submits(payment, method="invoice")
    assert "fabrikam.onmicrosoft.com is taken." in said.text
    assert said.fields == {"prefix", "qualification"}


def test_a_domain_that_was_taken_before_the_press_is_not_bought(alice, shop, office):
    shop.put(alice, E3, 5)
    summary = shop.summary(alice)
    office.write("UPDATE organisations SET tenant = 'fabrikam.onmicrosoft.com' WHERE name = 'Adventure Works'")
    said = alice.presses(summary, "Buy")
    assert "fabrikam.onmicrosoft.com is taken." in said.text
    assert shop.orders() == 0


def test_two_admins_with_one_cart_make_one_order(alice, ole, shop):
    shop.put(alice, E3, 5)
    hers, his = shop.summary(alice), shop.checkout(ole)
    alice.presses(hers, "Buy")
    said = ole.presses(his, "Buy")
    assert said.refused
    assert "Alice Martin bought this cart on 20 Nov 2026, 14:05 (Europe/Paris), order C-000001." in said.text
    assert "Nothing was ordered a second time." in said.text
    assert shop.orders() == 1


def test_a_second_press_buys_nothing_more(alice, shop):
    shop.put(alice, E3, 5)
    summary = shop.summary(alice)
    alice.presses(summary, "Buy")
    assert "This order was already confirmed." in alice.presses(summary, "Buy").text
    assert shop.orders() == 1


def test_what_somebody_added_meanwhile_is_shown_before_it_is_bought(alice, ole, shop):
    shop.put(alice, E3, 5)
    summary = shop.summary(alice)
    shop.put(ole, VISIO, 2)
    said = alice.presses(summary, "Buy")
    assert "Meanwhile something about it changed. Nothing was ordered." in said.text
    assert "Visio Plan 2" in said.text
    assert shop.orders() == 0
    alice.presses(said, "Buy")
    assert shop.orders() == 1


@pytest.mark.parametrize("change", ["price", "ended"])
def test_what_costs_something_else_now_is_accepted_first(alice, shop, change):
    shop.put(alice, E3, 5)
    shop.put(alice, VISIO, 2)
    summary = shop.summary(alice)
    shop.price(VISIO, 170) if change == "price" else shop.ended(VISIO)
    said = alice.presses(summary, "Buy")
    assert shop.orders() == 0
    assert "Accept the changes" in said.buttons
    alice.presses(said, "Accept the changes")
    alice.presses(shop.checkout(alice), "Buy")
    assert shop.orders() == 1


def test_a_summary_of_an_earlier_cart_buys_nothing_of_the_next_one(alice, ole, shop):
    shop.put(alice, E3, 5)
    old = shop.summary(alice)
    alice.presses(shop.checkout(alice), "Buy")
    shop.put(ole, VISIO, 2)
    said = alice.presses(old, "Buy")
    assert "Alice Martin bought this cart" in said.text
    assert shop.orders() == 1


def test_not_now_leaves_the_cart_as_it_is(alice, shop):
    shop.put(alice, E3, 5)
    said = alice.presses(shop.summary(alice), "Not now")
    assert "Nothing was ordered. The cart stays as it is." in said.text
    assert "€1,800.00" in shop.cart(alice).text
    alice.presses(shop.checkout(alice), "Buy")
    assert shop.orders() == 1


def test_nobody_elses_draft_is_bought(alice, ole, adam, shop):
    shop.put(alice, E3, 5)
    summary = shop.summary(alice)
    assert "Only the person who asked" in ole.presses(summary, "Buy").text
    assert "There is no such order." in adam.presses(summary, "Buy").text


@pytest.mark.parametrize("command", [ChooseOptions, NameTenant, DescribeCompany, UseTenant, ChoosePayment])
def test_a_step_of_somebody_elses_checkout_is_as_unknown_as_a_made_up_one(adam, alice, shop, command):
    shop.put(alice, E3, 5)
    real = adam.sends(command(organisation=FABRIKAM).token)
    assert real.refused
    assert real.text == adam.sends(command(organisation="00000000-0000-4000-8000-000000000000").token).text


def test_a_price_that_begins_tonight_is_shown_tomorrow(alice, shop, office):
    shop.put(alice, E3, 5)
    summary = shop.summary(alice)
    office.later(days=1)
    said = alice.presses(summary, "Buy")
    assert "Microsoft 365 E3 ordered for Fabrikam" in said.text
    assert office.now - timedelta(days=1) < office.now


def test_fifty_lines_are_shown_ten_at_a_time_and_bought_at_once(alice, shop, office):
    offers = office.rows("SELECT id FROM offers")
    assert len(offers) > 10
    for (id,) in offers[:25]:
        shop.put_offer(alice, id, 3)
    first = shop.checkout(alice)
    assert len(first.card.inputs) == 10
    summary = shop.summary(alice)
    assert "1–10 of" in summary.text
    then = alice.presses(summary, "Next")
    assert "11–" in then.text
    alice.presses(then, "Buy")
    assert (shop.orders(), office.one("SELECT count(*) FROM orders")) == (1, 1)


def test_the_note_goes_along_with_the_order(alice, shop):
    shop.put(alice, E3, 5)
    alice.sends(NoteCart(organisation=FABRIKAM, filled=True, note="for the Lyon office").token)
    summary = shop.summary(alice)
    assert "Note: for the Lyon office" in summary.text
    alice.presses(summary, "Buy")
    assert "Note: for the Lyon office" in alice.asks("orders C-000001").text


def test_whoever_makes_the_account_by_hand_reads_all_that_was_filled_in(alice, shop, office):
    office.write("UPDATE organisations SET supplier = 'manual' WHERE name = 'Atelier Cloud'")
    shop.put(alice, E3, 5)
    alice.presses(shop.summary(alice), "Buy")
    shop.carry_out()
    said = alice.asks("fulfil C-000001")
    assert "Microsoft account: fabrikam.onmicrosoft.com – is created with the purchase" in said.text
    assert "Company: Fabrikam SA – 1 rue de la Paix, 75002 Paris FR" in said.text
    assert "Contact: Inès Moreau – ines@fabrikam.example" in said.text


def test_what_was_bought_is_there_once_it_is_carried_out(alice, shop, office):
    shop.put(alice, E3, 5)
    alice.presses(shop.summary(alice), "Buy")
    shop.carry_out()
    assert "completed" in alice.asks("orders C-000001").text.lower()
    assert "Microsoft 365 E3" in alice.asks("subscriptions in Fabrikam").text
    assert office.one("SELECT tenant FROM organisations WHERE name = 'Fabrikam'") == "fabrikam.onmicrosoft.com"
    shop.put(alice, VISIO, 1)
    assert "Step 1 of 3" in shop.checkout(alice).text, "the second purchase knows the account"


def test_what_the_supplier_refused_is_in_the_cart_again_for_the_asking(alice, shop, office):
    shop.put(alice, E3, 5)
    alice.presses(shop.summary(alice), "Buy")
    office.write("UPDATE orders SET state = 'refused', reason = 'declined'")
    office.write("DELETE FROM tenants")
    said = alice.presses(alice.asks("orders C-000001"), "Propose it again")
    assert "What order C-000001 was for is in the cart again. Nothing has been ordered." in said.text
    assert "€1,800.00" in said.text
    alice.presses(shop.checkout(alice, step="summary"), "Buy")
    assert office.rows("SELECT state FROM orders WHERE number IS NOT NULL ORDER BY number") == [
        ("refused",),
        ("accepted",),
    ]


def test_a_new_line_is_looked_at_before_the_summary(alice, shop):
    shop.put(alice, E3, 5)
    shop.summary(alice)
    shop.put(alice, VISIO, 1)
    assert "Step 1 of 4" in shop.checkout(alice).text


def test_another_way_to_pay_is_shown_before_it_is_used(alice, ole, shop):
    shop.put(alice, E3, 5)
    summary = shop.summary(alice)
    ole.sends(ChoosePayment(organisation=FABRIKAM, method="card").token)
    said = alice.presses(summary, "Buy")
    assert "Nothing was ordered." in said.text
    assert "Pays: Card on file with the supplier" in said.text
    assert shop.orders() == 0


def test_the_record_says_whose_checkout_it_was_and_which_step(alice, shop, office):
    shop.put(alice, E3, 5)
    shop.checkout(alice)
    (detail,) = office.rows("SELECT detail FROM audit WHERE command = 'checkout'")[0]
    assert "options" in str(detail)
    assert "put into the cart: Microsoft 365 E3" in alice.asks("audit in Fabrikam").text
