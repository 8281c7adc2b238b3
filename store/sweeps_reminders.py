"""Whom to remind of what: due terms and closing windows of every organisation, set by set, for jobs alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import (
    CTE,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    update,
    values,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import ColumnElement

from store.columns import new_id
from store.database import wake
from store.in_order import InOrder
from store.schema import (
    bindings,
    cares,
    ladders,
    lineage,
    offers,
    organisations,
    people,
    reminders,
    subscriptions,
)
from store.values import (
    ChannelKind,
    EndOfTerm,
    QueueState,
    SubscriptionStatus,
    TermLength,
)
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


@dataclass(frozen=True, slots=True)
class Rung:
    """Terms that end on `ends_on` are announced on `on_date`, `lead` days before, if they started early enough."""

    lead: int
    ends_on: date
    early: int
    on_date: date
    latest_start: date


ZONE: Final = func.coalesce(organisations.c.zone, bindparam("zone", type_=String))
_digest_at: Final = func.coalesce(organisations.c.digest_at, bindparam("digest_at", type_=String))
LANGUAGE: Final = func.coalesce(organisations.c.language, bindparam("language", type_=String))
ALONE: Final = and_(people.c.id == bindings.c.bound_by, bindings.c.kind == ChannelKind.DIRECT)
"""Joins the person whom a binding tells alone; they are spoken to in their own language."""
SPOKEN: Final = func.coalesce(people.c.language, LANGUAGE)
_HOURS: Final = (
    select(ZONE, _digest_at)
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


def leads(db: Connection) -> list[int]:
    """Every lead on any organisation's own ladder."""
    return list(db.execute(select(ladders.c.lead).distinct()).scalars())


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


def remind(db: Connection, rungs: Iterable[Rung], defaults: dict[str, str], usual: Sequence[int], now: datetime) -> int:
    """A reminder for each channel, subscription and rung that is due; those there already stay. How many are new.

    `defaults` are the deployment's `zone`, `digest_at` and `language`; `usual` the ladder of those without their own.
    """
    table = [(one.lead, one.ends_on, one.early, one.on_date, one.latest_start) for one in rungs]
    if not table:
        return 0
    due = _due(_ending(_days(table)), told(), usual)
    names = ["binding_id", "subscription_id", "rule", "on_date", "digest", "created_at"]
    statement = insert(reminders).from_select(names, due).on_conflict_do_nothing()
    done = db.execute(statement.execution_options(preserve_rowcount=True), defaults | {"now": now})
    return done.rowcount


def remind_again(db: Connection, defaults: dict[str, str], now: datetime) -> int:
    """A reminder of each term's end that was put off until a day that is open now. How many are new."""
    if not db.execute(_PUT_OFF).scalar_one():
        return 0
    names = ["binding_id", "subscription_id", "rule", "on_date", "digest", "created_at"]
    statement = insert(reminders).from_select(names, _AGAIN).on_conflict_do_nothing()
    done = db.execute(statement.execution_options(preserve_rowcount=True), defaults | {"now": now})
    return done.rowcount


def regather(db: Connection, defaults: dict[str, str]) -> None:
    """Reminders whose digest was never posted, and no longer will be, belong to the next one."""
    posted = exists().where(outbox.c.key == reminders.c.digest)
    now_in = (
        select(_digest_of_the_day())
        .select_from(bindings)
        .join(organisations, organisations.c.id == bindings.c.organisation_id)
        .join(sweeps, and_(sweeps.c.zone == ZONE, sweeps.c.digest_at == _digest_at))
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


def waiting(db: Connection, made_at: datetime) -> list[tuple[str, str, str, str, date]]:
    """Organisation, channel, subscription, rule and day of the reminders made at that moment."""
    statement = (
        select(organisations.c.name, bindings.c.channel, subscriptions.c.name, reminders.c.rule, reminders.c.on_date)
        .join(bindings, bindings.c.id == reminders.c.binding_id)
        .join(organisations, organisations.c.id == bindings.c.organisation_id)
        .join(subscriptions, subscriptions.c.id == reminders.c.subscription_id)
        .where(reminders.c.created_at == made_at, reminders.c.settled_at.is_(None))
        .order_by(organisations.c.name, bindings.c.channel, subscriptions.c.name, reminders.c.rule)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in db.execute(statement)]


def _days(table: Sequence[tuple[int, date, int, date, date]]) -> CTE:
    """The few days on which terms end that are announced now."""
    columns = (
        column("lead", Integer),
        column("ends_on", Date),
        column("early", Integer),
        column("on_date", Date),
        column("latest_start", Date),
    )
    return values(*columns, name="rungs").data(list(table)).cte("days")


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
        .join(sweeps, and_(sweeps.c.zone == ZONE, sweeps.c.digest_at == _digest_at))
        .join(lineage, lineage.c.ancestor == bindings.c.organisation_id)
        .cte("told")
        .prefix_with("MATERIALIZED")
    )


def _ending(days: CTE) -> CTE:
    """The terms that end on one of those days and are announced at all: read first, by the index of their last day."""
    return (
        select(
            subscriptions.c.id,
            subscriptions.c.organisation_id,
            subscriptions.c.ends_on,
            days.c.lead,
            days.c.early,
            days.c.on_date,
        )
        .select_from(InOrder(days, subscriptions, subscriptions.c.ends_on == days.c.ends_on))
        .where(
            subscriptions.c.status == SubscriptionStatus.ACTIVE,
            subscriptions.c.starts_on <= days.c.latest_start,
            _is_announced(),
        )
        .cte("ending")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )


def _due(ending: CTE, told: CTE, usual: Sequence[int]) -> Select[tuple[object, ...]]:
    """Only the latest missed rung of a term: the smallest lead, and with it the latest day."""
    lead = func.min(ending.c.lead)
    theirs = and_(told.c.organisation_id == ending.c.organisation_id, told.c.early == ending.c.early)
    own = select(ladders.c.lead).where(ladders.c.organisation_id == told.c.concern, ladders.c.lead == ending.c.lead)
    on_ladder = or_(and_(told.c.own, own.exists()), and_(~told.c.own, ending.c.lead.in_(list(usual))))
    return (
        select(
            told.c.binding_id,
            ending.c.id,
            literal("term:", Text).concat(cast(lead, Text)),
            func.max(ending.c.on_date),
            digest_key(told.c.binding_id, func.max(told.c.digest_on)),
            bindparam("now", type_=reminders.c.created_at.type),
        )
        .select_from(InOrder(ending, told, theirs))
        .where(
            ending.c.on_date.between(told.c.since, told.c.through),
            on_ladder,
            ~_is_aside(told.c.concern, ending, told.c.through),
        )
        .group_by(told.c.binding_id, ending.c.id)
    )


def _is_announced() -> ColumnElement[bool]:
    """A monthly term that renews by itself is nobody's business."""
    return or_(
        subscriptions.c.offer_id.not_in(select(offers.c.id).where(offers.c.length == TermLength.MONTH)),
        subscriptions.c.end_of_term == EndOfTerm.STOP,
        subscriptions.c.scheduled_seats.is_not(None),
        subscriptions.c.next_offer_id.is_not(None),
    )


def _is_aside(concern: ColumnElement[object], ending: CTE, today: ColumnElement[date]) -> ColumnElement[bool]:
    return exists().where(
        cares.c.organisation_id == concern,
        cares.c.subscription_id == ending.c.id,
        cares.c.term_ends_on == ending.c.ends_on,
        or_(cares.c.let_be, cares.c.snoozed_until > today),
    )


def digest_key(binding: ColumnElement[object], day: ColumnElement[date]) -> ColumnElement[str]:
    """By which the message of a channel and a day is known."""
    return literal("digest:", Text).concat(cast(binding, Text)).concat(":").concat(cast(day, Text))


def _digest_of_the_day() -> ColumnElement[str]:
    """Today's, or tomorrow's where today's has gone out already."""
    return digest_key(bindings.c.id, _day_of_the_digest())


def _day_of_the_digest() -> ColumnElement[date]:
    today = digest_key(bindings.c.id, sweeps.c.through)
    gone = exists().where(outbox.c.key == today, outbox.c.settled_at.is_not(None))
    return case((gone, sweeps.c.following), else_=sweeps.c.through)


_PUT_OFF: Final = select(exists().where(cares.c.snoozed_until.is_not(None)))
_AGAIN: Final = (
    select(
        bindings.c.id,
        cares.c.subscription_id,
        literal("term:again", Text),
        cares.c.snoozed_until,
        _digest_of_the_day(),
        bindparam("now", type_=reminders.c.created_at.type),
    )
    .select_from(bindings)
    .join(organisations, organisations.c.id == bindings.c.organisation_id)
    .join(sweeps, and_(sweeps.c.zone == ZONE, sweeps.c.digest_at == _digest_at))
    .join(cares, cares.c.organisation_id == bindings.c.organisation_id)
    .join(subscriptions, subscriptions.c.id == cares.c.subscription_id)
    .where(
        cares.c.snoozed_until.between(sweeps.c.since, sweeps.c.through),
        ~cares.c.let_be,
        cares.c.term_ends_on == subscriptions.c.ends_on,
        subscriptions.c.status == SubscriptionStatus.ACTIVE,
        ~exists().where(
            reminders.c.binding_id == bindings.c.id,
            reminders.c.subscription_id == cares.c.subscription_id,
            reminders.c.on_date == cares.c.snoozed_until,
            reminders.c.rule.like("term:%"),
        ),
    )
)


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
    .join(sweeps, and_(sweeps.c.zone == ZONE, sweeps.c.digest_at == _digest_at))
    .where(_waiting.c.digest == _today)
)
