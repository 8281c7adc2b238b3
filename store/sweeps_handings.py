"""Whom to remind of orders that they were asked to complete, anybody's; for jobs alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, bindparam, exists, func, select

from store.accounts import mails
from store.deadlines import OPEN
from store.provisioning import provisioning_handings as handings
from store.provisioning import provisioning_visits as visits
from store.provisioning import provisionings
from store.schema import organisations, people
from store.values import OrganisationId
from store.values.webex import HandingId, ProvisioningId


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has an order in hand. `zone` and `digest_at` are its seller's, None where it said nothing."""

    id: HandingId
    provisioning: ProvisioningId
    organisation: OrganisationId
    email: str
    in_chat: bool
    handed_at: datetime
    due_on: date
    zone: str | None
    digest_at: str | None

    @property
    def place(self) -> str:
        return f"handing:{self.id.hex}"


_moment: Final = visits.c.seen_at.type
_is_there: Final = exists().where(
    visits.c.handing_id == handings.c.id,
    visits.c.seen_at > bindparam("idle_since", type_=_moment),
    visits.c.expires_at > bindparam("now", type_=_moment),
)
_WAITING: Final = (
    select(
        *(handings.c.id, provisionings.c.id, provisionings.c.organisation_id, handings.c.email, handings.c.in_chat),
        *(handings.c.handed_at, provisionings.c.due_on, organisations.c.zone, organisations.c.digest_at),
    )
    .select_from(handings)
    .join(provisionings, provisionings.c.id == handings.c.provisioning_id)
    .join(organisations, organisations.c.id == provisionings.c.organisation_id)
    .where(
        handings.c.ended_at.is_(None),
        provisionings.c.state.in_(OPEN),
        provisionings.c.due_on <= bindparam("horizon", type_=provisionings.c.due_on.type),
        ~_is_there,
    )
    .order_by(provisionings.c.due_on, provisionings.c.number, handings.c.email)
)
_SPOKEN: Final = (
    select(func.coalesce(people.c.language, mails.c.language))
    .select_from(mails)
    .outerjoin(people, people.c.email == mails.c.recipient)
    .where(mails.c.recipient == bindparam("email"))
    .order_by(mails.c.created_at.desc())
    .limit(1)
)


def waiting(db: Connection, horizon: date, idle_since: datetime, now: datetime) -> list[Waiting]:
    """Those whose deadline comes until then, but for who has been there since and is at it."""
    wanted = {"horizon": horizon, "idle_since": idle_since, "now": now}
    return [Waiting(*row) for row in db.execute(_WAITING, wanted)]


def spoken(db: Connection, email: str) -> str | None:
    """The language of whoever reads there: their own, else that of the last mail, which follows their browser."""
    return db.execute(_SPOKEN, {"email": email}).scalar()
