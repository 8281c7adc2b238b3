"""Where something is asked: the 1:1 space with the bot, or a space that others read too."""

from __future__ import annotations

from functools import lru_cache
from time import monotonic
from typing import Final

from bot.ask import Place
from bot.errand import Gone, direct
from bot.text_cards import clean
from bot.webex import Webex
from bot.webex_people import People
from store.values import ChannelKind

DIRECT: Final = "direct"
_TITLES: Final = 2000
_FOR_S: Final = 600.0
_LONGEST_NAME: Final = 100


class Spaces:
    """A 1:1 space goes by its person, any other by its room."""

    def __init__(self, webex: Webex, people: People) -> None:
        self._webex = webex
        self._people = people
        self._titles = lru_cache(_TITLES)(self._look_up_title)

    def alone(self, person: str, message: str = "") -> Place:
        return Place(direct(person), ChannelKind.DIRECT, message)

    def among_others(self, room: str, *, message: str = "", thread: str = "") -> Place:
        return Place(room, ChannelKind.GROUP, message, thread, self._is_shared(room), self._title(room))

    def holds(self, room: str, person: str) -> bool:
        """Whether somebody is a member of a space of ours."""
        try:
            return any(one.person_id == person for one in self._webex.members(room, person))
        except Gone:
            return False

    def _is_shared(self, room: str) -> bool:
        """Whether somebody of another organisation reads along; a space that can't be looked into counts as such."""
        try:
            members = self._webex.members(room)
            return any(self._people.is_stranger(one.person_email, one.person_org_id) for one in members)
        except Gone:
            return True

    def _title(self, room: str) -> str:
        """Of the last ten minutes; empty for a space that can't be looked into."""
        try:
            return self._titles(room, int(monotonic() / _FOR_S))
        except Gone:
            return ""

    def _look_up_title(self, room: str, _since: int) -> str:
        return titled(self._webex.room(room).title)


def titled(title: str) -> str:
    """On one line, and not longer than a name is shown."""
    return " ".join(clean(title).split())[:_LONGEST_NAME]
