"""The tokens of links in e-mails: made when they are sent, proved when they come back, stored nowhere."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hmac import compare_digest, digest
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.values import LinkId, LinkPurpose

_ID: Final = 16
_GENERATION: Final = 4
_PROOF: Final = 16
_WHOLE: Final = _ID + _GENERATION + _PROOF
_DIGITS: Final = 8


class Tokens:
    """`secrets` of the settings, newest first: the newest makes tokens, all of them prove what comes back."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise ValueError("tokens need a key")
        self._keys = [_derived(secret) for secret in secrets]

    def link(self, purpose: LinkPurpose, id: UUID, generation: int) -> str:
        """48 letters and digits that stand in an address."""
        said = id.bytes + generation.to_bytes(_GENERATION)
        return urlsafe_b64encode(said + _proof(self._keys[0], purpose, said)).decode()

    def read(self, purpose: LinkPurpose, token: str) -> tuple[LinkId, int] | None:
        """The link's id and generation; None for whatever was not made here for this purpose."""
        raw = _decoded(token)
        if len(raw) != _WHOLE:
            return None
        said, proof = raw[:-_PROOF], raw[-_PROOF:]
        proved = [compare_digest(proof, _proof(key, purpose, said)) for key in self._keys]
        return (LinkId(UUID(bytes=said[:_ID])), int.from_bytes(said[_ID:])) if any(proved) else None

    def code(self, id: UUID, generation: int) -> str:
        """Eight digits that are typed by hand; whoever checks them counts the tries."""
        return self.codes(id, generation)[0]

    def codes(self, id: UUID, generation: int) -> list[str]:
        """The code as each key makes it, the newest first: any of them is right."""
        said = id.bytes + generation.to_bytes(_GENERATION)
        numbers = [int.from_bytes(_proof(key, LinkPurpose.IDENTITY, said)) for key in self._keys]
        return [f"{number % 10**_DIGITS:0{_DIGITS}}" for number in numbers]


def _derived(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"comptoir link tokens").derive(secret.encode())


def _proof(key: bytes, purpose: LinkPurpose, said: bytes) -> bytes:
    return digest(key, purpose.value.encode() + b"\0" + said, "sha256")[:_PROOF]


def _decoded(token: str) -> bytes:
    """Nothing for what is no base64url, or writes the same bytes in another way."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii"))
    except ValueError:
        return b""
    return raw if urlsafe_b64encode(raw).decode() == token else b""
