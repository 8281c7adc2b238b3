"""Phrases that the cards of wholesale customers and their users share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from bot.phrases import Phrase, _, joined, plain
from handlers.policy import user_columns
from handlers.policy.member_lines import PACKAGE
from handlers.policy.packages import ADD_ONS
from handlers.policy.user_columns import packages_named
from handlers.policy.user_rows import Remark, Word
from handlers.wholesale import run_words
from store.values.webex import Package

BASES: Final = tuple(package for package in Package if package not in ADD_ONS)
"""What a user can have one of."""
_FIELDS: Final = {
    user_columns.FIRST_NAME: _("First name"),
    user_columns.LAST_NAME: _("Last name"),
    user_columns.LOGIN: _("E-mail"),
    user_columns.NUMBER: _("Number"),
    user_columns.EXTENSION: _("Extension"),
    user_columns.LOCATION: _("Location"),
    user_columns.SITE: _("Meetings site"),
    PACKAGE: _("Package"),
}


def package(one: Package | None) -> Phrase:
    return plain(packages_named(one)) if one else _("no package")


def remark(one: Remark) -> Phrase:
    """What is said about a line or a form, with its field: rows are lines here."""
    text = _said(one)
    if one.field in user_columns.PACKAGES:
        return _("{field}: {remark}", field=packages_named(Package(one.field)), remark=text)
    return _("{field}: {remark}", field=_FIELDS[one.field], remark=text) if one.field in _FIELDS else text


def remarks(said: Iterable[Remark]) -> Phrase:
    return joined([remark(one) for one in said], "; ")


def _said(one: Remark) -> Phrase:
    match one.word:
        case Word.TWICE:
            return _("is in line {first} already", first=one.said)
        case Word.NUMBER_TWICE:
            return _("is used in line {first} already", first=one.said)
        case Word.LIMIT:
            return _("the limit of {most} is reached", most=one.said)
        case Word.UNKNOWN_LOCATION if one.said == "":
            return _("was removed meanwhile")
        case _:
            return run_words.remark(one)


def counts(used: Mapping[Package, int], limits: Mapping[Package, int]) -> list[Phrase]:
    """`Webex Suite 12 / 30` for each package that has users or a limit."""
    there = [one for one in BASES if used.get(one) or one in limits]
    return [_counted(one, used.get(one, 0), limits.get(one)) for one in there]


def _counted(one: Package, used: int, most: int | None) -> Phrase:
    name = packages_named(one)
    if most is None:
        return _("{package} {used}", package=name, used=used)
    return _("{package} {used} / {most}", package=name, used=used, most=most)
