"""What the cards do to users is planned and applied as a row of a file is: the two never disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from bot.cards import Element, Prose
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Refusal
from handlers.policy import user_columns
from handlers.policy.user_plans import Equipped, Known, Planned, Planning
from handlers.policy.user_rows import Remark, Said, Word
from handlers.wholesale import applying, lookup, planning, wording
from store import wholesale_limits
from store.user_runs import Line
from store.values import OrganisationId, Scope
from store.values.webex import RowAction, UserRunId
from store.wholesale_members import Member

_NO_RUN: Final = UserRunId(UUID(int=0))


def additions(ctx: Context, customer: OrganisationId, rows: Sequence[Said]) -> list[Planned]:
    """What comes of each line; whoever is there already is refused, not changed."""
    return [_as_addition(one) for one in plans(ctx, customer, rows)]


def plans(ctx: Context, customer: OrganisationId, rows: Sequence[Said]) -> list[Planned]:
    """What comes of each row, as of the rows of a file that adds and removes services."""
    scope = Scope(customer)
    locations = wholesale_limits.locations_of(ctx.db, scope, customer)
    limits, used = (read(ctx.db, scope, customer) for read in (wholesale_limits.limits, wholesale_limits.used))
    logins = {one.login for one in rows if one.login}
    met = lookup.for_rows(ctx.db, scope, rows, locations)
    planned = Planning(True, locations, limits, used, logins)  # noqa: FBT003 - its first field
    return [planned.plan(one, met) for one in rows]


def apply(ctx: Context, customer: OrganisationId, planned: Sequence[Planned]) -> None:
    """All of them or none: refused where one can't be done any more."""
    lines = [planning.line(_NO_RUN, one) for one in planned]
    outcomes = applying.apply(ctx.db, customer, lines, ctx.now)
    said = zip(lines, outcomes, strict=True)
    if wrong := [_missed(line, Word(word)) for line, (_row, word) in said if word != applying.DONE]:
        raise Refusal(_("Somebody was quicker: {why}. Nothing was changed.", why=wording.remarks(wrong)))


def as_is(member: Member) -> Known:
    """The user as the plan compares them."""
    where = (member.number or "", member.extension or "", str(member.location or ""), member.site or "")
    bases = (bool(member.messaging), bool(member.meeting), bool(member.calling))
    names = (member.first_name, member.last_name, member.login)
    return Known(str(member.id), Equipped(*names, member.package, *where, *bases))


def is_good(one: Planned) -> bool:
    return one.action is not RowAction.REFUSED


def verdicts(refused: Sequence[Planned]) -> tuple[Element, ...]:
    """Each line that can't be done, with all that is wrong with it."""
    return tuple(
        Prose(text=_("**Line {line}**: {why}", line=one.row, why=wording.remarks(one.remarks))) for one in refused
    )


def _missed(line: Line, word: Word) -> Remark:
    """Who took it is not said: it may be somebody else's user."""
    match word:
        case Word.NUMBER_TAKEN:
            return Remark(word, user_columns.NUMBER)
        case Word.UNKNOWN_LOCATION:
            return Remark(word, user_columns.LOCATION)
        case Word.ELSEWHERE:
            return Remark(word, user_columns.LOGIN, line.email)
        case _:
            return Remark(word, "")


def _as_addition(one: Planned) -> Planned:
    if not one.user:
        return one
    remark = Remark(Word.ALREADY, user_columns.LOGIN, one.login)
    if one.action is RowAction.RECREATE and one.before:
        remark = Remark(Word.NUMBER_TAKEN, user_columns.NUMBER, one.before.login)
    return replace(one, action=RowAction.REFUSED, remarks=(remark,), user="", before=None)
