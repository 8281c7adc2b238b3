"""What must be said elsewhere: rows with a unique key, claimed, sent without a transaction, settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from store.claims import breakdowns, claiming, due, installed, oldest, putting_back, settling
from store.database import savepoint, wake
from store.schema import installations
from store.values import InstallationId, MessageId, OrganisationId, QueueState, Scope
from store.workings import outbox


@dataclass(frozen=True, slots=True)
class Message:
    """A claimed row. `lost`: the last claim ran out, so it may have been sent; `repeat`: some earlier try may have.

    `attempt` counts the claims, this one included, and proves it; `breakdowns` counts those that ran out.
    """

    id: MessageId
    key: str
    installation: InstallationId
    platform: str
    team: str
    root: OrganisationId
    channel: str
    kind: str
    body: str
    attempt: int
    breakdowns: int
    created_at: datetime
    lost: bool
    repeat: bool

    @property
    def scope(self) -> Scope:
        """What its installation may see."""
        return Scope(self.root)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a channel of these platforms must have been quiet before the next message."""

    quiet: timedelta
    platforms: Sequence[str]


_PUT = insert(outbox).on_conflict_do_nothing(index_elements=["key"])

_other = outbox.alias()
_same_channel = and_(_other.c.installation_id == outbox.c.installation_id, _other.c.channel == outbox.c.channel)
_moment = outbox.c.created_at.type
_begun = or_(_other.c.not_before <= bindparam("now", type_=_moment), _other.c.attempts > 0)
_earlier = or_(
    _other.c.created_at < outbox.c.created_at,
    and_(_other.c.created_at == outbox.c.created_at, _other.c.key < outbox.c.key),
)
_in_the_way = exists().where(
    _same_channel,
    _other.c.settled_at.is_(None),
    _other.c.id != outbox.c.id,
    or_(_other.c.state == QueueState.CLAIMED, and_(_begun, _earlier)),
)
_just_now = exists().where(
    _same_channel,
    _other.c.settled_at > bindparam("quiet_since", type_=_moment),
    _other.c.settled_at < bindparam("quiet_until", type_=_moment),
)
"""Not what was settled much later than now: it was before the clock was put back."""
_platform = installed(outbox, installations.c.platform)
_unpaced = _platform.not_in(bindparam("paced", expanding=True))
_forsaken = outbox.c.state == QueueState.CLAIMED
_NEXT = (
    select(
        outbox.c.id,
        outbox.c.key,
        outbox.c.installation_id,
        _platform,
        installed(outbox, installations.c.team),
        installed(outbox, installations.c.root_id),
        outbox.c.channel,
        outbox.c.kind,
        outbox.c.body,
        outbox.c.attempts + 1,
        breakdowns(outbox),
        outbox.c.created_at,
        _forsaken,
        or_(outbox.c.repeat, _forsaken),
    )
    .where(
        due(outbox),
        _platform.in_(bindparam("platforms", expanding=True)),
        ~_in_the_way,
        or_(_unpaced, ~_just_now),
    )
    .order_by(outbox.c.created_at, outbox.c.key)
    .limit(1)
)
_NEXT_LOCKED = _NEXT.with_for_update(of=outbox, skip_locked=True)
_CLAIM = claiming(outbox).values(repeat=bindparam("again"))
_SETTLE = settling(outbox).values(sent_as=bindparam("sent"))
_PUT_BACK = putting_back(outbox).values(repeat=bindparam("again"))
_SENT_AS = (
    select(outbox.c.sent_as)
    .where(
        outbox.c.installation_id == bindparam("installation"),
        outbox.c.channel == bindparam("channel"),
        outbox.c.settled_at.is_not(None),
        outbox.c.sent_as.is_not(None),
        outbox.c.key.startswith(bindparam("family")),
    )
    .order_by(outbox.c.settled_at.desc())
    .limit(1)
)
_POSTED = (
    select(outbox.c.installation_id, outbox.c.channel, outbox.c.body)
    .where(outbox.c.key.startswith(bindparam("family")))
    .order_by(outbox.c.created_at, outbox.c.key)
)
_OLDEST = oldest(outbox)


def put(
    db: Connection,
    id: UUID,
    key: str,
    *,
    installation: InstallationId,
    channel: str,
    kind: str,
    body: str,
    now: datetime,
) -> None:
    """Queue a message once per key. `body` is JSON that holds references, never a secret."""
    row = {"id": id, "key": key, "installation_id": installation, "channel": channel, "kind": kind, "body": body}
    fresh = {"state": QueueState.WAITING, "attempts": 0, "created_at": now, "not_before": now, "repeat": False}
    db.execute(_PUT, row | fresh)
    wake(db, "outbox")


def any_due(db: Connection, platforms: Collection[str], now: datetime, pace: Pace) -> bool:
    """Whether a claim would find something; takes no lock."""
    return db.execute(_NEXT, _wanted(platforms, now, pace)).first() is not None


def claim(db: Connection, platforms: Collection[str], *, now: datetime, until: datetime, pace: Pace) -> Message | None:
    """Take the oldest message of a channel where none is in flight and none was settled within the `pace`."""
    row = db.execute(_NEXT_LOCKED, _wanted(platforms, now, pace)).one_or_none()
    if row is None:
        return None
    message = Message(*tuple(row))
    try:
        with savepoint(db):
            db.execute(_CLAIM, {"row": message.id, "until": until, "again": message.repeat})
    except IntegrityError:
        return None
    return message


def _wanted(platforms: Collection[str], now: datetime, pace: Pace) -> dict[str, object]:
    quiet = {"quiet_since": now - pace.quiet, "quiet_until": now + pace.quiet}
    return {"now": now, "platforms": list(platforms), "paced": pace.platforms, **quiet}


def settle(
    db: Connection, message: Message, state: QueueState, now: datetime, *, sent_as: str | None = None, error: str = ""
) -> bool:
    """Done, refused or unknown, for good; False if the claim was no longer ours."""
    ours = {"row": message.id, "attempt": message.attempt}
    outcome = {"to": state, "at": now, "because": error or None, "sent": sent_as}
    wake(db, "outbox")
    return db.execute(_SETTLE, ours | outcome).rowcount == 1


def put_back(db: Connection, message: Message, later: datetime, error: str, *, repeat: bool) -> bool:
    """Try again from `later` on, as a repeat or not; False if the claim was no longer ours."""
    ours = {"row": message.id, "attempt": message.attempt}
    return db.execute(_PUT_BACK, ours | {"later": later, "because": error, "broke": 0, "again": repeat}).rowcount == 1


def sent_as(db: Connection, installation: InstallationId, channel: str, family: str) -> str | None:
    """What the platform calls the latest message there whose key begins with `family`."""
    wanted = {"installation": installation, "channel": channel, "family": family}
    return db.execute(_SENT_AS, wanted).scalar()


def posted(db: Connection, family: str) -> list[tuple[InstallationId, str, str]]:
    """Where messages went whose key begins with `family` (installation, channel), and with which body; once a place."""
    found = {(row.installation_id, row.channel): row.body for row in db.execute(_POSTED, {"family": family})}
    return [(*place, body) for place, body in found.items()]


def waiting_since(db: Connection, now: datetime) -> datetime | None:
    """Since when the oldest message that is due waits; None if none does."""
    return db.execute(_OLDEST, {"now": now}).scalar()
