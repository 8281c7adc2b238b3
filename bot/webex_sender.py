"""Webex's way out for messages: cards, what they replace, and the pointer to what was said alone."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Final

from bot.cards import Card, Prose
from bot.errand import Gone, NotSent, Parcel, Sent, direct
from bot.phrases import Phrase, Speaker, Tongue, _
from bot.text_cards import clean
from bot.webex import Webex
from bot.webex_cards import message
from bot.webex_origin import marked
from bot.webex_people import People
from bot.webex_spaces import titled

_log: Final = logging.getLogger(__name__)
_ENOUGH: Final = 20.0
"""Seconds after which nothing is added to a message that went out: the whole must be over in a minute."""
_REMEMBERED: Final = 2000
_MOST_RECALLED: Final = 200
"""So many messages of a 1:1 space are looked through for one that was perhaps said."""


class Used:
    """The cards of ours that gave way to another, as far as this process remembers."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def add(self, message: str) -> None:
        with self._lock:
            self._ids[message] = None
            if len(self._ids) > _REMEMBERED:
                self._ids.popitem(last=False)

    def __contains__(self, message: str) -> bool:
        return message in self._ids


class WebexSender:
    """Says a card in a space, or to one person alone. Nothing private is ever said in a space."""

    takes_files = True
    paced = False

    def __init__(self, webex: Webex, people: People, used: Used) -> None:
        self._webex = webex
        self._people = people
        self._used = used

    def post(
        self,
        team: str,
        channel: str,
        card: Card,
        tongue: Tongue,
        *,
        only_for: str = "",
        replaces: str = "",
        thread: str = "",
        repeat: bool = False,
    ) -> Sent:
        """What was asked in a space is answered alone (`only_for`), and `thread` there gets a line that says so."""
        began = monotonic()
        if team != self._people.home:
            raise Gone("another organisation")
        card = _sent_again(card) if repeat else card
        sent = self._alone(only_for, card, tongue, channel) if only_for else self._openly(channel, card, tongue, thread)
        self._afterwards(began, lambda: self._replace(replaces) if replaces else None)
        if only_for and thread:
            self._afterwards(began, lambda: self._point(channel, thread, only_for, tongue))
        return Sent(sent)

    def send_file(self, team: str, account: str, parcel: Parcel, tongue: Tongue, *, repeat: bool = False) -> Sent:
        """In the 1:1 space, which nobody else reads."""
        if team != self._people.home:
            raise Gone("another organisation")
        text = Speaker(tongue, clean).say(_SENT_AGAIN if repeat else _("Here is the file."))
        return Sent(self._webex.send_file(parcel, text, person=account))

    def withdraw(self, team: str, channel: str, message: str) -> None:  # noqa: ARG002 - a message is known by its id
        """Also one that stands in a 1:1 space, whatever the space in which it was asked for."""
        if team != self._people.home:
            raise Gone("another organisation")
        self._replace(message)

    def recall(self, team: str, channel: str, card: Card, tongue: Tongue, since: datetime) -> None:
        """From the 1:1 space: what the bot said there in the very words of that card, which name no secret."""
        if team != self._people.home:
            raise Gone("another organisation")
        words, person = message(card, tongue)["text"].split(), channel.removeprefix(direct(""))
        with suppress(Gone):  # there is no such space yet
            for post in list(self._webex.direct_posts(person, since=since, most=_MOST_RECALLED)):
                if post.person_id == self._webex.me.id and post.text.split() == words:
                    self._replace(post.id)

    def called(self, team: str, channel: str) -> str:
        if team != self._people.home:
            raise Gone("another organisation")
        return titled(self._webex.room(channel).title)

    def _alone(self, person: str, card: Card, tongue: Tongue, room: str) -> str:
        return self._webex.post(marked(message(card, tongue), room), person=person)

    def _openly(self, channel: str, card: Card, tongue: Tongue, thread: str) -> str:
        if channel.startswith(direct("")):
            return self._webex.post(message(card, tongue), person=channel.removeprefix(direct("")))
        if card.private:
            raise Gone("private, and not for a space")
        return self._webex.post(message(card, tongue), room=channel, thread=thread)

    def _afterwards(self, began: float, also: Callable[[], None]) -> None:
        """The message is out: what is missing beside it is no reason to say it again."""
        if monotonic() - began > _ENOUGH:
            return
        try:
            also()
        except NotSent as no:
            _log.info("a message stands there without what belongs to it", extra={"reason": str(no)})

    def _replace(self, used: str) -> None:
        self._used.add(used)
        with suppress(Gone):
            self._webex.delete(used)

    def _point(self, room: str, thread: str, person: str, tongue: Tongue) -> None:
        text = Speaker(tongue, clean).say(_answered_alone(self._people.name(person)))
        try:
            self._webex.write(text, room=room, thread=thread)
        except Gone:  # what was asked is deleted, or stands in a thread itself
            self._webex.write(text, room=room)


def _answered_alone(name: str) -> Phrase:
    return _("{name}, I've answered you directly.", name=name)


def _sent_again(card: Card) -> Card:
    return card.model_copy(update={"elements": (Prose(text=_SENT_AGAIN, quiet=True), *card.elements)})


_SENT_AGAIN: Final = _("Sent again: no answer came the first time, so you may have seen this already.")
