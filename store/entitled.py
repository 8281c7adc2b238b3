"""Who may see a product key at this moment, as a condition on rows that name a person, an organisation and a key."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, exists, or_

from store.schema import assignments, grants, lineage, offers, people, subscriptions, users
from store.software import product_keys
from store.values import RIGHTS, Right, Role, SubscriptionStatus, UserStatus

_MAY = [role for role in Role if Right.REVEAL_KEYS in RIGHTS[role]]
_above, _person, _subscription, _offer = lineage.alias(), people.alias(), subscriptions.alias(), offers.alias()
"""Of our own: the tables of whoever asks with this condition are other rows."""


def may_see(row: Table) -> ColumnElement[bool]:
    """For a `row` joined to its `product_keys`: its person is an Admin above the key, or holds a seat that it is of."""
    return or_(_as_admin(row), _with_a_seat(row))


def _as_admin(row: Table) -> ColumnElement[bool]:
    return exists().where(
        grants.c.person_id == row.c.person_id,
        grants.c.role.in_(_MAY),
        _above.c.ancestor == grants.c.organisation_id,
        _above.c.descendant == row.c.organisation_id,
    )


def _with_a_seat(row: Table) -> ColumnElement[bool]:
    """A key that belongs to no subscription is of every one of its product that its customer has."""
    loose = product_keys.c.subscription_id.is_(None) & (product_keys.c.product_id == _offer.c.product_id)
    return exists().where(
        _person.c.id == row.c.person_id,
        users.c.login == _person.c.email,
        users.c.status == UserStatus.READY,
        assignments.c.user_id == users.c.id,
        assignments.c.subscription_id == _subscription.c.id,
        _subscription.c.status == SubscriptionStatus.ACTIVE,
        _subscription.c.organisation_id == product_keys.c.organisation_id,
        _subscription.c.offer_id == _offer.c.id,
        or_(product_keys.c.subscription_id == _subscription.c.id, loose),
    )
