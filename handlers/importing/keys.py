"""Product keys: checked, sealed and put into the vault; nothing of a key is said of a row that is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Annotated, Final
from uuid import UUID

from pydantic import PlainValidator, TypeAdapter
from typing_extensions import TypedDict

from handlers.importing.catalogue import Catalogue, Goods, goods
from handlers.importing.cells import Text, Whole, needed
from handlers.importing.choices import key_kind
from handlers.importing.forms import Form, Row
from handlers.importing.places import Places
from handlers.importing.present import numbered
from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from handlers.policy.product_keys import BadKey, Fault, allowed_versions, hint, normal, run_as
from store import matching, product_keys
from store.matching import KnownOrganisation, KnownSubscription
from store.product_keys import NewKey
from store.values import KeyKind, KeyState, Policy
from store.vault import Vault

_SOFTWARE: Final = frozenset({Policy.SOFTWARE, Policy.PERPETUAL})
_LONGEST_KEY: Final = 200
_LONGEST_LINK: Final = 2000
_BITS: Final = re.compile(r"(?:x|win)?\s*(64|32|86)(?:\s*-?\s*bits?)?", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"https://(?:[^\s/?#@]*@)?(?:\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(?::\d{0,5})?(?:[/?#]\S*)?", re.IGNORECASE
)
_LANGUAGE: Final = re.compile(r"[a-z]{2}(?:-[a-z]{2})?", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=64)
def _bits(text: str) -> int | None:
    if not text.strip():
        return None
    found = _BITS.fullmatch(text.strip())
    if not found:
        raise ValueError("neither 64 nor 32")
    return 64 if found[1] == "64" else 32


@lru_cache(maxsize=256)
def _language(text: str) -> str | None:
    word = text.strip().replace("_", "-").lower()
    if word and not _LANGUAGE.fullmatch(word):
        raise ValueError("not a language like en or fr-FR")
    return word or None


def _link(text: str) -> str | None:
    link = text.strip()
    if link and (not _ADDRESS.fullmatch(link) or len(link) > _LONGEST_LINK):
        raise ValueError("not an https:// address")
    return link or None


def _key(text: str) -> str | None:
    """As it was written; what it must look like depends on its kind."""
    if len(text) > _LONGEST_KEY:
        raise ValueError("too long for a product key")
    return text.strip() or None


class KeyRow(TypedDict, total=False):
    customer: Text
    subscription: Text
    product: Text
    sku: Text
    version: Text
    language: Annotated[str | None, PlainValidator(_language)]
    bits: Annotated[int | None, PlainValidator(_bits)]
    kind: Annotated[KeyKind, PlainValidator(needed(key_kind))]
    key: Annotated[str, PlainValidator(needed(_key))]
    activations: Whole
    link: Annotated[str | None, PlainValidator(_link)]
    link_kind: Text


class Writing:
    """Seals the rows of one import, some thousand at a time."""

    def __init__(self, vault: Vault, work: Work) -> None:
        self._vault = vault
        self._work = work
        self._catalogue = Catalogue(work)
        self._seen: dict[bytes, int] = {}
        self._products: dict[UUID, tuple[UUID, Policy]] = {}

    def __call__(self, rows: Sequence[Row[KeyRow]]) -> None:
        places = Places(self._work, (row.said.get("customer") for row in rows))
        bought = self._bought(rows)
        self._catalogue.look_up({_goods(row.said) for row in rows if not row.said.get("subscription")})
        new: list[tuple[Row[KeyRow], NewKey, list[bytes]]] = []
        for row in rows:
            try:
                new.append(self._sealed(row, places, bought))
            except BadRow as no:
                self._work.wrong(row.number, no)
        self._put(new)

    def _bought(self, rows: Sequence[Row[KeyRow]]) -> dict[int, KnownSubscription]:
        numbers = {number for row in rows if (number := numbered(row.said.get("subscription") or ""))}
        found = matching.subscriptions_numbered(self._work.db, self._work.scope, numbers) if numbers else []
        self._products |= matching.products_behind(self._work.db, {one.offer_id for one in found})
        return {one.number: one for one in found}

    def _put(self, new: list[tuple[Row[KeyRow], NewKey, list[bytes]]]) -> None:
        """All that is new; a key that is there already, in the file or in the vault, is told by its row alone."""
        there = product_keys.known(self._work.db, {blind for _row, _key, blinds in new for blind in blinds})
        kept: list[NewKey] = []
        for row, one, blinds in new:
            first = self._seen.setdefault(one.blind, row.number)
            if first != row.number:
                self._work.wrong(row.number, BadRow("key", f"the same key as in row {first}"))
            elif there.intersection(blinds):
                self._work.wrong(row.number, BadRow("key", "this key is in the vault already"))
            else:
                kept.append(one)
        product_keys.add(self._work.db, kept)
        self._work.tally.new += len(kept)

    def _sealed(
        self, row: Row[KeyRow], places: Places, bought: dict[int, KnownSubscription]
    ) -> tuple[Row[KeyRow], NewKey, list[bytes]]:
        said, id = row.said, next(self._work.ids)
        organisation, subscription, product, name = self._whose(said, places, bought)
        key, link = _normal(said), said.get("link")
        blinds = self._vault.indexes(key)
        sealed = NewKey(
            *(id, organisation, subscription, product),
            *(
                _version(name, (said.get("version") or "")[:20]),
                said.get("language") or "",
                said.get("bits"),
                said["kind"],
            ),
            *(KeyState.READY, self._vault.seal(id, product_keys.KEY, key), hint(key), blinds[-1]),
            said.get("activations"),
            self._vault.seal(id, product_keys.LINK, link) if link else None,
            (said.get("link_kind") or "")[:20] or None,
            self._work.now,
        )
        return row, sealed, blinds

    def _whose(
        self, said: KeyRow, places: Places, bought: dict[int, KnownSubscription]
    ) -> tuple[UUID, UUID | None, UUID, str]:
        """The customer, the subscription where one is named, and the product with its name."""
        customer = places.one("customer", said.get("customer")) if said.get("customer") else None
        if not said.get("subscription"):
            if customer is None:
                raise BadRow("customer", "is missing, and so is the subscription")
            product = self._catalogue.product(_goods(said))
            return customer.id, None, product.id, product.name
        held = bought.get(numbered(said.get("subscription") or "") or 0)
        if held is None:
            raise BadRow("subscription", "no subscription has this number; it looks like S-000012")
        return self._matching(held, customer)

    def _matching(self, held: KnownSubscription, customer: KnownOrganisation | None) -> tuple[UUID, UUID, UUID, str]:
        if customer is not None and customer.id != held.organisation_id:
            raise BadRow("subscription", f"S-{held.number:06} belongs to somebody else than {customer.name}")
        product, policy = self._products[held.offer_id]
        if policy not in _SOFTWARE:
            raise BadRow("subscription", f"S-{held.number:06}, “{held.name}”, is a service: it takes no product keys")
        return held.organisation_id, held.id, product, held.name


@lru_cache(maxsize=1024)
def _version(product: str, version: str) -> str:
    found = run_as(product, version)
    if found is None:
        allowed = ", ".join(allowed_versions(product))
        raise BadRow("version", f"“{product}” gives no right to it; it may be run as {allowed}")
    return found


def _goods(said: KeyRow) -> Goods:
    return _software(said.get("sku"), said.get("product"))


@lru_cache(maxsize=1024)
def _software(sku: str | None, name: str | None) -> Goods:
    return goods(None, sku, name, Policy.SOFTWARE, None)


def _normal(said: KeyRow) -> str:
    try:
        return normal(said["key"], said["kind"])
    except BadKey as bad:
        raise BadRow("key", _FAULTS[bad.fault].format(place=bad.place, length=bad.length)) from None


_FAULTS: Final = {
    Fault.EMPTY: "is missing",
    Fault.LENGTH: "has {length} letters and digits; a key of this kind has 25",
    Fault.LETTER: "the sign at place {place} is none that such keys have",
    Fault.SIGN: "holds what can't be printed",
}


def form(vault: Vault) -> Form[KeyRow]:
    """The form for a vault: what it reads is kept in memory only, until it is sealed."""
    return Form(
        noun="keys",
        adapter=TypeAdapter(list[KeyRow]),
        columns={
            "customer": ("customer", "customer name", "organisation", "organization", "client", "société"),
            "subscription": ("subscription", "subscription number", "abonnement"),
            "product": ("product", "product name", "software", "produit", "logiciel"),
            "sku": ("sku", "sku id", "article"),
            "version": ("version", "product version"),
            "language": ("language", "langue"),
            "bits": ("bits", "bitness", "architecture"),
            "kind": ("kind", "key type", "type", "type de clé"),
            "key": ("key", "product key", "licence key", "license key", "clé", "clé de produit"),
            "activations": ("activations", "activation count", "nombre d'activations"),
            "link": ("link", "download link", "download url", "lien", "lien de téléchargement"),
            "link_kind": ("link kind", "link type", "type de lien"),
        },
        needed=(("customer", "subscription"), ("product", "sku", "subscription"), ("kind",), ("key",)),
        begin=partial(Writing, vault),
        secret=True,
    )
