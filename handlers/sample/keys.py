"""Product keys of the sample data, visibly none that anything could be activated with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from handlers.policy.product_keys import hint
from handlers.sample.goods import RDS_CAL, SERVER
from handlers.sample.loading import sample_id
from handlers.sample.on_premises import load_on_premises
from store import product_keys
from store.product_keys import NewKey
from store.values import KeyKind, KeyState
from store.vault import Vault

_SERVER: Final = "Windows Server 2022 Standard"
_CAL: Final = "Windows Server 2019 RDS CAL"
_BUILDS: Final = tuple((version, language) for version in ("2022", "2019", "2016") for language in ("en", "fr"))
_CODES: Final = 5
_DIGITS: Final = "2346789"


def load_keys(db: Connection, now: datetime, vault: Vault) -> None:
    """Keys for each build of Contoso's server, single-use codes of its client access licences, and what runs there."""
    product_keys.add(db, [_row(made, now, vault) for made in (*_servers(), *_codes())])
    load_on_premises(db, now)


def fake(family: str, number: int) -> str:
    """`XXXXX-XXXXX-XXXXX-XXXXX-WS222`: of the right form and for nothing."""
    return f"XXXXX-XXXXX-XXXXX-XXXXX-{family}{_DIGITS[number % 7]}{_DIGITS[number // 7 % 7]}X"


class _Made(NamedTuple):
    """A key before it is sealed."""

    product: str
    sku: str
    version: str
    language: str
    bits: int | None
    kind: KeyKind
    key: str
    activations: int
    link: str = ""


def _servers() -> Iterator[_Made]:
    for number, (version, language) in enumerate(_BUILDS):
        link = f"https://downloads.example/windows-server-{version}-{language}.iso"
        yield _Made(_SERVER, SERVER, version, language, 64, KeyKind.MAK, fake("WV", number), 50, link)


def _codes() -> Iterator[_Made]:
    for number in range(_CODES):
        yield _Made(_CAL, RDS_CAL, "2019", "", None, KeyKind.RETAIL, fake("RD", number), 1)


def _row(made: _Made, now: datetime, vault: Vault) -> NewKey:
    id = sample_id("product key", made.key)
    return NewKey(
        id=id,
        organisation_id=sample_id("organisation", "Contoso"),
        subscription_id=sample_id("subscription", "Contoso", made.product),
        product_id=sample_id("product", made.sku),
        version=made.version,
        language=made.language,
        bits=made.bits,
        kind=made.kind,
        state=KeyState.READY,
        sealed=vault.seal(id, product_keys.KEY, made.key),
        hint=hint(made.key),
        blind=vault.index(made.key),
        activations=made.activations,
        link=vault.seal(id, product_keys.LINK, made.link) if made.link else None,
        link_kind=None,
        added_at=now,
    )
