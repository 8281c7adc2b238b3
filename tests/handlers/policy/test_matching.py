"""Where an order belongs, case by case; every rule of the guide, and what people write."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.matching import (
    BadDomain,
    Candidate,
    Exact,
    Hold,
    Nothing,
    Several,
    addresses_of,
    domain_of,
    hold,
    holders_of,
    looks_dead,
    match,
    normal_domain,
    ranked,
)

TODAY = date(2026, 11, 21)
A_YEAR_AGO = TODAY - timedelta(days=365)


def org(number, **more):
    sets = {name: frozenset(more.pop(name, ())) for name in ("contacts", "verified", "claimed")}
    return Candidate(UUID(int=number), more.pop("name", f"Organisation {number}"), **sets, **more)


def names(result):
    return [found.candidate.name for found in result.found]


CONTOSO = org(1, name="Contoso", contacts=["ada@contoso.example"], verified=["contoso.example"], active_users=40)
OLD = org(2, name="Contoso (old)", claimed=["contoso.example"], last_active_on=A_YEAR_AGO - timedelta(days=1))
FABRIKAM = org(3, name="Fabrikam", verified=["fabrikam.example"])
ALL = (OLD, FABRIKAM, CONTOSO)


@pytest.mark.parametrize(
    "contact", ["ada@contoso.example", "ADA@Contoso.Example", "ada+webex@contoso.example", " ada@contoso.example. "]
)
def test_the_contact_s_own_organisation_is_the_one(contact):
    assert match(contact, ALL, TODAY).found.candidate is CONTOSO


@pytest.mark.parametrize("contact", ["ben@contoso.example", "ben@mail.contoso.example", "ben@a.b.CONTOSO.example"])
def test_the_same_domain_or_one_below_it_is_a_choice_of_all_that_hold_it(contact):
    result = match(contact, ALL, TODAY)
    assert isinstance(result, Several)
    assert names(result) == ["Contoso", "Contoso (old)"]
    assert [found.looks_dead for found in result.found] == [False, True]


@pytest.mark.parametrize("contact", ["ben@else.example", "ben@notcontoso.example", "ben@contoso.example.evil.example"])
def test_where_nothing_is_alike_one_may_be_created(contact):
    assert match(contact, ALL, TODAY) == Nothing()


def test_public_mail_says_nothing_of_an_organisation_but_a_contact_does():
    claims_all = org(4, name="Greedy", verified=["gmail.com"], contacts=["boss@gmail.com"])
    assert match("ada@gmail.com", [claims_all], TODAY) == Nothing()
    assert isinstance(match("boss@gmail.com", [claims_all], TODAY), Exact)
    assert match("a@free.example", [org(5, verified=["free.example"])], TODAY, {"free.example"}) == Nothing()


def test_two_with_the_same_contact_are_a_choice():
    twin = org(6, name="Twin", contacts=["ada@contoso.example"])
    assert names(match("ada@contoso.example", [twin, CONTOSO], TODAY)) == ["Contoso", "Twin"]


def test_nobody_holds_a_top_level_domain():
    assert hold(org(7, verified=["example"], claimed=["com"]), "contoso.example") is Hold.NOT


@pytest.mark.parametrize(
    ("one", "held"),
    [
        (org(1, verified=["contoso.example"], claimed=["contoso.example"]), Hold.VERIFIED),
        (org(1, claimed=["Contoso.Example."]), Hold.CLAIMED),
        (org(1, verified=["example.example"]), Hold.NOT),
        (org(1, verified=["sub.contoso.example"]), Hold.NOT),
        (org(1, verified=["", "..", "no domain", "x" * 300]), Hold.NOT),
    ],
)
def test_how_firmly_a_domain_is_held(one, held):
    assert hold(one, "contoso.example") is held


def test_a_domain_of_its_own_is_worth_more_than_one_above_it():
    above, own = org(1, name="Above", verified=["contoso.example"]), org(2, name="Own", claimed=["fr.contoso.example"])
    assert [found.candidate.name for found in ranked([above, own], "fr.contoso.example", TODAY)] == ["Own", "Above"]


def test_verified_then_claimed_then_users_then_activity_then_the_name():
    held = {"verified": ["c.example"]}
    best = [
        org(1, name="b", **held, active_users=9),
        org(2, name="a", **held, active_users=3, last_active_on=TODAY),
        org(3, name="a", **held, active_users=3, last_active_on=A_YEAR_AGO),
        org(4, name="a", **held),
        org(5, name="b", **held),
        org(6, name="a", claimed=["c.example"], active_users=99),
    ]
    found = ranked(reversed(best), "c.example", TODAY)
    assert [one.candidate.id.int for one in found] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("one", "dead"),
    [
        (org(1, last_active_on=A_YEAR_AGO - timedelta(days=1)), True),
        (org(1, last_active_on=A_YEAR_AGO), False),
        (org(1, claimed=["c.example"], last_active_on=date(2020, 1, 1)), True),
        (org(1, verified=["c.example"], last_active_on=date(2020, 1, 1)), False),
        (org(1), False),
    ],
)
def test_no_verified_domain_and_no_activity_for_a_year_looks_dead(one, dead):
    assert looks_dead(one, TODAY) is dead


def test_internationalised_domains_are_alike_however_they_are_written():
    one = org(1, name="Bücher", verified=["bücher.example"])
    assert names(match("ada@xn--bcher-kva.example", [one], TODAY)) == ["Bücher"]
    assert names(match("ada@BÜCHER.example", [one], TODAY)) == ["Bücher"]


@pytest.mark.parametrize("text", ["", "localhost", "a b.example", "-x.example", "x" * 300 + ".example", "\x00.example"])
def test_what_is_no_domain_is_refused(text):
    with pytest.raises(BadDomain):
        normal_domain(text)


@given(st.lists(st.sampled_from(ALL), unique=True), st.permutations(ALL))
def test_the_order_in_which_they_are_known_changes_nothing(some, shuffled):
    assert ranked(some, "contoso.example", TODAY) == ranked(reversed(some), "contoso.example", TODAY)
    assert match("ben@contoso.example", shuffled, TODAY) == match("ben@contoso.example", ALL, TODAY)


@given(st.text(max_size=60))
def test_whatever_is_typed_matches_or_is_no_address(text):
    try:
        assert domain_of(text) in holders_of(domain_of(text)) | {domain_of(text)}
        assert addresses_of(text)
    except BadDomain:
        return
    assert isinstance(match(text, ALL, TODAY), Exact | Several | Nothing)


def test_an_address_is_known_with_and_without_its_plus_and_in_either_way_of_its_domain():
    assert addresses_of(" Ada+Webex@Bücher.example") == {
        f"{name}@{domain}" for name in ("ada", "ada+webex") for domain in ("bücher.example", "xn--bcher-kva.example")
    }
    assert addresses_of("+only@c.example") == {"+only@c.example"}


def test_a_domain_is_held_by_itself_and_above_and_a_public_one_by_nobody():
    assert holders_of("A.b.Contoso.example.") == {"a.b.contoso.example", "b.contoso.example", "contoso.example"}
    assert holders_of("mail.gmail.com") == holders_of("free.example", {"free.example"}) == frozenset()


labels = st.text("abü", min_size=1, max_size=2)
some_domains = st.lists(labels, min_size=2, max_size=4).map(".".join)


@given(some_domains, st.frozensets(some_domains, max_size=3), st.frozensets(some_domains, max_size=3))
def test_who_is_looked_for_by_domain_is_who_holds_it(domain, verified, claimed):
    held = {normal_domain(one) for one in verified | claimed}
    assert bool(held & holders_of(domain)) is (
        hold(org(1, verified=verified, claimed=claimed), normal_domain(domain)) > 0
    )
