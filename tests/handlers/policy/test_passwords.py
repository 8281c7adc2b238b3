from __future__ import annotations

import pytest

from handlers.policy.passwords import Weakness, normal, weakness

OWN = ("Chloé Dubois", "chloe.dubois@contoso.example")


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("", Weakness.SHORT),
        ("a", Weakness.SHORT),
        ("Tr4v-ile9+Q", Weakness.SHORT),
        ("Tr4v-ile9+Qk", None),
        ("Tr4v-ile9+Qk" + "z" * 988, None),
        ("Tr4v-ile9+Qk" + "z" * 989, Weakness.LONG),
        ("x" * 10_000, Weakness.LONG),
        ("password1234", Weakness.COMMON),
        ("azertyuiop12", Weakness.COMMON),
        ("qwertyuiop123", Weakness.COMMON),
        ("aaaaaaaaaaaa", Weakness.COMMON),
        ("chloe.dubois1", Weakness.COMMON),
        ("correct cheval pile agrafe", None),
        ("мойлюбимыйкот 42", None),
    ],
)
def test_which_passwords_are_taken(password, wrong):
    assert weakness(password, OWN) is wrong


def test_a_password_is_the_same_however_its_accents_were_composed():
    assert normal("e\u0301te\u0301 a\u0300 Evry") == normal("été à Evry") == "été à Evry"


def test_spaces_and_capitals_are_part_of_a_password():
    assert normal("  Été ") == "  Été "
