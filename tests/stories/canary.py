"""A key that nobody else has, every way in which it could be written down, and a look through all that was written."""

from __future__ import annotations

import secrets
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LETTERS = "BCDFGHJKMNPQRTVWXY2346789"


def fresh() -> str:
    """Like a MAK, and unique to this run."""
    signs = "".join(secrets.choice(LETTERS) for _place in range(25))
    return "-".join(signs[start : start + 5] for start in range(0, 25, 5))


def disguises(secret: str) -> Iterator[bytes]:
    """As it is, in capitals and small, with and without hyphens, escaped for JSON and addresses, and encoded."""
    for text in {secret, secret.lower(), secret.replace("-", ""), secret.replace("-", "").lower()}:
        yield from (text.encode(), text.encode().hex().encode(), text.encode().hex().upper().encode())
        yield from (text.encode("utf-16-le"), text.encode("utf-16-be"))
        yield from (_escaped(text).encode(), quote(text, safe="").replace("-", "%2D").encode())
        yield from _in_base64(text.encode())


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(sign):04x}" for sign in text)


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """Wherever among other bytes it begins: without the signs that its neighbours have a part in."""
    for before in range(3):
        coded = b64encode(b"\0" * before + raw)
        whole = coded[(0, 2, 3)[before] : len(coded) - (0, 4)[bool((before + len(raw)) % 3)]]
        yield from (whole, whole.replace(b"+", b"-").replace(b"/", b"_"))


def found(secret: str, written: Mapping[str, bytes]) -> list[str]:
    """Where any of it stands."""
    forms = set(disguises(secret))
    return [name for name, content in written.items() if any(form in content for form in forms)]


def files(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, whatever its name."""
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
