"""Sign-in: the same work and the same words whoever tries, a lock after too many failures, a history of all tries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.phrases import Phrase, Tongue, _
from bot.portal import Guest, Refused, Visitor
from handlers.context import Defaults
from handlers.policy.addresses import BadAddress, normal
from handlers.policy.networks import place
from handlers.portal.hashing import Hasher
from handlers.portal.recording import Portal, record
from store import mails, passwords, sessions, sign_ins, throttles
from store.database import Database
from store.mails import NewMail
from store.sessions import Session
from store.sign_ins import Locked, NewSignIn
from store.values import PersonId, SignInOutcome

WINDOW: Final = timedelta(minutes=15)
"""Failures from one address are counted for so long."""
TRIES_OF_ADDRESS: Final = 30
LASTS: Final = timedelta(hours=12)
IDLE: Final = timedelta(minutes=30)
_SEEN_EVERY: Final = timedelta(minutes=1)
_FOREVER: Final = timedelta(days=36_500)
_LONGEST_AGENT: Final = 400
_NOBODY: Final = "login:"
"""Counts for everybody who is not known, so that their tries cost the same and fill no table."""
_MOST_REMEMBERED: Final = 100
"""Failures in a row that the history of a login keeps; more of them say nothing new."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """One try, and the password it was compared with."""

    email: str
    visitor: Visitor
    now: datetime
    person: PersonId | None
    right: bool


class SignIns:
    """`tries` failures lock the users of a login until an Admin unlocks them."""

    def __init__(
        self, database: Database, hasher: Hasher, clock: Callable[[], datetime], defaults: Defaults, tries: int
    ) -> None:
        self._database = database
        self._hasher = hasher
        self._clock = clock
        self._defaults = defaults
        self._tries = tries

    def sign_in(self, email: str, password: str, visitor: Visitor) -> Guest | Refused:
        email, now = login_of(email), self._clock()
        with self._database.reading() as db:
            from_there = throttles.failures(db, throttles.of_address(place(visitor.address)), cutoff=now - WINDOW)
            known = passwords.of(db, email)
        if from_there >= TRIES_OF_ADDRESS:
            return Refused(SLOWLY, slow_down=True)
        person, hash = known or (None, None)
        right = self._hasher.matches(password, hash)
        renewed = self._hasher.hash(password) if right and hash and self._hasher.is_old(hash) else None
        tried = _Tried(email, visitor, now, person, right)
        with self._database.transaction() as db:
            if person is None or not right or passwords.of(db, email) != known:
                return self._failed(db, tried)
            if not passwords.may_sign_in(db, email):
                return self._not_ready(db, tried)
            if renewed:
                passwords.put(db, person, renewed, now)
            return self._let_in(db, tried, person)

    def guest(self, cookie: str) -> Guest | None:
        """Who holds the cookie of a session that still lasts."""
        if not cookie:
            return None
        now = self._clock()
        with self._database.reading() as db:
            found = sessions.get(db, cookie, now=now, idle_since=now - IDLE)
        if found is not None and now - found.seen_at >= _SEEN_EVERY:
            with self._database.transaction() as db:
                sessions.see(db, cookie, now)
        return self._guest(cookie, found) if found else None

    def sign_out(self, guest: Guest) -> None:
        with self._database.transaction() as db:
            sessions.close(db, guest.cookie)

    def _let_in(self, db: Connection, tried: _Tried, person: PersonId) -> Guest:
        """A session of its own, whatever the browser held before."""
        throttles.forget(db, throttles.of_login(tried.email))
        _remember(db, tried, SignInOutcome.SIGNED_IN)
        cookie, now = token_urlsafe(32), tried.now
        sessions.open(db, cookie, person, token_urlsafe(24), now=now, expires_at=now + LASTS)
        found = sessions.get(db, cookie, now=now, idle_since=now - IDLE)
        if found is None:
            raise LookupError("a session that was just opened")
        return self._guest(cookie, found)

    def _guest(self, cookie: str, found: Session) -> Guest:
        tongue = Tongue(found.language or "", found.zone or self._defaults.zone)
        return Guest(cookie, found.csrf, found.name, found.email, tongue)

    def _failed(self, db: Connection, tried: _Tried) -> Refused:
        """Counted for the login and for the address; the one who is known is locked in the end."""
        known = sign_ins.is_known(db, tried.email)
        login = throttles.of_login(tried.email) if known else _NOBODY
        failures = throttles.fail(db, login, now=tried.now, cutoff=tried.now - _FOREVER)
        _count_there(db, tried)
        if not known:
            return Refused(_WRONG)
        locked = sign_ins.lock(db, tried.email) if failures >= self._tries else []
        if failures <= _MOST_REMEMBERED or locked:
            _remember(db, tried, SignInOutcome.LOCKED if locked else SignInOutcome.WRONG)
        for user in locked:
            self._tell_locked(db, tried, user)
        return Refused(_WRONG)

    def _not_ready(self, db: Connection, tried: _Tried) -> Refused:
        """Who guesses on after the lock learns nothing from the right password; others are told who can help."""
        _remember(db, tried, SignInOutcome.REFUSED)
        failures = throttles.failures(db, throttles.of_login(tried.email), cutoff=tried.now - _FOREVER)
        if failures < self._tries:
            return Refused(_NOT_NOW)
        _count_there(db, tried)
        return Refused(_WRONG)

    def _tell_locked(self, db: Connection, tried: _Tried, user: Locked) -> None:
        where = Portal(tried.email, tried.visitor.address)
        record(db, where, "portal.lock", user.organisation, tried.email, tried.now, before="ready", after="locked")
        body = {"name": user.name, "organisation": user.customer, "login": tried.email, "news": "locked"}
        id, language, zone = uuid4(), user.language or self._defaults.language, user.zone or self._defaults.zone
        mail = NewMail(id, f"account:{id}", user.organisation, user.noticed_at, "account", language, zone, body)
        mails.put(db, mail, tried.now)


def login_of(typed: str) -> str:
    """An address as logins are stored; nobody's for what is no address."""
    try:
        return normal(typed)
    except BadAddress:
        return ""


def _count_there(db: Connection, tried: _Tried) -> None:
    there = throttles.of_address(place(tried.visitor.address))
    throttles.fail(db, there, now=tried.now, cutoff=tried.now - WINDOW)


def _remember(db: Connection, tried: _Tried, outcome: SignInOutcome) -> None:
    agent = "".join(char for char in tried.visitor.agent if char.isprintable())[:_LONGEST_AGENT]
    address = tried.visitor.address
    sign_ins.record(db, NewSignIn(uuid4(), tried.email, tried.person, tried.now, address, agent, outcome))


_WRONG: Final[Phrase] = _("E-mail address or password is wrong. After several failures an access is locked.")
SLOWLY: Final[Phrase] = _("Too many tries came from your network. Try again in a quarter of an hour.")
_NOT_NOW: Final[Phrase] = _(
    "Your access is locked, disabled or not activated yet. An Admin of your organisation can help."
)
