"""What stays of a request whatever became of it: its audit row, and the answer that goes out by the outbox."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from bot.ask import Answer, Ask
from bot.errand import Errand, direct
from handlers.attempt import Outcome
from store import audit, outbox
from store.people import Caller
from store.values import ChannelKind, OrganisationId


def write(db: Connection, id: UUID, ask: Ask, caller: Caller | None, outcome: Outcome, now: datetime) -> None:
    """One audit row: who, from where, what, about what, and what became of it."""
    trace = outcome.ctx.trace if outcome.ctx else None
    account, place = ask.account, ask.place
    audit.record(
        db,
        id,
        audit.Entry(
            at=now,
            organisation=(trace.organisation if trace else None) or _at_home(caller),
            person=caller.person if caller else None,
            actor=(caller.email if caller else "") or f"{account.platform}:{account.user}",
            origin=f"{account.platform}:{account.team}:{place.channel}"[:120],
            command=outcome.command,
            subject=(trace.subject if trace else outcome.subject).replace("\0", " "),
            outcome=outcome.result,
            detail=json.dumps(trace.detail) if trace else "{}",
        ),
    )


def _at_home(caller: Caller | None) -> OrganisationId | None:
    """Where somebody belongs who asked about nothing in particular; a stranger's try concerns the root."""
    if caller is None:
        return None
    return caller.grants[0].organisation if caller.grants else caller.root


def post(db: Connection, id: UUID, ask: Ask, caller: Caller, answer: Answer, now: datetime) -> None:
    """The answer as an outbox row of this transaction: to the asker alone, in place of the card that was pressed."""
    place = ask.place
    private = place.kind is not ChannelKind.DIRECT
    errand = Errand(
        card=answer.card,
        language=answer.tongue.language,
        zone=answer.tongue.zone,
        only_for=ask.account.user if private else "",
        replaces=place.message,
        thread=place.thread,
    )
    outbox.put(
        db,
        id,
        f"answer:{ask.key}",
        installation=caller.installation,
        channel=place.channel or direct(ask.account.user),
        kind="answer",
        body=errand.body,
        now=now,
    )
