"""Addresses of places in which one calls, by the rules of their country."""

from __future__ import annotations

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy import location_rules
from handlers.policy.address_faults import BadAddress, Fault
from handlers.policy.location_rules import LANGUAGES, LONGEST, checked, fields, lines

COUNTRIES = sorted(country.alpha_2 for country in pycountry.countries)


def fault(country, **given):
    with pytest.raises(BadAddress) as bad:
        checked(country, {"street": "1 High Street", "city": "Somewhere"} | given)
    return bad.value.field, bad.value.fault


@pytest.mark.parametrize(
    ("country", "names"),
    [
        ("FR", ["street", "postal_code", "city"]),
        ("US", ["street", "city", "region", "postal_code"]),
        ("GB", ["street", "city", "postal_code"]),
        ("JP", ["street", "region", "postal_code"]),
        ("SG", ["street", "postal_code"]),
        ("IE", ["street", "district", "city", "region", "postal_code"]),
    ],
)
def test_a_country_asks_for_its_own_fields_in_its_own_order(country, names):
    assert sorted(field.name for field in fields(country)) == sorted(names)
    assert next(field.name for field in fields(country)) == "street"


def test_a_country_calls_its_fields_by_its_own_names():
    assert {field.name: field.kind for field in fields("US")}["postal_code"] == "zip"
    assert {field.name: field.kind for field in fields("GB")}["city"] == "post_town"
    assert {field.name: field.kind for field in fields("CA")}["region"] == "province"
    assert "Quebec" in {field.name: field.choices for field in fields("CA")}["region"].values()


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_a_street_and_choices_with_names(country):
    assert {field.name: field.needed for field in fields(country)}["street"]
    assert all(key and name for field in fields(country) for key, name in field.choices.items())


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("FR", "75 001", "75001"),
        ("FR", "75001", "75001"),
        ("GB", "sw1a2aa", "SW1A 2AA"),
        ("GB", "m11ae", "M1 1AE"),
        ("NL", "1012lg", "1012 LG"),
        ("PL", "00001", "00-001"),
        ("PT", "1000001", "1000-001"),
    ],
)
def test_a_postal_code_is_kept_in_its_countrys_form(country, typed, kept):
    assert checked(country, {"street": "1 X", "city": "Y", "postal_code": typed}).postal_code == kept


@pytest.mark.parametrize(
    ("country", "typed"),
    [
        ("FR", "7500"),
        ("FR", "750011"),
        ("FR", "F-75001"),
        ("FR", "\u0667\u0665\u0660\u0660\u0661"),
        ("DE", "1067"),
        ("GB", "12345"),
        ("GB", "SW1A 1AAXX"),
        ("GB", "GIR 0AAQ"),
    ],
)
def test_a_code_of_another_form_is_none(country, typed):
    assert fault(country, postal_code=typed) == ("postal_code", Fault.CODE)


def test_a_code_of_another_state_is_told_apart():
    assert fault("US", region="CA", postal_code="10001") == ("postal_code", Fault.ELSEWHERE)
    assert checked("US", {"street": "1 X", "city": "Y", "region": "NY", "postal_code": "10001-1234"}).region == "NY"


@pytest.mark.parametrize("typed", ["NY", "ny", "New York", "new  york"])
def test_a_region_is_taken_by_its_letters_or_its_name(typed):
    assert checked("US", {"street": "1 X", "city": "Y", "region": typed, "postal_code": "10001"}).region == "NY"


def test_what_is_needed_and_what_is_too_long_is_named():
    assert fault("FR", street="  ", postal_code="75001") == ("street", Fault.MISSING)
    assert fault("FR") == ("postal_code", Fault.MISSING)
    assert fault("US", postal_code="10001") == ("region", Fault.MISSING)
    assert fault("US", region="Bavaria", postal_code="10001") == ("region", Fault.REGION)
    assert fault("FR", street="x" * (LONGEST["street"] + 1), postal_code="75001") == ("street", Fault.TOO_LONG)


def test_a_field_that_the_country_has_not_is_dropped():
    given = {"street": "1 Raffles Place", "postal_code": "048616", "city": "Atlantis", "region": "X", "planet": "Y"}
    kept = checked("SG", given)
    assert (kept.city, kept.region) == ("", "")


@pytest.mark.parametrize(
    ("country", "given", "written"),
    [
        ("FR", {"city": "Paris", "postal_code": "75001"}, ["1 High Street", "75001 Paris"]),
        ("US", {"city": "Ithaca", "region": "NY", "postal_code": "14850"}, ["1 High Street", "Ithaca, NY 14850"]),
        ("JP", {"region": "Tokyo", "postal_code": "1000001"}, ["1 High Street, Tokyo", "100-0001"]),
        ("IE", {"city": "Dublin"}, ["1 High Street", "Dublin"]),
    ],
)
def test_an_address_is_written_as_on_an_envelope(country, given, written):
    assert lines(checked(country, {"street": "1 High Street"} | given)) == written


@given(st.sampled_from(COUNTRIES), st.dictionaries(st.sampled_from(sorted(LONGEST)), st.text(max_size=230)))
def test_whatever_is_typed_is_an_address_or_a_fault_of_a_field_that_is_asked_for(country, given):
    faulty: set[str] = set()
    try:
        assert lines(checked(country, given))
    except BadAddress as bad:
        faulty.add(bad.field)
    assert faulty <= {field.name for field in fields(country)}


def test_the_languages_of_a_country_come_first():
    assert location_rules.languages_of("CA")[0] == "fr_CA"
    assert set(location_rules.languages_of("CA")) == set(LANGUAGES)
