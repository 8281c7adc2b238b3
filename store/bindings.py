"""Which channel or space is told about which organisation; reads within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, exists, literal, select
from sqlalchemy.dialects.postgresql import insert

from store.schema import bindings, grants, lineage, organisations, people, reminders, users
from store.values import (
    RIGHTS,
    BindingId,
    ChannelKind,
    InstallationId,
    OrganisationId,
    PersonId,
    Right,
    Role,
    Scope,
    UserStatus,
)


@dataclass(frozen=True, slots=True)
class Binding:
    """A channel and the organisation that it is told about, `since` a moment (UTC).

    `title` is what the channel is called at its platform, as far as that is known.
    """

    id: BindingId
    organisation: OrganisationId
    name: str
    installation: InstallationId
    channel: str
    kind: ChannelKind
    since: datetime
    title: str = ""


_bind = insert(bindings)
_FREE: Final = _bind.on_conflict_do_nothing(index_elements=["installation_id", "channel"]).returning(bindings.c.id)
_ANEW: Final = _bind.on_conflict_do_update(
    index_elements=["installation_id", "channel"],
    set_={name: _bind.excluded[name] for name in ("organisation_id", "title", "kind", "bound_by", "bound_at")},
)
_WITHIN: Final = (
    select(
        bindings.c.id,
        bindings.c.organisation_id,
        organisations.c.name,
        bindings.c.installation_id,
        bindings.c.channel,
        bindings.c.kind,
        bindings.c.bound_at,
        bindings.c.title,
    )
    .join(organisations, organisations.c.id == bindings.c.organisation_id)
    .join(lineage, lineage.c.descendant == bindings.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
    .order_by(organisations.c.name, bindings.c.channel)
)
_ONE: Final = _WITHIN.where(bindings.c.id == bindparam("id"))
_HERE: Final = select(bindings.c.organisation_id).where(
    bindings.c.installation_id == bindparam("installation"), bindings.c.channel == bindparam("channel")
)
_above: Final = lineage.alias()
_operator: Final = exists(
    select(grants.c.person_id)
    .join(_above, _above.c.ancestor == grants.c.organisation_id)
    .where(
        grants.c.person_id == bindings.c.bound_by,
        _above.c.descendant == bindings.c.organisation_id,
        grants.c.role.in_(bindparam("roles", expanding=True)),
    )
)
_staff: Final = exists(
    select(users.c.id)
    .join(people, people.c.email == users.c.login)
    .where(
        people.c.id == bindings.c.bound_by,
        users.c.organisation_id == bindings.c.organisation_id,
        users.c.status == UserStatus.READY,
        users.c.staff,
        literal(Role.STAFF).in_(bindparam("roles", expanding=True)),
    )
)
_MAY: Final = _ONE.where(_operator | _staff)


def within(db: Connection, scope: Scope) -> list[Binding]:
    """The channels that are told about the organisation or one below it."""
    return [Binding(*row) for row in db.execute(_WITHIN, {"root": scope.root})]


def get(db: Connection, scope: Scope, id: BindingId) -> Binding | None:
    row = db.execute(_ONE, {"root": scope.root, "id": id}).one_or_none()
    return None if row is None else Binding(*row)


def at(db: Connection, scope: Scope, installation: InstallationId, channel: str) -> Binding | None:
    """What a channel is told about, if that lies within the scope."""
    here = _WITHIN.where(bindings.c.installation_id == installation, bindings.c.channel == channel)
    row = db.execute(here, {"root": scope.root}).one_or_none()
    return None if row is None else Binding(*row)


def taken(db: Connection, installation: InstallationId, channel: str) -> bool:
    """Whether a channel is bound at all; not to whom."""
    return db.execute(_HERE, {"installation": installation, "channel": channel}).first() is not None


def bind(db: Connection, scope: Scope, binding: Binding, person: PersonId) -> bool:
    """From now on the channel is told about the scope's own organisation; False if it is told about one already."""
    return db.execute(_FREE, _row(scope, binding, person)).first() is not None


def bind_anew(db: Connection, scope: Scope, binding: Binding, person: PersonId) -> None:
    """The same, whatever the channel was told about until now."""
    db.execute(_ANEW, _row(scope, binding, person))


def _row(scope: Scope, binding: Binding, person: PersonId) -> dict[str, object]:
    return {
        "id": binding.id,
        "organisation_id": scope.root,
        "installation_id": binding.installation,
        "channel": binding.channel,
        "title": binding.title,
        "kind": binding.kind,
        "bound_by": person,
        "bound_at": binding.since,
    }


def of_person(db: Connection, scope: Scope, person: PersonId) -> list[Binding]:
    """The conversations with that person alone that are told about something."""
    theirs = _WITHIN.where(bindings.c.bound_by == person, bindings.c.kind == ChannelKind.DIRECT)
    return [Binding(*row) for row in db.execute(theirs, {"root": scope.root})]


def may(db: Connection, scope: Scope, binding: Binding, right: Right) -> bool:
    """Whether whoever bound it has that right there now: as an operator, or as staff that may sign in."""
    roles = [role for role in Role if right in RIGHTS[role]]
    return db.execute(_MAY, {"root": scope.root, "id": binding.id, "roles": roles}).first() is not None


def unbind(db: Connection, scope: Scope, binding: Binding) -> None:
    """The channel is told nothing more, and what it was reminded of is forgotten."""
    within_scope = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    mine = (bindings.c.id == binding.id) & bindings.c.organisation_id.in_(within_scope)
    db.execute(delete(reminders).where(reminders.c.binding_id.in_(select(bindings.c.id).where(mine))))
    db.execute(delete(bindings).where(mine))
