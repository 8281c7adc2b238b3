"""Languages by their own names."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError


@lru_cache(maxsize=256)
def own_name(code: str) -> str:
    """`fr` → `Français`, `en-GB` → `English (United Kingdom)`; the code itself for one that nobody knows."""
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name()
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:] if name else code
