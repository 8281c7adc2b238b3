"""Tenants and domains as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.tenants import BadDomain, domain, domains, tenant


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("Contoso.OnMicrosoft.com", "contoso.onmicrosoft.com"),
        ("@contoso.example.", "contoso.example"),
        ("café.example", "xn--caf-dma.example"),
        ("xn--caf-dma.example", "xn--caf-dma.example"),
        ("00000000-0000-4000-8000-00000000C070", "00000000-0000-4000-8000-00000000c070"),
    ],
)
def test_a_tenant_is_kept_in_one_form(typed, kept):
    assert tenant(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("contoso", "contoso..example", "-a.example", "a b.example", "http://a.example", "<b>.example", "a.example/x"),
        *("x" * 64 + ".example", "x." * 130 + "example", "\u202e.example", "00000000-0000-4000-8000-00000000c07"),
    ],
)
def test_what_is_no_tenant_is_refused_with_its_beginning(typed):
    with pytest.raises(BadDomain) as refused:
        tenant(typed)
    assert refused.value.typed == typed[:80]


def test_domains_stand_with_anything_between_them_and_count_once():
    assert domains("a.example, B.example;c.example\nA.EXAMPLE | d.example") == (
        *("a.example", "b.example", "c.example", "d.example"),
    )
    assert domains(" ,; ") == ()


@given(st.text(max_size=300))
def test_any_text_is_a_domain_that_stays_one_or_is_refused(typed):
    try:
        found = domain(typed)
    except BadDomain:
        return
    assert domain(found) == found
