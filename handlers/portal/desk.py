"""The whole of the portal behind its pages: one object that decides, as `bot.portal.Desk` asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.cards import Card
from bot.commands import decode
from bot.portal import Guest, Opened, Standing
from handlers import refusals, services
from handlers.context import Defaults
from handlers.errors import Refusal
from handlers.keys.commands import GetMyDownload, GetMyKey, PutAway
from handlers.portal import mine
from handlers.portal.confirming import Confirmations
from handlers.portal.hashing import Hasher
from handlers.portal.keys import OwnKeys
from handlers.portal.opening import Links
from handlers.portal.signing_in import SignIns
from handlers.services import FetchLicence, MyServices
from store import services as held
from store.database import Database


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say of the portal: `tries` failures lock a login."""

    tries: int = 5


class Counter:
    """Everything that the portal's pages ask; `showing` puts secrets into a card that refers to them."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        defaults: Defaults,
        rules: Rules | None = None,
        hasher: Hasher | None = None,
        showing: Callable[[Card], Card] = lambda card: card,
    ) -> None:
        hasher = hasher or Hasher()
        self._own_keys = OwnKeys(database, clock, defaults, showing)
        self._database = database
        self._confirmations = Confirmations(database, clock, defaults)
        self._links = Links(database, hasher, clock, defaults)
        self._sign_ins = SignIns(database, hasher, clock, defaults, (rules or Rules()).tries)
        self.guest = self._sign_ins.guest
        self.sign_in = self._sign_ins.sign_in
        self.sign_out = self._sign_ins.sign_out
        self.confirm = self._confirmations.confirm
        self.renew = self._confirmations.renew
        self.choose = self._links.choose
        self.mailing_refused = self._links.mailing_refused
        self.mail_link = self._links.mail_link

    def look(self, token: str) -> Opened:
        """A user's link, or an organisation's; the same answer for every other token."""
        return self._links.look(token) or self._confirmations.look(token) or Opened(Standing.NONE)

    def services(self, guest: Guest, offset: int) -> Card:
        with self._database.reading() as db:
            return services.card_for(db, held.places(db, guest.email), guest.email, offset=offset)

    def press(self, guest: Guest, token: str, fields: Mapping[str, str]) -> Card:
        """What a button of one's own cards leads to; nothing else can be asked here."""
        try:
            command = decode(token, fields)
        except ValueError:
            return refusals.worn_out()
        match command:
            case MyServices(offset=offset):
                return self.services(guest, offset)
            case FetchLicence(subscription=subscription):
                return self._licence(guest, subscription)
            case GetMyKey() | GetMyDownload():
                return self._own_keys(guest, command)
            case PutAway():
                return self.services(guest, 0)
            case _:
                return refusals.worn_out()

    def _licence(self, guest: Guest, subscription: str) -> Card:
        with self._database.reading() as db:
            try:
                return services.licence_for(db, held.places(db, guest.email), guest.email, subscription)
            except Refusal as no:
                return refusals.of(no)

    def history(self, guest: Guest) -> Card:
        with self._database.reading() as db:
            return mine.history(db, guest.email)

    def details(self, guest: Guest) -> Card:
        with self._database.reading() as db:
            return mine.details(db, guest.email)
