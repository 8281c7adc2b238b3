"""What Webex holds, and what happens in it: joining, posting, editing, deleting, pressing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from threading import Condition

from markdown_it import MarkdownIt

from tests.fakes.webex_nouns import Account, File, Json, Membership, Message, Press, Room, Webhook, stamp

MENTION = re.compile(r"<@(?P<by>personEmail|personId):(?P<who>[^|>\s]+)(?:\|(?P<called>[^>]*))?>")
TO_ALL = re.compile(r"<@all>")


@dataclass(frozen=True)
class Event:
    """Something that a webhook may tell; `data` are the ids, `audience` who may hear of it."""

    resource: str
    event: str
    data: Json
    actor: Account
    audience: tuple[Account, ...]


class World:
    """The state; whoever reads or changes it holds `changed`, and waiters are told of every change."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.changed = Condition()
        self.accounts: dict[str, Account] = {}
        self.rooms: dict[str, Room] = {}
        self.messages: dict[str, Message] = {}
        self.presses: dict[str, Press] = {}
        self.files: dict[str, File] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.base = ""
        self.hear: list[Callable[[Event], None]] = []
        self._seq = 0

    def tick(self) -> int:
        self._seq += 1
        return self._seq

    def posts(self, room: Room | None = None) -> list[Message]:
        """What can be seen in a room, or anywhere, oldest first."""
        with self.changed:
            return [one for one in self.messages.values() if room in (None, one.room) and not one.deleted]

    def add(self, account: Account) -> Account:
        with self.changed:
            self.accounts[account.id] = account
        return account

    def by_email(self, email: str) -> Account | None:
        matching = (one for one in self.accounts.values() if one.email == email.casefold() and not one.gone)
        return next(matching, None)

    def open_room(self, title: str, kind: str, creator: Account) -> Room:
        with self.changed:
            room = Room(title, kind, creator, self.clock())
            self.rooms[room.id] = room
            self.join(room, creator, creator)
        return room

    def direct(self, one: Account, other: Account) -> Room:
        """Their 1:1 room, opened when first needed."""
        with self.changed:
            for room in self.rooms.values():
                if room.kind == "direct" and room.has(one) and room.has(other):
                    return room
            room = self.open_room("", "direct", one)
            self.join(room, other, one)
        return room

    def join(self, room: Room, account: Account, actor: Account) -> Membership:
        with self.changed:
            membership = Membership(room, account, self.clock())
            room.members.append(membership)
            self._tell("memberships", "created", membership.as_json(), actor, room)
        return membership

    def leave(self, membership: Membership, actor: Account) -> None:
        with self.changed:
            self._tell("memberships", "deleted", membership.as_json(), actor, membership.room)
            membership.room.members.remove(membership)

    def keep(self, file: File) -> File:
        self.files[file.id] = file
        return file

    def post(self, message: Message) -> Message:
        with self.changed:
            self.messages[message.id] = message
            self._tell("messages", "created", message_ids(message), message.author, message.room, message)
        return message

    def edit(self, message: Message, text: str, markdown: str | None) -> None:
        with self.changed:
            message.edits += 1
            message.updated = self.clock()
            self.write(message, text, markdown)
            self._tell("messages", "updated", message_ids(message), message.author, message.room, message)

    def delete(self, message: Message, actor: Account) -> None:
        with self.changed:
            message.deleted = True
            gone = {key: value for key, value in message_ids(message).items() if key != "mentionedPeople"}
            self._tell("messages", "deleted", gone, actor, message.room, message)

    def press(self, message: Message, person: Account, inputs: Json) -> Press:
        with self.changed:
            press = Press(message, person, inputs, self.clock(), self.tick())
            self.presses[press.id] = press
            self._announce(Event("attachmentActions", "created", press.ids(), person, (message.author,)))
        return press

    def write(self, message: Message, text: str | None, markdown: str | None) -> None:
        """Set the texts; markdown is rendered, mentions in it are resolved, and its plain form fills a missing text."""
        message.markdown = markdown
        if markdown is None:
            message.text = text or ""
            return
        message.to_all = TO_ALL.search(markdown) is not None
        message.mentioned = [one for found in MENTION.finditer(markdown) if (one := self._meant(found))]
        message.html = MarkdownIt("commonmark", {"html": False}).render(MENTION.sub(_called, markdown)).strip()
        message.text = text or unescape(re.sub(r"<[^>]+>", "", message.html))

    def _meant(self, found: re.Match[str]) -> Account | None:
        return self.by_email(found["who"]) if found["by"] == "personEmail" else self.accounts.get(found["who"])

    def _tell(
        self, resource: str, event: str, data: Json, actor: Account, room: Room, message: Message | None = None
    ) -> None:
        members = [one.account for one in room.members]
        audience = tuple(one for one in members if message is None or visible(message, one))
        self._announce(Event(resource, event, data, actor, audience))

    def _announce(self, event: Event) -> None:
        for listener in self.hear:
            listener(event)
        self.changed.notify_all()


def visible(message: Message, viewer: Account) -> bool:
    """A bot sees of a group room what mentions it by name and its own posts only."""
    if not message.room.has(viewer):
        return False
    private = message.room.kind == "direct" or viewer.kind == "person"
    return private or message.author is viewer or viewer in message.mentioned


def message_ids(message: Message) -> Json:
    """What a webhook tells of a message: no words."""
    told: Json = {
        "id": message.id,
        "roomId": message.room.id,
        "roomType": message.room.kind,
        "personId": message.author.id,
        "personEmail": message.author.email,
        "created": stamp(message.created),
    }
    return told | ({"mentionedPeople": [one.id for one in message.mentioned]} if message.mentioned else {})


def mention_html(account: Account, called: str, words: str) -> str:
    """The html of a message that begins with a mention, as the clients write it."""
    tag = f'<spark-mention data-object-type="person" data-object-id="{account.id}">{escape(called)}</spark-mention>'
    return f"<p>{tag} {escape(words)}</p>"


def _called(found: re.Match[str]) -> str:
    return found["called"] or found["who"]
