"""Whether a reader may decide on an order: the rule of `approvers.of`, as a condition on many orders at once."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)

from store.approvers import MAY
from store.buying import orders
from store.schema import grants, identities, people
from store.schema import organisations as customers

_reader: Final = bindparam("reader", type_=people.c.id.type)


def _some(one: FromClause, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a row; all else that the conditions name is the row around."""
    return exists(select(literal(1)).select_from(one).where(*where).correlate_except(one))


def _is_account(known: FromClause) -> ColumnElement[bool]:
    """Whether an identity is the account that the order was asked from."""
    return (known.c.installation_id == orders.c.installation_id) & (known.c.account == orders.c.account)


def _addresses() -> CompoundSelect[tuple[str]]:
    """Those of whoever asked, as `approvers.same_human` takes them."""
    asker, known = people.alias(), identities.alias()
    theirs = or_(known.c.person_id == orders.c.asker_id, _is_account(known))
    return union(
        select(func.lower(asker.c.email)).where(asker.c.id == orders.c.asker_id).correlate_except(asker),
        select(func.lower(known.c.email)).where(theirs, known.c.email != "").correlate_except(known),
    )


def _asked(person: ColumnElement[object]) -> ColumnElement[bool]:
    """Whether that person is the human who asked."""
    one, known = people.alias(), identities.alias()
    vouched = or_(_is_account(known), func.lower(known.c.email).in_(_addresses()))
    return or_(
        person == orders.c.asker_id,
        _some(one, one.c.id == person, func.lower(one.c.email).in_(_addresses())),
        _some(known, known.c.person_id == person, vouched),
    )


def _reader_is_admin(organisation: ColumnElement[object]) -> ColumnElement[bool]:
    held = grants.alias()
    return _some(held, held.c.organisation_id == organisation, held.c.person_id == _reader, held.c.role.in_(MAY))


def _has_another_admin() -> ColumnElement[bool]:
    held = grants.alias()
    of_customer = held.c.organisation_id == customers.c.id
    return _some(held, of_customer, held.c.role.in_(MAY), ~_asked(held.c.person_id))


DECIDES: Final = and_(
    or_(_reader_is_admin(customers.c.id), _reader_is_admin(customers.c.parent_id) & ~_has_another_admin()),
    ~_asked(_reader),
)
"""Of rows of orders joined with the organisations whose they are; takes the parameter `reader`."""
