"""The step Meetings: sites that may be called so, their zones, licences that add up, and no order that skips a step."""

from __future__ import annotations

import pytest

from handlers.provisioning.meetings_commands import DescribeSite, PickSite, ShareLicences
from handlers.provisioning.service_cards import FinishService, LeaveService
from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.handlers.provisioning.serviced import Order


@pytest.fixture
def office(furnished, sqlite_url):
    """On one engine; both are tried where rows are made."""
    database = Database.open(sqlite_url)
    yield Office(database, NOW, loaded=True)
    database.close()


@pytest.fixture
def order(office):
    """25 licences for meetings of Fabrikam."""
    return Order(office, meetings=25)


@pytest.fixture
def two(alice, order):
    """The same with two sites, before their licences."""
    order.describes(alice, "fabrikam", more="yes")
    order.describes(alice, "fabrikam-lab")
    return order


def test_the_step_says_what_was_bought_and_asks_now_or_later(alice, order):
    said = order.shows(alice, "meetings")
    assert "25" in said.text
    assert {"Set up now", "Set up later"} <= set(said.buttons)


def test_set_up_now_offers_a_free_site_of_the_customer_s_name(alice, order):
    form = alice.presses(order.shows(alice, "meetings"), "Set up now")
    assert form.fields == {"host", "zone", "early", "more"}
    assert "fabrikam.webex.com" in form.text


def test_one_site_has_all_licences_and_is_reviewed(alice, order):
    said = order.describes(alice, "https://Fabrikam.webex.com/", early="yes")
    assert order.sites == [("fabrikam.webex.com", 25)]
    assert "Paris · France · UTC+01:00" in said.text
    assert "early" in said.text


def test_who_needs_more_sites_is_led_to_the_next_one(alice, order):
    said = order.describes(alice, "fabrikam", more="yes")
    assert next(iter(said.buttons)) == "Add a site"
    form = alice.presses(said, "Add a site")
    assert "So far: fabrikam.webex.com" in form.text
    assert "fabrikam-fr.webex.com" in form.text


def test_after_the_review_comes_what_follows(alice, order):
    alice.presses(order.describes(alice, "fabrikam"), "Next")
    assert order.step == "review"


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("", "A site URL is missing"),
        ("x", "from 2 to 50 characters"),
        ("f" * 51, "from 2 to 50 characters"),
        ("fab rikam", "letters from a to z"),
        ("fäbrikam", "letters from a to z"),
        ("-fabrikam", "letters from a to z"),
        ("fab--rikam", "letters from a to z"),
        ("fabrikam.example", "one name before .webex.com"),
        ("https://fabrikam.webex.com/meet/me", "one name before .webex.com"),
        ("admin", "kept for Webex itself"),
        ("fabrikam\x00", "letters from a to z"),
    ],
)
def test_what_is_no_site_is_said_next_to_its_field(alice, order, host, why):
    said = order.describes(alice, host)
    assert said.refused
    assert why in said.text
    assert (order.version, order.sites) == (1, [])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Atlantis", "No time zone is called “Atlantis”"),
        ("Pariss", "Did you mean Europe/Paris?"),
        ("UTC+1", "Choose one"),
        ("+99", "No time zone is called"),
    ],
)
def test_a_time_zone_that_is_not_the_one_is_asked_for_again(alice, order, words, why):
    said = order.describes(alice, "fabrikam", zone_words=words)
    assert said.refused
    assert why in said.text
    assert order.sites == []


def test_a_zone_that_nobody_knows_or_none_at_all_is_refused(alice, order):
    assert order.describes(alice, "fabrikam", zone="Mars/Olympus").refused
    assert "A time zone is missing" in order.describes(alice, "fabrikam", zone="").text


@pytest.mark.parametrize(("words", "zone"), [("Londres", "Europe/London"), ("us/pacific", "America/Los_Angeles")])
def test_a_typed_zone_wins_over_the_chosen_one(alice, order, words, zone):
    order.describes(alice, "fabrikam", zone_words=words)
    assert order.draft["meetings"]["sites"][0]["zone"] == zone


def test_several_zones_that_fit_are_offered_to_choose_from(alice, order):
    form = order.describes(alice, "fabrikam", zone_words="heure de l’Est nord-américain")
    assert "New York · United States · UTC-05:00".replace("-", "−") in form.options("zone")


def test_licences_are_distributed_until_they_add_up(alice, two):
    assert two.sites == [("fabrikam.webex.com", 25), ("fabrikam-lab.webex.com", 0)]
    two.shares(alice, 20, 5)
    assert two.sites == [("fabrikam.webex.com", 20), ("fabrikam-lab.webex.com", 5)]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ((20, 4), "1 of 25 licences is not given to a site yet"),
        ((1, 1), "23 of 25 licences are not given to a site yet"),
        ((20, 6), "1 licence more than the 25"),
        ((1_000_000, 1_000_000), "1,999,975 licences more"),
        ((25, 0), "at least one licence"),
        ((0, 0), "at least one licence"),
        ((30, -5), "at least one licence"),
        ((20, "1.5"), "no number of licences"),
        ((20, "five"), "no number of licences"),
        ((20, 10**12), "At most 1,000,000"),
        ((20, "000000001" + "0" * 5000), "At most 1,000,000"),
        ((20, ""), "missing"),
        ((25,), "missing"),
    ],
)
def test_licences_that_do_not_add_up_change_nothing(alice, two, given, why):
    before = (two.version, two.sites)
    said = two.shares(alice, *given)
    assert why in said.text
    assert (two.version, two.sites) == before


def test_nobody_goes_on_while_licences_are_left(alice, two):
    said = two.shows(alice, "meetings")
    assert "Next" not in said.buttons
    forged = alice.sends(two.ask(FinishService))
    assert forged.refused
    assert two.step == "meetings"


def test_a_removed_site_leaves_its_licences_to_the_others(alice, two):
    two.shares(alice, 20, 5)
    form = alice.presses(two.shows(alice, "meetings"), "Change or remove a site")
    alice.submits(form, site="fabrikam-lab.webex.com", doing="remove")
    assert two.sites == [("fabrikam.webex.com", 25)]


def test_a_site_is_changed_in_its_place_and_keeps_its_licences(alice, two):
    two.shares(alice, 20, 5)
    picked = alice.sends(two.ask(PickSite, sent=True), site="fabrikam.webex.com", doing="change")
    alice.submits(picked, host="fabrikam-paris", zone="Europe/London", early="yes")
    assert two.sites == [("fabrikam-paris.webex.com", 20), ("fabrikam-lab.webex.com", 5)]


def test_a_site_that_the_order_has_not_is_not_picked(alice, two):
    assert alice.sends(two.ask(PickSite, sent=True), site="contoso.webex.com", doing="remove").refused


def test_the_same_site_twice_is_refused(alice, two):
    assert "in this order already" in two.describes(alice, "FABRIKAM").text
    assert len(two.sites) == 2


def test_a_site_of_another_open_order_is_taken_and_others_are_offered(alice, office, two):
    other = Order(office, meetings=5, customer="Contoso")
    said = other.describes(alice, "fabrikam")
    assert "fabrikam.webex.com is taken. Free: contoso.webex.com" in said.text
    assert other.sites == []


def test_a_site_that_was_made_is_taken_for_everybody(alice, brigid, office, order):
    order.describes(alice, "fabrikam")
    assert order.sets_up(alice).text
    assert order.state == "done"
    theirs = Order(office, meetings=5, customer="Adventure Works", seller="Blue Harbour")
    said = theirs.describes(brigid, "fabrikam")
    assert "is taken" in said.text
    assert "Fabrikam" not in said.text.replace("fabrikam.webex.com", "")


def test_no_more_sites_than_licences(alice, office):
    order = Order(office, meetings=1)
    order.describes(alice, "fabrikam", more="yes")
    assert order.describes(alice, "fabrikam-lab").refused
    assert len(order.sites) == 1


def test_a_stale_card_changes_nothing_and_shows_what_is(alice, order):
    order.describes(alice, "fabrikam")
    said = alice.sends(order.ask(DescribeSite, version=1, sent=True), host="fabrikam-lab", zone="Europe/Paris")
    assert "fabrikam.webex.com" in said.text
    assert order.sites == [("fabrikam.webex.com", 25)]


def test_later_goes_on_to_the_next_service_and_behind_the_last_one_stops(alice, office):
    both = Order(office, meetings=25, calling=10)
    alice.sends(both.ask(LeaveService))
    assert both.step == "calling"
    said = alice.sends(both.ask(LeaveService))
    assert "Nothing was set up yet" in said.text
    assert (both.state, both.step) == ("open", "calling")


def test_sites_wait_until_the_order_is_mapped(alice, office, order):
    office.write("UPDATE provisionings SET draft = '{}', step = 'partner'")
    order.describes(alice, "fabrikam")
    assert (order.step, order.sites) == ("partner", [])


def test_an_order_without_meetings_has_no_sites(alice, office):
    order = Order(office, calling=10, step="calling")
    assert order.describes(alice, "fabrikam").refused


def test_licences_of_no_site_are_none(alice, order):
    assert "Set up now" in alice.sends(order.ask(ShareLicences, sent=True), licences_1="25").buttons


@pytest.mark.parametrize("who", ["bruno", "adam", "brigid"])
def test_who_may_not_set_up_learns_nothing(request, who, order):
    other = request.getfixturevalue(who)
    said = order.describes(other, "fabrikam")
    assert said.refused
    assert order.reference not in said.text
    assert order.sites == []


def test_a_zone_is_looked_for_as_one_types(alice, order):
    form = alice.presses(order.shows(alice, "meetings"), "Set up now")
    zone = next(field for field in form.card.inputs if field.name == "zone")
    assert list(alice.sends(zone.search, words="").options("zone").values()) == ["Europe/Paris"]
    assert alice.sends(zone.search, words="montreal").options("zone") == {
        "Toronto · Canada · UTC−05:00": "America/Toronto"
    }


def test_what_was_left_for_later_is_gone_back_to_before_the_review(alice, office):
    both = Order(office, meetings=25, calling=10)
    alice.sends(both.ask(LeaveService))
    said = alice.presses(both.locates(alice, "Siège"), "Next")
    assert "Nothing was set up yet" in said.text
    assert "Meetings" in alice.presses(said, "Go on now").text
    alice.presses(both.describes(alice, "fabrikam"), "Next")
    assert both.step == "calling"
    alice.presses(both.shows(alice, "calling"), "Next")
    assert both.step == "review"


def test_where_neither_country_nor_reader_has_a_zone_there_is_something_to_choose_from(alice, office, order):
    office.write("UPDATE organisations SET country = NULL")
    office.write("UPDATE identities SET zone = 'UTC'")
    form = alice.presses(order.shows(alice, "meetings"), "Set up now")
    assert "Europe/Paris" in form.options("zone").values()
    assert "UTC" not in form.options("zone").values()


def test_a_reader_s_zone_of_an_older_name_is_offered_by_today_s(alice, office, order):
    office.write("UPDATE identities SET zone = 'Asia/Calcutta'")
    form = alice.presses(order.shows(alice, "meetings"), "Set up now")
    assert list(form.options("zone").values()) == ["Europe/Paris", "Asia/Kolkata"]
