"""Countries by letters and by name, in both languages."""

from __future__ import annotations

import pytest

from handlers.policy.countries import BadCountry, code, name


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("FR", "FR"),
        (" fr ", "FR"),
        ("\u202eFR", "FR"),
        ("France", "FR"),
        ("germany", "DE"),
        ("Allemagne", "DE"),
        ("cote d'ivoire", "CI"),
        ("CÔTE D’IVOIRE", "CI"),
        ("Vietnam", "VN"),
        ("Viet Nam", "VN"),
        ("royaume uni", "GB"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_country_is_its_letters_or_its_name(typed, letters):
    assert code(typed) == letters


@pytest.mark.parametrize("typed", ["XX", "Frankreich and more", "<b>", "F", "x" * 500])
def test_what_no_country_is_called_is_refused(typed):
    with pytest.raises(BadCountry):
        code(typed)


@pytest.mark.parametrize(
    ("letters", "language", "said"),
    [
        ("DE", "en", "Germany"),
        ("DE", "fr", "Allemagne"),
        ("VN", "en", "Vietnam"),
        ("CI", "fr", "Côte d’Ivoire"),
        ("XX", "fr", "XX"),
    ],
)
def test_a_country_is_called_as_its_reader_calls_it(letters, language, said):
    assert name(letters, language) == said
