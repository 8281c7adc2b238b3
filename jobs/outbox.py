"""Says what must be said elsewhere: claimed, sent without a transaction, settled.

A message whose answer got lost is sent again once, marked as a repeat; what one person alone may see never is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID, uuid4

import stamina
from pydantic import ValidationError
from sqlalchemy import Connection

from bot.ask import Account, Platform
from bot.cards import Card
from bot.errand import Busy, Errand, Gone, Lost, NotSent, Opened, Sender, Sent, direct
from jobs.crashpoint import Point, crashpoint
from jobs.patience import Patience
from store import outbox
from store.database import Database, Unavailable
from store.outbox import Message, Pace
from store.values import OrderId, QueueState, Scope

_NO_ANSWER: Final = "no answer"
_NOTHING: Final = "nothing left to say"
_SKEW: Final = timedelta(minutes=10)
"""By how much a platform's clock may be behind ours."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws what a message refers to, as it is when it is sent; None: there is nothing left to say.

    A message about a task takes the place of the ones before whose keys begin with that task.

    `unsealed` puts in the secrets that a card refers to, once; `resealed` says that nobody saw them after all. `file`
    makes a file for the one account that may have it.
    """

    order: Callable[[Connection, Scope, OrderId], Card | None]
    digest: Callable[[Connection, Scope, str], Card | None]
    unsealed: Callable[[Card], Card] = lambda card: card
    resealed: Callable[[Card], None] = lambda _card: None
    file: Opened = lambda _id, _account: nullcontext()
    task: Callable[[Connection, Scope, str], Card | None] = lambda *_: None


class Outbox:
    """The queue of messages, for a `Worker`. One `Sender` for each platform."""

    def __init__(
        self,
        database: Database,
        senders: Mapping[str, Sender],
        drawing: Drawing,
        clock: Callable[[], datetime],
        patience: Patience | None = None,
    ) -> None:
        self._database = database
        self._senders = senders
        self._drawing = drawing
        self._clock = clock
        self._patience = patience or Patience()
        self._pace = Pace(self._patience.pace, [name for name, sender in senders.items() if sender.paced])

    def take(self) -> Message | None:
        now = self._clock()
        with self._database.reading() as db:
            if not outbox.any_due(db, self._senders, now, self._pace):
                return None
        with self._database.transaction() as db:
            return outbox.claim(db, self._senders, now=now, until=now + self._patience.claim, pace=self._pace)

    def act(self, task: Message) -> None:
        errand = Errand.model_validate_json(task.body)
        if task.lost and (_private(errand) or task.breakdowns > self._patience.most_breakdowns):
            self._unknown(task, errand, _NO_ANSWER)
            return
        crashpoint(Point.MESSAGE_CLAIMED)
        if errand.file:
            self._hand_over(task, errand)
            return
        if errand.withdraws or errand.recalls:
            self._withdraw(task, errand)
            return
        errand = self._drawn(task, errand)
        if errand.card is None:
            self._settle(task, QueueState.DONE, error=_NOTHING)
        else:
            self._say(task, errand, errand.card)

    def failed(self, task: Message, error: Exception) -> None:
        """It may have been sent before something broke, unless it can't even be read."""
        try:
            errand = Errand.model_validate_json(task.body)
        except ValidationError:
            self._settle(task, QueueState.REFUSED, error="unreadable")
        else:
            self._lost(task, errand, type(error).__name__)

    def _drawn(self, message: Message, errand: Errand) -> Errand:
        """With its card; a later message about the same order or digest takes the place of the one before."""
        if errand.card is not None:
            return errand
        family = errand.digest or errand.task or f"order:{errand.order}:"
        with self._database.reading() as db:
            card = self._redrawn(db, message.scope, errand)
            before = outbox.sent_as(db, message.installation, message.channel, family)
        return errand.model_copy(update={"card": card, "replaces": before or errand.replaces})

    def _redrawn(self, db: Connection, scope: Scope, errand: Errand) -> Card | None:
        if errand.digest:
            return self._drawing.digest(db, scope, errand.digest)
        if errand.task:
            return self._drawing.task(db, scope, errand.task)
        return self._drawing.order(db, scope, OrderId(UUID(errand.order)))

    def _say(self, message: Message, errand: Errand, card: Card) -> None:
        """What is said anew is a new message, for nobody notices that one has changed; the one before is taken away."""
        card = self._drawing.unsealed(card)
        say = partial(
            self._senders[message.platform].post,
            message.team,
            message.channel,
            card,
            errand.tongue,
            only_for=errand.only_for,
            replaces="" if errand.anew else errand.replaces,
            thread=errand.thread,
            repeat=message.repeat,
        )
        self._send(message, errand, say, withdrawn=card.shows_secret, before=errand.replaces if errand.anew else "")

    def _withdraw(self, message: Message, errand: Errand) -> None:
        def away() -> Sent:
            sender = self._senders[message.platform]
            if errand.recalls and errand.since:
                sender.recall(message.team, message.channel, errand.recalls, errand.tongue, errand.since)
            else:
                sender.withdraw(message.team, message.channel, errand.withdraws)
            return Sent("")

        self._send(message, errand, away)

    def _hand_over(self, message: Message, errand: Errand) -> None:
        """Made at this moment, under the right of the one whom it is for."""
        if not self._senders[message.platform].takes_files:
            self._settle(message, QueueState.DONE, error=_NOTHING)
            return
        person = message.channel.removeprefix(direct(""))
        with self._drawing.file(errand.file, Account(Platform(message.platform), message.team, person)) as parcel:
            if parcel is None:
                self._settle(message, QueueState.DONE, error=_NOTHING)
                return
            hand_over = self._senders[message.platform].send_file
            again = message.repeat
            self._send(message, errand, lambda: hand_over(message.team, person, parcel, errand.tongue, repeat=again))

    def _send(
        self,
        message: Message,
        errand: Errand,
        send: Callable[[], Sent],
        *,
        withdrawn: bool = False,
        before: str = "",
    ) -> None:
        """What shows a secret is `withdrawn` after a while, and the message `before` it at once."""
        try:
            sent = send()
        except NotSent as no:
            self._not_sent(message, errand, no)
        else:
            crashpoint(Point.MESSAGE_SENT)
            gone = sent.id if withdrawn else before
            self._settle(message, QueueState.DONE, sent_as=sent.id, later=Errand(withdraws=gone) if gone else None)
            crashpoint(Point.MESSAGE_SETTLED)

    def _not_sent(self, message: Message, errand: Errand, no: NotSent) -> None:
        match no:
            case Gone(reason=reason):
                self._settle(message, QueueState.REFUSED, error=reason)
            case Lost():
                self._lost(message, errand, _NO_ANSWER)
            case Busy(retry_after=seconds):
                self._resealed(errand)
                self._later(message, self._patience.asked_for(seconds), str(no), repeat=message.repeat)
            case _:
                self._resealed(errand)
                self._later(message, self._patience.wait(message.attempt), str(no), repeat=message.repeat)

    def _resealed(self, errand: Errand) -> None:
        if errand.card is not None:
            self._drawing.resealed(errand.card)

    def _lost(self, message: Message, errand: Errand, error: str) -> None:
        if message.repeat or _private(errand):
            self._unknown(message, errand, error)
        else:
            self._later(message, self._patience.wait(message.attempt), error, repeat=True)

    def _unknown(self, message: Message, errand: Errand, error: str) -> None:
        """Nobody knows whether it stands there; one that shows a secret is looked for, and must not stay either."""
        later = errand.recalling(message.created_at - _SKEW) if errand.card and errand.card.shows_secret else None
        self._settle(message, QueueState.UNKNOWN, error=error, later=later)

    def _later(self, message: Message, wait: timedelta, error: str, *, repeat: bool) -> None:
        now = self._clock()
        if now - message.created_at > self._patience.give_up:
            self._settle(message, QueueState.REFUSED, error=error)
            return
        with self._database.transaction() as db:
            outbox.put_back(db, message, now + wait, error[:400], repeat=repeat)

    def _settle(
        self,
        message: Message,
        state: QueueState,
        *,
        sent_as: str | None = None,
        error: str = "",
        later: Errand | None = None,
    ) -> None:
        """Persistently: a message that was said and not settled would be said again. `later` takes it away."""
        for attempt in stamina.retry_context(on=Unavailable, attempts=6, timeout=15):
            with attempt, self._database.transaction() as db:
                outbox.settle(db, message, state, self._clock(), sent_as=sent_as, error=error[:400])
                if later:
                    stays = later.withdraws in {"", sent_as}
                    self._withdraw_later(db, message, later, self._patience.secrets_stay if stays else timedelta())

    def _withdraw_later(self, db: Connection, message: Message, later: Errand, stays: timedelta) -> None:
        """A row of its own, so that it comes to pass whatever becomes of this process."""
        outbox.put(
            db,
            uuid4(),
            f"withdraw:{message.id}",
            installation=message.installation,
            channel=direct(later.only_for) if later.only_for else message.channel,
            kind="withdraw",
            body=later.model_copy(update={"only_for": ""}).body,
            now=self._clock() + stays,
        )


def _private(errand: Errand) -> bool:
    return bool(errand.only_for) or (errand.card is not None and errand.card.private)
