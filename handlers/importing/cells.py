"""What a cell may say: text, numbers, days and moments, in the ways in which people and portals write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Final, TypeVar

import idna
from pydantic import PlainValidator
from pydantic.networks import validate_email
from pydantic_core import PydanticCustomError

from handlers.policy.contact_details import BadAddress, web_address
from store.values import lowered

T = TypeVar("T")
_MOST_DECIMALS: Final = 6
_MOST_AMOUNT: Final = Decimal(1_000_000_000)
_MOST: Final = 2**31 - 1
_LONGEST_TEXT: Final = 300
_NEUTRAL: Final = "'"
_FORMULA: Final = tuple("=+-@\t\r")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", re.ASCII)
_OTHER_DAY: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?: .*)?", re.ASCII)
_AMOUNT: Final = re.compile(r"\d+(\.\d+)?", re.ASCII)
_SPACES: Final = re.compile(r"(?<=\d)[\s\u202f\u00a0’'](?=\d{3}\b)")
_SIGNS: Final = re.compile(r"^[€$£]\s*|\s*[€$£]$")


def neutral(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return _NEUTRAL + text if text.startswith(_FORMULA) else text


def plain(text: str) -> str:
    """What was written before `neutral` had a look at it."""
    return text[1:] if text.startswith(_NEUTRAL) and text[1:].startswith(_FORMULA) else text


@lru_cache(maxsize=16384)
def words(text: str) -> str | None:
    """Text on one line, without what can't be seen; None where there is none."""
    if not text.isprintable():
        text = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cc"} or char.isspace())
    text = " ".join(text.split())
    text = plain(text)
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"has more than {_LONGEST_TEXT} characters")
    return text or None


@lru_cache(maxsize=4096)
def whole(text: str) -> int | None:
    """A whole number that is not negative: `1200`, `1 200`."""
    digits = _SPACES.sub("", text.strip())
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12:  # noqa: PLR2004 - no count has more digits
        raise ValueError(f"{_short(text)} is not a whole number")
    if int(digits) > _MOST:
        raise ValueError(f"{_short(text)} is more than can be counted")
    return int(digits)


@lru_cache(maxsize=16384)
def amount(text: str) -> Decimal | None:
    """`1785.21`, `1 785,21`, `1,785.21`, `€ 12.50`: not negative, at most six decimals."""
    digits = _SPACES.sub("", _SIGNS.sub("", text.strip()))
    if not digits:
        return None
    plain = _with_point(digits)
    if not _AMOUNT.fullmatch(plain) or Decimal(plain) > _MOST_AMOUNT:
        raise ValueError(f"{_short(text)} is not an amount")
    if len(plain.partition(".")[2].rstrip("0")) > _MOST_DECIMALS:
        raise ValueError(f"{_short(text)} has more than {_MOST_DECIMALS} decimals")
    return Decimal(plain)


def _with_point(digits: str) -> str:
    """The last of two different marks is the decimal one; a lone comma before three digits may be either."""
    if "," in digits and "." in digits:
        thousands = "," if digits.rindex(".") > digits.rindex(",") else "."
        return digits.replace(thousands, "").replace(",", ".")
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        raise ValueError(
            f"{digits} can be read in two ways; write {digits.replace(',', '.')} or {digits.replace(',', '')}"
        )
    return digits.replace(",", ".") if digits.count(",") == 1 else digits.replace(",", "")


@lru_cache(maxsize=16384)
def day(text: str) -> date | None:
    """`2026-11-18`, with or without a time behind it, `18.11.2026`, and `18/11/2026` where only one reading fits."""
    text = text.strip()
    if not text:
        return None
    try:
        if iso := _ISO_DAY.fullmatch(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if other := _OTHER_DAY.fullmatch(text):
            return _day_of(int(other[1]), int(other[3]), int(other[4]), other[2], text)
    except ValueError as error:
        raise error if text in str(error) else ValueError(f"{_short(text)} is not a day of the calendar") from error
    raise ValueError(f"{_short(text)} is not a day like 2026-11-18")


def _day_of(first: int, second: int, year: int, mark: str, text: str) -> date:
    if mark == "." or first > 12 or first == second:  # noqa: PLR2004 - months
        return date(year, second, first)
    if second > 12:  # noqa: PLR2004 - months
        return date(year, first, second)
    raise ValueError(f"{text} can be read in two ways; write it like {year}-{second:02}-{first:02}")


@lru_cache(maxsize=4096)
def moment(text: str) -> datetime | None:
    """`2026-11-18T14:05:00Z`, with any offset; without one it is UTC, without a time the day's first second."""
    text = text.strip()
    if not text:
        return None
    if "T" not in text and ":" not in text:
        found = day(text)
        return datetime.combine(found, time.min, UTC) if found else None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{_short(text)} is not a moment like 2026-11-18T14:05:00Z") from error
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


@lru_cache(maxsize=4096)
def email(text: str) -> str | None:
    text = plain(text.strip())
    if not text:
        return None
    try:
        return lowered(validate_email(text)[1])
    except PydanticCustomError as error:
        raise ValueError(f"{_short(text)} is not an e-mail address") from error


@lru_cache(maxsize=4096)
def page(text: str) -> str | None:
    """The https address of a page."""
    try:
        return web_address(plain(text)) or None
    except BadAddress as error:
        raise ValueError(f"{_short(text)} is not an address like https://service.example") from error


@lru_cache(maxsize=4096)
def domains(text: str) -> tuple[str, ...] | None:
    """Domain names with spaces, commas or semicolons between them, as they are looked up (`xn--…`)."""
    names = re.split(r"[\s,;|]+", text.strip().lower())
    return tuple(dict.fromkeys(_domain(name) for name in names if name)) or None


def _domain(name: str) -> str:
    try:
        plain = idna.encode(name.removeprefix("@").rstrip("."), uts46=True).decode()
    except idna.IDNAError as error:
        raise ValueError(f"{_short(name)} is not a domain") from error
    if "." not in plain:
        raise ValueError(f"{_short(name)} is not a domain")
    return plain


def _short(text: str) -> str:
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"  # noqa: PLR2004 - as much as tells one cell from another


def at_most(longest: int) -> PlainValidator:
    """Text that fits its column."""

    def read(text: str) -> str | None:
        found = words(text)
        if found and len(found) > longest:
            raise ValueError(f"has more than {longest} characters")
        return found

    return PlainValidator(read)


def needed(read: Callable[[str], T | None]) -> Callable[[str], T]:
    """The same reading for a cell that can't be empty."""

    def read_something(text: str) -> T:
        value = read(text)
        if value is None:
            raise ValueError("is missing")
        return value

    return read_something


Text = Annotated[str | None, PlainValidator(words)]
Needed = Annotated[str, PlainValidator(needed(words))]
Whole = Annotated[int | None, PlainValidator(whole)]
Amount = Annotated[Decimal | None, PlainValidator(amount)]
Day = Annotated[date | None, PlainValidator(day)]
At = Annotated[datetime | None, PlainValidator(moment)]
Email = Annotated[str | None, PlainValidator(email)]
Domains = Annotated[tuple[str, ...] | None, PlainValidator(domains)]
