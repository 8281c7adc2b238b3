"""Orders that were handed over: to whom, by whom, when, until when; within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, exists, insert, or_, select, update

from store.provisioning import provisioning_handings as handings
from store.provisioning import provisionings
from store.reachable import Account
from store.schema import grants, identities, installations, lineage, organisations, people
from store.values import OrganisationId, PersonId, Role, Scope
from store.values.webex import HandedTo, HandingId, ProvisioningId, ProvisioningState


@dataclass(frozen=True, slots=True)
class NewHanding:
    """To whom; `in_chat`: they are told in the chat, else by mail."""

    id: HandingId
    provisioning: ProvisioningId
    handed_to: HandedTo
    email: str
    in_chat: bool
    by: PersonId


@dataclass(frozen=True, slots=True)
class Handing:
    """To whom an order was handed over; `by_name` is who did it."""

    id: HandingId
    provisioning: ProvisioningId
    handed_to: HandedTo
    email: str
    in_chat: bool
    by: PersonId
    by_name: str
    by_email: str
    handed_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Handed:
    """A handing with what a letter or a page says of its order. `organisation` is the seller's."""

    handing: Handing
    organisation: OrganisationId
    seller: str
    number: int
    reference: str
    customer_name: str | None
    customer: OrganisationId | None
    due_on: date
    state: ProvisioningState

    @property
    def label(self) -> str:
        return f"W-{self.number:06}"


_COLUMNS: Final = (
    *(handings.c.id, handings.c.provisioning_id, handings.c.handed_to, handings.c.email, handings.c.in_chat),
    *(people.c.id, people.c.name, people.c.email, handings.c.handed_at, handings.c.ended_at),
)
_ALL: Final = (
    select(*_COLUMNS)
    .select_from(handings)
    .join(provisionings, provisionings.c.id == handings.c.provisioning_id)
    .join(people, people.c.id == handings.c.handed_by)
    .join(lineage, lineage.c.descendant == provisionings.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), handings.c.provisioning_id == bindparam("provisioning"))
    .order_by(handings.c.handed_at, handings.c.id)
)
_OPEN: Final = _ALL.where(handings.c.ended_at.is_(None))
_HANDED: Final = (
    select(
        *_COLUMNS,
        *(provisionings.c.organisation_id, organisations.c.name, provisionings.c.number, provisionings.c.reference),
        *(provisionings.c.customer_name, provisionings.c.customer_id, provisionings.c.due_on, provisionings.c.state),
    )
    .select_from(handings)
    .join(provisionings, provisionings.c.id == handings.c.provisioning_id)
    .join(organisations, organisations.c.id == provisionings.c.organisation_id)
    .join(people, people.c.id == handings.c.handed_by)
    .join(lineage, lineage.c.descendant == provisionings.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), handings.c.id == bindparam("handing"))
)
_END: Final = (
    update(handings)
    .where(
        handings.c.ended_at.is_(None),
        handings.c.handed_to == bindparam("kind"),
        handings.c.provisioning_id == bindparam("provisioning"),
        handings.c.provisioning_id.in_(
            select(provisionings.c.id)
            .join(lineage, lineage.c.descendant == provisionings.c.organisation_id)
            .where(lineage.c.ancestor == bindparam("root"))
        ),
    )
    .values(ended_at=bindparam("now"))
    .returning(handings.c.id)
)
_above, _reach = lineage.alias(), lineage.alias()
_IN_CHAT: Final = (
    select(
        *(identities.c.installation_id, identities.c.account, people.c.id),
        *(people.c.language, identities.c.language.label("theirs")),
        *(people.c.zone, identities.c.zone.label("there")),
    )
    .select_from(people)
    .join(identities, identities.c.person_id == people.c.id)
    .join(installations, installations.c.id == identities.c.installation_id)
    .join(_reach, and_(_reach.c.ancestor == installations.c.root_id, _reach.c.descendant == bindparam("root")))
    .where(
        people.c.email == bindparam("email"),
        identities.c.standing == "member",
        exists(
            select(grants.c.person_id)
            .join(
                _above,
                or_(
                    and_(_above.c.ancestor == grants.c.organisation_id, _above.c.descendant == bindparam("root")),
                    and_(_above.c.descendant == grants.c.organisation_id, _above.c.ancestor == bindparam("root")),
                ),
            )
            .where(grants.c.person_id == people.c.id, grants.c.role == Role.ADMIN)
        ),
    )
    .order_by(identities.c.installation_id, identities.c.account)
)


def in_chat(db: Connection, scope: Scope, email: str) -> list[Account]:
    """Where the one with that address is met who is an Admin of the scope's own organisation, above or below it.

    None for anybody else: whoever hands an order over learns nothing about strangers.
    """
    rows = db.execute(_IN_CHAT, {"root": scope.root, "email": email})
    return [Account(row[0], row[1], row[2], row[3] or row[4], row[5] or row[6]) for row in rows]


def hand(db: Connection, scope: Scope, new: NewHanding, now: datetime) -> None:
    """From now on it is theirs as well. `LookupError` for an order outside of the scope."""
    order = select(provisionings.c.id).join(lineage, lineage.c.descendant == provisionings.c.organisation_id)
    if (
        db.execute(order.where(lineage.c.ancestor == scope.root, provisionings.c.id == new.provisioning)).first()
        is None
    ):
        raise LookupError(new.provisioning)
    row = {"id": new.id, "provisioning_id": new.provisioning, "handed_to": new.handed_to, "email": new.email}
    db.execute(insert(handings).values(row | {"in_chat": new.in_chat, "handed_by": new.by, "handed_at": now}))


def end(
    db: Connection, scope: Scope, provisioning: ProvisioningId, handed_to: HandedTo, now: datetime
) -> HandingId | None:
    """Take it back; the one that was ended, None where there was none."""
    wanted = {"root": scope.root, "provisioning": provisioning, "kind": handed_to, "now": now}
    found = db.execute(_END, wanted).scalars().first()
    return None if found is None else HandingId(found)


def of(db: Connection, scope: Scope, provisioning: ProvisioningId) -> list[Handing]:
    """Whoever was ever told, the first one first."""
    wanted = {"root": scope.root, "provisioning": provisioning}
    return [Handing(*tuple(row)) for row in db.execute(_ALL, wanted)]


def open_of(db: Connection, scope: Scope, provisioning: ProvisioningId, handed_to: HandedTo) -> Handing | None:
    """Who has it in hand now."""
    wanted = {"root": scope.root, "provisioning": provisioning}
    found = (Handing(*tuple(row)) for row in db.execute(_OPEN, wanted))
    return next((one for one in found if one.handed_to is handed_to), None)


def get(db: Connection, scope: Scope, id: HandingId) -> Handed | None:
    """With its order, whatever became of either."""
    row = db.execute(_HANDED, {"root": scope.root, "handing": id}).one_or_none()
    if row is None:
        return None
    values = tuple(row)
    return Handed(Handing(*values[:10]), *values[10:])
