"""One message a channel and day: everything that is due there, as it stands when the message is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Element, Prose
from bot.errand import Errand
from bot.phrases import Phrase, _, n_
from handlers import decisions, find, posts
from handlers.advice import gathering as advice
from handlers.advice_commands import ShowAdvice
from handlers.context import Context, tongue_of
from handlers.decisions import Concern, Decision, Kind
from handlers.policy.terms import last_second
from handlers.posts import Spot
from handlers.provisioning import deadline_lines
from handlers.reminder_commands import ShowReminders
from store import bindings, cares, inventory, kms_moves, reminders
from store.bindings import Binding
from store.cares import Care
from store.inventory import Line
from store.kms_moves import Move
from store.values import BindingId, ChannelKind, Right, Scope, SubscriptionId

WINDOW_RULE: Final = "window"
"""The rule of a reminder that seats can soon no longer go back; rules of a term's end begin with `term:`."""
MOVE_RULES: Final = "kms:"
"""What rules begin with that speak of devices on their way from a volume licence."""
_COLONS: Final = 2
_MOST: Final = 10
_MONTH: Final = timedelta(days=30)


def key(binding: BindingId | str, day: str) -> str:
    """The digest of a channel and local day (ISO 8601); that of a whole day with the id as its table writes it."""
    return f"digest:{binding}:{day}"


def card(db: Connection, scope: Scope, digest: str, now: datetime) -> Card | None:
    """What is still due of it; None when nothing is, or when somebody alone was told who may look no longer.

    No prices and no names of people: a channel has many readers.
    """
    binding = _binding(db, scope, digest)
    if binding is None or not _may(db, scope, binding, Right.VIEW):
        return None
    acts = _may(db, scope, binding, Right.CHANGE_SUBSCRIPTIONS)
    within = Scope(binding.organisation)
    concern = Concern(binding.organisation, digest)
    due = sorted((*_decisions(db, concern, now, acts=acts), *_deadlines(db, concern, now, acts=acts)), key=_first)
    if not due:
        return None
    elements = [element for one in due[:_MOST] for element in one.elements]
    title = n_(
        "{organisation} · {count} thing needs a decision",
        "{organisation} · {count} things need a decision",
        len(due),
        organisation=binding.name,
    )
    return Card(title=title, elements=(*elements, *_rest(db, within, len(due), now)))


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing of a digest, as it reads; the most pressing ones come first."""

    until: datetime
    number: int
    elements: list[Element]


def _first(one: _Item) -> tuple[datetime, int]:
    return one.until, one.number


def _decisions(db: Connection, concern: Concern, now: datetime, *, acts: bool) -> Iterator[_Item]:
    within = Scope(concern.organisation)
    held = cares.of(db, within)
    for one in open_of(db, within, concern.digest, now):
        named = one.line.organisation != concern.organisation
        note = _left(one, now, None if one.kind is Kind.MOVE else held.get(one.line.id))
        parts = decisions.elements(one, concern, named=named, may_act=acts, note=note)
        yield _Item(one.until, one.line.number, parts)


def _deadlines(db: Connection, concern: Concern, now: datetime, *, acts: bool) -> Iterator[_Item]:
    """Orders that are still to be set up."""
    for one in deadline_lines.open_of(db, Scope(concern.organisation), concern.digest, now):
        parts = deadline_lines.elements(one, concern, now, may_act=acts)
        yield _Item(last_second(one.due_on), one.number, parts)


def _may(db: Connection, scope: Scope, binding: Binding, right: Right) -> bool:
    """A channel has many readers, each with their own rights; a conversation alone has one."""
    return binding.kind is ChannelKind.GROUP or bindings.may(db, scope, binding, right)


def _rest(db: Connection, scope: Scope, due: int, now: datetime) -> list[Element]:
    """How many more there are, and what needs nobody."""
    elements: list[Element] = []
    if due > _MOST:
        button = Button(label=_("All {count}", count=due), press=ShowReminders(organisation=str(scope.root)).token)
        elements.append(Buttons(buttons=(button,)))
    if by_itself := inventory.renewing_by_itself(db, scope, now.date(), now.date() + _MONTH):
        text = n_(
            "Renewing by itself within 30 days: {count} (nothing to do)",
            "Renewing by themselves within 30 days: {count} (nothing to do)",
            by_itself,
        )
        elements.append(Prose(text=text, quiet=True))
    return [*elements, *_advice(db, scope, now)]


def _advice(db: Connection, scope: Scope, now: datetime) -> list[Element]:
    """That there is more to say than what is due; it is not repeated every day what."""
    count = len(list(advice.news(db, scope, now)))
    if not count:
        return []
    text = n_("{count} piece of advice besides", "{count} pieces of advice besides", count)
    button = Button(label=_("Show advice"), press=ShowAdvice(organisation=str(scope.root)).token)
    return [Prose(text=text, quiet=True), Buttons(buttons=(button,))]


def _binding(db: Connection, scope: Scope, digest: str) -> Binding | None:
    id = find.identifier(digest.split(":")[1]) if digest.count(":") == _COLONS else None
    return bindings.get(db, scope, BindingId(id)) if id else None


def open_of(db: Connection, scope: Scope, digest: str, now: datetime) -> list[Decision]:
    """The digest's reminders that nobody has settled meanwhile, the most pressing first."""
    rows = reminders.of_digest(db, scope, digest)
    lines = {line.id: line for line in inventory.among(db, scope, [row.subscription for row in rows])}
    today = _day_of(digest, now)
    moving = [row.subscription for row in rows if row.rule.startswith(MOVE_RULES)]
    moves = kms_moves.running(db, scope, today, renewed_by=today, most=len(moving), of=moving) if moving else []
    fresh = [lines[row.subscription] for row in rows if row.rule == WINDOW_RULE and row.subscription in lines]
    windows = {one.line.id: one for one in decisions.of_windows(db, scope, fresh, now) if one}
    standing = _Standing(cares.of(db, scope), {one.subscription: one for one in moves}, windows, today)
    found: dict[tuple[SubscriptionId, Kind], Decision] = {}
    for row in rows:
        if (line := lines.get(row.subscription)) and (one := standing.decision(row.rule, line)):
            found[line.id, one.kind] = one
    return sorted((one for one in found.values() if one.until >= now), key=lambda one: (one.until, one.line.number))


@dataclass(frozen=True, slots=True)
class _Standing:
    """What was said meanwhile about what is due: cares by subscription, moves that still run, open windows."""

    held: Mapping[SubscriptionId, Care]
    moves: Mapping[SubscriptionId, Move]
    windows: Mapping[SubscriptionId, Decision]
    today: date

    def decision(self, rule: str, line: Line) -> Decision | None:
        """What a reminder of that rule still asks; a term's end and a move are put aside each for itself."""
        if rule.startswith(MOVE_RULES):
            move = self.moves.get(line.id)
            return decisions.of_move(line, move) if move else None
        care = self.held.get(line.id)
        if care and _is_aside(care, self.today):
            return None
        if rule == WINDOW_RULE:
            return None if _keeps(care, line) else self.windows.get(line.id)
        return decisions.of_term(line)


def write_anew(ctx: Context, digest: str) -> None:
    """Have a digest that was already sent replaced by what is left of it."""
    binding = _binding(ctx.db, ctx.scope, digest)
    if binding is None:
        return
    alone = binding.kind is ChannelKind.DIRECT
    tongue = ctx.tongue if alone else tongue_of(None, ctx.grant, ctx.defaults)
    at = Spot(binding.installation, binding.channel)
    posts.say(ctx.db, at, "digest", f"{digest}:{ctx.new_id()}", Errand(digest=digest), tongue, ctx.now)


def _keeps(care: Care | None, line: Line) -> bool:
    """Whether somebody said that the seats which were added last may stay."""
    return bool(care and care.keeps_seats_of and line.last_added_at and care.keeps_seats_of >= line.last_added_at)


def _day_of(digest: str, now: datetime) -> date:
    """The local day of a day's digest, which east of Greenwich begins before the UTC day; else the UTC day."""
    try:
        return max(date.fromisoformat(digest.split(":")[_COLONS]), now.date())
    except ValueError:
        return now.date()


def _is_aside(care: Care, today: date) -> bool:
    return care.let_be or (care.snoozed_until is not None and care.snoozed_until > today)


def _left(one: Decision, now: datetime, care: Care | None) -> Phrase:
    """How long there is, and whether somebody has it in hand."""
    days = (one.until.date() - now.date()).days
    left = n_("{count} day left", "{count} days left", days) if days else _("today is the last day")
    return _("{left} · somebody takes care of it", left=left) if care and care.taken_by else left
