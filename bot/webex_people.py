"""Whom Webex vouches for: a colleague, somebody else, a bot; looked up at most once a day."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Final

from bot.ask import Account, Fresh, Meet, Platform, Standing, Vouched
from bot.errand import Down, Gone
from bot.webex import Webex
from bot.webex_nouns import Person, bare
from bot.zones import zone_names

_NAMES: Final = 2000
_NOBODYS: Final = ("", "consumer")
"""Of these Webex vouches for nobody: whoever has a free account is at home there."""
_BOTS: Final = ("@webex.bot", "@sparkbot.io")


class People:
    """The people who write to the bot; `home` is the organisation whose people it serves, default the bot's own."""

    def __init__(self, webex: Webex, home: str, meet: Meet, fresh: Fresh) -> None:
        self._webex = webex
        self._home = home
        self._meet = meet
        self._fresh = fresh
        self._names = lru_cache(_NAMES)(self._look_up_name)

    @cached_property
    def home(self) -> str:
        """The UUID of the organisation, in whichever form it was set. `Down` where there is none."""
        found = bare(self._home or self._webex.me.org_id)
        if found in _NOBODYS:
            raise Down("the bot belongs to no organisation; set WEBEX_ORG_ID to yours")
        return found

    def account(self, person: str) -> Account:
        """Their account, vouched for within the last day. Strangers have theirs at home too, marked as such."""
        account = Account(Platform.WEBEX, self.home, person)
        if not self._fresh(account):
            self._meet(self._vouched(account))
        return account

    def name(self, person: str) -> str:
        return self._names(person)

    def is_stranger(self, email: str, organisation: str) -> bool:
        """Whether a member of a space is a person of another organisation."""
        return bare(organisation) != self.home and not is_bot(email)

    def _vouched(self, account: Account) -> Vouched:
        try:
            person = self._webex.person(account.user)
        except Gone:
            return Vouched(account, Standing.DEACTIVATED)
        email = person.emails[0] if person.emails else ""
        known = person.timezone and person.timezone in zone_names()
        zone = person.timezone if known else ""
        return Vouched(account, self._standing(person), email, person.display_name, zone=zone)

    def _standing(self, person: Person) -> Standing:
        if person.type != "person":
            return Standing.BOT
        if bare(person.org_id) != self.home:
            return Standing.STRANGER
        if not person.login_enabled:
            return Standing.DEACTIVATED
        return Standing.UNVERIFIED if person.invite_pending else Standing.MEMBER

    def _look_up_name(self, person: str) -> str:
        return self._webex.person(person).display_name


def is_bot(email: str) -> bool:
    """Whether an address is one of those that Webex gives to bots."""
    return email.casefold().endswith(_BOTS)
