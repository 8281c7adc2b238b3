"""Who may see a product key at this moment, as a condition on rows that name a person, an organisation and a key."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, exists, or_

from store.schema import assignments, grants, lineage, offers, people, subscriptions, users
from store.software import product_keys
from store.values import RIGHTS, Right, Role, SubscriptionStatus, UserStatus

_MAY = [role for role in Role if Right.REVEAL_KEYS in RIGHTS[role]]


def may_see(row: Table) -> ColumnElement[bool]:
    """For a `row` joined to its `product_keys`: its person is an Admin above the key, or holds a seat that it is of."""
    return or_(_as_admin(row), _with_a_seat(row))


def _as_admin(row: Table) -> ColumnElement[bool]:
    return exists().where(
        grants.c.person_id == row.c.person_id,
        grants.c.role.in_(_MAY),
        lineage.c.ancestor == grants.c.organisation_id,
        lineage.c.descendant == row.c.organisation_id,
    )


def _with_a_seat(row: Table) -> ColumnElement[bool]:
    """A key that belongs to no subscription is of every one of its product that its customer has."""
    loose = product_keys.c.subscription_id.is_(None) & (product_keys.c.product_id == offers.c.product_id)
    return exists().where(
        people.c.id == row.c.person_id,
        users.c.login == people.c.email,
        users.c.status == UserStatus.READY,
        assignments.c.user_id == users.c.id,
        assignments.c.subscription_id == subscriptions.c.id,
        subscriptions.c.status == SubscriptionStatus.ACTIVE,
        subscriptions.c.organisation_id == product_keys.c.organisation_id,
        subscriptions.c.offer_id == offers.c.id,
        or_(product_keys.c.subscription_id == subscriptions.c.id, loose),
    )
