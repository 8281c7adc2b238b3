"""Sends the mails that wait: claimed, sent without a transaction, settled.

A link or code is made when its mail is sent; one that was replaced, used or ran out meanwhile is not sent at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, Protocol
from uuid import UUID

import stamina

from bot.errand import Down, Gone, Lost, NotSent
from bot.letters import LETTERS, PATHS, Letter, Way
from bot.mail_writing import Envelope
from bot.phrases import Tongue
from bot.tokens import Tokens
from jobs.crashpoint import Point, crashpoint
from jobs.patience import Patience
from store import links, mails
from store.database import Database, Unavailable
from store.links import Link
from store.mails import Mail
from store.values import DownloadId, LinkId, LinkPurpose, QueueState

PATIENCE: Final = Patience(
    claim=timedelta(minutes=4),
    first_wait=timedelta(seconds=5),
    longest_wait=timedelta(minutes=15),
    give_up=timedelta(days=3),
)
"""A mail server may take its time with one mail, and may be down over a long weekend."""
_NOTHING_LEFT: Final = "nothing left to say"
_TOO_OLD: Final = "kept for too long before there was a mail server"


class Sending(Protocol):
    """What hands a letter to a mail server. Raises a `NotSent`."""

    def send(self, envelope: Envelope, letter: Letter, tongue: Tongue) -> None: ...


@dataclass(frozen=True, slots=True)
class Links:
    """What the links of mails are made of: the keys of tokens, and where the bot is reached (without a slash)."""

    tokens: Tokens
    public_url: str

    def way(self, link: Link) -> Way:
        """`Down` while nobody knows where a link should lead."""
        if link.purpose is LinkPurpose.IDENTITY:
            return Way(code=self.tokens.code(link.id, link.generation), until=link.expires_at)
        if not self.public_url:
            raise Down("COMPTOIR_PUBLIC_URL is not set")
        return Way(url=self.url(link), until=link.expires_at)

    def url(self, link: Link) -> str:
        token = self.tokens.link(link.purpose, link.id, link.generation)
        return f"{self.public_url}{PATHS[link.purpose]}{token}"

    def download(self, id: DownloadId, generation: int) -> str:
        """The page of a link to software."""
        return f"{self.public_url}{PATHS[LinkPurpose.DOWNLOAD]}{self.tokens.link(LinkPurpose.DOWNLOAD, id, generation)}"


class Post:
    """The queue of mails, for a `Worker`."""

    def __init__(
        self,
        database: Database,
        sending: Sending,
        made: Links | None,
        clock: Callable[[], datetime],
        patience: Patience = PATIENCE,
    ) -> None:
        self._database = database
        self._sending = sending
        self._links = made
        self._clock = clock
        self._patience = patience

    def take(self) -> Mail | None:
        now = self._clock()
        with self._database.reading() as db:
            if mails.waiting_since(db, now) is None:
                return None
        with self._database.transaction() as db:
            return mails.claim(db, now=now, until=now + self._patience.claim)

    def act(self, task: Mail) -> None:
        if task.lost and task.breakdowns > self._patience.most_breakdowns:
            self._settle(task, QueueState.UNKNOWN, "no answer")
            return
        crashpoint(Point.MAIL_CLAIMED)
        try:
            self._send(task)
        except NotSent as no:
            self._not_sent(task, no)

    def failed(self, task: Mail, error: Exception) -> None:
        """It may have been sent before something broke."""
        self._not_sent(task, Lost(type(error).__name__))

    def _send(self, mail: Mail) -> None:
        if mail.attempt == 1 and self._clock() - mail.created_at > self._patience.give_up:
            raise Gone(_TOO_OLD)
        letter = self._letter(mail)
        if letter is None:
            self._settle(mail, QueueState.DONE, _NOTHING_LEFT)
            return
        self._sending.send(_envelope(mail), letter, Tongue(mail.language, mail.zone))
        crashpoint(Point.MAIL_SENT)
        self._settle(mail, QueueState.DONE)
        crashpoint(Point.MAIL_SETTLED)

    def _letter(self, mail: Mail) -> Letter | None:
        """None where the link that it carries is no longer good."""
        writing = LETTERS[mail.template]
        if "link" not in mail.body:
            return writing(mail.body, Way())
        with self._database.reading() as db:
            link = links.find(db, LinkId(UUID(mail.body["link"])))
        if link is None or not link.is_good(int(mail.body["generation"]), self._clock()):
            return None
        if self._links is None:
            raise Down("COMPTOIR_VAULT_KEYS is not set")
        return writing(mail.body, self._links.way(link))

    def _not_sent(self, mail: Mail, no: NotSent) -> None:
        match no:
            case Gone(reason=reason):
                self._settle(mail, QueueState.REFUSED, reason)
            case Lost() if mail.repeat:
                self._settle(mail, QueueState.UNKNOWN, "no answer")
            case Lost():
                self._later(mail, str(no), repeat=True)
            case _:
                self._later(mail, str(no), repeat=mail.repeat)

    def _later(self, mail: Mail, error: str, *, repeat: bool) -> None:
        now = self._clock()
        if now - mail.created_at > self._patience.give_up:
            self._settle(mail, QueueState.REFUSED, error)
            return
        with self._database.transaction() as db:
            mails.put_back(db, mail, now + self._patience.wait(mail.attempt), error[:400], repeat=repeat)

    def _settle(self, mail: Mail, state: QueueState, error: str = "") -> None:
        """Persistently: a mail that was sent and not settled would be sent again."""
        for attempt in stamina.retry_context(on=Unavailable, attempts=6, timeout=15):
            with attempt, self._database.transaction() as db:
                mails.settle(db, mail, state, self._clock(), error[:400])


def _envelope(mail: Mail) -> Envelope:
    """A repeat has the name and the date of what it repeats, so that a mailbox may show it once."""
    name = sha256(mail.id.bytes).hexdigest()[:32]
    return Envelope(mail.recipient, name, mail.created_at, repeat=mail.repeat)
