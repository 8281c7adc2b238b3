"""Tenants and domains as they are looked up: a domain in its plain form (`xn--…`), a directory's id in lower case."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

import idna

MOST_DOMAINS: Final = 50
_ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LONGEST: Final = 253
_BETWEEN: Final = re.compile(r"[\s,;|]+")


class BadDomain(ValueError):
    """No domain; `typed` is what was taken for one."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed[:80])
        self.typed = typed[:80]


def tenant(text: str) -> str:
    """The id of a directory, or its domain; nothing for nothing. Raises `BadDomain`."""
    word = text.strip()
    if not word:
        return ""
    return str(UUID(word)) if _ID.fullmatch(word) else domain(word)


def domain(text: str) -> str:
    """`contoso.example` for `@Contoso.Example.`. Raises `BadDomain`."""
    try:
        plain = idna.encode(text.strip().lower().removeprefix("@").rstrip("."), uts46=True).decode()
    except (idna.IDNAError, UnicodeError) as error:
        raise BadDomain(text) from error
    if "." not in plain or len(plain) > _LONGEST:
        raise BadDomain(text)
    return plain


def domains(text: str) -> tuple[str, ...]:
    """Each once, with spaces, commas, semicolons or line ends between them. Raises `BadDomain`."""
    return tuple(dict.fromkeys(domain(word) for word in _BETWEEN.split(text) if word))
