"""One command under the caller's grants: where may they, does it work out, and what is said if not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.ask import Pressed
from bot.cards import Button, Buttons, Card, Prose
from bot.commands import Command
from bot.phrases import Phrase, _, plain
from handlers import find, records_words, refusals, share
from handlers.context import Context
from handlers.errors import Forbidden, Instead, Refusal, Unknown
from handlers.reading import Wanted
from store.database import savepoint, without_nul
from store.people import Grant
from store.prepared import Unkeepable
from store.values import Right, Role

_CHOICES: Final = 20


class Result(StrEnum):
    """What the audit says became of a request."""

    DONE = "done"
    ASKED = "asked"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request, the card that says so, and what was wrong field by field.

    `subject` is what it was about where no context tells.
    """

    result: Result
    card: Card
    ctx: Context | None = None
    errors: dict[str, Phrase] = field(default_factory=dict)
    command: str = "unknown"
    subject: str = ""


def attempt(ctx: Context, wanted: Wanted, *, keep: bool) -> Outcome:
    """Run the command; its writes stay only if it was not refused and is to be kept."""
    tried: list[Context] = []
    try:
        with savepoint(ctx.db, keep=keep), _spoken(ctx):
            card, ctx = _within_reach(ctx, wanted, tried)
        return Outcome(Result.DONE, card, ctx, command=wanted.command.name)
    except Instead as other:
        return Outcome(Result.ASKED, other.card, ctx, command=wanted.command.name)
    except Refusal as no:
        return _refused(ctx, wanted, no, tried[-1] if tried else ctx)


@contextmanager
def _spoken(ctx: Context) -> Iterator[None]:
    """What was filled in with a NUL, and that no handler has cleaned or refused, is refused before it is kept."""
    said = ctx.ask.said
    named = [name for name, value in said.fields.items() if "\0" in value] if isinstance(said, Pressed) else []
    try:
        with without_nul(ctx.db) if named else nullcontext():
            yield
    except Unkeepable as error:
        text = _("What you wrote holds a character that can't be kept. Nothing was changed.")
        raise Refusal(text, field=named[0] if named else "") from error


FORBIDDEN: Final = {
    Role.ADMIN: _("Your role does not allow this. Nothing was changed."),
    Role.READER: _("Your role, Reader, lets you look at everything here and change nothing. Nothing was changed."),
    Role.STAFF: _(
        "As staff you look at everything here and assign seats; an Admin does the rest. Nothing was changed."
    ),
    Role.SERVICE: _("You use services here; an Admin of your organisation does the rest. Nothing was changed."),
}
"""What each role is told that may not."""
NOT_THE_RECORD: Final = _("The record is for Admins. Nothing was changed.")
"""What those are told who look at everything else."""


def _within_reach(ctx: Context, wanted: Wanted, tried: list[Context]) -> tuple[Card, Context]:
    """Under the narrowest grant that allows it and holds what is named; `tried` is told under which it was run."""
    command = wanted.command
    grants = [grant for grant in ctx.caller.grants if grant.holds(wanted.item.needs)]
    if not grants:
        raise Forbidden(_forbidden(ctx.grant.role, wanted.item.needs))
    if not command.organisation and not command.names_something:
        grants = _meant(wanted, grants)
    reach = [ctx.under(grant) for grant in grants]
    if command.organisation:
        reach = [find.among(reach, command.organisation, command)]
    command = find.meant(reach, command)
    missing: Unknown | None = None
    for under in reach:
        tried.append(under)
        try:
            card = wanted.item.run(under, command)
            return share.offered(under, wanted.item, command, card), under
        except Unknown as no:
            missing = missing or no
    raise missing or Unknown(_("There is no such thing. Nothing was changed."))


def _forbidden(role: Role, needs: Right) -> Phrase:
    looks = role in {Role.READER, Role.STAFF}
    return NOT_THE_RECORD if looks and needs is Right.READ_AUDIT else FORBIDDEN[role]


def _meant(wanted: Wanted, grants: list[Grant]) -> list[Grant]:
    """The one organisation that has any use for what is asked; with several of them a choice comes first."""
    having = [grant for grant in grants if grant.kind in wanted.item.kinds] or grants
    if len(having) > 1:
        raise Instead(_which_organisation(wanted.command, having))
    return having


def _which_organisation(command: Command, grants: list[Grant]) -> Card:
    buttons = tuple(
        Button(label=plain(grant.name), press=command.but(organisation=str(grant.organisation)).token)
        for grant in grants[:_CHOICES]
    )
    text = _("You act for several organisations. For which one now?")
    return Card(title=_("Which organisation?"), elements=(Prose(text=text), Buttons(buttons=buttons)))


def _refused(ctx: Context, wanted: Wanted, no: Refusal, under: Context) -> Outcome:
    """Next to the field where there is one and a form to show it in, of the organisation that it was run `under`.

    The field itself may not be among what was sent: not every wire sends one that was left empty.
    """
    ctx.trace.detail[records_words.REFUSAL] = records_words.kept(no.text)
    filled_in = set(ctx.ask.said.fields) if isinstance(ctx.ask.said, Pressed) else set()
    form = _form(under, wanted) if filled_in and no.field else None
    if form and no.field in filled_in | {one.name for one in form.inputs}:
        errors = {no.field: no.text}
        return Outcome(Result.REFUSED, form.with_errors(errors), ctx, errors, wanted.command.name)
    return Outcome(Result.REFUSED, refusals.of(no), ctx, command=wanted.command.name)


def _form(ctx: Context, wanted: Wanted) -> Card | None:
    try:
        with _spoken(ctx):
            return wanted.item.ask_again(ctx, wanted.command)
    except (Refusal, Instead):
        return None
