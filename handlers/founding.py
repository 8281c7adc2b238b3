"""The first organisation of a deployment and its first administrator."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import uuid4

from pydantic.networks import validate_email
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection

from handlers.policy.names import fold
from store import additions, installing
from store.additions import NewGrant, NewOrganisation, NewPerson
from store.counters import next_number
from store.values import OrganisationKind, Role, lowered

_HOUSE: Final = "Comptoir"
_LONGEST_NAME: Final = 200


class NotFounded(Exception):
    """Why there is no new organisation, in a sentence."""


def found(db: Connection, name: str, kind: OrganisationKind, email: str, now: datetime) -> None:
    """The house, the organisation directly below it, and its administrator."""
    name, address = " ".join(name.split()), _address(email)
    if not fold(name) or len(name) > _LONGEST_NAME:
        raise NotFounded(f"An organisation has a name of at most {_LONGEST_NAME} characters.")
    if installing.house(db) is not None:
        raise NotFounded("This database has its first organisation already; comptoir import adds others.")
    house, first, person = uuid4(), uuid4(), uuid4()
    last = next_number(db, "organisations", 2)
    rows = [
        NewOrganisation(house, last - 1, OrganisationKind.HOUSE, _HOUSE, fold(_HOUSE), None, now),
        NewOrganisation(first, last, kind, name, fold(name), house, now),
    ]
    additions.organisations(db, rows)
    additions.people(db, [NewPerson(person, address, address, now)])
    additions.grants(db, [NewGrant(person, first, Role.ADMIN, now)])


def _address(email: str) -> str:
    try:
        return lowered(validate_email(email)[1])
    except PydanticCustomError as error:
        raise NotFounded(f"{email!r} is not an e-mail address.") from error
