"""Whom to remind of which term's end, in every organisation, set by set, for jobs alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import (
    CTE,
    Connection,
    Date,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    values,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import ColumnElement

from store.in_order import InOrder
from store.schema import (
    bindings,
    cares,
    ladders,
    offers,
    organisations,
    reminders,
    subscriptions,
)
from store.sweeps_digests import DIGEST_AT, ZONE, digest_key, digest_of_the_day, told
from store.values import (
    EndOfTerm,
    SubscriptionStatus,
    TermLength,
)
from store.workings import sweeps


@dataclass(frozen=True, slots=True)
class Rung:
    """Terms that end on `ends_on` are announced on `on_date`, `lead` days before, if they started early enough."""

    lead: int
    ends_on: date
    early: int
    on_date: date
    latest_start: date


def leads(db: Connection) -> list[int]:
    """Every lead on any organisation's own ladder."""
    return list(db.execute(select(ladders.c.lead).distinct()).scalars())


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


_PUT_OFF: Final = select(exists().where(cares.c.snoozed_until.is_not(None)))
_AGAIN: Final = (
    select(
        bindings.c.id,
        cares.c.subscription_id,
        literal("term:again", Text),
        cares.c.snoozed_until,
        digest_of_the_day(),
        bindparam("now", type_=reminders.c.created_at.type),
    )
    .select_from(bindings)
    .join(organisations, organisations.c.id == bindings.c.organisation_id)
    .join(sweeps, and_(sweeps.c.zone == ZONE, sweeps.c.digest_at == DIGEST_AT))
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
