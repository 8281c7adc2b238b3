"""E-mails that are to be sent: rows with a unique key, claimed, sent without a transaction, settled.

A body holds references and plain words, never a link's token or a secret.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from store.accounts import mails
from store.claims import breakdowns, claiming, due, oldest, putting_back, settling
from store.database import wake
from store.values import MailId, OrganisationId, QueueState


class NewMail(NamedTuple):
    """What is to be sent: `template` is the mail's name, `body` fills it in."""

    id: UUID
    key: str
    organisation_id: OrganisationId | None
    recipient: str
    template: str
    language: str
    zone: str
    body: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mail:
    """A claimed row. `lost`: the last claim ran out, so it may have been sent; `repeat`: some earlier try may have."""

    id: MailId
    key: str
    recipient: str
    template: str
    language: str
    zone: str
    body: Mapping[str, str]
    attempt: int
    breakdowns: int
    created_at: datetime
    lost: bool
    repeat: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """How a mail fares. `error` says why it was refused, or has not gone out yet."""

    state: QueueState
    template: str
    created_at: datetime
    settled_at: datetime | None
    error: str

    @property
    def bounced(self) -> bool:
        return self.state is QueueState.REFUSED

    @property
    def held_up(self) -> bool:
        """Tried in vain, to be tried again."""
        return self.settled_at is None and bool(self.error)


@dataclass(frozen=True, slots=True)
class Unsent:
    """What has not gone out yet: how many, since when, and what was in the way."""

    count: int
    since: datetime
    error: str


_PUT: Final = insert(mails).on_conflict_do_nothing(index_elements=["key"])
_forsaken = mails.c.state == QueueState.CLAIMED
_NEXT: Final = (
    select(
        mails.c.id,
        mails.c.key,
        mails.c.recipient,
        mails.c.template,
        mails.c.language,
        mails.c.zone,
        mails.c.body,
        (mails.c.attempts + 1).label("attempt"),
        breakdowns(mails).label("breakdowns"),
        mails.c.created_at,
        _forsaken.label("lost"),
        (mails.c.repeat | _forsaken).label("repeat"),
    )
    .where(due(mails))
    .order_by(mails.c.created_at, mails.c.key)
    .limit(1)
    .with_for_update(of=mails, skip_locked=True)
)
_CLAIM: Final = claiming(mails).values(repeat=bindparam("again"))
_SETTLE: Final = settling(mails)
_PUT_BACK: Final = putting_back(mails).values(repeat=bindparam("again"))
_SENT: Final = select(
    mails.c.state, mails.c.template, mails.c.created_at, mails.c.settled_at, func.coalesce(mails.c.error, "")
).where(mails.c.key == bindparam("named"))
_UNSENT: Final = select(func.count(), func.min(mails.c.created_at), func.coalesce(func.max(mails.c.error), "")).where(
    mails.c.settled_at.is_(None)
)
_FORGET: Final = delete(mails).where(mails.c.settled_at.is_(None), mails.c.created_at < bindparam("before"))
_OLDEST: Final = oldest(mails)


def put(db: Connection, mail: NewMail, now: datetime) -> None:
    """Queue a mail once per key."""
    row = mail._asdict() | {"body": json.dumps(dict(mail.body), ensure_ascii=False)}
    fresh = {"state": QueueState.WAITING, "attempts": 0, "created_at": now, "not_before": now, "repeat": False}
    db.execute(_PUT, row | fresh)
    wake(db, "mails")


def claim(db: Connection, *, now: datetime, until: datetime) -> Mail | None:
    """Take the oldest mail that is due."""
    row = db.execute(_NEXT, {"now": now}).one_or_none()
    if row is None:
        return None
    mail = replace(Mail(*tuple(row)), body=json.loads(row.body))
    db.execute(_CLAIM, {"row": mail.id, "until": until, "again": mail.repeat})
    return mail


def settle(db: Connection, mail: Mail, state: QueueState, now: datetime, error: str = "") -> bool:
    """Done, refused or unknown, for good; False if the claim was no longer ours."""
    ours = {"row": mail.id, "attempt": mail.attempt}
    return db.execute(_SETTLE, ours | {"to": state, "at": now, "because": error or None}).rowcount == 1


def put_back(db: Connection, mail: Mail, later: datetime, error: str, *, repeat: bool) -> bool:
    """Try again from `later` on; False if the claim was no longer ours."""
    ours = {"row": mail.id, "attempt": mail.attempt}
    return db.execute(_PUT_BACK, ours | {"later": later, "because": error, "broke": 0, "again": repeat}).rowcount == 1


def find(db: Connection, key: str) -> Sent | None:
    """How the mail with that key fares."""
    row = db.execute(_SENT, {"named": key}).one_or_none()
    return None if row is None else Sent(*tuple(row))


def unsent(db: Connection) -> Unsent | None:
    """What waits, also for its next try."""
    found = Unsent(*tuple(db.execute(_UNSENT).one()))
    return found if found.count else None


def forget_unsent(db: Connection, before: datetime) -> int:
    """Drop mails that have waited since before that moment; how many."""
    return db.execute(_FORGET, {"before": before}).rowcount


def waiting_since(db: Connection, now: datetime) -> datetime | None:
    """Since when the oldest mail that is due waits; None if none does."""
    return db.execute(_OLDEST, {"now": now}).scalar()
