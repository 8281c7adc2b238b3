"""What zones and languages are called."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot import places


def named(language):
    return {zone.id: zone for zone in places.zones(language)}


def test_zones_are_called_as_their_reader_calls_them():
    assert named("fr")["Europe/London"][1:4] == ("GB", "Londres", "Royaume-Uni")
    assert named("en")["Europe/Paris"][4] == "Central European Time"
    assert named("fr")["Europe/Paris"][4] == "heure d’Europe centrale"


def test_every_zone_is_one_that_clocks_know():
    assert len(named("en")) > 400
    assert all(ZoneInfo(id) for id in named("en"))
    assert set(places.older_names().values()) <= set(named("en"))


@pytest.mark.parametrize(
    ("older", "now"),
    [("US/Pacific", "America/Los_Angeles"), ("Europe/Kiev", "Europe/Kyiv"), ("Asia/Calcutta", "Asia/Kolkata")],
)
def test_a_zone_is_found_by_the_names_that_it_had(older, now):
    assert places.older_names()[older] == now


@pytest.mark.parametrize(
    ("code", "language", "said"),
    [
        ("fr_CA", "en", "French (Canada)"),
        ("fr_CA", "fr", "français (Canada)"),
        ("xx_YY", "en", "xx_YY"),
        ("", "fr", ""),
    ],
)
def test_a_language_is_called_with_its_country(code, language, said):
    assert places.language_name(code, language) == said
