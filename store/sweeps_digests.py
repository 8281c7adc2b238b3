"""Which days are open for whom, and one message a channel and day for what is due then, for jobs alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import (
    CTE,
    Connection,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import ColumnElement

from store.columns import new_id
from store.database import wake
from store.schema import bindings, ladders, lineage, organisations, people, reminders
from store.values import ChannelKind, QueueState
from store.workings import outbox, sweeps


@dataclass(frozen=True, slots=True)
class Opening:
    """Organisations that are reminded in one zone at one hour (HH:MM): the local days whose digest is due.

    `early` is by how many days the last digest before a term's end comes before its last day.
    """

    zone: str
    digest_at: str
    since: date
    through: date
    early: int


ZONE: Final = func.coalesce(organisations.c.zone, bindparam("zone", type_=String))
DIGEST_AT: Final = func.coalesce(organisations.c.digest_at, bindparam("digest_at", type_=String))
LANGUAGE: Final = func.coalesce(organisations.c.language, bindparam("language", type_=String))
ALONE: Final = and_(people.c.id == bindings.c.bound_by, bindings.c.kind == ChannelKind.DIRECT)
"""Joins the person whom a binding tells alone; they are spoken to in their own language."""
SPOKEN: Final = func.coalesce(people.c.language, LANGUAGE)
_HOURS: Final = (
    select(ZONE, DIGEST_AT)
    .distinct()
    .select_from(bindings)
    .join(organisations, organisations.c.id == bindings.c.organisation_id)
)
_SWEPT: Final = select(sweeps.c.zone, sweeps.c.digest_at, sweeps.c.through)
_open: Final = insert(sweeps)
_OPEN: Final = _open.on_conflict_do_update(
    index_elements=["zone", "digest_at"],
    set_={name: _open.excluded[name] for name in ("since", "through", "following", "early")},
)


def hours(db: Connection, zone: str, digest_at: str) -> list[tuple[str, str]]:
    """In which zones and at which hours anybody is reminded; `zone` and `digest_at` where nothing was set."""
    return [(row[0], row[1]) for row in db.execute(_HOURS, {"zone": zone, "digest_at": digest_at})]


def swept(db: Connection) -> dict[tuple[str, str], date]:
    """Through which local day each zone and hour was swept."""
    return {(zone, hour): through for zone, hour, through in db.execute(_SWEPT)}


def open_days(db: Connection, openings: Sequence[Opening]) -> None:
    """Write down which days are due; `remind` goes by them, and the next sweep goes on from there."""
    rows = [
        {
            "zone": one.zone,
            "digest_at": one.digest_at,
            "since": one.since,
            "through": one.through,
            "following": one.through + timedelta(days=1),
            "early": one.early,
        }
        for one in openings
    ]
    if rows:
        db.execute(_OPEN, rows)


def regather(db: Connection, defaults: dict[str, str]) -> None:
    """Reminders whose digest was never posted, and no longer will be, belong to the next one."""
    posted = exists().where(outbox.c.key == reminders.c.digest)
    now_in = (
        select(digest_of_the_day())
        .select_from(bindings)
        .join(organisations, organisations.c.id == bindings.c.organisation_id)
        .join(sweeps, and_(sweeps.c.zone == ZONE, sweeps.c.digest_at == DIGEST_AT))
        .where(bindings.c.id == reminders.c.binding_id)
        .correlate(reminders)
        .scalar_subquery()
    )
    gathered = or_(reminders.c.rule.like("term:%"), reminders.c.rule.like("kms:%"))
    stray = update(reminders).where(reminders.c.settled_at.is_(None), gathered, ~posted)
    db.execute(stray.values(digest=func.coalesce(now_in, reminders.c.digest)), defaults)


def post_digests(db: Connection, defaults: dict[str, str], now: datetime) -> int:
    """One message for each channel that has reminders in today's digest and has not been sent it. How many are new."""
    names = ["id", "key", "installation_id", "channel", "kind", "body", "state", "attempts", "created_at"]
    statement = insert(outbox).from_select([*names, "not_before", "repeat"], _DIGESTS).on_conflict_do_nothing()
    done = db.execute(statement.execution_options(preserve_rowcount=True), defaults | {"now": now})
    if done.rowcount:
        wake(db, "outbox")
    return done.rowcount


def settle(db: Connection, now: datetime) -> None:
    """Close the reminders whose message has gone out, or had nothing left to say."""
    gone = select(outbox.c.key).where(outbox.c.key == reminders.c.digest, outbox.c.settled_at.is_not(None))
    db.execute(update(reminders).where(reminders.c.settled_at.is_(None), gone.exists()).values(settled_at=now))


def told() -> CTE:
    """Each organisation and each channel that is told about it, with the days that are open there."""
    return (
        select(
            lineage.c.descendant.label("organisation_id"),
            bindings.c.id.label("binding_id"),
            bindings.c.organisation_id.label("concern"),
            sweeps.c.since,
            sweeps.c.through,
            sweeps.c.early,
            _day_of_the_digest().label("digest_on"),
            exists().where(ladders.c.organisation_id == bindings.c.organisation_id).label("own"),
        )
        .select_from(bindings)
        .join(organisations, organisations.c.id == bindings.c.organisation_id)
        .join(sweeps, and_(sweeps.c.zone == ZONE, sweeps.c.digest_at == DIGEST_AT))
        .join(lineage, lineage.c.ancestor == bindings.c.organisation_id)
        .cte("told")
        .prefix_with("MATERIALIZED")
    )


def digest_key(binding: ColumnElement[object], day: ColumnElement[date]) -> ColumnElement[str]:
    """By which the message of a channel and a day is known."""
    return literal("digest:", Text).concat(cast(binding, Text)).concat(":").concat(cast(day, Text))


def digest_of_the_day() -> ColumnElement[str]:
    """Today's, or tomorrow's where today's has gone out already."""
    return digest_key(bindings.c.id, _day_of_the_digest())


def _day_of_the_digest() -> ColumnElement[date]:
    today = digest_key(bindings.c.id, sweeps.c.through)
    gone = exists().where(outbox.c.key == today, outbox.c.settled_at.is_not(None))
    return case((gone, sweeps.c.following), else_=sweeps.c.through)


def _body(key: ColumnElement[str]) -> ColumnElement[str]:
    """The errand as JSON: a key, a language and a zone hold nothing that JSON would have to escape."""
    fields = (('{"digest":"', key), ('","language":"', SPOKEN), ('","zone":"', func.coalesce(people.c.zone, ZONE)))
    body: ColumnElement[str] = literal("", Text)
    for name, value in fields:
        body = body.concat(name).concat(value)
    return body.concat('"}')


_waiting: Final = (
    select(reminders.c.binding_id, reminders.c.digest)
    .where(reminders.c.settled_at.is_(None))
    .distinct()
    .cte("waiting")
    .prefix_with("MATERIALIZED")
)
_today: Final = digest_key(bindings.c.id, sweeps.c.through)
_DIGESTS: Final = (
    select(
        new_id(),
        _today,
        bindings.c.installation_id,
        bindings.c.channel,
        literal("digest"),
        _body(_today),
        literal(QueueState.WAITING.value),
        literal(0),
        bindparam("now", type_=outbox.c.created_at.type),
        bindparam("now", type_=outbox.c.created_at.type),
        literal(value=False),
    )
    .select_from(_waiting)
    .join(bindings, bindings.c.id == _waiting.c.binding_id)
    .join(organisations, organisations.c.id == bindings.c.organisation_id)
    .outerjoin(people, ALONE)
    .join(sweeps, and_(sweeps.c.zone == ZONE, sweeps.c.digest_at == DIGEST_AT))
    .where(_waiting.c.digest == _today)
)
