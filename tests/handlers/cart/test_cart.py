"""The cart: shared by whoever may buy for the customer, priced as of now, and honest about what changed."""

from __future__ import annotations

import pytest

from handlers.cart.commands import AcceptCart, AddToCart, ChangeLine, DropLine, EmptyCart, NoteCart
from tests.handlers.cart.conftest import CONTOSO, FABRIKAM

E3, VISIO = "Microsoft 365 E3", "Visio Plan 2"


def test_what_is_put_in_is_there_with_its_price_and_who_put_it(alice, shop):
    said = shop.put(alice, E3, 5)
    assert "5 seats of Microsoft 365 E3 are in the cart." in said.text
    assert "Microsoft 365 E3, annual, billed annually" in said.text
    assert "€1,800.00" in said.text
    assert "Alice Martin" in said.text
    assert "Due at the purchase: €1,800.00" in said.text


def test_the_same_again_is_more_of_it(alice, shop):
    shop.put(alice, E3, 5)
    assert "8 seats of Microsoft 365 E3 are in the cart." in shop.put(alice, E3, 3).text


def test_everybody_who_buys_for_a_customer_sees_one_cart(alice, chloe, ole, shop):
    shop.put(alice, E3, 5, place=CONTOSO)
    shop.put(chloe, VISIO, 2, place=CONTOSO)
    for person in (alice, chloe, ole):
        assert {"Alice Martin", "Chloé Dubois"} <= set(names(shop.cart(person, CONTOSO)))


def names(said):
    return [name for name in ("Alice Martin", "Chloé Dubois") if name in said.text]


def test_a_reader_looks_and_changes_nothing(alice, david, shop):
    shop.put(alice, E3, 5, place=CONTOSO)
    said = david.asks("cart")
    assert "€1,800.00" in said.text
    assert set(said.buttons) == {"Marketplace"}
    assert david.sends(EmptyCart(organisation=CONTOSO).token).refused


def test_a_partner_says_for_which_customer(alice, shop):
    shop.put(alice, E3, 5)
    which = alice.asks("cart")
    assert "For which customer?" in which.text
    assert next(iter(which.options("organisation"))) == "Fabrikam", "whose cart has something in it comes first"
    assert "Microsoft 365 E3" in alice.submits(which, organisation=FABRIKAM).text
    assert "Microsoft 365 E3" in alice.asks("cart in Fabrikam").text


def test_the_french_word_opens_it(chloe):
    assert "Cart · Contoso" in chloe.asks("panier").text


def test_another_number_is_shown_with_what_it_costs(alice, shop):
    shop.put(alice, E3, 5)
    form = alice.presses(shop.cart(alice), "Change Microsoft 365 E3")
    said = alice.submits(form, seats="+2")
    assert "Microsoft 365 E3: 5 → 7 seats." in said.text
    assert "€2,520.00" in said.text


@pytest.mark.parametrize(
    ("seats", "why"),
    [
        ("0", "is sold from 1 seat on. Nothing was changed."),
        ("-9", "is sold from 1 seat on. Nothing was changed."),
        ("301", "is sold with at most 300 seats; this would make 301. Nothing was changed."),
        ("many", "“many” is not a number of seats."),
        ("1.5", "“1.5” is not a whole number of seats."),
    ],
)
def test_a_number_that_is_not_sold_is_refused_next_to_its_field(alice, shop, seats, why):
    shop.put(alice, E3, 5)
    form = alice.presses(shop.cart(alice), "Change Microsoft 365 E3")
    said = alice.submits(form, seats=seats)
    assert said.refused
    assert said.answer.errors.keys() == {"seats"}
    assert why in said.text
    assert "€1,800.00" in shop.cart(alice).text


def test_adding_beyond_the_maximum_counts_what_is_there(alice, shop):
    shop.put(alice, E3, 200)
    said = shop.put(alice, E3, 101)
    assert said.refused
    assert "at most 300 seats; this would make 301" in said.text
    assert "200" in shop.cart(alice).text


def test_what_is_taken_out_is_gone_and_taken_out_again_it_was_not_there(alice, shop):
    shop.put(alice, E3, 5)
    token = DropLine(organisation=FABRIKAM, offer=shop.offer(E3)).token
    assert "Microsoft 365 E3 is out of the cart." in alice.sends(token).text
    assert "is empty" in alice.sends(token).text


def test_emptying_takes_everything_out(alice, shop):
    shop.put(alice, E3, 5)
    alice.sends(NoteCart(organisation=FABRIKAM, filled=True, note="for Lyon").token)
    assert "for Lyon" in shop.cart(alice).text
    said = alice.presses(shop.cart(alice), "Empty")
    assert "Nothing was ordered." in said.text
    assert "for Lyon" not in shop.put(alice, VISIO, 1).text


def test_a_price_that_changed_is_said_on_the_line_and_accepted_before_anything_is_bought(alice, shop):
    shop.put(alice, E3, 5)
    shop.price(E3, 361)
    said = shop.cart(alice)
    assert "The price of Microsoft 365 E3 changed: €360.00 → €361.00 a seat." in said.text
    assert "Check out" not in said.buttons
    assert "Accept it, then go on." in shop.checkout(alice).text
    accepted = alice.presses(said, "Accept the changes")
    assert "€1,805.00" in accepted.text
    assert "Check out" in accepted.buttons


def test_what_is_sold_no_longer_leaves_the_cart_with_everybody_knowing(alice, shop):
    shop.put(alice, E3, 5)
    shop.put(alice, VISIO, 2)
    shop.ended(VISIO)
    said = shop.cart(alice)
    assert "Visio Plan 2 can no longer be bought like this." in said.text
    accepted = alice.presses(said, "Accept the changes")
    assert "Visio" not in accepted.text
    assert "Check out" in accepted.buttons


def test_one_accepts_only_what_one_saw(alice, shop):
    shop.put(alice, E3, 5)
    shop.price(E3, 361)
    said = shop.cart(alice)
    shop.price(E3, 999)
    again = alice.presses(said, "Accept the changes")
    assert "Nothing was accepted." in again.text
    assert "€360.00 → €999.00" in again.text


def test_a_cart_has_one_currency(alice, shop, office):
    shop.put(alice, E3, 5)
    token = AddToCart(organisation=FABRIKAM, offer=shop.offer(VISIO), currency="USD", seats="1").token
    shop.ended(VISIO)
    said = alice.sends(token)
    assert said.refused
    assert "The cart is in EUR, and this has no price in it. Nothing was changed." in said.text


def test_an_offer_without_a_price_is_not_sold(alice, shop):
    shop.ended(E3)
    said = shop.put(alice, E3, 1)
    assert said.refused
    assert "This is not sold to Fabrikam now. Nothing was changed." in said.text


@pytest.mark.parametrize("command", [AddToCart, ChangeLine, DropLine, AcceptCart, EmptyCart, NoteCart])
def test_nobody_reaches_into_the_cart_of_another_partners_customer(adam, alice, shop, command):
    shop.put(alice, E3, 5)
    fields = {"offer": shop.offer(E3), "seats": "9"} if "seats" in command.model_fields else {}
    real = adam.sends(command(organisation=FABRIKAM, **fields).token)
    made_up = adam.sends(command(organisation="00000000-0000-4000-8000-000000000000", **fields).token)
    assert real.refused
    assert real.text == made_up.text
    assert "€1,800.00" in shop.cart(alice).text


def test_fewer_seats_than_were_sold_before_are_accepted_before_anything_is_bought(alice, shop, office):
    shop.put(alice, E3, 200)
    office.write("UPDATE prices SET max_seats = 100")
    said = shop.cart(alice)
    assert "Microsoft 365 E3 is sold with 100 seats now, not with 200." in said.text
    assert "Due at the purchase: €36,000.00" in alice.presses(said, "Accept the changes").text
