"""Whom to remind of Webex orders that are still to be set up, anybody's; for jobs alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from sqlalchemy import Connection, Text, and_, bindparam, cast, exists, select
from sqlalchemy.dialects.postgresql import insert

from store.deadlines import OPEN
from store.provisioning import provisioning_reminders as reminders
from store.provisioning import provisioning_snoozes as snoozes
from store.provisioning import provisionings
from store.schema import bindings, grants, identities, installations, lineage, organisations, people
from store.sweeps_digests import ALONE
from store.values import BindingId, InstallationId, OrganisationId, QueueState, Role
from store.values.webex import ProvisioningId
from store.workings import outbox

Recorded: TypeAlias = tuple[ProvisioningId, str, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """An order and one place that is told about it: a bound channel, or (`binding` None) an Admin of the seller.

    `concern` is the organisation that is told there. Language, zone and hour are None where nobody said. `written` is
    the binding as the names of digests have it.
    """

    id: ProvisioningId
    number: int
    received_at: datetime
    due_on: date
    concern: OrganisationId
    concern_name: str
    binding: BindingId | None
    installation: InstallationId
    channel: str
    language: str | None
    zone: str | None
    own_zone: str | None
    digest_at: str | None
    snoozed_until: date | None
    written: str | None = None

    @property
    def label(self) -> str:
        return f"W-{self.number:06}"

    @property
    def place(self) -> str:
        return f"{self.installation.hex}:{self.channel}"[:200]


_due: Final = and_(
    provisionings.c.state.in_(OPEN),
    provisionings.c.due_on <= bindparam("horizon", type_=provisionings.c.due_on.type),
)
_order: Final = (provisionings.c.id, provisionings.c.number, provisionings.c.received_at, provisionings.c.due_on)
_snoozed: Final = and_(snoozes.c.provisioning_id == provisionings.c.id, snoozes.c.organisation_id == organisations.c.id)
_BOUND: Final = (
    select(
        *(*_order, organisations.c.id, organisations.c.name),
        *(bindings.c.id.label("binding"), bindings.c.installation_id, bindings.c.channel),
        *(people.c.language.label("spoken"), organisations.c.language, people.c.zone.label("there")),
        *(organisations.c.zone, organisations.c.digest_at, snoozes.c.until, cast(bindings.c.id, Text)),
    )
    .select_from(provisionings)
    .join(lineage, lineage.c.descendant == provisionings.c.organisation_id)
    .join(bindings, bindings.c.organisation_id == lineage.c.ancestor)
    .join(organisations, organisations.c.id == bindings.c.organisation_id)
    .outerjoin(people, ALONE)
    .outerjoin(snoozes, _snoozed)
    .where(_due)
    .order_by(provisionings.c.due_on, provisionings.c.number, bindings.c.channel)
)
_any_channel: Final = exists(
    select(bindings.c.id)
    .join(lineage, lineage.c.ancestor == bindings.c.organisation_id)
    .where(lineage.c.descendant == provisionings.c.organisation_id)
    .correlate(provisionings)
)
_ADMINS: Final = (
    select(
        *(*_order, organisations.c.id, organisations.c.name),
        *(identities.c.installation_id, identities.c.account),
        *(people.c.language.label("spoken"), identities.c.language.label("there_spoken"), organisations.c.language),
        *(people.c.zone.label("there"), organisations.c.zone, organisations.c.digest_at, snoozes.c.until),
    )
    .select_from(provisionings)
    .join(organisations, organisations.c.id == provisionings.c.organisation_id)
    .join(grants, and_(grants.c.organisation_id == organisations.c.id, grants.c.role == Role.ADMIN))
    .join(people, people.c.id == grants.c.person_id)
    .join(identities, and_(identities.c.person_id == people.c.id, identities.c.standing == "member"))
    .join(installations, installations.c.id == identities.c.installation_id)
    .join(
        lineage, and_(lineage.c.ancestor == installations.c.root_id, lineage.c.descendant == grants.c.organisation_id)
    )
    .outerjoin(snoozes, _snoozed)
    .where(_due, ~_any_channel)
    .order_by(provisionings.c.due_on, provisionings.c.number, identities.c.account)
)
_RECORDED: Final = select(reminders.c.provisioning_id, reminders.c.place, reminders.c.rule).where(
    reminders.c.provisioning_id.in_(bindparam("orders", expanding=True))
)
_RECORD: Final = insert(reminders).on_conflict_do_nothing()
_STATE: Final = select(outbox.c.state).where(outbox.c.key == bindparam("digest")).with_for_update()


def due(db: Connection, horizon: date) -> list[Telling]:
    """Every open order whose deadline comes until then, with each channel that is told about it.

    Where no channel is, the seller's Admins are told directly.
    """
    return [*_bound(db, horizon), *_direct(db, horizon)]


def _bound(db: Connection, horizon: date) -> Iterable[Telling]:
    for row in db.execute(_BOUND, {"horizon": horizon}):
        spoken, zone = row[9] or row[10], row[11] or row[12]
        yield Telling(*row[:6], *row[6:9], spoken, zone, row[12], row[13], row[14], row[15])


def _direct(db: Connection, horizon: date) -> Iterable[Telling]:
    for row in db.execute(_ADMINS, {"horizon": horizon}):
        spoken, zone = row[8] or row[9] or row[10], row[11] or row[12]
        yield Telling(*row[:6], None, row[6], f"@{row[7]}", spoken, zone, row[12], row[13], row[14])


def recorded(db: Connection, orders: Iterable[ProvisioningId]) -> set[Recorded]:
    """Which rules were spoken of, where."""
    return {(row[0], row[1], row[2]) for row in db.execute(_RECORDED, {"orders": sorted(set(orders))})}


def takes_more(db: Connection, digest: str) -> bool:
    """Whether a day's digest is not on its way yet; from now on it waits for the end of this transaction."""
    return db.execute(_STATE, {"digest": digest}).scalar() in {None, QueueState.WAITING}


def note(db: Connection, order: ProvisioningId, place: str, rule: str, now: datetime) -> None:
    """That this was said there."""
    db.execute(_RECORD, {"provisioning_id": order, "place": place, "rule": rule, "digest": None, "created_at": now})


def record(db: Connection, one: Telling, rules: Iterable[str], digest: str | None, now: datetime) -> None:
    """These rules are spoken of there, whether in words or by a later one; in that digest, else in their own words."""
    said = {"provisioning_id": one.id, "place": one.place, "digest": digest, "created_at": now}
    rows = [said | {"rule": rule} for rule in rules]
    if rows:
        db.execute(_RECORD, rows)
