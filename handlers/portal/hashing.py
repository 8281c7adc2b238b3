"""Password hashes: argon2id, outside every transaction, and for nobody as long as for somebody."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

from argon2 import DEFAULT_HASH_LENGTH, DEFAULT_RANDOM_SALT_LENGTH, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from handlers.policy.passwords import LONGEST, normal

_ROUNDS: Final = 3
_KIBIBYTES: Final = 65_536
_LANES: Final = 1
"""RFC 9106, section 4, its second choice (64 MiB, three rounds) on one lane: one processor stays free for commands."""

_SALT: Final = DEFAULT_RANDOM_SALT_LENGTH
_HASH: Final = DEFAULT_HASH_LENGTH


class Hasher:
    """Makes hashes and compares with them."""

    def __init__(self, *, rounds: int = _ROUNDS, kibibytes: int = _KIBIBYTES) -> None:
        self._argon = PasswordHasher(time_cost=rounds, memory_cost=kibibytes, parallelism=_LANES)
        self._nobodys = _of_no_password(rounds, kibibytes)

    def hash(self, password: str) -> str:
        return self._argon.hash(normal(password))

    def matches(self, password: str, hash: str | None) -> bool:
        """Whether that is the password; where there is none, the same work is done and the answer is no."""
        try:
            self._argon.verify(hash or self._nobodys, normal(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
        return hash is not None

    def is_old(self, hash: str) -> bool:
        """Whether it was made with other parameters than these."""
        return self._argon.check_needs_rehash(hash)


def _of_no_password(rounds: int, kibibytes: int) -> str:
    """A hash that costs as much to compare with as any other, and is that of nothing known."""
    salt, hash = (b64encode(bytes(length)).decode().rstrip("=") for length in (_SALT, _HASH))
    return f"$argon2id$v=19$m={kibibytes},t={rounds},p={_LANES}${salt}${hash}"
