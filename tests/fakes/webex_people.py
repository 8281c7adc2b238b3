"""What people do in the Webex client."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.fakes.webex_cards import Impossible, action_named, submitted
from tests.fakes.webex_nouns import Account, File, Json, Message, Press, Room
from tests.fakes.webex_world import World, mention_html


@dataclass(eq=False, kw_only=True)
class Person(Account):
    """Somebody with a client; where no room is named, it is the 1:1 space with the bot."""

    world: World
    bot: Account

    @property
    def space(self) -> Room:
        """The 1:1 space with the bot."""
        return self.world.direct(self, self.bot)

    def says(self, text: str, room: Room | None = None, *, file: File | None = None) -> Message:
        return self._post(self._in(room), text, file=file)

    def mentions(self, room: Room, text: str, *, called: str | None = None) -> Message:
        """Say something to the bot in a group room; the text begins with its name, or what it is `called`."""
        name = called or self.bot.name
        return self._post(self._in(room), f"{name} {text}", html=mention_html(self.bot, name, text))

    def replies(self, message: Message, text: str) -> Message:
        """Answer in the thread of a message."""
        return self._post(self._in(message.room), text, parent=message.parent or message)

    def edits(self, message: Message, text: str) -> None:
        self._own(message)
        self.world.edit(message, text, None)

    def deletes(self, message: Message) -> None:
        self._own(message)
        self.world.delete(message, self)

    def presses(self, message: Message, wanted: str | Json, /, **inputs: object) -> Press:
        """Press a button of a card, found by its title; inputs are named by their id or label."""
        action, chain = action_named(self._card(message), wanted, "Action.Submit")
        return self.world.press(message, self, submitted(action, chain, inputs))

    def follows(self, message: Message, wanted: str | Json) -> str:
        """The address behind a button that opens a page."""
        action, _ = action_named(self._card(message), wanted, "Action.OpenUrl")
        return str(action["url"])

    def messages(self, room: Room | None = None) -> list[Message]:
        """What is in a room now, oldest first."""
        return self.world.posts(self._in(room))

    def sees(self, room: Room | None = None) -> list[str]:
        """The words of what is in a room now: a card's words instead of its fall-back text."""
        return [message.words for message in self.messages(room)]

    def last_card(self, room: Room | None = None) -> Message:
        cards = [message for message in self.messages(room) if message.card]
        if not cards:
            raise Impossible("there is no card in the room")
        return cards[-1]

    def adds(self, account: Account, room: Room) -> None:
        if self._in(room).has(account):
            raise Impossible(f"{account.name} is in {room.title} already")
        self.world.join(room, account, self)

    def removes(self, account: Account, room: Room) -> None:
        """Take someone out of a group room, or leave it oneself."""
        found = [one for one in self._in(room).members if one.account is account]
        if not found or room.kind == "direct":
            raise Impossible(f"{account.name} can't be taken out of {room.title or 'a 1:1 space'}")
        self.world.leave(found[0], self)

    def _post(
        self,
        room: Room,
        text: str,
        *,
        html: str | None = None,
        parent: Message | None = None,
        file: File | None = None,
    ) -> Message:
        with self.world.changed:
            message = Message(room, self, self.world.clock(), self.world.tick(), text=text, html=html, parent=parent)
            message.mentioned = [self.bot] if html else []
            if file:
                message.attached = self.world.keep(replace(file))
                message.files = [f"{self.world.base}contents/{file.id}"]
            return self.world.post(message)

    def _in(self, room: Room | None) -> Room:
        room = room or self.space
        if not room.has(self):
            raise Impossible(f"{self.name} is not in {room.title}")
        return room

    def _own(self, message: Message) -> None:
        if message.author is not self or message.deleted:
            raise Impossible(f"{self.name} can't change that message")

    def _card(self, message: Message) -> Json:
        self._in(message.room)
        if message.deleted or message.card is None:
            raise Impossible("the message has no card" if not message.deleted else "the card is gone")
        return message.card
