"""Addresses by the rules of their country."""

from __future__ import annotations

import pytest

from handlers.policy import company_addresses
from handlers.policy.address_faults import BadAddress, Fault
from handlers.policy.company_addresses import WITH_REGIONS


def checked(country, code, region="", street="1 High Street", city="Somewhere"):
    return company_addresses.checked(street, code, city, region, country)


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("FR", "75 001", "75001"),
        ("FR", "97400", "97400"),
        ("DE", "01067", "01067"),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("GB", "M1 1AE", "M1 1AE"),
        ("CH", "8001", "8001"),
        ("BE", "1000", "1000"),
        ("NL", "1012ab", "1012 AB"),
        ("PL", "00001", "00-001"),
        ("LU", "L-1009", "1009"),
        ("KE", "", ""),
        ("HK", "", ""),
        ("HK", "999077", ""),
    ],
)
def test_a_postal_code_is_kept_in_its_countrys_form(country, typed, kept):
    assert checked(country, typed).postal_code == kept


@pytest.mark.parametrize(
    ("country", "typed"),
    [
        ("FR", "7500"),
        ("FR", "F-75001"),
        ("DE", "1067"),
        ("GB", "12345"),
        ("NL", "0012 AB"),
        ("CH", "80010"),
        ("KE", "what ever"),
    ],
)
def test_a_code_of_another_form_is_none(country, typed):
    with pytest.raises(BadAddress) as bad:
        checked(country, typed)
    assert (bad.value.fault, bad.value.field) == (Fault.CODE, "postal_code")


@pytest.mark.parametrize(
    ("country", "code", "typed", "kept"),
    [
        ("US", "10001-1234", "New York", "NY"),
        ("US", "10001", "us-ny", "NY"),
        ("CA", "k1a0b1", "québec", "QC"),
        ("AU", "2000", "NSW", "NSW"),
        ("FR", "75001", "Île-de-France", "Île-de-France"),
    ],
)
def test_a_region_is_kept_by_its_letters_where_the_country_asks_for_one(country, code, typed, kept):
    assert checked(country, code, typed).region == kept


@pytest.mark.parametrize(("typed", "fault"), [("", Fault.MISSING), ("Bavaria", Fault.REGION)])
def test_where_a_region_is_asked_for_it_is_one_of_that_country(typed, fault):
    with pytest.raises(BadAddress) as bad:
        checked("US", "10001", typed)
    assert (bad.value.fault, bad.value.field) == (fault, "region")


@pytest.mark.parametrize("field", ["street", "postal_code", "city"])
def test_what_is_missing_is_named(field):
    given = {"street": "1 High Street", "postal_code": "75001", "city": "Paris", field: "  "}
    with pytest.raises(BadAddress) as bad:
        company_addresses.checked(**given, region="", country="FR")
    assert (bad.value.fault, bad.value.field) == (Fault.MISSING, field)


def test_nothing_is_longer_than_an_envelope():
    with pytest.raises(BadAddress) as bad:
        checked("FR", "75001", street="x" * 121)
    assert bad.value.fault is Fault.TOO_LONG


def test_a_code_of_another_state_is_told_apart():
    with pytest.raises(BadAddress) as bad:
        checked("US", "10001", "California")
    assert (bad.value.fault, bad.value.field) == (Fault.ELSEWHERE, "postal_code")


@pytest.mark.parametrize("country", sorted(WITH_REGIONS))
def test_every_country_that_asks_for_a_region_has_some(country):
    assert len(company_addresses.regions(country)) > 5
