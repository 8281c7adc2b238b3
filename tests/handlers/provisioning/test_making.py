"""Setting an order up: all that was filled in is made at once, for its customer, once; or nothing is."""

from __future__ import annotations

import pytest

from handlers.provisioning.commands import GoTo, SetUp
from tests.handlers.provisioning.serviced import Order, ident


@pytest.fixture
def order(alice, office):
    """Two sites and a location, reviewed."""
    order = Order(office, meetings=25, calling=10)
    order.describes(alice, "fabrikam", more="yes")
    order.describes(alice, "fabrikam-lab")
    order.shares(alice, 15, 10)
    order.shows(alice, "calling")
    order.locates(alice, "Headquarters")
    order.shows(alice, "review")
    return order


def made(office):
    """The sites and locations that there are of Fabrikam."""
    sites = office.rows("SELECT host, licences FROM sites ORDER BY host")
    return sites, office.rows("SELECT name, is_main FROM locations ORDER BY name")


def test_everything_is_reviewed_before_it_is_made(alice, order, office):
    said = order.shows(alice, "review")
    for shown in ("Atelier Cloud", "Fabrikam", "fabrikam-lab.webex.com", "Licences 10", "Headquarters", "20 Dec 2026"):
        assert shown in said.text
    assert made(office) == ([], [])


def test_one_press_makes_all_of_it(alice, order, office):
    said = alice.presses(order.shows(alice, "review"), "Set up")
    assert f"Order {order.reference} is set up" in said.text
    assert order.state == "done"
    (site, lab), ((name, is_main),) = made(office)
    assert (site, lab) == (("fabrikam-lab.webex.com", 10), ("fabrikam.webex.com", 15))
    assert (name, bool(is_main)) == ("Headquarters", True)


def test_what_was_made_is_recorded(alice, order, office):
    order.sets_up(alice)
    detail = office.one("SELECT detail FROM audit WHERE command = 'provision.set-up'")
    for said in ('"step": "done"', '"customer": "Fabrikam"', "fabrikam.webex.com", "Headquarters"):
        assert said in detail


def test_a_second_press_makes_nothing_twice(alice, order, office):
    review = order.shows(alice, "review")
    done = alice.presses(review, "Set up")
    assert alice.presses(review, "Set up").text != done.text
    assert alice.repeats(done).refused is False
    assert [len(one) for one in made(office)] == [2, 1]


def test_an_order_that_is_set_up_is_changed_no_more(alice, order):
    order.sets_up(alice)
    said = alice.sends(order.ask(GoTo, step="meetings"))
    assert said.refused
    assert "is set up already" in said.text
    assert "is set up" in alice.asks(f"provision {order.reference}").text
    assert "No Webex order waits" in alice.asks("provision").text


def test_licences_that_do_not_add_up_lead_back_to_their_step(alice, order, office):
    order._set(draft=office.one("SELECT draft FROM provisionings").replace('"licences":15', '"licences":14'))
    said = order.sets_up(alice)
    assert "“Meetings” is not complete. Nothing was set up." in said.text
    assert (order.step, order.state) == ("meetings", "open")
    assert made(office) == ([], [])


@pytest.mark.parametrize(("gone", "step"), [("customer", "customer"), ("partner", "partner"), ("calling", "calling")])
def test_what_is_missing_is_gone_back_to(alice, order, office, gone, step):
    order._set(draft=office.one("SELECT draft FROM provisionings").replace(f'"{gone}":', '"gone":'))
    order.sets_up(alice)
    assert (order.step, made(office)) == (step, ([], []))


def test_a_site_that_somebody_took_meanwhile_is_refused_and_chosen_anew(alice, order, office):
    taking = "INSERT INTO sites VALUES ('fabrikam-lab.webex.com', :whose, NULL, 'Europe/London', :no, 5, 1, :now)"
    whose = office.one("SELECT id FROM organisations WHERE name = 'Adventure Works'")
    office.write(taking, whose=whose, no=False, now=str(office.now))
    said = order.sets_up(alice)
    assert said.refused
    assert "Somebody else has these by now: fabrikam-lab.webex.com" in said.text
    assert "Adventure Works" not in said.text
    assert len(made(office)[0]) == 1, "not the other site either"
    assert made(office)[1] == []
    assert "Step 5 of 7" in alice.presses(said, "Choose another URL").text


def test_a_location_that_the_customer_has_meanwhile_is_refused_and_changed(alice, order, office):
    other = Order(office, calling=3)
    other.shows(alice, "calling")
    other.locates(alice, "headquarters")
    order.sets_up(alice)
    said = other.sets_up(alice)
    assert said.refused
    assert "Fabrikam has a location “headquarters” already" in said.text
    assert "Step 5 of 6" in alice.presses(said, "Change the location").text


def test_a_customer_keeps_the_main_location_that_it_has(alice, order, office):
    order.sets_up(alice)
    other = Order(office, calling=3)
    other.shows(alice, "calling")
    other.locates(alice, "Lyon")
    other.sets_up(alice)
    assert [name for name, is_main in made(office)[1] if is_main] == ["Headquarters"]


def test_an_order_without_services_that_are_set_up_here_is_only_mapped(alice, office):
    order = Order(office, messaging=10, step="setup")
    alice.presses(alice.presses(alice.asks("provision 1"), "Set up now"), "Set up")
    assert (order.state, made(office)) == ("done", ([], []))


def test_nobody_else_sets_up_what_one_has_in_hand(alice, ole, order, office):
    assert "Alice Martin is setting this order up" in order.sets_up(ole).text
    assert made(office) == ([], [])


def test_the_summary_closes_to_what_still_waits(alice, order, office):
    Order(office, meetings=1)
    said = alice.presses(order.sets_up(alice), "Close")
    assert "W-000002" in said.text
    assert "W-000001" not in said.text


def test_the_summary_leads_to_the_customer(alice, order):
    assert "Fabrikam" in alice.presses(order.sets_up(alice), "Show the customer").text


@pytest.mark.parametrize(("how", "asks"), [("email", True), ("created", False)])
def test_full_rights_are_asked_of_a_customer_that_was_there(alice, order, office, how, asks):
    draft = office.one("SELECT draft FROM provisionings").replace('"how":"email"', f'"how":"{how}"')
    order._set(draft=draft)
    assert ("Ask for full admin rights" in order.sets_up(alice).buttons) is asks


def test_the_press_carries_ids_alone(alice, order):
    assert "Fabrikam" not in order.shows(alice, "review").buttons["Set up"].press
    assert ident("Fabrikam") not in order.ask(SetUp)
