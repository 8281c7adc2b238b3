"""Whether a webhook's body comes from Webex: keyed hashes of its very bytes.

`X-Spark-Signature` must be there, once: the HMAC-SHA1, in hexadecimal. `X-Webex-Signature`, where it is there as well,
must hold too. It is read in every form that is in use: one or more of SHA-1, SHA-256 and SHA-512, separated by commas,
with or without the algorithm's name in front (`sha256=…`, `SHA-256=…`), in hexadecimal or base64; each must be right.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

OLD: Final = "x-spark-signature"
NEW: Final = "x-webex-signature"
_ALGORITHMS: Final = ("sha1", "sha256", "sha512")


def is_signed(secret: str, body: bytes, old: Sequence[str], new: Sequence[str]) -> bool:
    """`old` and `new` are what stands in the two headers, once for each time they were sent."""
    if len(old) != 1 or len(new) > 1:
        return False
    holds = _is_one_of(old[0].strip(), [_digest(secret, body, "sha1").hex().encode()])
    return holds and all(_holds(secret, body, part.strip()) for header in new for part in header.split(","))


def _holds(secret: str, body: bytes, part: str) -> bool:
    name, equals, value = part.partition("=")
    named = name.replace("-", "").casefold()
    if equals and named in _ALGORITHMS:
        return _is_one_of(value, _forms(_digest(secret, body, named)))
    digests = [_digest(secret, body, algorithm) for algorithm in _ALGORITHMS]
    return _is_one_of(part, [form for digest in digests for form in _forms(digest)])


def _digest(secret: str, body: bytes, algorithm: str) -> bytes:
    return hmac.digest(secret.encode(), body, getattr(hashlib, algorithm))


def _forms(digest: bytes) -> list[bytes]:
    return [digest.hex().encode(), base64.b64encode(digest)]


def _is_one_of(text: str, forms: Sequence[bytes]) -> bool:
    """Compared in constant time, as bytes: a header may hold any text."""
    given = text.encode("utf-8", "replace")
    return sum(hmac.compare_digest(form, given) for form in forms) > 0
