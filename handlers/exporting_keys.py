"""The vault as rows of the import's own format: by the ends of its keys, or whole for somebody who says why."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TextIO
from uuid import uuid4

from sqlalchemy import Connection

from handlers.exporting import Names
from handlers.importing.cells import neutral
from handlers.policy.product_keys import covered
from store import audit, key_exports, people
from store.key_exports import Sealed
from store.product_keys import KEY, LINK
from store.values import KeyState, Scope
from store.vault import Vault

HEADER: Final = (
    *("customer", "subscription", "product", "sku", "version", "language", "bits", "kind", "key", "activations"),
    *("link", "link kind", "state"),
)
_LONGEST_REASON: Final = 300


class Nobody(ValueError):
    """No person has that address."""


@dataclass(frozen=True, slots=True)
class Revealing:
    """Who takes the keys out, and why."""

    email: str
    reason: str


def record(db: Connection, scope: Scope, who: Revealing, now: datetime) -> int:
    """Before anything is written out: one row of the record, and one for each key in its custody. How many keys.

    `Nobody` where the address is no person's.
    """
    person = people.by_email(db, who.email)
    if person is None:
        raise Nobody(who.email)
    reason = covered(who.reason.strip())[:_LONGEST_REASON]
    keys = key_exports.taken(db, scope, person, reason, now)
    entry = audit.Entry(
        at=now,
        organisation=scope.root,
        person=person,
        actor=who.email,
        origin="shell",
        command="keys.export",
        subject="",
        outcome="done",
        detail=json.dumps({"keys": keys, "reason": reason}),
    )
    audit.record(db, uuid4(), entry)
    return keys


def write_csv(db: Connection, scope: Scope, vault: Vault | None, to: TextIO) -> None:
    """With a `vault` the keys that are ready, whole, to go in again; without one all of them by their ends."""
    out = csv.writer(to, lineterminator="\n")
    out.writerow(HEADER)
    for line in lines(db, scope, vault):
        out.writerow([neutral(str(line[name] or "")) for name in HEADER])


def write_json(db: Connection, scope: Scope, vault: Vault | None, to: TextIO) -> None:
    """The same as a list of objects, one a line."""
    to.write("[")
    found = (json.dumps(line, ensure_ascii=False) for line in lines(db, scope, vault))
    to.writelines((",\n" if place else "\n") + line for place, line in enumerate(found))
    to.write("\n]\n")


def lines(db: Connection, scope: Scope, vault: Vault | None) -> Iterator[dict[str, str | int | None]]:
    names = Names(db, scope)
    with closing(key_exports.everything(db, scope)) as found:
        for one in found:
            if vault is None or one.state is KeyState.READY:
                yield _line(one, names, vault)


def _line(one: Sealed, names: Names, vault: Vault | None) -> dict[str, str | int | None]:
    key, link = _secrets(one, vault)
    return {
        "customer": names.of(one.organisation_id),
        "subscription": f"S-{one.subscription:06}" if one.subscription else None,
        "product": one.product,
        "sku": one.sku,
        "version": one.version,
        "language": one.language,
        "bits": one.bits,
        "kind": one.kind,
        "key": key,
        "activations": one.activations,
        "link": link,
        "link kind": one.link_kind,
        "state": one.state,
    }


def _secrets(one: Sealed, vault: Vault | None) -> tuple[str, str | None]:
    """Key and address; without the vault as much of them as any list shows."""
    if vault is None:
        return f"…{one.hint}", "…" if one.link else None
    link = vault.open(one.id, LINK, one.link) if one.link else None
    return vault.open(one.id, KEY, one.sealed), link
