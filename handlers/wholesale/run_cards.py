"""How a file of users looks at each step of its life: received, planned, applied, done, refused."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2s
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Style, Tone, Words
from bot.phrases import Phrase, _, n_, plain
from handlers import find
from handlers.wholesale import run_files, run_words, troubles
from handlers.wholesale.planning import DELETES
from handlers.wholesale.run_commands import (
    ApplyRun,
    DismissRun,
    ImportUsers,
    PlaceRun,
    RetryRun,
    Rows,
    ShowRun,
    ShowRunRows,
    TakeRun,
)
from store import user_runs
from store.user_runs import Line, Run
from store.values import Scope
from store.values.webex import RowAction, RunState, UserRunId

SHOWN: Final = 10
_REFUSED_SHOWN: Final = 3
_COLUMNS_SHOWN: Final = 8
_TASK: Final = "user-run:"


def task(run: UserRunId) -> str:
    """What its message is called; each state of it takes the place of the one before."""
    return f"{_TASK}{run}"


def drawn(db: Connection, scope: Scope, name: str) -> Card | None:
    """The card of a task, as things are now, for the conversation with the one who sent the file."""
    id = find.identifier(name.removeprefix(_TASK)) if name.startswith(_TASK) else None
    run = user_runs.get(db, scope, UserRunId(id)) if id else None
    return card(db, scope, run).model_copy(update={"private": False}) if run else None


def title(run: Run) -> Phrase:
    if run.state in {RunState.ARRIVING, RunState.RECEIVED}:
        return plain(run.name)
    return _("{name}: users of {customer}", name=run.name, customer=run.customer)


def version(run: Run) -> str:
    """What a press on Apply carries: it tells one plan of a file from the next."""
    return blake2s(
        f"{run.planned_at.isoformat()} {run.organisation} {run.replaces}".encode(), digest_size=6
    ).hexdigest()


def card(db: Connection, scope: Scope, run: Run, *, yours: bool = True) -> Card:
    """Only whoever sent the file (`yours`) decides on it and gets its result by themselves."""
    elements: list[Element] = [_notice(run)]
    match run.state:
        case RunState.PLANNED:
            elements += _plan(db, scope, run, yours=yours)
        case RunState.RUNNING:
            elements += (order(run), Buttons(buttons=(_refresh(run), _file(run))))
        case RunState.DONE:
            elements += _done(db, scope, run, yours=yours)
        case RunState.HELD_UP:
            elements += _tried_again(run, yours=yours)
        case RunState.PLANNING:
            elements.append(Buttons(buttons=(_refresh(run),)))
        case RunState.REFUSED:
            elements += _refused(run)
        case _:
            pass
    return Card(title=title(run), elements=tuple(elements), private=True)


def _notice(run: Run) -> Notice:
    match run.state:
        case RunState.ARRIVING | RunState.RECEIVED | RunState.PLANNING:
            return Notice(tone=Tone.INFO, text=_("The plan is being made. Nothing is changed by that."))
        case RunState.PLANNED if not run.rows:
            text = _("There is no row below the headings of this file. Nothing was changed.")
            return Notice(tone=Tone.WARNING, text=text)
        case RunState.PLANNED:
            return Notice(tone=Tone.INFO, text=_("This is the plan. Nothing was changed yet."))
        case RunState.RUNNING:
            text = _("Being applied. Rows settled: {done} of {count}.", done=run.settled, count=run.rows)
            return Notice(tone=Tone.INFO, text=text)
        case RunState.HELD_UP:
            return Notice(tone=Tone.WARNING, text=_held_up(run))
        case RunState.DONE if run.tally is not None:
            return Notice(tone=Tone.DONE, text=_("All rows are settled."))
        case RunState.DONE:
            return Notice(tone=Tone.DONE, text=_("All rows are settled. The result is in the CSV file."))
        case RunState.WITHDRAWN:
            return Notice(tone=Tone.DONE, text=_("This file was dismissed. Nothing was changed."))
        case RunState.REFUSED:
            said = troubles.said(run.trouble or "")
            return Notice(tone=Tone.REFUSED, text=_("{why} Nothing was changed.", why=said))


def _held_up(run: Run) -> Phrase:
    if not run.number:
        return _("The plan could not be made: something is wrong on our side. Nothing was changed.")
    return _(
        "Held up. Rows settled: {done} of {count}; the rest waits. Something is wrong on our side.",
        done=run.settled,
        count=run.rows,
    )


def _tried_again(run: Run, *, yours: bool) -> list[Element]:
    """What was confirmed goes on for whoever sees it; a plan is its sender's."""
    ways = [_file(run)] if run.number else []
    if yours or run.number:
        again = RetryRun(run=str(run.id)).token
        ways.insert(0, Button(label=_("Try again"), press=again, style=Style.PRIMARY))
    text = _("Try again. If that does not help, tell whoever runs this bot. No row is lost, and none is done twice.")
    return [*([order(run)] if run.number else []), Prose(text=text), *([Buttons(buttons=tuple(ways))] if ways else [])]


def _done(db: Connection, scope: Scope, run: Run, *, yours: bool) -> list[Element]:
    facts = _facts(_tally(db, scope, run), run)
    if run.tally is not None:
        return [facts, Prose(text=run_files.GONE, quiet=True)]
    return [facts, run_files.result(run) if yours else Buttons(buttons=(_file(run),))]


def _refused(run: Run) -> list[Element]:
    how = [Prose(text=troubles.AS_CSV)] if troubles.is_workbook(run.trouble or "") else []
    template = Button(label=_("How to send a file"), press=ImportUsers().token)
    return [*how, Buttons(buttons=(template,))]


def order(run: Run) -> Facts:
    return Facts(facts=(Fact(label=_("Order"), value=plain(run.label)),))


def _plan(db: Connection, scope: Scope, run: Run, *, yours: bool) -> list[Element]:
    tally = _tally(db, scope, run)
    elements: list[Element] = [*_unread(run), Prose(text=_behaviour(run), quiet=True), _facts(tally, run)]
    if before := user_runs.same(db, Scope(run.organisation), run.organisation, run.digest):
        text = _(
            "The very same file was applied on {moment} by {person}.",
            moment=before.confirmed_at or before.planned_at,
            person=before.asker,
        )
        elements.insert(0, Notice(tone=Tone.WARNING, text=text))
    rows = user_runs.page(db, scope, run.id, after=0, most=_REFUSED_SHOWN, actions=(RowAction.REFUSED,))
    return [*elements, *map(row, rows), Buttons(buttons=_ways(run, tally, yours=yours))]


def _unread(run: Run) -> list[Element]:
    """A package whose heading is misspelt is none: where somebody is deleted, that must not be overlooked."""
    there = json.loads(run.unread or "[]")
    if not there:
        return []
    named = ", ".join(f"“{heading}”" for heading in there[:_COLUMNS_SHOWN])
    more = len(there) - _COLUMNS_SHOWN
    text = _("Columns that are not read: {columns}.", columns=named)
    if more > 0:
        text = _("Columns that are not read: {columns}, and {count} more.", columns=named, count=more)
    return [Notice(tone=Tone.WARNING, text=text) if run.removals else Prose(text=text, quiet=True)]


def _behaviour(run: Run) -> Phrase:
    if run.replaces:
        return _("Services are added and removed as the file says.")
    return _("Messaging, Meeting and Calling are assigned besides each package; no service is taken away.")


def row(line: Line) -> Prose:
    """A row with all that is said about it."""
    what = run_words.ACTIONS[line.action]
    text = _("Row {row}: {user} · {what}", row=line.row, user=line.email or "–", what=what)
    if line.told == "[]":
        return Prose(text=text)
    told = run_words.told(line)
    return Prose(
        text=_("Row {row}: {user} · {what} · {told}", row=line.row, user=line.email or "–", what=what, told=told)
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows there are of each kind; `failed` could not be done after all."""

    rows: Counter[RowAction]
    warned: int
    failed: int


def _tally(db: Connection, scope: Scope, run: Run) -> Tally:
    rows: Counter[RowAction] = Counter()
    warned = failed = 0
    for one in user_runs.counts(db, scope, run):
        rows[one.action] += one.rows
        warned += one.rows if one.told and one.action is not RowAction.REFUSED else 0
        failed += one.rows if one.outcome not in {None, "done"} else 0
    return Tally(rows, warned, failed)


def _facts(tally: Tally, run: Run) -> Facts:
    """What there is none of is left out, but that nobody is added says something."""
    counted = {text: tally.rows[action] for action, text in run_words.ACTIONS.items()}
    counted[_("With a warning")] = tally.warned
    facts = [
        Fact(label=text, value=plain(rows)) for number, (text, rows) in enumerate(counted.items()) if rows or not number
    ]
    if run.label:
        facts.insert(0, Fact(label=_("Order"), value=plain(run.label)))
    if tally.failed:
        facts.append(Fact(label=_("Not done after all"), value=plain(tally.failed)))
    return Facts(facts=tuple(facts))


def _ways(run: Run, tally: Tally, *, yours: bool) -> tuple[Button, ...]:
    id, refused = str(run.id), tally.rows[RowAction.REFUSED]
    ways = [_apply(run)] if yours and run.settled < run.rows else []
    if refused:
        label = n_("{count} row is refused", "{count} rows are refused", refused)
        ways.append(Button(label=label, press=ShowRunRows(run=id, which=Rows.REFUSED).token))
    if tally.warned:
        label = n_("{count} warning", "{count} warnings", tally.warned)
        ways.append(Button(label=label, press=ShowRunRows(run=id, which=Rows.WARNED).token))
    decides = (_otherwise(run), Button(label=_("Dismiss"), press=DismissRun(run=id).token)) if yours else ()
    return (*ways, _file(run), *decides)


def _apply(run: Run) -> Button:
    """In red where somebody is deleted: it leads to the list of them."""
    press = _applies(run)
    if not run.removals:
        return Button(label=_("Apply"), press=press, style=Style.PRIMARY)
    label = n_("Apply and delete {count} user", "Apply and delete {count} users", run.removals)
    return Button(label=label, press=press, style=Style.DANGER)


def _applies(run: Run) -> str:
    return ApplyRun(run=str(run.id), plan=version(run)).token


def _otherwise(run: Run) -> Button:
    """The other way in which a file can be read."""
    label = _("With the base licences instead") if run.replaces else _("Add and remove services instead")
    other = PlaceRun(run=str(run.id), to=str(run.organisation), replaces="no" if run.replaces else "yes")
    return Button(label=label, press=other.token)


def deletions(db: Connection, scope: Scope, run: Run) -> Card:
    """Who goes, and the number of them to be typed."""
    found = user_runs.page(db, scope, run.id, after=0, most=SHOWN, actions=DELETES)
    text = _("They lose their services and their seats. An address that changes is a deletion and a creation.")
    more = [Buttons(buttons=(_all_of_them(run),))] if run.removals > len(found) else []
    label = _("Type {count} to confirm the deletions", count=run.removals)
    typed = Words(name="removals", label=label, longest=12)
    submit = Button(label=_("Yes, delete"), press=_applies(run), style=Style.DANGER)
    title = n_("{count} user will be deleted", "{count} users will be deleted", run.removals)
    elements: tuple[Element, ...] = (Notice(tone=Tone.WARNING, text=text), *map(row, found), *more, typed)
    return Card(title=title, elements=elements, submit=submit, private=True)


def _all_of_them(run: Run) -> Button:
    press = ShowRunRows(run=str(run.id), which=Rows.REMOVED).token
    return Button(label=_("All of them"), press=press)


def _file(run: Run) -> Button:
    return Button(label=_("All rows as CSV"), press=TakeRun(run=str(run.id)).token)


def _refresh(run: Run) -> Button:
    return Button(label=_("Refresh"), press=ShowRun(run=str(run.id)).token)
