"""The IANA time zones, by names that mean the same on every machine."""

from __future__ import annotations

from functools import cache
from typing import Final
from zoneinfo import available_timezones

_NOWHERE: Final = {"localtime", "Factory"}
"""Where a machine stands, and where none does yet."""


@cache
def zone_names() -> frozenset[str]:
    """Looked for once: that takes a dozen milliseconds."""
    return frozenset(available_timezones() - _NOWHERE)
