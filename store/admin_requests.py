"""Full admin rights of a customer that a partner asked for: once, granted or refused by an Admin of the customer.

`organisation_id` is the customer, `asked_for` the partner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, exists, select, update
from sqlalchemy.dialects.postgresql import insert

from store.provisioning import admin_requests as requests
from store.provisioning import provisionings
from store.schema import grants, lineage, organisations, people
from store.values import OrganisationId, PersonId, Role, Scope
from store.values.webex import ProvisioningState


@dataclass(frozen=True, slots=True)
class AdminRequest:
    """`granted` is None while nobody has decided; `decided_by` is a name."""

    customer: OrganisationId
    customer_name: str
    partner: OrganisationId
    partner_name: str
    asked_by: PersonId
    asked_by_name: str
    asked_by_email: str
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    granted: bool | None


_customer, _partner = organisations.alias(), organisations.alias()
_asker, _decider = people.alias(), people.alias()
_within: Final = exists().where(
    lineage.c.ancestor == bindparam("root"), lineage.c.descendant == requests.c.organisation_id
)
_ALL: Final = (
    select(
        *(_customer.c.id, _customer.c.name, _partner.c.id, _partner.c.name.label("partner")),
        *(_asker.c.id, _asker.c.name, _asker.c.email, requests.c.asked_at),
        *(_decider.c.name, requests.c.decided_at, requests.c.granted),
    )
    .select_from(requests)
    .join(_customer, _customer.c.id == requests.c.organisation_id)
    .join(_partner, _partner.c.id == requests.c.asked_for)
    .join(_asker, _asker.c.id == requests.c.asked_by)
    .outerjoin(_decider, _decider.c.id == requests.c.decided_by)
    .where(_within)
    .order_by(requests.c.asked_at, _customer.c.number)
)
_ONE: Final = _ALL.where(requests.c.organisation_id == bindparam("customer"), requests.c.asked_for == bindparam("by"))
_OF_CUSTOMER: Final = _ALL.where(requests.c.organisation_id == bindparam("root"))
_ASK: Final = (
    insert(requests)
    .from_select(
        ["organisation_id", "asked_for", "asked_by", "asked_at"],
        select(
            lineage.c.descendant,
            bindparam("by", type_=requests.c.asked_for.type),
            bindparam("person", type_=requests.c.asked_by.type),
            bindparam("now", type_=requests.c.asked_at.type),
        ).where(lineage.c.ancestor == bindparam("root"), lineage.c.descendant == bindparam("customer")),
    )
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
)
_DECIDE: Final = (
    update(requests)
    .where(
        _within,
        requests.c.organisation_id == bindparam("customer"),
        requests.c.asked_for == bindparam("by"),
        requests.c.decided_at.is_(None),
    )
    .values(decided_by=bindparam("person"), decided_at=bindparam("now"), granted=bindparam("yes"))
)
_GRANTED: Final = select(requests.c.organisation_id).where(
    _within,
    requests.c.asked_for == bindparam("by"),
    requests.c.granted,
    requests.c.organisation_id.in_(bindparam("customers", expanding=True)),
)
_IS_SET_UP: Final = select(provisionings.c.id).where(
    provisionings.c.customer_id == bindparam("customer"),
    provisionings.c.partner_id == bindparam("by"),
    provisionings.c.state == ProvisioningState.DONE,
    exists().where(lineage.c.ancestor == bindparam("root"), lineage.c.descendant == provisionings.c.customer_id),
)
_IS_ADMIN: Final = (
    select(grants.c.person_id)
    .join(lineage, and_(lineage.c.ancestor == bindparam("root"), lineage.c.descendant == grants.c.organisation_id))
    .where(
        grants.c.organisation_id == bindparam("customer"),
        grants.c.person_id == bindparam("person"),
        grants.c.role == Role.ADMIN,
    )
)


def ask(
    db: Connection, scope: Scope, customer: OrganisationId, partner: OrganisationId, by: PersonId, now: datetime
) -> bool:
    """False if that was asked before, whatever was answered, or the customer is outside of the scope."""
    row = {"root": scope.root, "customer": customer, "by": partner, "person": by, "now": now}
    return db.execute(_ASK, row).rowcount == 1


def get(db: Connection, scope: Scope, customer: OrganisationId, partner: OrganisationId) -> AdminRequest | None:
    row = db.execute(_ONE, {"root": scope.root, "customer": customer, "by": partner}).one_or_none()
    return None if row is None else AdminRequest(*row)


def of_customer(db: Connection, scope: Scope) -> list[AdminRequest]:
    """What partners asked of the scope's own organisation, the first one first."""
    return [AdminRequest(*row) for row in db.execute(_OF_CUSTOMER, {"root": scope.root})]


def decide(db: Connection, scope: Scope, request: AdminRequest, by: PersonId, now: datetime, *, granted: bool) -> bool:
    """Once; False if somebody has decided before."""
    row = {"root": scope.root, "customer": request.customer, "by": request.partner}
    return db.execute(_DECIDE, row | {"person": by, "now": now, "yes": granted}).rowcount == 1


def fully(
    db: Connection, scope: Scope, partner: OrganisationId, customers: Iterable[OrganisationId]
) -> set[OrganisationId]:
    """Those of the customers where the partner has full admin rights; of any other it is provisioning administrator."""
    wanted = {"root": scope.root, "by": partner, "customers": sorted(customers)}
    return {OrganisationId(found) for found in db.execute(_GRANTED, wanted).scalars()}


def is_set_up(db: Connection, scope: Scope, customer: OrganisationId, partner: OrganisationId) -> bool:
    """Whether some order of the customer was set up by that partner."""
    return db.execute(_IS_SET_UP, {"root": scope.root, "customer": customer, "by": partner}).first() is not None


def is_admin(db: Connection, scope: Scope, customer: OrganisationId, person: PersonId) -> bool:
    """Whether somebody is an Admin of that very organisation, and not only of one above it."""
    wanted = {"root": scope.root, "customer": customer, "person": person}
    return db.execute(_IS_ADMIN, wanted).first() is not None
