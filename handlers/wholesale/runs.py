"""Files of users in the chat: their plan, the deletions confirmed by their number, progress, the rows as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Style, Tone, Words
from bot.phrases import Phrase, Tongue, _, n_, plain
from handlers import csv_out, find
from handlers.context import Context
from handlers.csv_out import Cell, CsvRecipe
from handlers.errors import Refusal, Unknown
from handlers.menu import Item
from handlers.policy.user_columns import template
from handlers.wholesale import run_words
from handlers.wholesale.planning import DELETES
from handlers.wholesale.run_commands import ApplyRun, DismissRun, ImportUsers, ShowRun, ShowRunRemovals, TakeRun
from store import user_runs
from store.user_runs import Run
from store.values import Right, Scope
from store.values.webex import RowAction, RunState, UserRunId

_SHOWN: Final = 10


class TemplateFile(CsvRecipe):
    """An empty file of users with its columns."""

    name = "users-template"
    needs = Right.MANAGE_USERS

    def header(self, tongue: Tongue) -> Sequence[Cell]:  # noqa: ARG002 - the columns' names are the vendor's
        return template()

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Sequence[Sequence[Cell]]:  # noqa: ARG002 - none
        return ()


class RunFile(CsvRecipe):
    """Every row of a file of users, with what is planned and what became of it."""

    name = "users-result"
    needs = Right.MANAGE_USERS
    run: str

    def header(self, tongue: Tongue) -> Sequence[Cell]:  # noqa: ARG002 - no moments in it
        return (_("Row"), _("User"), _("What"), _("Remarks"), _("Outcome"))

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterator[Sequence[Cell]]:  # noqa: ARG002 - no clock
        id = find.identifier(self.run)
        for line in user_runs.each(db, scope, UserRunId(id)) if id else ():
            yield (line.row, line.email, run_words.ACTIONS[line.action], run_words.told(line), run_words.outcome(line))


def import_users(ctx: Context, _ask: ImportUsers) -> Card:
    """What the file must look like, and an empty one to fill in."""
    return csv_out.answer(ctx, TemplateFile(), _("Template for a file of users"))


def show(ctx: Context, ask: ShowRun) -> Card:
    return _card(ctx, _run(ctx, ask.run))


def removals(ctx: Context, ask: ShowRunRemovals) -> Card:
    """Who would be deleted, in the file's order."""
    run = _run(ctx, ask.run)
    found = user_runs.page(ctx.db, ctx.scope, run.id, after=ask.after, most=_SHOWN, actions=DELETES)
    rows = [
        Prose(text=_("Row {row}: {user} · {what}", row=one.row, user=one.email, what=run_words.ACTIONS[one.action]))
        for one in found
    ]
    ways = [Button(label=_("Back"), press=ShowRun(run=str(run.id)).token)]
    if len(found) == _SHOWN:
        ways.append(Button(label=_("Next"), press=ask.but(after=found[-1].row).token))
    title = n_("{count} user will be deleted", "{count} users will be deleted", run.removals)
    return Card(title=title, elements=(*rows, Buttons(buttons=tuple(ways))), private=True)


def take(ctx: Context, ask: TakeRun) -> Card:
    run = _run(ctx, ask.run)
    return csv_out.answer(ctx, RunFile(run=str(run.id)), _title(run))


def apply(ctx: Context, ask: ApplyRun) -> Card:
    """Handed to the job; deletions need their number, and one file of a customer is applied at a time."""
    run = _run(ctx, ask.run)
    if run.state is RunState.PLANNED and run.removals and ask.removals.strip() != str(run.removals):
        text = _("Type {count} to delete that many users. Nothing was changed.", count=run.removals)
        raise Refusal(text, field="removals")
    if busy := user_runs.running(ctx.db, ctx.scope, run.organisation):
        text = _("{name} by {person} is being applied. Wait until it is done. Nothing was changed.", **_who(busy))
        raise Refusal(text)
    if not user_runs.confirm(ctx.db, ctx.scope, run.id, ctx.now):
        raise _decided()
    ctx.about(run.organisation, run.customer, file=run.name, rows=run.rows, removals=run.removals)
    return _card(ctx, _run(ctx, ask.run))


def dismiss(ctx: Context, ask: DismissRun) -> Card:
    run = _run(ctx, ask.run)
    if not user_runs.withdraw(ctx.db, ctx.scope, run.id, ctx.now):
        raise _decided()
    ctx.about(run.organisation, run.customer, file=run.name)
    return _card(ctx, _run(ctx, ask.run))


def form(ctx: Context, ask: ApplyRun) -> Card:
    return _card(ctx, _run(ctx, ask.run))


def _who(run: Run) -> dict[str, str]:
    return {"name": run.name, "person": run.asker}


def _decided() -> Refusal:
    return Refusal(_("This file was applied already, or dismissed. Nothing was changed."))


def _run(ctx: Context, text: str) -> Run:
    id = find.identifier(text)
    found = user_runs.get(ctx.db, ctx.scope, UserRunId(id)) if id else None
    if found is None:
        raise Unknown(_("There is no such file. Nothing was changed."))
    return found


def _title(run: Run) -> Phrase:
    return _("{name}: users of {customer}", name=run.name, customer=run.customer)


def _card(ctx: Context, run: Run) -> Card:
    planned = run.state is RunState.PLANNED
    elements: list[Element] = [_notice(run), _counted(ctx, run)]
    if planned and (before := user_runs.same(ctx.db, ctx.scope, run.organisation, run.digest)):
        text = _(
            "The very same file was applied on {moment} by {person}.", moment=before.planned_at, person=before.asker
        )
        elements.insert(1, Notice(tone=Tone.WARNING, text=text))
    deletes = planned and run.removals > 0
    if deletes:
        label = _("Type {count} to confirm the deletions", count=run.removals)
        elements.append(Words(name="removals", label=label, longest=12))
    elements.append(Buttons(buttons=_ways(run)))
    return Card(title=_title(run), elements=tuple(elements), submit=_deleting(run) if deletes else None, private=True)


def _notice(run: Run) -> Notice:
    match run.state:
        case RunState.PLANNED:
            return Notice(tone=Tone.INFO, text=_("This is the plan. Nothing was changed yet."))
        case RunState.RUNNING:
            text = _("{done} of {count} rows are settled.", done=run.settled, count=run.rows)
            return Notice(tone=Tone.INFO, text=text)
        case RunState.DONE:
            return Notice(tone=Tone.DONE, text=_("All rows are settled. The result is in the CSV file."))
        case RunState.WITHDRAWN:
            return Notice(tone=Tone.DONE, text=_("This file was dismissed. Nothing was changed."))


def _counted(ctx: Context, run: Run) -> Facts:
    rows: Counter[RowAction] = Counter()
    warned = failed = 0
    for one in user_runs.counts(ctx.db, ctx.scope, run.id):
        rows[one.action] += one.rows
        warned += one.rows if one.told and one.action is not RowAction.REFUSED else 0
        failed += one.rows if one.outcome not in {None, "done"} else 0
    facts = [Fact(label=text, value=plain(rows[action])) for action, text in run_words.ACTIONS.items()]
    facts.append(Fact(label=_("With a warning"), value=plain(warned)))
    if failed:
        facts.append(Fact(label=_("Not done after all"), value=plain(failed)))
    return Facts(facts=tuple(facts))


def _deleting(run: Run) -> Button:
    label = n_("Apply and delete {count} user", "Apply and delete {count} users", run.removals)
    return Button(label=label, press=ApplyRun(run=str(run.id)).token, style=Style.DANGER)


def _ways(run: Run) -> tuple[Button, ...]:
    id = str(run.id)
    ways = [Button(label=_("All rows as CSV"), press=TakeRun(run=id).token)]
    if run.state is RunState.RUNNING:
        ways.append(Button(label=_("Refresh"), press=ShowRun(run=id).token))
    if run.state is not RunState.PLANNED:
        return tuple(ways)
    if run.removals:
        ways.append(Button(label=_("Who is deleted"), press=ShowRunRemovals(run=id).token))
    elif run.settled < run.rows:
        ways.insert(0, Button(label=_("Apply"), press=ApplyRun(run=id).token, style=Style.PRIMARY))
    return (*ways, Button(label=_("Dismiss"), press=DismissRun(run=id).token))


MENU = (
    Item(ImportUsers, import_users),
    Item(ShowRun, show),
    Item(ShowRunRemovals, removals),
    Item(TakeRun, take),
    Item(ApplyRun, apply, form=form),
    Item(DismissRun, dismiss),
)
