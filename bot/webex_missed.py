"""What was said while the bot did not listen, as the REST side lists it. Presses of buttons can't be listed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.errand import Gone
from bot.webex import Webex
from bot.webex_nouns import Room, bare
from bot.webex_reading import Event, Resource
from bot.webex_spaces import DIRECT

_MOST_ROOMS: Final = 200
_MOST_POSTS: Final = 100


class Listing:
    """By the bot's own token: what it may read."""

    def __init__(self, webex: Webex) -> None:
        self._webex = webex

    def is_own(self, account: str) -> bool:
        """Whether an account, however its id is written, is the bot's."""
        return bare(account) == bare(self._webex.me.id)

    def joined(self, room: str) -> Event | None:
        """The bot's coming to a space; None where it has left again."""
        try:
            membership = next(self._webex.members(room, self._webex.me.id), None)
        except Gone:
            return None
        return Event(resource=Resource.MEMBERSHIPS, id=membership.id) if membership else None

    def since(self, moment: datetime) -> list[Event]:
        """What others said to the bot since then, oldest first, of the spaces that are most alive."""
        said = [post for room in self._webex.rooms(since=moment, most=_MOST_ROOMS) for post in self._said(room, moment)]
        return [Event(resource=Resource.MESSAGES, id=id) for _created, id in sorted(said)]

    def _said(self, room: Room, moment: datetime) -> Iterator[tuple[datetime, str]]:
        """In a space with others, what mentions the bot: it may read nothing else."""
        mentioned = "" if room.type == DIRECT else "me"
        for post in self._webex.posts(room.id, mentioned=mentioned, since=moment, most=_MOST_POSTS):
            if post.created and not self.is_own(post.person_id):
                yield post.created, post.id
