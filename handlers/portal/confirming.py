"""Links that activate an organisation: looked at, confirmed, and sent once more to where the last one went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from bot.phrases import Tongue
from bot.portal import Opened, Refused, Standing
from handlers import invitations
from handlers.context import Defaults
from handlers.invitations import LinkMail
from handlers.organisations import activation
from handlers.organisations.activation import Activating
from handlers.portal.opening import ENDED
from store import links, throttles
from store.database import Database
from store.values import LinkId, LinkPurpose

_HOUR: Final = timedelta(hours=1)
_MAILS_AN_HOUR: Final = 3


class Confirmations:
    """Where the deployment has no tokens no link was ever sent, and none is good."""

    def __init__(self, database: Database, clock: Callable[[], datetime], defaults: Defaults) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults

    def look(self, token: str) -> Opened | None:
        """None for a token that is not of that kind."""
        if (read := self._read(token)) is None:
            return None
        with self._database.reading() as db:
            found = activation.look(db, *read, self._clock())
        return self._opened(found) if found else None

    def confirm(self, token: str) -> Refused | None:
        """The link takes its one use; None where the organisation is active then."""
        if (read := self._read(token)) is None:
            return Refused(ENDED)
        with self._database.transaction() as db:
            found = activation.confirm(db, *read, self._clock(), self._defaults)
        return None if found is not None and found.standing is activation.Standing.DONE else Refused(ENDED)

    def renew(self, token: str) -> None:
        """Mail a new link to where the last one went, a few times an hour; nothing for one that needs none."""
        if (read := self._read(token)) is None or not self._defaults.mailing.can_send:
            return
        now = self._clock()
        with self._database.transaction() as db:
            found, link = activation.look(db, *read, now), links.find(db, read[0])
            if link is None or found is None or not self._opened(found).renewable:
                return
            if throttles.fail(db, f"mailed:{link.subject}", now=now, cutoff=now - _HOUR) <= _MAILS_AN_HOUR:
                body = {"supplier": found.seller, "organisation": found.organisation}
                mail = LinkMail(link.purpose, link.subject, link.organisation, found.email, "activation", body)
                invitations.put(db, mail, self._tongue(found), uuid4, now)

    def _opened(self, found: Activating) -> Opened:
        standing = _STANDINGS[found.standing]
        return Opened(
            standing,
            sets_password=False,
            renewable=standing is Standing.ENDED and bool(found.email),
            organisation=found.organisation,
            supplier=found.seller,
            until=found.until,
            tongue=Tongue(found.language or "", found.zone or self._defaults.zone),
        )

    def _tongue(self, found: Activating) -> Tongue:
        return Tongue(found.language or self._defaults.language, found.zone or self._defaults.zone)

    def _read(self, token: str) -> tuple[LinkId, int] | None:
        tokens = self._defaults.tokens
        return tokens.read(LinkPurpose.ACTIVATION, token) if tokens else None


_STANDINGS: Final = {
    activation.Standing.WAITING: Standing.GOOD,
    activation.Standing.DONE: Standing.USED,
    activation.Standing.EXPIRED: Standing.ENDED,
    activation.Standing.REPLACED: Standing.ENDED,
}
