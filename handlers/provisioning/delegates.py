"""Who completes an order from outside: the link of their mail, the code that is mailed at its opening, the way in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Connection

from bot.order_desk import FoundOrder, OrderLink
from bot.phrases import Phrase, Tongue, _
from bot.portal import Refused, Visitor
from handlers import invitations
from handlers.context import Defaults
from handlers.invitations import LinkMail
from handlers.policy.handing import MOST_CODES, MOST_TRIES, VISIT_LASTS, Opening, opening
from handlers.policy.networks import place
from handlers.portal.recording import Portal, record
from handlers.portal.signing_in import SLOWLY, TRIES_OF_ADDRESS, WINDOW
from handlers.provisioning import handing_posts
from store import additions, handings, links, organisations, people, throttles, visits
from store.additions import NewPerson
from store.database import Database
from store.handings import Handed
from store.links import Link
from store.values import LinkPurpose, PersonId, Scope
from store.values.webex import HandedTo, HandingId
from store.visits import Visit

_NAMESPACE: Final = UUID("3c1f7c0a-1f0e-4f7e-9a55-0d8a2b6f4c90")
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Followed:
    """A link of a mail as it was read, and the order that it leads to."""

    link: Link
    handed: Handed
    opening: Opening

    @property
    def scope(self) -> Scope:
        return Scope(self.handed.organisation)

    @property
    def code_of(self) -> UUID:
        """What the codes for it are about."""
        return uuid5(_NAMESPACE, str(self.handed.handing.id))


class Delegates:
    """Where the deployment has no tokens no link was ever sent, and none is good."""

    def __init__(self, database: Database, clock: Callable[[], datetime], defaults: Defaults) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults

    def look(self, token: str) -> FoundOrder:
        """The same for every token that leads nowhere."""
        with self._database.reading() as db:
            found = self.found(db, token)
            zone = self._zone(db, found) if found else ""
        if found is None:
            return FoundOrder(OrderLink.NONE)
        handed = found.handed
        return FoundOrder(
            _LINKS[found.opening],
            handed.seller,
            handed.reference,
            handed.handing.handed_to is HandedTo.CUSTOMER,
            found.link.expires_at,
            zone,
        )

    def mail_code(self, token: str, language: str, visitor: Visitor) -> Refused | None:
        """A new code to where the link was sent; it voids the older one."""
        with self._database.transaction() as db:
            found = self.found(db, token)
            if found is None or found.opening is not Opening.OPEN:
                return Refused(_ENDED)
            if no := self._too_many(db, f"code:{found.code_of}", visitor):
                return no
            mail = LinkMail(LinkPurpose.IDENTITY, found.code_of, None, found.handed.handing.email, "code", {})
            invitations.put(db, mail, Tongue(language, self._zone(db, found)), uuid4, self._clock())
        return None

    def renew(self, token: str, language: str, visitor: Visitor) -> Refused | None:
        """A new link to where the last one went, for one that ran out while the order still waits there."""
        with self._database.transaction() as db:
            found = self.found(db, token)
            if found is None or found.opening is not Opening.ENDED:
                return Refused(_ENDED)
            if no := self._too_many(db, f"mailed:{found.handed.handing.id}", visitor):
                return no
            mail = handing_posts.link_mail(db, found.handed)
            invitations.put(db, mail, Tongue(language, self._zone(db, found)), uuid4, self._clock())
        return None

    def let_in(self, token: str, code: str, visitor: Visitor) -> str | Refused:
        """The cookie of a visit for the right code, once. Whatever else is wrong is said in the same words."""
        now, there = self._clock(), throttles.of_address(place(visitor.address))
        with self._database.transaction() as db:
            if throttles.failures(db, there, cutoff=now - WINDOW) >= TRIES_OF_ADDRESS:
                return Refused(SLOWLY, slow_down=True)
            found = self.found(db, token)
            if found is None or found.opening is not Opening.OPEN:
                return Refused(_ENDED)
            if not self._is_right(db, found, code, now):
                throttles.fail(db, there, now=now, cutoff=now - WINDOW)
                return Refused(_WRONG, field="code")
            return self._welcome(db, found, visitor, now)

    def found(self, db: Connection, token: str) -> Followed | None:
        """What stands behind a link; None for a token that was not made here for this."""
        tokens = self._defaults.tokens
        read = tokens.read(LinkPurpose.DELEGATION, token) if tokens else None
        link = links.find(db, read[0]) if read else None
        if read is None or link is None or link.purpose is not LinkPurpose.DELEGATION or link.organisation is None:
            return None
        handed = handings.get(db, Scope(link.organisation), HandingId(link.subject))
        if handed is None:
            return None
        over = handed.handing.ended_at is not None
        return Followed(link, handed, opening(handed.state, ended=over, good=link.is_good(read[1], self._clock())))

    def _zone(self, db: Connection, found: Followed) -> str:
        """The seller's."""
        seller = organisations.get(db, found.scope, found.handed.organisation)
        return (seller.zone if seller else None) or self._defaults.zone

    def _is_right(self, db: Connection, found: Followed, typed: str, now: datetime) -> bool:
        """Counted before it is compared, and used up with it, however many come at the same time."""
        sent = links.of(db, LinkPurpose.IDENTITY, found.code_of)
        if sent is None or not sent.is_good(sent.generation, now) or not links.attempt(db, sent.id, MOST_TRIES):
            return False
        digits = "".join(str(int(char)) for char in typed if char.isdecimal())
        codes = self._defaults.tokens.codes(sent.id, sent.generation) if self._defaults.tokens else []
        right = any(compare_digest(digits, code) for code in codes)
        return right and links.use(db, sent.id, sent.generation, now)

    def _welcome(self, db: Connection, found: Followed, visitor: Visitor, now: datetime) -> str:
        handed, cookie = found.handed, token_urlsafe(32)
        visit = Visit(
            handing=handed.handing.id,
            generation=found.link.generation,
            person=_person(db, handed.handing.email, now),
            csrf=token_urlsafe(24),
            seen_at=now,
            expires_at=min(now + VISIT_LASTS, found.link.expires_at),
        )
        visits.open(db, cookie, visit)
        where = Portal(handed.handing.email, visitor.address)
        record(db, where, "portal.order", handed.organisation, handed.label, now)
        return cookie

    def _too_many(self, db: Connection, key: str, visitor: Visitor) -> Refused | None:
        """Nobody's mailbox is filled by strangers, nor anybody's from one network."""
        now, there = self._clock(), f"links:{place(visitor.address)}"
        if not self._defaults.mailing.can_send:
            return Refused(_NO_MAIL)
        if throttles.fail(db, there, now=now, cutoff=now - WINDOW) > TRIES_OF_ADDRESS:
            return Refused(SLOWLY, slow_down=True)
        if throttles.fail(db, key, now=now, cutoff=now - _HOUR) > MOST_CODES:
            return Refused(_OFTEN, slow_down=True)
        return None


def _person(db: Connection, email: str, now: datetime) -> PersonId:
    """Whoever proved that the address is theirs is a person, though one without any right of their own."""
    additions.people(db, [NewPerson(uuid4(), email, email, now)])
    person = people.by_email(db, email)
    if person is None:
        raise LookupError("a person who was just added")
    return person


_LINKS: Final = {
    Opening.OPEN: OrderLink.OPEN,
    Opening.ENDED: OrderLink.ENDED,
    Opening.TAKEN_BACK: OrderLink.TAKEN_BACK,
    Opening.DONE: OrderLink.DONE,
    Opening.WITHDRAWN: OrderLink.WITHDRAWN,
}
_ENDED: Final[Phrase] = _("This link is no longer good. Nothing was changed.")
_WRONG: Final[Phrase] = _("This code is wrong, or no longer good. Have a new one sent if you need it.")
_OFTEN: Final[Phrase] = _("Too many e-mails were asked for. Try again in an hour. Nothing was sent.")
_NO_MAIL: Final[Phrase] = _("No e-mail can be sent from here at the moment. Nothing was sent.")
