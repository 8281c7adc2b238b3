"""Files of users in the chat: sent, planned for a customer, confirmed, looked at row by row, taken as CSV."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Buttons, Card, Element, Notice, Prose, Style, Tone
from bot.phrases import Phrase, _, n_
from bot.uploads import Why
from handlers import csv_out, find
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.files import offer
from handlers.menu import Item
from handlers.wholesale import placing, run_cards, run_finding, troubles
from handlers.wholesale.planning import DELETES
from handlers.wholesale.run_cards import SHOWN
from handlers.wholesale.run_commands import (
    ApplyRun,
    DismissRun,
    ImportUsers,
    PlaceRun,
    RefuseFile,
    RetryRun,
    Rows,
    SearchPlaces,
    ShowRun,
    ShowRunRows,
    TakeRun,
)
from handlers.wholesale.run_files import GONE, KEPT_FOR, RunFile, TemplateFile
from store import user_runs
from store.user_runs import Line, Run
from store.values.webex import RowAction, RunState

_BETWEEN_THOUSANDS: Final = re.compile(r"(?<=\d)[\s.,’'](?=\d{3}\b)")


def import_users(ctx: Context, ask: ImportUsers) -> Card:
    """What to send, how, and an empty file to fill in."""
    elements = (
        Prose(text=_where_to(ctx, ask)),
        Prose(text=_("A CSV file: a row for each user, a column for each package with TRUE or FALSE.")),
        Prose(text=_("With FALSE in every package the user is deleted. You see the plan before anything is changed.")),
        Prose(text=troubles.AS_CSV, quiet=True),
        offer(ctx, TemplateFile(), _("Template for a file of users")),
    )
    return Card(title=_("Users from a file"), elements=elements)


def _where_to(ctx: Context, ask: ImportUsers) -> Phrase:
    if not ask.words:
        return _("Send the file here, as you send a file to a colleague. The customer's name can stand beside it.")
    customer = find.organisation(ctx, ask.words, ask, "words")
    placing.remember(ctx, customer)
    return _("Send the file here within the hour: it is then planned for **{name}**.", name=customer.name)


def refuse_file(_ctx: Context, ask: RefuseFile) -> Card:
    text = _("{name} was not taken. {why} Nothing was changed.", name=ask.file or "–", why=troubles.why(ask.why))
    help_ = Button(label=_("How to send a file"), press=ImportUsers().token)
    how = (Prose(text=troubles.AS_CSV),) if ask.why is Why.WORKBOOK else ()
    raise Refusal(text, details=how, buttons=(help_,))


def show(ctx: Context, ask: ShowRun) -> Card:
    run = run_finding.run(ctx, ask.run)
    return run_cards.card(ctx.db, ctx.scope, run, yours=run.person == ctx.person)


def rows(ctx: Context, ask: ShowRunRows) -> Card:
    """In the file's order, ten at a time."""
    run = _kept(ctx, ask.run)
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
    run = _kept(ctx, ask.run)
    return csv_out.answer(ctx, RunFile(run=str(run.id)), run_cards.title(run))


def _kept(ctx: Context, text: str) -> Run:
    """The file, while its rows can be looked at."""
    run = run_finding.run(ctx, text)
    if run.done_at and run.done_at + KEPT_FOR <= ctx.now:
        raise Refusal(GONE)
    return run


def apply(ctx: Context, ask: ApplyRun) -> Card:
    """Handed to the job; deletions need their number, and one file of a customer is applied at a time."""
    run = _as_shown(ctx, ask)
    if run.state is RunState.PLANNED and run.removals and not ask.removals.strip():
        raise Instead(run_cards.deletions(ctx.db, ctx.scope, run))
    if run.state is RunState.PLANNED and run.removals and _digits(ask.removals) != str(run.removals):
        text = _("Type {count} to delete that many users. Nothing was changed.", count=run.removals)
        raise Refusal(text, field="removals")
    if not user_runs.confirm(ctx.db, ctx.scope, run.id, ctx.now):
        raise run_finding.decided()
    begun = run_finding.own(ctx, ask.run)
    ctx.about(run.organisation, run.customer, file=run.name, order=begun.label, rows=run.rows, removals=run.removals)
    return _begun(begun)


def _as_shown(ctx: Context, ask: ApplyRun) -> Run:
    """Nothing else is applied meanwhile, and the plan is still the one that was looked at."""
    run_finding.refuse_beside_another(ctx, run_finding.own(ctx, ask.run))
    run = run_finding.own(ctx, ask.run)
    if run.state is RunState.PLANNED and ask.plan != run_cards.version(run):
        show = Button(label=_("Show the plan"), press=ShowRun(run=str(run.id)).token, style=Style.PRIMARY)
        text = _("The plan of {name} was made anew meanwhile. Nothing was changed.", name=run.name)
        raise Refusal(text, buttons=(show,))
    return run


def _digits(typed: str) -> str:
    """`1200`, also where it is typed as cards write it: `1,200`, `1 200`."""
    return _BETWEEN_THOUSANDS.sub("", typed.strip())


def _begun(run: Run) -> Card:
    """How far it is comes in a message of its own, and the result as a file."""
    text = n_("{count} row is being applied.", "{count} rows are being applied.", run.rows - run.settled)
    said = Notice(tone=Tone.DONE, text=text)
    then = Prose(text=_("The message about this file says how far it is, and the result comes as a CSV file."))
    ways = Buttons(buttons=(Button(label=_("Refresh"), press=ShowRun(run=str(run.id)).token),))
    return Card(title=run_cards.title(run), elements=(said, run_cards.order(run), then, ways), private=True)


def form(ctx: Context, ask: ApplyRun) -> Card:
    return run_cards.deletions(ctx.db, ctx.scope, run_finding.own(ctx, ask.run))


def dismiss(ctx: Context, ask: DismissRun) -> Card:
    run = run_finding.own(ctx, ask.run)
    if not user_runs.withdraw(ctx.db, ctx.scope, run.id):
        raise run_finding.decided()
    user_runs.forget_pieces(ctx.db, ctx.scope, run.id)
    ctx.about(run.organisation, run.customer, file=run.name)
    return run_cards.card(ctx.db, ctx.scope, run_finding.run(ctx, ask.run))


def retry(ctx: Context, ask: RetryRun) -> Card:
    """On from where it was held up: a plan for its sender, what was confirmed for whoever sees it."""
    run = run_finding.run(ctx, ask.run)
    if run.state is RunState.HELD_UP:
        _retry(ctx, run)
    return show(ctx, ShowRun(run=ask.run))


def _retry(ctx: Context, run: Run) -> None:
    if run.number:
        run_finding.refuse_beside_another(ctx, run)
    else:
        placing.refuse_without_bytes(ctx, run_finding.own(ctx, str(run.id)))
    if user_runs.retry(ctx.db, ctx.scope, run):
        ctx.about(run.organisation, run.customer, file=run.name, order=run.label)


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
    Item(PlaceRun, placing.place, form=placing.form),
    Item(SearchPlaces, placing.search),
    Item(ShowRun, show),
    Item(ShowRunRows, rows),
    Item(TakeRun, take),
    Item(ApplyRun, apply, form=form),
    Item(RetryRun, retry),
    Item(DismissRun, dismiss),
)
