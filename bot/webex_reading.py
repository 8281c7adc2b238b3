"""From a stored event to a request: everything but its id is fetched from Webex, nothing is believed."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from hashlib import sha256

from pydantic import BaseModel, ConfigDict

from bot.ask import Ask, Dispatch, Place, Pressed, Typed, Way
from bot.errand import Gone
from bot.webex import Webex
from bot.webex_files import WebexFiles
from bot.webex_inputs import read_inputs
from bot.webex_mentions import said_to
from bot.webex_nouns import Post, Press, bare
from bot.webex_origin import unmarked
from bot.webex_people import People, is_bot
from bot.webex_sender import Used
from bot.webex_spaces import DIRECT, Spaces


class Resource(StrEnum):
    """What an event is about."""

    MESSAGES = "messages"
    PRESSES = "attachmentActions"
    MEMBERSHIPS = "memberships"


class Event(BaseModel):
    """Something was created at Webex; only its id is known."""

    model_config = ConfigDict(frozen=True)

    resource: Resource
    id: str

    @property
    def key(self) -> str:
        """The same for every delivery of it, also over another webhook or over the websocket."""
        return sha256(f"webex:{self.resource}:{bare(self.id)}".encode()).hexdigest()


class Reading:
    """Makes requests of events, and has them answered through the outbox."""

    def __init__(
        self, webex: Webex, people: People, used: Used, dispatch: Dispatch, files: WebexFiles | None = None
    ) -> None:
        """Without `files`, messages that bring some are answered by their words alone."""
        self._webex = webex
        self._people = people
        self._used = used
        self._dispatch = dispatch
        self._files = files
        self._spaces = Spaces(webex, people)

    def message(self, event: Event) -> None:
        post = self._webex.message(event.id)
        me = self._webex.me
        if post.person_id == me.id:
            return
        if post.room_type == DIRECT:
            place = self._spaces.alone(post.person_id)
        else:
            place = self._spaces.among_others(post.room_id, thread=post.parent_id or post.id)
        way = Way.RETURN if is_bot(post.person_email) else Way.OUTBOX
        ask = Ask(event.key, self._people.account(post.person_id), place, Typed(said_to(me, post)), way)
        self._dispatch(self._with_files(ask, post))

    def _with_files(self, ask: Ask, post: Post) -> Ask:
        """What came with the words is kept, and asked about in their place."""
        if not post.files or self._files is None or is_bot(post.person_email) or not isinstance(ask.said, Typed):
            return ask
        return replace(ask, said=self._files.said(ask, ask.said.text, post.files))

    def press(self, event: Event) -> None:
        """A button works on our own cards alone, for whoever presses it; what it does is decided as for anybody.

        On a card of somebody else it could put words in the mouth of its presser.
        """
        press = self._webex.press(event.id)
        card = self._card(press.message_id)
        ours = press.message_id in self._used or (card is not None and card.person_id == self._webex.me.id)
        space, words = unmarked(press.inputs)
        token, fields = read_inputs(words)
        alone = (card.room_type if card else self._webex.room(press.room_id).type) == DIRECT
        place = self._place_alone(press, space) if alone else self._place_among_others(press)
        said = Pressed(token, fields) if ours else Pressed("")
        self._dispatch(Ask(event.key, self._people.account(press.person_id), place, said, Way.OUTBOX))

    def _card(self, message: str) -> Post | None:
        """What was pressed; it may be deleted by now."""
        try:
            return self._webex.message(message)
        except Gone:
            return None

    def _place_alone(self, press: Press, space: str) -> Place:
        """The space that it was asked for in, if one is still a member there."""
        if space and self._spaces.holds(space, press.person_id):
            return self._spaces.among_others(space, message=press.message_id)
        return self._spaces.alone(press.person_id, press.message_id)

    def _place_among_others(self, press: Press) -> Place:
        """The card stays, since others may press it too."""
        return self._spaces.among_others(press.room_id, thread=press.message_id)
