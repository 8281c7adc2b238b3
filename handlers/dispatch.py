"""One request, one transaction: seen? who? may they? handle, record, answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.ask import Account, Answer, Ask, Standing, Vouched, Way
from bot.cards import Card
from bot.commands import Search
from handlers import identifying, records, refusals
from handlers.attempt import Outcome, Result, attempt
from handlers.context import Context, Defaults, tongue_of
from handlers.identifying import Request
from handlers.menu import Menu
from handlers.reading import Unheard, Wanted, read
from store import deliveries, people
from store.database import Database, Unavailable, Uncertain, failed
from store.people import Caller
from store.values import Right

_log: Final = logging.getLogger(__name__)
_VOUCHED_FOR: Final = timedelta(hours=24)


class Dispatcher:
    """Answers every request, whatever wire it came over; the only place where rights are enforced."""

    def __init__(self, database: Database, menu: Menu, clock: Callable[[], datetime], defaults: Defaults) -> None:
        self._database = database
        self._menu = menu
        self._clock = clock
        self._defaults = defaults

    def __call__(self, ask: Ask) -> Answer:
        """The answer, once all that it says is on disk; `Unavailable` only where it would go by the outbox."""
        try:
            return self._dispatch(ask)
        except Unavailable as no:
            if ask.way is Way.OUTBOX:
                raise
            _log.warning("the database does not answer")
            card = refusals.uncertain() if isinstance(no, Uncertain) else refusals.unavailable()
            return Answer(card, tongue_of(None, None, self._defaults), refused=True)

    def meet(self, vouched: Vouched) -> None:
        """Remember what a platform vouches for; nobody of a foreign team is remembered."""
        account, now = vouched.account, self._clock()
        with self._database.transaction() as db:
            if installation := people.installation(db, account.platform, account.team):
                people.meet(
                    db,
                    installation,
                    account.user,
                    standing=vouched.standing,
                    email=vouched.email,
                    language=vouched.language[:2].lower() or None,
                    zone=vouched.zone or None,
                    now=now,
                )

    def fresh(self, account: Account) -> bool:
        """Whether a platform vouched for a person within the last day; for nobody else, who may be one by now.

        Not if that was later than now: it was before the clock was put back, nobody knows when.
        """
        with self._database.reading() as db:
            caller = people.caller(db, account.platform, account.team, account.user)
        if caller is None or caller.person is None:
            return False
        return timedelta() <= self._clock() - caller.vouched_at < _VOUCHED_FOR

    def _dispatch(self, ask: Ask) -> Answer:
        now, wanted = self._clock(), read(self._menu, ask.said)
        if ask.way is Way.GLANCE:
            return self._glance(ask, wanted, now)
        with self._database.transaction() as db:
            fresh = deliveries.remember(db, ask.key, now)
            caller = _caller(db, ask, wanted)
            outcome = self._outcome(db, Request(ask, caller, wanted, now), keep=fresh)
            answer = self._answer(caller, outcome)
            if fresh:
                records.write(db, uuid4(), ask, caller, outcome, now)
            if fresh and caller and ask.way is Way.OUTBOX:
                records.post(db, uuid4(), ask, caller, answer, now)
        return answer

    def _glance(self, ask: Ask, wanted: Wanted | Unheard | Card, now: datetime) -> Answer:
        """A search, under the same rights as any command; nothing else can be asked like that."""
        if not isinstance(wanted, Wanted) or not isinstance(wanted.command, Search):
            return Answer(refusals.worn_out(), tongue_of(None, None, self._defaults), refused=True)
        with self._database.reading() as db:
            caller = _caller(db, ask, wanted)
            return self._answer(caller, self._outcome(db, Request(ask, caller, wanted, now), keep=False))

    def _answer(self, caller: Caller | None, outcome: Outcome) -> Answer:
        grant = outcome.ctx.grant if outcome.ctx else next(iter(caller.grants), None) if caller else None
        return Answer(
            outcome.card,
            tongue_of(caller, grant, self._defaults),
            outcome.errors,
            refused=outcome.result in {Result.REFUSED, Result.FAILED},
            known=caller is not None and bool(caller.grants),
            command=outcome.command,
        )

    def _outcome(self, db: Connection, request: Request, *, keep: bool) -> Outcome:
        ask, caller, wanted = request.ask, request.caller, request.wanted
        if caller is None or caller.person is None or caller.standing != Standing.MEMBER or not caller.grants:
            return identifying.outcome(db, request, self._defaults, keep=keep)
        if isinstance(wanted, Unheard):
            return Outcome(Result.REFUSED, refusals.unknown_word(wanted.word, self._menu, caller.grants))
        if isinstance(wanted, Card):
            return Outcome(Result.REFUSED, wanted)
        ctx = Context(db, ask, caller, caller.person, caller.grants[0], request.now, self._defaults)
        try:
            return attempt(ctx, wanted, keep=keep)
        except Exception as error:  # a bug in a handler: its writes are undone, and its answer has a reference id
            if failed(error):
                raise
            reference = uuid4().hex[:12]
            _log.exception("handler failed", extra={"reference": reference, "command": wanted.command.name})
            return Outcome(Result.FAILED, refusals.broken(reference), ctx, command=wanted.command.name)


def _caller(db: Connection, ask: Ask, wanted: Wanted | Unheard | Card) -> Caller | None:
    """Who asks; what they may do as a user is looked up where they may not do it as an operator."""
    account = ask.account
    caller = people.caller(db, account.platform, account.team, account.user)
    if caller is None or caller.person is None or caller.standing != Standing.MEMBER:
        return caller
    needs = wanted.item.needs if isinstance(wanted, Wanted) else Right.USE_SERVICES
    if any(grant.holds(needs) for grant in caller.grants):
        return caller
    return replace(caller, grants=(*caller.grants, *people.as_user(db, caller)))
