"""Another product: more at once, less at the renewal; seats, people and the end of the term stay."""

from __future__ import annotations

import pytest

from jobs.orders import Orders
from jobs.shift import Shift
from jobs.terms import Terms
from jobs.worker import drain

E3, E5, PREMIUM, VISIO = "Microsoft 365 E3", "Microsoft 365 E5", "Microsoft 365 Business Premium", "Visio Plan 2"


def carried_out(office) -> None:
    drain(Orders(office.database, lambda: office.now))


def term_ends(office) -> None:
    office.later(days=365)
    Terms(Shift(office.database, lambda: office.now, lambda _db: None)).run()


def at_contoso(office) -> list[tuple[object, ...]]:
    """Number 1 as it is: its name, seats and how many hold one."""
    return office.rows(
        "select s.name, s.seats, (select count(*) from assignments a where a.subscription_id = s.id) "
        "from subscriptions s where s.number = 1"
    )


def test_what_there_is_to_choose_shows_when_and_at_which_price(alice):
    said = alice.asks(f"change product {E3}")
    assert "Now €9,000.00 a year, for the same term." in said.text
    assert "Microsoft 365 E5" in said.text
    assert "+ €6,545.75 now" in said.text
    assert "from 17 Nov 2027" in said.text
    assert list(said.buttons) == ["Microsoft 365 E5 now", "Microsoft 365 Business Premium at the renewal"]


def test_more_at_once_credits_the_old_and_charges_the_new(alice, office):
    said = alice.asks(f"change product {E3} to {E5}")
    assert "Product: Microsoft 365 E3 → Microsoft 365 E5" in said.text
    assert "Price: + €6,545.75 now" in said.text
    assert "− €8,926.03: 25 × €360.00 a year, 362 of 365 days" in said.text
    assert "+ €15,471.78: 25 × €624.00 a year, 362 of 365 days" in said.text
    assert "Then: + €6,930.00 a year from 17 Nov 2027" in said.text
    assert "18 assigned, which stay so" in said.text
    alice.presses(said, "Change to Microsoft 365 E5")
    carried_out(office)
    assert at_contoso(office) == [(E5, 25, 18)]
    assert office.one("select state from orders") == "completed"


def test_the_next_charge_of_another_product_is_told_as_it_goes_on_then(alice, office):
    office.write("update subscriptions set end_of_term = 'extend' where number = 1")
    assert "Then: + €713.79 a month from 17 Nov 2027" in alice.asks(f"change product {E3} to {E5}").text


def test_the_windows_and_the_end_of_the_term_stay_as_they_were(alice, office):
    before = alice.asks("subscription S-000001").text
    alice.presses(alice.asks(f"upgrade {E3} to {E5}"), "Change to Microsoft 365 E5")
    carried_out(office)
    after = alice.asks("subscription S-000001").text
    for fact in ("Can go back: 25 seats until 24 Nov 2026, 14:05 (Europe/Paris)", "renews after 16 Nov 2027"):
        assert fact in before
        assert fact in after
    assert "Credit: €15,471.78" in alice.asks("cancel S-000001").text


def test_less_waits_for_the_renewal_and_its_price(alice, office):
    said = alice.asks(f"downgrade {E3} to business premium")
    assert "Price from 17 Nov 2027: €6,489.00 a year – 25 × €259.56, the price of that day; − €2,511.00" in said.text
    alice.presses(said, "Microsoft 365 Business Premium from the renewal on")
    carried_out(office)
    assert at_contoso(office) == [(E3, 25, 18)]
    assert "renews after 16 Nov 2027 as Microsoft 365 Business Premium" in alice.asks("subscription S-000001").text
    term_ends(office)
    assert at_contoso(office) == [(PREMIUM, 25, 18)]
    assert office.one("select unit_price from subscriptions where number = 1") == 259_560_000


def later(alice, office):
    alice.presses(alice.asks(f"change product {E3} to {PREMIUM}"), "Microsoft 365 Business Premium from the renewal on")
    carried_out(office)


def test_what_is_chosen_already_is_told_so_and_not_offered_again(alice, office):
    later(alice, office)
    said = alice.asks(f"change product {E3}")
    assert "chosen, from 17 Nov 2027" in said.text
    assert list(said.buttons) == ["Microsoft 365 E5 now", "Keep Microsoft 365 E3"]
    assert "is chosen for the renewal already." in alice.asks(f"change product {E3} to {PREMIUM}").text


def test_what_was_chosen_for_the_renewal_is_taken_back(alice, office):
    later(alice, office)
    said = alice.presses(alice.asks(f"change product {E3}"), "Keep Microsoft 365 E3")
    assert "If you confirm: renews as Microsoft 365 E3" in said.text
    alice.presses(said, "Keep Microsoft 365 E3")
    carried_out(office)
    term_ends(office)
    assert at_contoso(office) == [(E3, 25, 18)]


@pytest.mark.parametrize(
    ("words", "button", "told"),
    [
        (f"renewal {E3} off", "Turn renewal off", "Confirming drops that."),
        (f"renewal {E3} extend", "Go on month by month", "Confirming drops that."),
        (f"seats {E3} 26", "Order 1 seat", "Ordering this drops that."),
        (f"change product {E3} to {E5}", "Change to Microsoft 365 E5", "Ordering this drops that."),
    ],
)
def test_what_drops_the_choice_says_so_first(alice, office, words, button, told):
    later(alice, office)
    said = alice.asks(words)
    assert f"Microsoft 365 Business Premium is chosen for the renewal. {told}" in said.text
    alice.presses(said, button)
    carried_out(office)
    assert office.one("select next_offer_id from subscriptions where number = 1") is None


def test_seats_and_product_change_together_at_the_renewal(alice, office):
    later(alice, office)
    office.later(days=5)
    scheduled = alice.presses(alice.asks(f"seats {E3} 20"), "20 seats from the renewal on")
    alice.presses(scheduled, "20 seats from the renewal on")
    carried_out(office)
    told = "renews after 16 Nov 2027 as Microsoft 365 Business Premium with 20 seats"
    assert told in alice.asks("subscription S-000001").text
    term_ends(office)
    assert at_contoso(office) == [(PREMIUM, 20, 18)]


def test_without_a_price_on_that_day_the_product_stays_and_the_channel_hears_of_it(alice, office):
    alice.moved_to("#licences").asks("remind here in Contoso")
    later(alice, office)
    office.write(
        "delete from prices where offer_id in (select o.id from offers o join products p on p.id = o.product_id "
        "where p.name = :name)",
        name=PREMIUM,
    )
    term_ends(office)
    assert at_contoso(office) == [(E3, 25, 18)]
    assert "there is no price for that" in str(office.one("select body from outbox where kind = 'alarm'"))


def test_a_price_that_changed_meanwhile_is_shown_before_it_is_pressed(alice, office):
    said = alice.asks(f"change product {E3} to {E5}")
    office.later(hours=11)
    again = alice.presses(said, "Change to Microsoft 365 E5")
    assert "This is how it stands now." in again.text
    assert "361 of 365 days" in again.text


def test_a_product_that_left_the_catalogue_meanwhile_is_not_ordered(alice, office):
    said = alice.asks(f"change product {E3} to {E5}")
    office.write("delete from product_changes")
    assert alice.presses(said, "Change to Microsoft 365 E5").refused
    assert office.one("select state from orders") == "draft"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (f"change product {VISIO}", "The catalogue names no other product that Visio Plan 2 could become"),
        ("change product Windows Server 2022 Standard", "The catalogue names no other product"),
        ("change product Project", "No subscription is called “Project”."),
    ],
)
def test_what_has_no_other_product_is_told_so(alice, words, why):
    assert why in alice.asks(words).text


def test_an_odd_product_gets_those_that_there_are(alice):
    assert "Microsoft 365 E5 now" in alice.asks(f"change product {E3} to Project Plan 9").buttons


def test_one_that_stops_renews_as_nothing_else_but_can_still_become_more(alice, office):
    alice.presses(alice.asks(f"renewal {E3} off"), "Turn renewal off")
    carried_out(office)
    assert list(alice.asks(f"change product {E3}").buttons) == ["Microsoft 365 E5 now"]
    assert "so nothing renews" in alice.asks(f"change product {E3} to {PREMIUM}").text


def test_in_french(alice):
    said = alice.speaking("fr").asks(f"changer de produit {E3} vers {E5}")
    assert "Produit : Microsoft 365 E3 → Microsoft 365 E5" in said.text
    assert "Passer à Microsoft 365 E5" in said.buttons


def test_a_reader_changes_nothing(bruno):
    assert bruno.asks(f"change product {E3} to {E5}").refused
