"""The words that a product is found by: those of its name, of its SKU and of its category."""

from __future__ import annotations

from typing import Final

from handlers.policy.names import LONGEST_QUESTION, fold, split

LONGEST_CATEGORY: Final = 75
"""As long as the options of a form may be."""
_LONGEST_WORD: Final = 60
_FAMILIES: Final = (
    ("Microsoft 365", "microsoft 365, office 365, exchange, sharepoint, onedrive, visio, project, planner, office"),
    ("Teams", "teams, audio conferencing"),
    ("Dynamics 365", "dynamics 365"),
    ("Power Platform", "power bi, power apps, power automate, power pages, copilot studio, dataverse"),
    ("Security", "entra, defender, intune, purview, priva, enterprise mobility, azure information protection"),
    ("Windows", "windows 365, windows 10, windows 11"),
    ("Software", "windows server, sql server, visual studio, office ltsc, project standard, project professional"),
    ("Webex", "webex, a flex"),
)
_BEGINNINGS: Final = sorted(
    ((beginning, family) for family, listed in _FAMILIES for beginning in listed.split(", ")),
    key=lambda pair: -len(pair[0]),
)


def words(name: str, sku: str, category: str) -> tuple[str, ...]:
    """Each word, folded."""
    found = fold(f"{name} {sku} {category}").split()
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in found))


def asked(question: str) -> tuple[str, ...]:
    """The words to look for, the longest first: it fits the fewest."""
    found = split(fold(question[:LONGEST_QUESTION]))
    return tuple(sorted(dict.fromkeys(word[:_LONGEST_WORD] for word in found), key=len, reverse=True))


def family(name: str) -> str | None:
    """What products of that name are usually listed under, by the words that it begins with."""
    plain = fold(name)
    for told in (plain, plain.removeprefix("microsoft ")):
        for beginning, found in _BEGINNINGS:
            if told == beginning or told.startswith(f"{beginning} "):
                return found
    return None
