"""Telephone numbers and web addresses as a card may show them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

LONGEST_PHONE: Final = 40
LONGEST_ADDRESS: Final = 400
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()./\-]*", re.ASCII)
_FEWEST_DIGITS: Final = 3


class BadPhone(ValueError):
    """No telephone number."""


class BadAddress(ValueError):
    """No address of a web page."""


def phone(text: str) -> str:
    """A number as one dials it: digits, and what groups them; empty stays empty. Raises `BadPhone`."""
    number = " ".join(text.split())
    digits = sum(char.isdigit() for char in number)
    if number and (len(number) > LONGEST_PHONE or digits < _FEWEST_DIGITS or not _PHONE.fullmatch(number)):
        raise BadPhone(text)
    return number


def web_address(text: str) -> str:
    """An https address without a name or a password in it; empty stays empty. Raises `BadAddress`."""
    address = text.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise BadAddress(text) from error
    plain = len(address) <= LONGEST_ADDRESS and address.isprintable() and not any(map(str.isspace, address))
    if not plain or parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise BadAddress(text)
    return address
