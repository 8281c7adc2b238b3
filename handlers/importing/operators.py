"""Operators: who may do what in which organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from store import additions, corrections, matching, operators
from store.additions import NewGrant, NewPerson
from store.matching import KnownOrganisation, KnownPerson
from store.values import OrganisationId, Role, Scope


class OperatorRow(TypedDict, total=False):
    email: Annotated[str, PlainValidator(needed(email))]
    role: Annotated[Role, PlainValidator(needed(role))]
    organisation: Needed
    name: Text


def write(work: Work, rows: Sequence[Row[OperatorRow]]) -> None:
    """Appoint those who are new, and give the others the role that the file says."""
    places = Places(work, (row.said["organisation"] for row in rows))
    people, held = matching.people_answering(work.db, work.scope, {row.said["email"] for row in rows})
    demoted: dict[UUID, int] = {}
    for row in rows:
        address, role = row.said["email"], row.said["role"]
        try:
            place = places.one("organisation", row.said["organisation"])
        except BadRow as no:
            work.wrong(row.number, no)
            continue
        person = people.setdefault(address, KnownPerson(next(work.ids), row.said.get("name") or address))
        named = _name(work, address, person, row.said.get("name"))
        if named:
            people[address] = person._replace(name=named)
        if (before := held.get((address, place.id))) is not role:
            held[address, place.id] = role
            _appoint(work, place, row.said, person, before)
            if before is Role.ADMIN:
                demoted[place.id] = row.number
        elif not named:
            work.tally.same += 1
    _keep_admins(work, demoted)


def _keep_admins(work: Work, demoted: Mapping[UUID, int]) -> None:
    """An organisation whose Admins became something else in these rows has another one in the end."""
    for organisation, row in demoted.items():
        if not operators.admins(work.db, Scope(OrganisationId(organisation))):
            work.wrong(row, BadRow("role", "was the last admin there; appoint another one in the same file"))


def _name(work: Work, address: str, person: KnownPerson, name: str | None) -> str | None:
    """The name of somebody who was known by the address alone."""
    if not name or person.name != address or name == address:
        return None
    corrections.person_named(work.db, work.scope, person.id, name)
    work.corrected(work.scope.root, address, {"name": (address, name)})
    return name


def _appoint(work: Work, place: KnownOrganisation, said: OperatorRow, person: KnownPerson, before: Role | None) -> None:
    """Who may do what is recorded one by one, also where it is new."""
    additions.people(work.db, [NewPerson(person.id, said["email"], person.name, work.now)])
    additions.grants(work.db, [NewGrant(person.id, place.id, said["role"], work.now)])
    if before is None:
        work.tally.new += 1
        work.record(place.id, said["email"], {"role": str(said["role"]), "organisation": label(place)})
    else:
        work.corrected(place.id, said["email"], {"role": (before, said["role"])})


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
