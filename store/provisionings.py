"""Webex orders to be set up: taken in once each, read within a scope."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from store.counters import next_number
from store.provisioning import provisioning_lines, provisionings
from store.schema import lineage
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId, ProvisioningState, WebexService

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
