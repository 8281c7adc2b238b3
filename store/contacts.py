"""Whom an organisation's customers turn to, as it says itself; and who supplies an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from store.accounts import contacts
from store.schema import bindings, lineage, organisations
from store.values import ChannelKind, ContactKind, InstallationId, OrganisationId, Scope


@dataclass(frozen=True, slots=True)
class Contact:
    """Empty where nothing was said."""

    kind: ContactKind
    name: str
    email: str
    phone: str
    url: str


@dataclass(frozen=True, slots=True)
class Supplier:
    """The organisation right above, as those below it may see it."""

    id: OrganisationId
    name: str
    language: str | None
    zone: str | None


@dataclass(frozen=True, slots=True)
class Channel:
    """Where the supplier is told."""

    installation: InstallationId
    name: str
    kind: ChannelKind


_CONTACTS: Final = select(contacts.c.kind, contacts.c.name, contacts.c.email, contacts.c.phone, contacts.c.url).where(
    contacts.c.organisation_id == bindparam("organisation")
)
_SUPPLIER: Final = (
    select(organisations.c.id, organisations.c.name, organisations.c.language, organisations.c.zone)
    .join(lineage, lineage.c.ancestor == organisations.c.id)
    .where(lineage.c.descendant == bindparam("root"), lineage.c.depth == 1)
)
_CHANNELS: Final = (
    select(bindings.c.installation_id, bindings.c.channel, bindings.c.kind)
    .join(lineage, lineage.c.ancestor == bindings.c.organisation_id)
    .where(lineage.c.descendant == bindparam("root"), lineage.c.depth == 1)
    .order_by(bindings.c.channel)
)
_set: Final = insert(contacts)
_SET: Final = _set.on_conflict_do_update(
    index_elements=["organisation_id", "kind"],
    set_={name: _set.excluded[name] for name in ("name", "email", "phone", "url")},
)


def supplier(db: Connection, scope: Scope) -> Supplier | None:
    """Who stands right above the scope's own organisation; None at the top."""
    row = db.execute(_SUPPLIER, {"root": scope.root}).one_or_none()
    return None if row is None else Supplier(*row)


def of_supplier(db: Connection, scope: Scope) -> dict[ContactKind, Contact]:
    """Whom the scope's own organisation turns to."""
    above = supplier(db, scope)
    return own(db, Scope(above.id)) if above else {}


def own(db: Connection, scope: Scope) -> dict[ContactKind, Contact]:
    """Whom those below the scope's own organisation turn to."""
    return {row[0]: Contact(*row) for row in db.execute(_CONTACTS, {"organisation": scope.root})}


def say(db: Connection, scope: Scope, contact: Contact) -> None:
    """From now on those below turn to this one; who is empty is taken off the list."""
    mine = {"organisation_id": scope.root, "kind": contact.kind}
    if contact.name or contact.email or contact.phone or contact.url:
        said = {"name": contact.name, "email": contact.email, "phone": contact.phone, "url": contact.url}
        db.execute(_SET, mine | said)
    else:
        ours = (contacts.c.organisation_id == scope.root) & (contacts.c.kind == contact.kind)
        db.execute(delete(contacts).where(ours))


def channels_of_supplier(db: Connection, scope: Scope) -> list[Channel]:
    """Every channel that the supplier of the scope's own organisation has bound to itself."""
    return [Channel(*row) for row in db.execute(_CHANNELS, {"root": scope.root})]
