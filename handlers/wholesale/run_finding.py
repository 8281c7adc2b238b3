"""Which file of users a press is about, and who decides on it."""

from __future__ import annotations

from bot.phrases import _
from handlers import find
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from store import user_runs
from store.user_runs import Run
from store.values.webex import UserRunId


def run(ctx: Context, text: str) -> Run:
    id = find.identifier(text)
    found = user_runs.get(ctx.db, ctx.scope, UserRunId(id)) if id else None
    if found is None:
        raise Unknown(_("There is no such file. Nothing was changed."))
    return found


def own(ctx: Context, text: str) -> Run:
    """The same, for its sender alone: nobody else was shown what comes of it."""
    found = run(ctx, text)
    if found.person != ctx.person:
        raise Refusal(
            _(
                "{name} was sent by {person}, who alone decides on it. Nothing was changed.",
                name=found.name,
                person=found.asker,
            )
        )
    return found


def refuse_beside_another(ctx: Context, run: Run) -> None:
    """One file of a customer is applied at a time; the customer stays locked until the transaction ends."""
    busy = user_runs.running(ctx.db, ctx.scope, run.organisation)
    if busy and busy.id != run.id:
        raise Refusal(
            _(
                "{name} by {person} is being applied. Wait until it is done. Nothing was changed.",
                name=busy.name,
                person=busy.asker,
            )
        )


def decided() -> Refusal:
    return Refusal(_("This file was confirmed already, or dismissed. Nothing was changed."))
