"""Files of users in the chat: sent, planned for a customer, confirmed, looked at row by row, taken as CSV."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Element, Notice, Option, Prose, Style, Toggle, Tone
from bot.phrases import Phrase, _, n_, plain
from bot.uploads import Why
from handlers import csv_out, find
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.files import offer
from handlers.menu import Item
from handlers.users import planned
from handlers.wholesale import run_cards, troubles
from handlers.wholesale.planning import DELETES
from handlers.wholesale.run_cards import SHOWN
from handlers.wholesale.run_commands import (
    ApplyRun,
    DismissRun,
    ImportUsers,
    PlaceRun,
    RefuseFile,
    Rows,
    ShowRun,
    ShowRunRows,
    TakeRun,
)
from handlers.wholesale.run_files import RunFile, TemplateFile
from store import user_runs
from store.organisations import Organisation
from store.user_runs import Line, Run
from store.values.webex import RowAction, RunState, UserRunId

_OPTIONS: Final = 100
_WORDS: Final = ("users import", "utilisateurs importer")
_BETWEEN_THOUSANDS: Final = re.compile(r"(?<=\d)[\s.,’'](?=\d{3}\b)")
_NARROWING: Final = ("in ", "dans ", "chez ", "pour ", "for ")


def import_users(ctx: Context, ask: ImportUsers) -> Card:
    """What to send, how, and an empty file to fill in."""
    place = find.organisation(ctx, ask.words).name if ask.words else ""
    how = (
        _("Send the file here, with the words **users import {name}** beside it.", name=place)
        if place
        else _("Send the file here, as you send a file to a colleague. The customer's name can stand beside it.")
    )
    elements = (
        Prose(text=how),
        Prose(text=_("A CSV file: a row for each user, a column for each package with TRUE or FALSE.")),
        Prose(text=_("With FALSE in every package the user is deleted. You see the plan before anything is changed.")),
        Prose(text=troubles.AS_CSV, quiet=True),
        offer(ctx, TemplateFile(), _("Template for a file of users")),
    )
    return Card(title=_("Users from a file"), elements=elements)


def refuse_file(_ctx: Context, ask: RefuseFile) -> Card:
    text = _("{name} was not taken. {why} Nothing was changed.", name=ask.file or "–", why=troubles.why(ask.why))
    help_ = Button(label=_("How to send a file"), press=ImportUsers().token)
    how = (Prose(text=troubles.AS_CSV),) if ask.why is Why.WORKBOOK else ()
    raise Refusal(text, details=how, buttons=(help_,))


def place(ctx: Context, ask: PlaceRun) -> Card:
    """Planned for a customer by a job; the form where nobody can know for which one."""
    run = _run(ctx, ask.run)
    if run.state not in {RunState.RECEIVED, RunState.PLANNED} or (run.state is RunState.PLANNED and not ask.to):
        return run_cards.card(ctx.db, ctx.scope, run)
    where = _where(ctx, ask)
    if where is None:
        raise Instead(place_form(ctx, ask))
    if not user_runs.plan(ctx.db, ctx.scope, run.id, where.id, replaces=ask.replaces != "no"):
        raise _decided()
    ctx.about(where.id, where.label, file=run.name)
    return run_cards.card(ctx.db, ctx.scope, _run(ctx, ask.run))


def place_form(ctx: Context, ask: PlaceRun) -> Card:
    run = _run(ctx, ask.run)
    places = sorted(planned.places(ctx), key=lambda one: (one.id == ctx.scope.root, one.folded))
    options = tuple(Option(value=str(one.id), label=plain(one.name)) for one in places[:_OPTIONS])
    behaviour = Toggle(
        name="replaces",
        label=_("Add and remove services"),
        hint=_("Else Messaging, Meeting and Calling are assigned besides each package, and nothing is taken away."),
        on=ask.replaces != "no",
    )
    elements: list[Element] = [Choice(name="to", label=_("Customer"), options=options), behaviour]
    if len(places) > _OPTIONS:
        text = _(
            "The first {most} are listed. For another one, send the file again with its name beside it.", most=_OPTIONS
        )
        elements.insert(0, Prose(text=text, quiet=True))
    submit = Button(label=_("Make the plan"), press=PlaceRun(run=ask.run).token, style=Style.PRIMARY)
    return Card(
        title=_("{name}: for which customer?", name=run.name), elements=tuple(elements), submit=submit, private=True
    )


def _where(ctx: Context, ask: PlaceRun) -> Organisation | None:
    """The chosen one, the one that the words name, or the only one."""
    if ask.to:
        return planned.organisation(ctx, ask.to)
    places = planned.places(ctx)
    if len(places) == 1:
        return places[0]
    named = _named(ask.words)
    try:
        found = find.organisation(ctx, named) if named else None
    except Refusal:
        return None
    return found if found in places else None


def _named(words: str) -> str:
    """What is left of the words beside a file without the command: a customer's name, if anything."""
    text = " ".join(words.split())
    for start in (*_WORDS, *_NARROWING):
        if text.casefold().startswith(start):
            text = text[len(start) :].strip()
    return text


def show(ctx: Context, ask: ShowRun) -> Card:
    return run_cards.card(ctx.db, ctx.scope, _run(ctx, ask.run))


def rows(ctx: Context, ask: ShowRunRows) -> Card:
    """In the file's order, ten at a time."""
    run = _run(ctx, ask.run)
    found = _rows(ctx, run, ask)
    ways = [Button(label=_("Back"), press=ShowRun(run=str(run.id)).token)]
    if len(found) == SHOWN:
        ways.append(Button(label=_("Next"), press=ask.but(after=found[-1].row).token))
    elements: tuple[Element, ...] = (*map(run_cards.row, found), Buttons(buttons=tuple(ways)))
    return Card(title=_rows_title(run, ask.which), elements=elements, private=True)


def _rows(ctx: Context, run: Run, ask: ShowRunRows) -> list[Line]:
    if ask.which is Rows.WARNED:
        return user_runs.warned(ctx.db, ctx.scope, run.id, after=ask.after, most=SHOWN)
    actions = DELETES if ask.which is Rows.REMOVED else (RowAction.REFUSED,)
    return user_runs.page(ctx.db, ctx.scope, run.id, after=ask.after, most=SHOWN, actions=actions)


def _rows_title(run: Run, which: Rows) -> Phrase:
    match which:
        case Rows.REMOVED:
            return n_("{count} user will be deleted", "{count} users will be deleted", run.removals)
        case Rows.REFUSED:
            return _("Rows that are refused")
        case Rows.WARNED:
            return _("Rows with a warning")


def take(ctx: Context, ask: TakeRun) -> Card:
    run = _run(ctx, ask.run)
    return csv_out.answer(ctx, RunFile(run=str(run.id)), run_cards.title(run))


def apply(ctx: Context, ask: ApplyRun) -> Card:
    """Handed to the job; deletions need their number, and one file of a customer is applied at a time."""
    run = _run(ctx, ask.run)
    if run.state is RunState.PLANNED and run.removals and not ask.removals.strip():
        raise Instead(run_cards.deletions(ctx.db, ctx.scope, run))
    if run.state is RunState.PLANNED and run.removals and _digits(ask.removals) != str(run.removals):
        text = _("Type {count} to delete that many users. Nothing was changed.", count=run.removals)
        raise Refusal(text, field="removals")
    if busy := user_runs.running(ctx.db, ctx.scope, run.organisation):
        text = _("{name} by {person} is being applied. Wait until it is done. Nothing was changed.", **_who(busy))
        raise Refusal(text)
    if not user_runs.confirm(ctx.db, ctx.scope, run.id, ctx.now):
        raise _decided()
    ctx.about(run.organisation, run.customer, file=run.name, rows=run.rows, removals=run.removals)
    return _begun(run)


def _digits(typed: str) -> str:
    """`1200`, also where it is typed as cards write it: `1,200`, `1 200`."""
    return _BETWEEN_THOUSANDS.sub("", typed.strip())


def _begun(run: Run) -> Card:
    """How far it is comes in a message of its own, and the result as a file."""
    text = n_("{count} row is being applied.", "{count} rows are being applied.", run.rows - run.settled)
    then = Prose(text=_("The message about this file says how far it is, and the result comes as a CSV file."))
    ways = Buttons(buttons=(Button(label=_("Refresh"), press=ShowRun(run=str(run.id)).token),))
    return Card(title=run_cards.title(run), elements=(Notice(tone=Tone.DONE, text=text), then, ways), private=True)


def form(ctx: Context, ask: ApplyRun) -> Card:
    return run_cards.deletions(ctx.db, ctx.scope, _run(ctx, ask.run))


def dismiss(ctx: Context, ask: DismissRun) -> Card:
    run = _run(ctx, ask.run)
    if not user_runs.withdraw(ctx.db, ctx.scope, run.id):
        raise _decided()
    user_runs.forget_pieces(ctx.db, ctx.scope, run.id)
    ctx.about(run.organisation, run.customer, file=run.name)
    return run_cards.card(ctx.db, ctx.scope, _run(ctx, ask.run))


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


MENU = (
    Item(
        ImportUsers,
        import_users,
        words=("users import",),
        words_fr=("utilisateurs importer",),
        read=lambda rest: ImportUsers(words=rest),
        summary=_("How to add, change and delete many Webex users by a file, with its template"),
        example=_("users import Fabrikam"),
    ),
    Item(RefuseFile, refuse_file),
    Item(PlaceRun, place, form=place_form),
    Item(ShowRun, show),
    Item(ShowRunRows, rows),
    Item(TakeRun, take),
    Item(ApplyRun, apply, form=form),
    Item(DismissRun, dismiss),
)
