"""Product keys of the sample data, visibly none that anything could be activated with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from handlers.policy.product_keys import hint
from handlers.sample.goods import RDS_CAL, SERVER
from handlers.sample.loading import sample_id
from store import product_keys
from store.product_keys import NewKey
from store.values import KeyKind, KeyState
from store.vault import Vault

_SERVER: Final = "Windows Server 2022 Standard"
_CAL: Final = "Windows Server 2019 RDS CAL"
_BUILDS: Final = tuple((version, language) for version in ("2022", "2019", "2016") for language in ("en", "fr"))
_CODES: Final = 5
_DIGITS: Final = "2346789"


def load(db: Connection, now: datetime, vault: Vault) -> None:
    """Keys for each build of Contoso's server, and a few single-use codes of its client access licences."""
    product_keys.add(db, [*_servers(now, vault), *_codes(now, vault)])


def fake(family: str, number: int) -> str:
    """`XXXXX-XXXXX-XXXXX-XXXXX-WS222`: of the right form and for nothing."""
    return f"XXXXX-XXXXX-XXXXX-XXXXX-{family}{_DIGITS[number % 7]}{_DIGITS[number // 7 % 7]}X"


def _servers(now: datetime, vault: Vault) -> Iterator[NewKey]:
    for number, (version, language) in enumerate(_BUILDS):
        build = (version, language, 64)
        link = f"https://downloads.example/windows-server-{version}-{language}.iso"
        yield _row(_SERVER, SERVER, build, KeyKind.MAK, fake("WV", number), now, vault, activations=50, link=link)


def _codes(now: datetime, vault: Vault) -> Iterator[NewKey]:
    for number in range(_CODES):
        yield _row(_CAL, RDS_CAL, ("2019", "", None), KeyKind.RETAIL, fake("RD", number), now, vault, activations=1)


def _row(
    product: str,
    sku: str,
    build: tuple[str, str, int | None],
    kind: KeyKind,
    key: str,
    now: datetime,
    vault: Vault,
    *,
    activations: int,
    link: str = "",
) -> NewKey:
    id = sample_id("product key", key)
    version, language, bits = build
    return NewKey(
        id=id,
        organisation_id=sample_id("organisation", "Contoso"),
        subscription_id=sample_id("subscription", "Contoso", product),
        product_id=sample_id("product", sku),
        version=version,
        language=language,
        bits=bits,
        kind=kind,
        state=KeyState.READY,
        sealed=vault.seal(id, product_keys.KEY, key),
        hint=hint(key),
        blind=vault.index(key),
        activations=activations,
        link=vault.seal(id, product_keys.LINK, link) if link else None,
        link_kind=None,
        added_at=now,
    )
