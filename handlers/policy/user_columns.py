"""The columns of a file of Webex users, by their names in French and English. Source: the guide for wholesale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from handlers.policy.names import fold
from handlers.policy.packages import ADD_ONS
from store.values.webex import Package

FIRST_NAME: Final = "first_name"
LAST_NAME: Final = "last_name"
LOGIN: Final = "login"
PREVIOUS: Final = "previous"
NUMBER: Final = "number"
EXTENSION: Final = "extension"
LOCATION: Final = "location"
SITE: Final = "site"
BASES: Final = ("messaging", "meeting", "calling")
"""The base licences, which are no packages."""
REQUIRED: Final = (FIRST_NAME, LAST_NAME, LOGIN)
PACKAGES: Final = {str(package): package for package in Package}

_NAMED: Final = {
    Package.CALLING: ("Webex Calling", "Webex Calling Package", "Package Webex Calling"),
    Package.CALLING_STANDARD: ("Webex Calling Standard", "Calling Standard", "Package Webex Calling Standard"),
    Package.MEETINGS: ("Webex Meetings", "Webex Meetings Package", "Package Webex Meetings"),
    Package.SUITE: ("Webex Suite", "Webex Suite Package", "Package Webex Suite"),
    Package.VOICE: ("Webex Voice", "Webex Voice Package", "Package Webex Voice"),
    Package.CX_ESSENTIALS: ("Customer Experience Essentials", "CX Essentials"),
    Package.CX_STANDARD_AGENT: ("CX Standard Agent", "Agent CX Standard"),
    Package.CX_PREMIUM_AGENT: ("CX Premium Agent", "Agent CX Premium"),
    Package.ATTENDANT_CONSOLE: ("Attendant Console", "Console standardiste"),
}
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    FIRST_NAME: ("First Name", "First Name (Required)", "Given Name", "Prénom", "Prénom (obligatoire)"),
    LAST_NAME: ("Last Name", "Last Name (Required)", "Surname", "Nom", "Nom de famille", "Nom (obligatoire)"),
    LOGIN: (
        "User ID/Email (Required)",
        "User ID/Email",
        "User ID",
        "Email",
        "E-mail address",
        "ID utilisateur/E-mail (obligatoire)",
        "ID utilisateur/E-mail",
        "ID utilisateur/Adresse électronique (obligatoire)",
        "Adresse e-mail",
        "Courriel",
    ),
    PREVIOUS: ("Previous User ID/Email", "Previous Email", "Ancien ID utilisateur/E-mail", "Ancienne adresse e-mail"),
    NUMBER: ("Phone Number", "Phone", "Numéro de téléphone", "Téléphone"),
    EXTENSION: ("Extension", "Numéro de poste", "Poste"),
    LOCATION: ("Location", "Emplacement", "Site d'appel"),
    SITE: ("Preferred Webex Site", "Site Webex préféré"),
    "messaging": ("Messaging", "Messagerie"),
    "meeting": ("Meeting", "Réunion"),
    "calling": ("Calling", "Appel"),
    **{str(package): (*names, str(package)) for package, names in _NAMED.items()},
}
"""Each field with the names that its column may have, the one that the template has first."""


_FRENCH: Final = {
    FIRST_NAME: "Prénom (obligatoire)",
    LAST_NAME: "Nom (obligatoire)",
    LOGIN: "ID utilisateur/E-mail (obligatoire)",
    NUMBER: "Numéro de téléphone",
    EXTENSION: "Numéro de poste",
    LOCATION: "Emplacement",
    SITE: "Site Webex préféré",
    "messaging": "Messagerie",
    "meeting": "Réunion",
    "calling": "Appel",
}
"""What a template in French has; packages are called alike."""


class UnknownField(ValueError):
    """A further name is given for something that is no column."""


def packages_named(package: Package) -> str:
    """How a package is called."""
    return _NAMED[package][0]


def further(setting: str) -> dict[str, tuple[str, ...]]:
    """`login=Mail, webex_suite=Bundle`: more names for columns. Raises `UnknownField`."""
    found: dict[str, tuple[str, ...]] = {}
    for piece in filter(str.strip, setting.replace(";", ",").split(",")):
        field, _equals, name = (part.strip() for part in piece.partition("="))
        if field not in HEADINGS or not name:
            raise UnknownField(piece.strip()[:80])
        found[field] = (*found.get(field, ()), name)
    return found


def template(language: str = "en") -> tuple[str, ...]:
    """The columns of a new file; the earlier address and the add-ons are left out."""
    left_out = {PREVIOUS, *map(str, ADD_ONS)}
    called = _FRENCH if language == "fr" else {}
    return tuple(called.get(field, names[0]) for field, names in HEADINGS.items() if field not in left_out)


def squeezed(heading: str) -> str:
    """`Phone Number`, `phone_number` and `PHONENUMBER` are one."""
    return fold(heading).replace(" ", "")


def places(header: Sequence[str], more: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Where the column of each field stands; the first name of a field that the file has counts."""
    there: dict[str, int] = {}
    for place, heading in enumerate(header):
        there.setdefault(squeezed(heading), place)
    found = {}
    for field, names in HEADINGS.items():
        wanted = (squeezed(name) for name in (*more.get(field, ()), *names))
        if place := next((there[name] + 1 for name in wanted if name in there), 0):
            found[field] = place - 1
    return found


def unread(header: Sequence[str], found: Mapping[str, int]) -> tuple[str, ...]:
    """The headings whose columns say nothing to us."""
    read = set(found.values())
    return tuple(heading for place, heading in enumerate(header) if heading and place not in read)


def twice(header: Sequence[str]) -> str:
    """The first heading that is there twice; none: ``""``."""
    seen: set[str] = set()
    for heading in header:
        name = squeezed(heading)
        if name and name in seen:
            return heading
        seen.add(name)
    return ""


def missing(found: Mapping[str, int]) -> tuple[str, ...]:
    """The columns that a file must have and this one has not; one package stands for all."""
    fields = [field for field in REQUIRED if field not in found]
    return tuple(fields) if found.keys() & PACKAGES.keys() else (*fields, str(Package.SUITE))
