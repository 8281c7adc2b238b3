"""Webex orders to be set up: taken in once each, read within a scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, Executable, bindparam, func, insert, or_, select, update

from store.counters import next_number
from store.provisioning import provisioning_handings, provisioning_lines, provisionings
from store.schema import lineage, organisations, people
from store.values import OrganisationId, PersonId, Scope
from store.values.webex import ForWhom, HandedTo, ProvisioningId, ProvisioningState, WebexService

FIRST_STEP: Final = "who"


@dataclass(frozen=True, slots=True)
class Line:
    """What was bought: so many licences of a product, for one service."""

    service: WebexService
    name: str
    licences: int


@dataclass(frozen=True, slots=True)
class NewProvisioning:
    """An order as it came in; `reference` is the vendor's number, `organisation` the seller who sets it up."""

    id: ProvisioningId
    organisation: OrganisationId
    reference: str
    contact: str
    customer_name: str | None
    received_at: datetime
    due_on: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Provisioning:
    """An order as it stands; `draft` is JSON. `organisation` is the seller, `held_by` whoever went on with it last.

    `partner` and `customer` are the organisations that it was mapped to, once they are there.
    """

    id: ProvisioningId
    number: int
    organisation: OrganisationId
    seller: str
    reference: str
    contact: str
    customer_name: str | None
    received_at: datetime
    due_on: date
    state: ProvisioningState
    for_whom: ForWhom | None
    partner: OrganisationId | None
    customer: OrganisationId | None
    step: str
    draft: str
    version: int
    held_by: PersonId | None
    held_by_name: str | None
    changed_at: datetime
    closed_at: datetime | None

    @property
    def label(self) -> str:
        return f"W-{self.number:06}"

    @property
    def is_over(self) -> bool:
        return self.state in {ProvisioningState.DONE, ProvisioningState.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many orders are to be set up, and the nearest of their deadlines."""

    count: int
    first: date


_OPEN: Final = (ProvisioningState.OPEN, ProvisioningState.HANDED_OVER)
_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_ALL: Final = (
    select(
        *(provisionings.c.id, provisionings.c.number, provisionings.c.organisation_id, organisations.c.name),
        *(provisionings.c.reference, provisionings.c.contact, provisionings.c.customer_name),
        *(provisionings.c.received_at, provisionings.c.due_on, provisionings.c.state, provisionings.c.for_whom),
        *(provisionings.c.partner_id, provisionings.c.customer_id, provisionings.c.step, provisionings.c.draft),
        *(provisionings.c.version, provisionings.c.held_by, people.c.name),
        *(provisionings.c.changed_at, provisionings.c.closed_at),
    )
    .select_from(provisionings)
    .join(organisations, organisations.c.id == provisionings.c.organisation_id)
    .outerjoin(people, people.c.id == provisionings.c.held_by)
    .where(provisionings.c.organisation_id.in_(_within))
)
_GET: Final = _ALL.where(provisionings.c.id == bindparam("id"))
_LOCK: Final = (
    select(provisionings.c.id)
    .where(provisionings.c.id == bindparam("id"), provisionings.c.organisation_id.in_(_within))
    .with_for_update()
)
_WAITING: Final = _ALL.where(provisionings.c.state.in_(_OPEN))
_COUNT: Final = (
    select(func.count(), func.min(provisionings.c.due_on))
    .select_from(provisionings)
    .where(provisionings.c.organisation_id.in_(_within), provisionings.c.state.in_(_OPEN))
)
_LINES: Final = (
    select(provisioning_lines.c.service, provisioning_lines.c.name, provisioning_lines.c.licences)
    .join(provisionings, provisionings.c.id == provisioning_lines.c.provisioning_id)
    .where(provisionings.c.id == bindparam("id"), provisionings.c.organisation_id.in_(_within))
    .order_by(provisioning_lines.c.position)
)
_GUEST: Final = (
    select(provisionings.c.organisation_id, provisioning_handings.c.handed_to)
    .join(provisioning_handings, provisioning_handings.c.provisioning_id == provisionings.c.id)
    .where(
        provisionings.c.id == bindparam("id"),
        provisioning_handings.c.ended_at.is_(None),
        or_(
            (provisioning_handings.c.handed_to == HandedTo.SOMEONE)
            & (func.lower(provisioning_handings.c.email) == bindparam("email")),
            (provisioning_handings.c.handed_to == HandedTo.CUSTOMER) & provisionings.c.customer_id.in_(_within),
        ),
    )
    .order_by(provisioning_handings.c.handed_to.desc())
)
_KNOWN: Final = (
    select(provisionings.c.organisation_id, provisionings.c.reference)
    .join(lineage, lineage.c.descendant == provisionings.c.organisation_id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        provisionings.c.reference.in_(bindparam("references", expanding=True)),
    )
)


def known(db: Connection, scope: Scope, references: Collection[str]) -> set[tuple[OrganisationId, str]]:
    """Which orders with these numbers are there, and whose they are."""
    found = db.execute(_KNOWN, {"root": scope.root, "references": sorted(references)})
    return {(OrganisationId(owner), reference) for owner, reference in found}


def take_in(db: Connection, scope: Scope, new: NewProvisioning, now: datetime) -> int:
    """Keep an order of an organisation within the scope; its number. `LookupError` for one outside of it."""
    within = select(lineage.c.descendant).where(
        lineage.c.ancestor == scope.root, lineage.c.descendant == new.organisation
    )
    if db.execute(within).one_or_none() is None:
        raise LookupError(new.organisation)
    number = next_number(db, "provisionings")
    db.execute(
        insert(provisionings).values(
            id=new.id,
            number=number,
            organisation_id=new.organisation,
            reference=new.reference,
            contact=new.contact,
            customer_name=new.customer_name,
            received_at=new.received_at,
            due_on=new.due_on,
            state=ProvisioningState.OPEN,
            step=FIRST_STEP,
            version=1,
            changed_at=now,
        )
    )
    db.execute(insert(provisioning_lines), _lines(new.id, new.lines))
    return number


def _lines(id: ProvisioningId, lines: Sequence[Line]) -> list[dict[str, object]]:
    return [
        {"provisioning_id": id, "position": place, "service": one.service, "name": one.name, "licences": one.licences}
        for place, one in enumerate(lines, 1)
    ]


def get(db: Connection, scope: Scope, id: ProvisioningId, *, lock: bool = False) -> Provisioning | None:
    """An order of the scope, locked before it is read if one wants to change it."""
    wanted = {"root": scope.root, "id": id}
    if lock and db.execute(_LOCK, wanted).first() is None:
        return None
    return next(iter(_all(db, _GET, wanted)), None)


def numbered(db: Connection, scope: Scope, number: int) -> Provisioning | None:
    found = _ALL.where(provisionings.c.number == number)
    return next(iter(_all(db, found, {"root": scope.root})), None)


def referred(db: Connection, scope: Scope, reference: str) -> list[Provisioning]:
    """Those with that number of the vendor's: two sellers may each have one."""
    found = _ALL.where(func.lower(provisionings.c.reference) == reference.casefold()).order_by(provisionings.c.number)
    return _all(db, found, {"root": scope.root})


def waiting(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Provisioning]:
    """Those to be set up, the nearest deadline first."""
    page = _WAITING.order_by(provisionings.c.due_on, provisionings.c.number).offset(offset).limit(most)
    return _all(db, page, {"root": scope.root})


def how_many(db: Connection, scope: Scope) -> Waiting | None:
    """Those that are to be set up; None where there is none."""
    count, first = db.execute(_COUNT, {"root": scope.root}).one()
    return Waiting(count, first) if count else None


def lines_of(db: Connection, scope: Scope, id: ProvisioningId) -> tuple[Line, ...]:
    return tuple(Line(*row) for row in db.execute(_LINES, {"root": scope.root, "id": id}))


def handed_to(db: Connection, scope: Scope, id: ProvisioningId, email: str) -> tuple[OrganisationId, HandedTo] | None:
    """Whose order it is that was handed over to that address, or to a customer within the scope; None for no such."""
    row = db.execute(_GUEST, {"root": scope.root, "id": id, "email": email.casefold()}).first()
    return None if row is None else (OrganisationId(row[0]), row[1])


def save(
    db: Connection, scope: Scope, held: Provisioning, person: PersonId | None, now: datetime, **said: object
) -> bool:
    """Write what was said of it; the version goes on. False when it was changed since it was read."""
    here = provisionings.c.organisation_id.in_(select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)) & (
        provisionings.c.id == held.id
    )
    change = update(provisionings).where(here, provisionings.c.version == held.version)
    row = {"version": held.version + 1, "held_by": person, "changed_at": now}
    return db.execute(change.values(row | said)).rowcount == 1


def _all(db: Connection, query: Executable, wanted: Mapping[str, object]) -> list[Provisioning]:
    return [Provisioning(*row) for row in db.execute(query, wanted)]
