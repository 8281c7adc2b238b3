"""Whom to remind of devices that still run on a KMS activation, with the day's digest; for jobs alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    select,
    values,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import ColumnElement

from store.schema import reminders, subscriptions
from store.software import kms_moves, kms_snoozes
from store.sweeps_digests import digest_key, told
from store.values import SubscriptionStatus


@dataclass(frozen=True, slots=True)
class MoveRung:
    """Devices that the KMS renewed last on `renewed_on` are announced on `on_date`, `lead` days before they fail."""

    lead: int
    renewed_on: date
    early: int
    on_date: date


_NAMES: Final = ["binding_id", "subscription_id", "rule", "on_date", "digest", "created_at"]
_now: Final = bindparam("now", type_=reminders.c.created_at.type)
_unfinished: Final = and_(
    kms_moves.c.moved < kms_moves.c.devices,
    exists().where(
        subscriptions.c.id == kms_moves.c.subscription_id, subscriptions.c.status == SubscriptionStatus.ACTIVE
    ),
)


def remind(db: Connection, rungs: Collection[MoveRung], defaults: dict[str, str], now: datetime) -> int:
    """A reminder for each channel, move and rung that is due; those there already stay. How many are new."""
    days = {one.renewed_on for one in rungs}
    if db.execute(select(kms_moves.c.id).where(kms_moves.c.renewed_on.in_(days)).limit(1)).first() is None:
        return 0
    return _insert(db, _due(_days(sorted(rungs, key=lambda one: (one.on_date, one.lead))), told()), defaults, now)


def remind_again(db: Connection, since: date, through: date, defaults: dict[str, str], now: datetime) -> int:
    """A reminder of each move that was put off until a day that is open now. How many are new."""
    up_again = kms_snoozes.c.until.between(since, through)
    if db.execute(select(kms_snoozes.c.move_id).where(up_again).limit(1)).first() is None:
        return 0
    return _insert(db, _again(told()), defaults, now)


def _insert(db: Connection, due: Select[tuple[object, ...]], defaults: dict[str, str], now: datetime) -> int:
    statement = insert(reminders).from_select(_NAMES, due).on_conflict_do_nothing()
    done = db.execute(statement.execution_options(preserve_rowcount=True), defaults | {"now": now})
    return done.rowcount


def _days(rungs: Sequence[MoveRung]) -> CTE:
    columns = (column("lead", Integer), column("renewed_on", Date), column("early", Integer), column("on_date", Date))
    rows = [(one.lead, one.renewed_on, one.early, one.on_date) for one in rungs]
    return values(*columns, name="move_rungs").data(rows).cte("days")


def _due(days: CTE, told: CTE) -> Select[tuple[object, ...]]:
    """Only the latest missed rung of a move: the smallest lead, and with it the latest day."""
    lead = func.min(days.c.lead)
    return (
        select(
            told.c.binding_id,
            kms_moves.c.subscription_id,
            literal("kms:", Text).concat(cast(lead, Text)),
            func.max(days.c.on_date),
            digest_key(told.c.binding_id, func.max(told.c.digest_on)),
            _now,
        )
        .select_from(days)
        .join(kms_moves, kms_moves.c.renewed_on == days.c.renewed_on)
        .join(told, and_(told.c.organisation_id == kms_moves.c.organisation_id, told.c.early == days.c.early))
        .where(days.c.on_date.between(told.c.since, told.c.through), _unfinished, ~_is_aside(told))
        .group_by(told.c.binding_id, kms_moves.c.subscription_id)
    )


def _is_aside(told: CTE) -> ColumnElement[bool]:
    return exists().where(
        kms_snoozes.c.organisation_id == told.c.concern,
        kms_snoozes.c.move_id == kms_moves.c.id,
        kms_snoozes.c.until > told.c.through,
    )


def _again(told: CTE) -> Select[tuple[object, ...]]:
    return (
        select(
            told.c.binding_id,
            kms_moves.c.subscription_id,
            literal("kms:again", Text),
            kms_snoozes.c.until,
            digest_key(told.c.binding_id, told.c.digest_on),
            _now,
        )
        .select_from(kms_snoozes)
        .join(kms_moves, kms_moves.c.id == kms_snoozes.c.move_id)
        .join(
            told,
            and_(
                told.c.organisation_id == kms_moves.c.organisation_id, told.c.concern == kms_snoozes.c.organisation_id
            ),
        )
        .where(
            kms_snoozes.c.until.between(told.c.since, told.c.through),
            _unfinished,
            ~exists().where(
                reminders.c.binding_id == told.c.binding_id,
                reminders.c.subscription_id == kms_moves.c.subscription_id,
                reminders.c.on_date == kms_snoozes.c.until,
                reminders.c.rule.like("kms:%"),
            ),
        )
    )
