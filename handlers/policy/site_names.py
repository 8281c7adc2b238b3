"""The addresses of meeting sites: `contoso.webex.com`, and what to offer where one is taken."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from enum import StrEnum
from itertools import count, islice
from typing import Final

from handlers.policy.names import fold

SUFFIX: Final = ".webex.com"
SHORTEST: Final = 2
LONGEST: Final = 50
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.ASCII)
_KNOWN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+webex\.com", re.ASCII)
_RESERVED: Final = frozenset(
    {"admin", "api", "developer", "help", "idbroker", "mail", "signin", "status", "support", "teams", "web", "www"}
)
_SHOWN: Final = 80


class Fault(StrEnum):
    EMPTY = "empty"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    LETTERS = "letters"
    RESERVED = "reserved"
    OTHER_DOMAIN = "other-domain"


class BadSite(ValueError):
    """No site can be called so; `fault` says why, `typed` is its beginning."""

    def __init__(self, fault: Fault, typed: str) -> None:
        super().__init__(f"{fault}: {typed[:_SHOWN]}")
        self.fault = fault
        self.typed = typed[:_SHOWN]


def site(typed: str) -> str:
    """The host of a site: `contoso.webex.com` for `Contoso` or `https://contoso.webex.com/`. Raises `BadSite`."""
    name = _host(typed).removesuffix(SUFFIX)
    if fault := _fault(name):
        raise BadSite(fault, typed)
    return name + SUFFIX


def existing(typed: str) -> str:
    """The host of a site that is there already, whatever new ones may be called. Raises `BadSite`."""
    host = _host(typed)
    host = host if "." in host else host + SUFFIX
    if not _KNOWN.fullmatch(host):
        raise BadSite(Fault.LETTERS, typed)
    return host


def suggestions(company: str, country: str, taken: Container[str], most: int = 3) -> list[str]:
    """Free sites for a company, the plainest first. `taken` are hosts."""
    free = (host for host in _ideas(company, country) if host not in taken)
    return list(islice(free, most))


def left(licences: int, given: Sequence[int]) -> int:
    """How many licences are still to be given to sites; negative where too many were."""
    return licences - sum(given)


def _host(typed: str) -> str:
    return typed.strip().lower().removeprefix("https://").rstrip("/").rstrip(".")


def _fault(name: str) -> Fault | None:
    if not name or f".{name}" == SUFFIX:
        return Fault.EMPTY
    if "." in name or "/" in name or "@" in name:
        return Fault.OTHER_DOMAIN
    if not _NAME.fullmatch(name) or "--" in name:
        return Fault.LETTERS
    if len(name) < SHORTEST:
        return Fault.TOO_SHORT
    if len(name) > LONGEST:
        return Fault.TOO_LONG
    return Fault.RESERVED if name in _RESERVED else None


def _ideas(company: str, country: str) -> Iterator[str]:
    """`contoso`, `contoso-fr`, `contoso-meet`, then with numbers; nothing of a name without a letter that fits."""
    words = re.findall(r"[a-z0-9]+", fold(company))
    first = "-".join(words)[: LONGEST - 6].strip("-") or "meet"
    for name in (first, f"{first}-{country.lower()}", f"{first}-meet"):
        if _fault(name) is None:
            yield name + SUFFIX
    for number in count(2):
        yield f"{first}-{number}{SUFFIX}"
