"""Secrets at rest: AES-256-GCM, each bound to its own row, under a ring of keys of which the newest seals.

Unreadable
├── KeyMissing  it was sealed under a key that is not in the ring
└── Tampered    it was changed, or moved here from another row
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from hmac import digest
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_ID: Final = 4
_NONCE: Final = 12
_INDEX: Final = 16


class Unreadable(Exception):
    """A secret can't be read. Nothing of it is in the message."""


class KeyMissing(Unreadable):
    """No key of the ring has sealed it."""


class Tampered(Unreadable):
    """It is not what was sealed for this row."""


class _Key:
    """What is derived of one secret of the settings; nothing of it can be told from the id."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self.id = self._derived("id", 16)[:_KEY_ID]

    @cached_property
    def cipher(self) -> AESGCM:
        return AESGCM(self._derived("cipher", 32))

    @cached_property
    def blind(self) -> bytes:
        return self._derived("index", 32)

    def _derived(self, purpose: str, length: int) -> bytes:
        return HKDF(SHA256(), length, salt=None, info=f"comptoir vault {purpose}".encode()).derive(self._secret)


class Vault:
    """`secrets` of the settings, newest first; sealed is key id (4 bytes) ‖ nonce (12) ‖ ciphertext ‖ tag (16)."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise ValueError("a vault needs a key")
        self._keys = {key.id: key for key in map(_Key, reversed(secrets))}
        self._newest = next(reversed(self._keys.values()))

    @property
    def newest(self) -> bytes:
        """How everything begins that the newest key has sealed."""
        return self._newest.id

    def seal(self, row: UUID, field: str, secret: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return self._newest.id + nonce + self._newest.cipher.encrypt(nonce, secret.encode(), _bound(row, field))

    def open(self, row: UUID, field: str, sealed: bytes) -> str:
        """`Unreadable` says which way it can't be read."""
        key = self._keys.get(sealed[:_KEY_ID])
        if key is None:
            raise KeyMissing(f"no key {sealed[:_KEY_ID].hex()} in the ring")
        nonce, ciphertext = sealed[_KEY_ID : _KEY_ID + _NONCE], sealed[_KEY_ID + _NONCE :]
        try:
            return key.cipher.decrypt(nonce, ciphertext, _bound(row, field)).decode()
        except (InvalidTag, ValueError) as error:
            raise Tampered(f"{field} of {row} is not what was sealed") from error

    def index(self, secret: str) -> bytes:
        """The same for the same secret, and telling nothing of it without the key: finds duplicates."""
        return digest(self._newest.blind, secret.encode(), "sha256")[:_INDEX]

    def indexes(self, secret: str) -> list[bytes]:
        """Under every key of the ring, the newest last, while some rows are still to be rotated."""
        return [digest(key.blind, secret.encode(), "sha256")[:_INDEX] for key in self._keys.values()]


def _bound(row: UUID, field: str) -> bytes:
    return row.bytes + field.encode()
