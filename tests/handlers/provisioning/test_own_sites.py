"""Meeting sites of customers, once they are set up: looked at, changed after a preview, more of them, none twice."""

from __future__ import annotations

import json

import pytest

from handlers.provisioning.own_sites_commands import AddSite, EditSite, ShareSites, ShowSite
from tests.handlers.provisioning.serviced import Order

FIRST, SECOND, THIRD = "fabrikam.webex.com", "fabrikam-lab.webex.com", "fabrikam-fr.webex.com"


@pytest.fixture
def order(office, alice):
    """Fabrikam has two sites of one order, with 20 and 5 licences."""
    order = Order(office, meetings=25)
    order.describes(alice, "fabrikam", more="yes")
    order.describes(alice, "fabrikam-lab")
    order.shares(alice, 20, 5)
    order.sets_up(alice)
    return order


def kept(office):
    return office.rows("SELECT host, zone, early, licences FROM sites ORDER BY host")


def licences(office):
    return {host: own for host, _zone, _early, own in kept(office)}


def opens(who, host=FIRST):
    return who.sends(ShowSite(site=host).token)


def edits(who, host=FIRST, **fields):
    form = who.presses(opens(who, host), "Change it")
    return who.submits(form, **({"zone": "Europe/Paris", "early": "no"} | fields))


def shares(who, *given, form=None):
    form = form or who.presses(opens(who), "Distribute licences")
    return who.submits(form, **{f"licences_{place}": str(own) for place, own in enumerate(given, 1)})


def adds(who, host="fabrikam-fr", **fields):
    form = who.presses(opens(who), "Add a site")
    return who.submits(form, **({"host": host, "zone": "Europe/Paris", "early": "yes"} | fields))


@pytest.mark.parametrize("words", ["sites Fabrikam", "sites in Fabrikam"])
def test_the_list_says_url_time_zone_channel_and_licences(alice, order, words):
    said = alice.asks(words)
    assert all(word in said.text for word in (FIRST, SECOND, "Paris · France", "standard", "20", "5"))


def test_the_card_of_the_customer_leads_to_its_sites(alice, order):
    assert "Meeting sites" in alice.asks("organisation Fabrikam").buttons
    assert "Meeting sites" not in alice.asks("organisation Contoso").buttons


def test_who_has_none_is_told_where_they_come_from_and_sellers_are_led_there(alice, ole, chloe, bruno):
    for who, words in ((alice, "sites Contoso"), (ole, "sites"), (bruno, "sites"), (chloe, "sites")):
        said = who.asks(words)
        assert "There is none yet: sites are made when a Webex order is set up." in said.text
        assert ("All orders to set up" in said.buttons) is (who in (alice, ole))


@pytest.mark.parametrize("typed", [FIRST, f"https://{FIRST.upper()}/", f"{FIRST} in Fabrikam"])
def test_one_is_found_by_its_url_as_well(alice, order, typed):
    assert "20 – of 25, over 2 sites" in alice.asks(f"sites {typed}").text


@pytest.mark.parametrize("typed", ["contoso.webex.com", ".webex.com", "x" * 300 + ".webex.com", "<b>.webex.com"])
def test_a_url_of_nobody_here_is_said_to_be_none(alice, order, typed):
    assert "There is no such site. Nothing was changed." in alice.asks(f"sites {typed}").text


def test_a_change_is_looked_through_before_it_is_made(alice, office, order):
    said = edits(alice, zone="Europe/London", early="yes")
    assert "standard → early" in said.text
    assert kept(office)[1][1] == "Europe/Paris"
    assert "The changes are saved." in alice.presses(said, "Save").text
    assert [row[1] for row in kept(office)] == ["Europe/Paris", "Europe/London"]


def test_the_record_says_what_became_of_what(alice, office, order):
    alice.presses(edits(alice, zone="Europe/London"), "Save")
    query = "SELECT subject, detail FROM audit WHERE command = 'site.edit' AND outcome = 'done'"
    ((subject, detail),) = office.rows(query)
    assert (subject, json.loads(detail)["zone"]) == (FIRST, "Europe/Paris → Europe/London")


def test_the_same_once_more_changes_nothing(alice, order):
    assert "Nothing is different. Nothing was changed." in edits(alice).text


def test_licences_are_distributed_anew_once_they_add_up(alice, office, order):
    assert "1 of 25 licences is not given to a site yet. Nothing was changed." in shares(alice, 5, 19).text
    assert "2 licences more than the 25" in shares(alice, 7, 20).text
    said = shares(alice, 10, 15)
    assert licences(office) == {FIRST: 20, SECOND: 5}
    assert "The licences are distributed." in alice.presses(said, "Save").text
    assert licences(office) == {SECOND: 10, FIRST: 15}


@pytest.mark.parametrize("typed", ["0", "-5", "x", "", "1e2"])
def test_each_site_keeps_a_licence(alice, office, order, typed):
    assert "Nothing was changed." in shares(alice, 25, typed).text
    assert licences(office) == {FIRST: 20, SECOND: 5}


def test_one_more_site_takes_licences_of_the_others(alice, office, order):
    form = adds(alice)
    said = shares(alice, 5, 15, 5, form=form)
    assert f"{THIRD} is new" in said.text
    assert THIRD not in licences(office)
    alice.presses(said, "Save")
    assert licences(office) == {SECOND: 5, FIRST: 15, THIRD: 5}
    assert office.rows("SELECT subject FROM audit WHERE command = 'site.licences' AND outcome = 'done'") == [(THIRD,)]
    assert sorted(row[0] for row in kept(office) if row[2]) == [THIRD]


@pytest.mark.parametrize("host", ["fabrikam", "www", "a b", ""])
def test_a_url_that_can_t_be_is_refused_next_to_its_field(alice, office, order, host):
    assert "Nothing was changed." in adds(alice, host).text
    assert len(kept(office)) == 2


def test_a_url_taken_between_preview_and_saving_is_not_taken_twice(alice, office, order):
    said = shares(alice, 5, 15, 5, form=adds(alice))
    other = Order(office, customer="Contoso", meetings=5)
    other.describes(alice, "fabrikam-fr")
    late = alice.presses(said, "Save")
    assert "is taken. Free: " in late.text
    assert "Site URL: fabrikam-meet.webex.com" in alice.presses(late, "Choose another URL").text
    assert licences(office) == {FIRST: 20, SECOND: 5}


def test_whoever_saves_second_sees_the_sites_as_they_are_by_then(alice, ole, office, order):
    of_alice, of_ole = shares(alice, 10, 15), shares(ole, 1, 24)
    alice.presses(of_alice, "Save")
    assert "were changed meanwhile" in ole.presses(of_ole, "Save").text
    assert licences(office) == {SECOND: 10, FIRST: 15}


def test_who_presses_twice_reads_that_it_is_saved_already(alice, office, order):
    of_one = edits(alice, zone="Europe/London")
    alice.presses(of_one, "Save")
    assert "This is saved already." in alice.presses(of_one, "Save").text
    of_all = shares(alice, 5, 15, 5, form=adds(alice))
    alice.presses(of_all, "Save")
    assert "This is saved already." in alice.presses(of_all, "Save").text
    alice.presses(shares(alice, 5, 14, 6), "Save")
    assert "were changed meanwhile" in alice.presses(of_all, "Save").text


def test_a_change_of_one_site_outdates_a_preview_of_another_of_its_order(alice, office, order):
    said = shares(alice, 10, 15)
    alice.presses(edits(alice, SECOND, zone="Europe/London"), "Save")
    assert "were changed meanwhile" in alice.presses(said, "Save").text


def test_sites_of_another_order_keep_their_own_licences(alice, office, order):
    other = Order(office, meetings=3)
    other.describes(alice, "fabrikam-eu")
    other.sets_up(alice)
    assert "Distribute licences" not in opens(alice, "fabrikam-eu.webex.com").buttons
    assert shares(alice, 10, 15).text.count("webex.com") == 2


def test_a_forged_press_saves_nothing_that_does_not_add_up(alice, office, order):
    for given in ((1, 2), (30, -5), (25,), (), (0, 25)):
        said = alice.sends(ShareSites(site=FIRST, version=2, sent=True, sure=True, given=given).token)
        assert "Nothing was changed." in said.text
    assert licences(office) == {FIRST: 20, SECOND: 5}


def test_a_press_without_a_version_saves_nothing(alice, office, order):
    said = alice.sends(EditSite(site=FIRST, zone="Europe/London", sent=True, sure=True).token)
    assert "were changed meanwhile" in said.text
    assert {row[1] for row in kept(office)} == {"Europe/Paris"}


def test_readers_look_and_change_nothing(bruno, order):
    said = opens(bruno)
    assert list(said.buttons) == ["All sites"]
    for command in (EditSite, AddSite, ShareSites):
        assert bruno.sends(command(site=FIRST).token).refused


def test_of_other_sellers_customers_nothing_is_seen(brigid, chloe, order):
    for stranger in (brigid, chloe):
        assert "There is no such site" in opens(stranger).text
        assert "There is no such site" in stranger.sends(EditSite(site=FIRST).token).text
        assert FIRST not in stranger.asks("sites").text
