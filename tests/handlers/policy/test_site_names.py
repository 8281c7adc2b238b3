"""Addresses of meeting sites, as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.site_names import LONGEST, SUFFIX, BadSite, Fault, existing, left, site, suggestions


@pytest.mark.parametrize(
    "typed", ["contoso", " Contoso ", "contoso.webex.com", "https://contoso.webex.com/", "CONTOSO.WEBEX.COM."]
)
def test_a_site_is_read_however_it_is_written(typed):
    assert site(typed) == "contoso.webex.com"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.EMPTY),
        ("  ", Fault.EMPTY),
        (".webex.com", Fault.EMPTY),
        ("webex.com", Fault.EMPTY),
        ("c", Fault.TOO_SHORT),
        ("c" * (LONGEST + 1), Fault.TOO_LONG),
        ("con toso", Fault.LETTERS),
        ("-contoso", Fault.LETTERS),
        ("contoso-", Fault.LETTERS),
        ("con--toso", Fault.LETTERS),
        ("contôso", Fault.LETTERS),
        ("contoso\x00", Fault.LETTERS),
        ("www", Fault.RESERVED),
        ("contoso.example", Fault.OTHER_DOMAIN),
        ("contoso.webex.com.evil.example", Fault.OTHER_DOMAIN),
        ("evil@contoso", Fault.OTHER_DOMAIN),
        ("https://contoso.webex.com/meet/x", Fault.OTHER_DOMAIN),
    ],
)
def test_what_is_no_site_says_why(typed, fault):
    with pytest.raises(BadSite) as no:
        site(typed)
    assert no.value.fault is fault


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("c", "c.webex.com"),
        ("WWW.webex.com", "www.webex.com"),
        ("https://contoso.my.webex.com/", "contoso.my.webex.com"),
    ],
)
def test_a_site_that_is_there_may_be_called_as_no_new_one(typed, host):
    assert existing(typed) == host


@pytest.mark.parametrize("typed", ["", "webex.com", "contoso.example", "con toso", "contoso.webex.com.evil.example"])
def test_what_can_be_no_site_is_none_that_is_there(typed):
    with pytest.raises(BadSite):
        existing(typed)


def test_the_longest_and_the_shortest_names_are_taken():
    assert site("c" * LONGEST) == "c" * LONGEST + SUFFIX
    assert site("c1") == "c1.webex.com"


def test_where_a_site_is_taken_others_are_offered():
    taken = {"contoso.webex.com", "contoso-fr.webex.com", "contoso-2.webex.com"}
    assert suggestions("Contoso", "FR", taken) == [
        "contoso-meet.webex.com",
        "contoso-3.webex.com",
        "contoso-4.webex.com",
    ]


@given(st.text(max_size=80), st.sampled_from(["FR", "GB", "DE"]))
def test_whatever_is_offered_is_a_site(company, country):
    offered = suggestions(company, country, set())
    assert len(set(offered)) == 3
    assert [site(host) for host in offered] == offered


@pytest.mark.parametrize(("given_out", "rest"), [([], 40), ([25, 15], 0), ([25, 14], 1), ([25, 16], -1), ([0, 40], 0)])
def test_licences_that_are_not_given_out_are_counted(given_out, rest):
    assert left(40, given_out) == rest
