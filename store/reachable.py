"""Accounts by which people can be told something directly: members of a platform's team, within its reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from store.schema import grants, identities, installations, lineage, organisations, people
from store.values import InstallationId, PersonId, Role, Scope


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a person, and how they are spoken to; None where nobody has said."""

    installation: InstallationId
    account: str
    person: PersonId
    language: str | None
    zone: str | None


_ADMINS: Final = (
    select(
        identities.c.installation_id,
        identities.c.account,
        people.c.id,
        func.coalesce(people.c.language, identities.c.language, organisations.c.language),
        func.coalesce(people.c.zone, identities.c.zone, organisations.c.zone),
    )
    .select_from(grants)
    .join(people, people.c.id == grants.c.person_id)
    .join(identities, identities.c.person_id == people.c.id)
    .join(organisations, organisations.c.id == grants.c.organisation_id)
    .join(installations, installations.c.id == identities.c.installation_id)
    .join(lineage, (lineage.c.ancestor == installations.c.root_id) & (lineage.c.descendant == grants.c.organisation_id))
    .where(
        grants.c.organisation_id == bindparam("root"),
        grants.c.role == Role.ADMIN,
        identities.c.standing == "member",
    )
    .order_by(identities.c.installation_id, identities.c.account)
)

_PERSON: Final = (
    select(
        identities.c.installation_id,
        identities.c.account,
        people.c.id,
        func.coalesce(people.c.language, identities.c.language),
        func.coalesce(people.c.zone, identities.c.zone),
    )
    .select_from(people)
    .join(identities, identities.c.person_id == people.c.id)
    .join(installations, installations.c.id == identities.c.installation_id)
    .join(lineage, (lineage.c.ancestor == installations.c.root_id) & (lineage.c.descendant == bindparam("root")))
    .where(people.c.id == bindparam("person"), identities.c.standing == "member")
    .order_by(identities.c.installation_id, identities.c.account)
)


def person(db: Connection, scope: Scope, id: PersonId) -> list[Account]:
    """One person's, where the scope's own organisation is spoken of."""
    return [Account(*row) for row in db.execute(_PERSON, {"root": scope.root, "person": id})]


def admins(db: Connection, scope: Scope) -> list[Account]:
    """Those of the Admins of the scope's own organisation, not of those above it."""
    return [Account(*row) for row in db.execute(_ADMINS, {"root": scope.root})]
