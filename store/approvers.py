"""Who may approve what somebody asked for, and who is the same human as whom; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, or_, select, union

from store.orders import Order
from store.schema import grants, identities, lineage, organisations, people
from store.values import RIGHTS, OrganisationId, PersonId, Right, Role, Scope


@dataclass(frozen=True, slots=True)
class Approver:
    """An Admin who may approve, of which organisation, and how they are spoken to; None where nobody has said."""

    person: PersonId
    name: str
    email: str
    organisation: OrganisationId
    language: str | None
    zone: str | None


MAY: Final = [role for role in Role if Right.CHANGE_SUBSCRIPTIONS in RIGHTS[role]]
_ADMINS: Final = (
    select(
        people.c.id,
        func.coalesce(grants.c.called, people.c.name),
        people.c.email,
        grants.c.organisation_id,
        func.coalesce(people.c.language, organisations.c.language),
        func.coalesce(people.c.zone, organisations.c.zone),
    )
    .join(grants, grants.c.person_id == people.c.id)
    .join(organisations, organisations.c.id == grants.c.organisation_id)
    .where(grants.c.organisation_id == bindparam("root"), grants.c.role.in_(MAY))
    .order_by(people.c.name, people.c.email)
)
_SELLER: Final = select(organisations.c.parent_id).where(organisations.c.id == bindparam("root"))
_asker: Final = bindparam("asker", type_=people.c.id.type)
_same_account: Final = (
    identities.c.installation_id == bindparam("installation", type_=identities.c.installation_id.type)
) & (identities.c.account == bindparam("account"))
_ADDRESSES: Final = union(
    select(func.lower(people.c.email)).where(people.c.id == _asker),
    select(func.lower(identities.c.email)).where(
        or_(identities.c.person_id == _asker, _same_account), identities.c.email != ""
    ),
)
_SAME: Final = union(
    select(people.c.id).where(or_(people.c.id == _asker, func.lower(people.c.email).in_(_ADDRESSES))),
    select(identities.c.person_id).where(
        identities.c.person_id.is_not(None), or_(_same_account, func.lower(identities.c.email).in_(_ADDRESSES))
    ),
)
_MAY_STILL: Final = (
    select(grants.c.person_id)
    .join(lineage, lineage.c.ancestor == grants.c.organisation_id)
    .join(identities, identities.c.person_id == grants.c.person_id)
    .where(
        lineage.c.descendant == bindparam("root"),
        grants.c.person_id == _asker,
        grants.c.role.in_(MAY),
        _same_account,
        identities.c.standing == "member",
    )
    .limit(1)
)


def admins(db: Connection, scope: Scope) -> list[Approver]:
    """Of the scope's own organisation."""
    return [Approver(*row) for row in db.execute(_ADMINS, {"root": scope.root})]


def seller(db: Connection, scope: Scope) -> Scope | None:
    """The organisation that the scope's own one buys from."""
    above = db.execute(_SELLER, {"root": scope.root}).scalar_one_or_none()
    return Scope(above) if above else None


def of(db: Connection, scope: Scope, order: Order) -> list[Approver]:
    """Who may approve an order of the scope's own organisation: its Admins but the asker; else its seller's."""
    themselves = same_human(db, scope, order)
    above = seller(db, scope)
    for place in (scope, *([above] if above else [])):
        if others := [one for one in admins(db, place) if one.person not in themselves]:
            return others
    return []


def same_human(db: Connection, _scope: Scope, order: Order) -> frozenset[PersonId]:
    """Everybody who is the asker: by their account, or by an e-mail that a platform vouches for, on any platform."""
    named = {"asker": order.asker, "installation": order.installation, "account": order.account}
    return frozenset(db.execute(_SAME, named).scalars())


def may_still(db: Connection, scope: Scope, order: Order) -> bool:
    """Whether the asker could order the same at this moment, from the account that they asked from."""
    named = {"root": scope.root, "asker": order.asker, "installation": order.installation, "account": order.account}
    return db.execute(_MAY_STILL, named).first() is not None
