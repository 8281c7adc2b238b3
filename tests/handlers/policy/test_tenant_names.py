"""What a Microsoft tenant may be called, and what is taken for one that is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy import tenant_names
from handlers.policy.tenant_names import LONGEST, BadName, Fault


@pytest.mark.parametrize("typed", ["contoso", " Contoso ", "CONTOSO.onmicrosoft.com", "contoso.onmicrosoft.com."])
def test_a_new_name_is_its_domain_in_lower_case(typed):
    assert tenant_names.new(typed) == "contoso.onmicrosoft.com"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.EMPTY),
        (".onmicrosoft.com", Fault.EMPTY),
        ("onmicrosoft.com", Fault.EMPTY),
        ("a" * 28, Fault.TOO_LONG),
        ("365contoso", Fault.FIRST),
        ("écurie", Fault.FIRST),
        ("con-toso", Fault.LETTERS),
        ("con_toso", Fault.LETTERS),
        ("con toso", Fault.LETTERS),
        ("société", Fault.LETTERS),
        ("c٣", Fault.LETTERS),
        ("contoso.com", Fault.OTHER_DOMAIN),
        ("contoso.onmicrosoft.us", Fault.OTHER_DOMAIN),
        ("it@contoso", Fault.OTHER_DOMAIN),
    ],
)
def test_what_no_tenant_can_be_called_says_why(typed, fault):
    with pytest.raises(BadName) as bad:
        tenant_names.new(typed)
    assert bad.value.fault is fault


def test_the_longest_name_is_still_one():
    assert tenant_names.new("a" * LONGEST) == "a" * LONGEST + ".onmicrosoft.com"


def test_one_that_is_there_may_have_been_made_by_older_rules():
    assert tenant_names.existing("365-contoso") == "365-contoso.onmicrosoft.com"


@pytest.mark.parametrize("typed", ["-contoso", "contoso-", "con_toso", "a" * 64, "", "contoso.com", "c@d.example"])
def test_what_is_no_name_of_a_tenant_is_none_that_is_there_either(typed):
    with pytest.raises(BadName):
        tenant_names.existing(typed)


@given(st.text(max_size=40))
def test_whatever_is_taken_is_a_domain_that_says_itself_again(typed):
    try:
        domain = tenant_names.new(typed)
    except BadName:
        return
    assert domain.isascii()
    assert tenant_names.new(domain) == tenant_names.existing(domain) == domain
