"""Links that mails carry: what stands behind one, a password chosen by it, an organisation confirmed by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.phrases import Tongue, _
from bot.portal import Opened, Refused, Standing, Visitor
from handlers import invitations
from handlers.context import Defaults
from handlers.policy.networks import place
from handlers.policy.passwords import LONGEST, SHORTEST, Weakness, weakness
from handlers.policy.user_status import Event, NotNow, after
from handlers.portal.hashing import Hasher
from handlers.portal.recording import Portal, record
from handlers.portal.signing_in import SLOWLY, TRIES_OF_ADDRESS, WINDOW, login_of
from store import additions, links, mails, passwords, people, sessions, throttles, users
from store.additions import NewPerson
from store.database import Database
from store.links import Link
from store.mails import NewMail
from store.users import User
from store.values import LinkPurpose, PersonId, Scope, UserId, UserStatus

_HOUR: Final = timedelta(hours=1)
_MAILS_AN_HOUR: Final = 3
_PASSWORDS: Final = (LinkPurpose.INVITATION, LinkPurpose.RESET)


class Links:
    """Where the deployment has no tokens no link was ever sent, and none is good."""

    def __init__(
        self,
        database: Database,
        hasher: Hasher,
        clock: Callable[[], datetime],
        defaults: Defaults,
    ) -> None:
        self._database = database
        self._tokens = defaults.tokens
        self._hasher = hasher
        self._clock = clock
        self._defaults = defaults

    def look(self, token: str) -> Opened | None:
        """What the link of a user's mail leads to; None for a token that is not of that kind."""
        with self._database.reading() as db:
            found = self._find(db, token)
            if found is None:
                return None
            link, generation = found
            user = _user(db, link)
        standing = _standing(link, generation, user, self._clock())
        if user is None:
            return Opened(standing)
        tongue = Tongue(user.language or "", user.zone or self._defaults.zone)
        return Opened(
            standing,
            activates=link.purpose is LinkPurpose.INVITATION,
            name=user.name,
            login=user.login,
            organisation=user.customer,
            until=link.expires_at,
            tongue=tongue,
        )

    def choose(self, token: str, password: str, visitor: Visitor) -> Refused | None:
        """Take the link's one use and set the password; None when that was done."""
        opened = self.look(token)
        if opened is None or opened.standing is not Standing.GOOD:
            return Refused(ENDED)
        if wrong := weakness(password, (opened.name, opened.login, opened.organisation)):
            return Refused(_WEAK[wrong], field="password")
        hash, now = self._hasher.hash(password), self._clock()
        with self._database.transaction() as db:
            found = self._find(db, token)
            user = _user(db, found[0], lock=True) if found else None
            if found is None or user is None or not links.use(db, found[0].id, found[1], now):
                return Refused(ENDED)
            return self._chosen(db, found[0], user, hash, visitor, now)

    def mailing_refused(self, visitor: Visitor) -> Refused | None:
        """One more link is asked for from there; refused after too many, and where none can be sent to anybody."""
        if not self._defaults.mailing.can_send:
            return Refused(_NO_MAIL)
        now, there = self._clock(), f"links:{place(visitor.address)}"
        with self._database.transaction() as db:
            asked = throttles.fail(db, there, now=now, cutoff=now - WINDOW)
        return Refused(SLOWLY, slow_down=True) if asked > TRIES_OF_ADDRESS else None

    def mail_link(self, email: str) -> None:
        """A link to choose a password, if that is somebody's login; nobody's mailbox is filled by strangers."""
        login, now = login_of(email), self._clock()
        with self._database.transaction() as db:
            user = next(iter(users.of_login(db, login)), None)
            if user and throttles.fail(db, f"mailed:{login}", now=now, cutoff=now - _HOUR) <= _MAILS_AN_HOUR:
                self._send_again(db, user, now)

    def _send_again(self, db: Connection, user: User, now: datetime) -> None:
        """A reset for who has activated their access, the invitation for who has not."""
        if user.status is UserStatus.NOT_ACTIVATED:
            mail = invitations.to_user(LinkPurpose.INVITATION, "invitation", user)
        else:
            mail = invitations.to_user(LinkPurpose.RESET, "reset", user)
        tongue = Tongue(user.language or self._defaults.language, user.zone or self._defaults.zone)
        invitations.put(db, mail, tongue, uuid4, now)

    def _find(self, db: Connection, token: str) -> tuple[Link, int] | None:
        for purpose in _PASSWORDS if self._tokens else ():
            read = self._tokens.read(purpose, token) if self._tokens else None
            link = links.find(db, read[0]) if read else None
            if read and link is not None and link.purpose is purpose:
                return link, read[1]
        return None

    def _chosen(
        self, db: Connection, link: Link, user: User, hash: str, visitor: Visitor, now: datetime
    ) -> Refused | None:
        event = Event.LINK_FOLLOWED if link.purpose is LinkPurpose.INVITATION else Event.RESET_MAILED
        try:
            status = after(user.status, event)
        except NotNow:
            status = None
        if status is None:
            return Refused(ENDED)
        scope = Scope(user.organisation)
        if status is not user.status:
            users.set_status(db, scope, user.id, user.status, status)
        person = _person(db, user, now)
        passwords.put(db, person, hash, now)
        sessions.close_all(db, person)
        throttles.forget(db, throttles.of_login(user.login))
        where = Portal(user.login, visitor.address)
        detail = {"before": str(user.status), "after": str(status)}
        record(db, where, f"portal.{link.purpose}", user.organisation, user.login, now, **detail)
        self._tell(db, user, "activated" if status is not user.status else "password", now)
        return None

    def _tell(self, db: Connection, user: User, news: str, now: datetime) -> None:
        body = {"name": user.name, "organisation": user.customer, "login": user.login, "news": news}
        id, language, zone = uuid4(), user.language or self._defaults.language, user.zone or self._defaults.zone
        mail = NewMail(id, f"account:{id}", user.organisation, user.noticed_at, "account", language, zone, body)
        mails.put(db, mail, now)


def _user(db: Connection, link: Link, *, lock: bool = False) -> User | None:
    """Whose link it is, if they still sign in by the address that it was sent to."""
    if link.organisation is None:
        return None
    user = users.get(db, Scope(link.organisation), UserId(link.subject), lock=lock)
    return user if user is not None and user.login == link.email else None


def _standing(link: Link, generation: int, user: User | None, now: datetime) -> Standing:
    if user is None:
        return Standing.NONE
    if link.is_good(generation, now):
        return Standing.GOOD
    used = link.used_at is not None and link.generation == generation
    return Standing.USED if used else Standing.ENDED


def _person(db: Connection, user: User, now: datetime) -> PersonId:
    additions.people(db, [NewPerson(uuid4(), user.login, user.name, now)])
    person = people.by_email(db, user.login)
    if person is None:
        raise LookupError("a person who was just added")
    return person


ENDED: Final = _("This link is no longer good: it was used, replaced by a newer one, or ran out. Nothing was changed.")
_NO_MAIL: Final = _("No e-mail can be sent from here. An Admin of your organisation can help. Nothing was changed.")
_WEAK: Final = {
    Weakness.SHORT: _("A password has at least {count} characters. Nothing was changed.", count=SHORTEST),
    Weakness.LONG: _("A password has at most {count} characters. Nothing was changed.", count=LONGEST),
    Weakness.COMMON: _(
        "This password is easily guessed: it is in lists of leaked ones, or made of your own name. Nothing was changed."
    ),
}
