"""Which encoding a file of text is in: what spreadsheets on either side of the world write."""

from __future__ import annotations

import codecs
from io import SEEK_END
from typing import BinaryIO, Final

from handlers.importing.problems import NotText, TooMuch

MOST_BYTES: Final = 512 * 1024 * 1024
_BLOCK: Final = 1 << 20
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(raw: BinaryIO) -> str:
    """Its byte order mark decides, else UTF-8 if it is that from end to end, else Windows-1252.

    The file is at its beginning again afterwards.
    """
    found = _found(raw)
    raw.seek(0)
    return found


def _found(raw: BinaryIO) -> str:
    size = raw.seek(0, SEEK_END)
    if size > MOST_BYTES:
        raise TooMuch.because(f"the file has {size:,} bytes, more than the {MOST_BYTES:,} that are taken at once")
    raw.seek(0)
    start = raw.read(_BLOCK)
    if marked := next((name for mark, name in _MARKS if start.startswith(mark)), None):
        return marked
    if wide := _without_mark(start):
        return wide
    if usual := next((name for name in ("utf-8", "cp1252") if _reads(raw, name)), None):
        return usual
    raise NotText.because("the file is neither UTF-8, UTF-16 nor Windows-1252 text")


def _without_mark(start: bytes) -> str | None:
    """UTF-16 whose mark is missing: every other byte of a Latin text is zero."""
    even, odd = start[:4096:2].count(0), start[1:4096:2].count(0)
    half = len(start[:4096]) // 2
    if half and max(even, odd) > half // 2:
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _reads(raw: BinaryIO, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    raw.seek(0)
    try:
        while block := raw.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
