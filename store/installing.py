"""The first rows of a deployment: the house, and the organisation whose bot this is."""

from __future__ import annotations

from sqlalchemy import Connection, select

from store.schema import organisations
from store.values import OrganisationId

_HOUSE = select(organisations.c.id).where(organisations.c.parent_id.is_(None))


def house(db: Connection) -> OrganisationId | None:
    """The hidden organisation above all others; None in an empty database."""
    return db.execute(_HOUSE).scalar()
