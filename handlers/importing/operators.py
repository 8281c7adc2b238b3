"""Operators: who may do what in which organisation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Final
from uuid import UUID

from pydantic import PlainValidator, TypeAdapter
from typing_extensions import TypedDict

from handlers.importing.cells import Needed, Text, email, needed
from handlers.importing.choices import role
from handlers.importing.forms import Form, Row
from handlers.importing.places import Places, label
from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from store import additions, matching
from store.additions import NewGrant, NewPerson
from store.matching import KnownOrganisation
from store.values import Role


class OperatorRow(TypedDict, total=False):
    email: Annotated[str, PlainValidator(needed(email))]
    role: Annotated[Role, PlainValidator(needed(role))]
    organisation: Needed
    name: Text


def write(work: Work, rows: Sequence[Row[OperatorRow]]) -> None:
    """Appoint those who are new, and give the others the role that the file says."""
    places = Places(work, (row.said["organisation"] for row in rows))
    people, held = matching.people_answering(work.db, work.scope, {row.said["email"] for row in rows})
    for row in rows:
        try:
            place = places.one("organisation", row.said["organisation"])
        except BadRow as no:
            work.wrong(row.number, no)
            continue
        key = (row.said["email"], place.id)
        if held.get(key) is row.said["role"]:
            work.tally.same += 1
            continue
        person = people.setdefault(row.said["email"], next(work.ids))
        _appoint(work, place, row.said, person, held.get(key))
        held[key] = row.said["role"]


def _appoint(work: Work, place: KnownOrganisation, said: OperatorRow, person: UUID, before: Role | None) -> None:
    """A new role is as much a change of the organisation as one that is another now: both are recorded."""
    address = said["email"]
    additions.people(work.db, [NewPerson(person, address, said.get("name") or address, work.now)])
    additions.grants(work.db, [NewGrant(person, place.id, said["role"], work.now)])
    if before is None:
        work.tally.new += 1
        work.record(place.id, address, {"role": str(said["role"]), "organisation": label(place)})
    else:
        work.corrected(place.id, address, {"role": (before, said["role"])})


FORM: Final = Form(
    noun="operators",
    adapter=TypeAdapter(list[OperatorRow]),
    columns={
        "email": (
            "email",
            "e-mail",
            "e-mail address",
            "mail",
            "user principal name",
            "upn",
            "courriel",
            "adresse e-mail",
        ),
        "role": ("role", "rôle"),
        "organisation": ("organisation", "organization", "company", "company name", "société", "client", "partenaire"),
        "name": ("name", "display name", "full name", "nom", "nom complet"),
    },
    needed=(("email",), ("role",), ("organisation",)),
    begin=lambda work: partial(write, work),
)
