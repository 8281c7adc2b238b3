"""Webex orders that wait to be set up: one row for each line of an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from pydantic import PlainValidator, TypeAdapter
from typing_extensions import TypedDict

from handlers.context import Defaults
from handlers.importing.cells import Needed, Text, email, moment, needed, whole
from handlers.importing.forms import Form, Row
from handlers.importing.places import Places
from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from handlers.policy.terms import utc_day
from handlers.provisioning import arrivals
from store import provisionings
from store.provisionings import Line, NewProvisioning
from store.values import OrganisationId, OrganisationKind
from store.values.webex import ProvisioningId, WebexService

_DAYS: Final = (7, 30)
_MOST_LICENCES: Final = 1_000_000
_LONGEST_REFERENCE: Final = 120


def service(text: str) -> WebexService | None:
    word = text.strip().casefold()
    if word and word not in set(WebexService):
        raise ValueError(f"“{text.strip()[:40]}” is none of: {', '.join(WebexService)}")
    return WebexService(word) if word else None


def licences(text: str) -> int | None:
    count = whole(text)
    if count is not None and not 1 <= count <= _MOST_LICENCES:
        raise ValueError(f"must be from 1 to {_MOST_LICENCES}")
    return count


def due(text: str) -> int | None:
    days = whole(text)
    if days is not None and days not in _DAYS:
        raise ValueError("must be 7 or 30 days")
    return days


class OrderRow(TypedDict, total=False):
    reference: Needed
    organisation: Needed
    contact: Annotated[str, PlainValidator(needed(email))]
    customer: Text
    product: Needed
    service: Annotated[WebexService, PlainValidator(needed(service))]
    licences: Annotated[int, PlainValidator(needed(licences))]
    received: Annotated[datetime | None, PlainValidator(moment)]
    due: Annotated[int, PlainValidator(needed(due))]


class Orders:
    """The rows of each order, gathered; written when all of a part of the file is read, and told to their seller."""

    def __init__(self, defaults: Defaults, work: Work) -> None:
        self.work = work
        self.defaults = defaults
        self.made: set[tuple[UUID, str]] = set()
        self.told: Counter[OrganisationId] = Counter()

    def write(self, rows: Sequence[Row[OrderRow]]) -> None:
        places = Places(self.work, (row.said["organisation"] for row in rows))
        found = provisionings.known(self.work.db, self.work.scope, {row.said["reference"] for row in rows})
        gathered: dict[tuple[UUID, str], list[Row[OrderRow]]] = {}
        for row in rows:
            try:
                owner = places.one("organisation", row.said["organisation"])
                check(row.said, owner.kind)
            except BadRow as no:
                self.work.wrong(row.number, no)
                continue
            gathered.setdefault((owner.id, row.said["reference"]), []).append(row)
        for (owner_id, reference), lines in gathered.items():
            if (owner_id, reference) in self.made:
                self.work.wrong(
                    lines[0].number, BadRow("reference", "stands in the file in two places; keep its rows together")
                )
            elif (owner_id, reference) in found:
                self.work.tally.same += len(lines)
            else:
                self._take_in(OrganisationId(owner_id), lines)
            self.made.add((owner_id, reference))

    def _take_in(self, owner: OrganisationId, rows: Sequence[Row[OrderRow]]) -> None:
        first = rows[0].said
        for row in rows[1:]:
            if odd := differing(first, row.said):
                self.work.wrong(row.number, BadRow(odd, "differs from the order's first row"))
                return
        received = first.get("received") or self.work.now
        new = NewProvisioning(
            id=ProvisioningId(next(self.work.ids)),
            organisation=owner,
            reference=first["reference"],
            contact=first["contact"],
            customer_name=first.get("customer"),
            received_at=received,
            due_on=utc_day(received + timedelta(days=first["due"])),
            lines=tuple(Line(row.said["service"], row.said["product"], row.said["licences"]) for row in rows),
        )
        number = provisionings.take_in(self.work.db, self.work.scope, new, self.work.now)
        self.work.tally.new += len(rows)
        self.work.record(owner, f"W-{number:06}", {"reference": new.reference, "due": str(new.due_on)})
        self._tell(owner, new.id)

    def _tell(self, owner: OrganisationId, id: ProvisioningId) -> None:
        """The first few one by one, then only that there are more."""
        self.told[owner] += 1
        if self.told[owner] <= arrivals.ONE_BY_ONE:
            arrivals.announce(self.work.db, owner, id, self.work.now, self.defaults)
        elif self.told[owner] == arrivals.ONE_BY_ONE + 1:
            arrivals.announce_more(self.work.db, owner, self.work.now, self.defaults)


def check(said: OrderRow, kind: OrganisationKind) -> None:
    """`BadRow` where the owner sells nothing, or the number is too long."""
    if kind is OrganisationKind.CUSTOMER:
        raise BadRow("organisation", "is a customer; name the seller who sets the order up")
    if len(said["reference"]) > _LONGEST_REFERENCE:
        raise BadRow("reference", f"has more than {_LONGEST_REFERENCE} characters")


def differing(first: OrderRow, other: OrderRow) -> str:
    """The field in which two rows of one order differ; empty where none does."""
    pairs = ((name, first.get(name), other.get(name)) for name in ("contact", "customer", "received", "due"))
    return next((name for name, one, two in pairs if one != two), "")


def form(defaults: Defaults) -> Form[OrderRow]:
    """The orders' form; `defaults` say how sellers are spoken to who have not said it."""
    return replace(FORM, begin=lambda work: Orders(defaults, work).write)


FORM: Final = Form(
    noun="orders",
    adapter=TypeAdapter(list[OrderRow]),
    columns={
        "reference": ("reference", "order", "order number", "référence", "commande", "numéro de commande"),
        "organisation": ("organisation", "organization", "partner", "seller", "partenaire", "vendeur"),
        "contact": ("contact", "contact e-mail", "provisioning contact", "e-mail de contact"),
        "customer": ("customer", "customer name", "end customer", "client", "nom du client"),
        "product": ("product", "product name", "produit"),
        "service": ("service",),
        "licences": ("licences", "licenses", "quantity", "quantité", "nombre de licences"),
        "received": ("received", "received at", "order date", "reçue le", "date de commande"),
        "due": ("due in days", "due", "deadline", "délai", "délai en jours"),
    },
    needed=tuple((name,) for name in ("reference", "organisation", "contact", "product", "service", "licences", "due")),
    begin=lambda work: Orders(Defaults(), work).write,
)
