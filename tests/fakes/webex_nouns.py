"""The nouns of Webex, each with the JSON that its REST API shows of it."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes import adaptive_schema
from tests.fakes.webex_reading import card_words

Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"


def webex_id(kind: str) -> str:
    """A new id in Webex's own form: base64 of `ciscospark://us/KIND/uuid`, without padding."""
    return base64.b64encode(f"ciscospark://us/{kind}/{uuid.uuid4()}".encode()).decode().rstrip("=")


def stamp(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


APP = webex_id("APPLICATION")


@dataclass(eq=False)
class Account:
    """A person or a bot."""

    email: str
    name: str
    org: str
    created: datetime
    kind: str = "person"
    status: str = "active"
    invite_pending: bool = False
    gone: bool = False
    id: str = field(default_factory=lambda: webex_id("PEOPLE"))

    def as_json(self, *, colleague: bool) -> Json:
        """Presence and sign-in details are shown to one's own organisation only."""
        first, _, last = self.name.partition(" ")
        shown = {
            "id": self.id,
            "emails": [self.email],
            "phoneNumbers": [],
            "displayName": self.name,
            "nickName": first,
            "firstName": first,
            "lastName": last,
            "orgId": self.org,
            "created": stamp(self.created),
            "lastModified": stamp(self.created),
            "type": self.kind,
        }
        private = {"status": self.status, "invitePending": self.invite_pending, "loginEnabled": True}
        return shown | private if colleague else shown


@dataclass(eq=False)
class Room:
    """A space: direct (two members for ever) or group."""

    title: str
    kind: str
    creator: Account
    created: datetime
    members: list[Membership] = field(default_factory=list)
    id: str = field(default_factory=lambda: webex_id("ROOM"))

    def has(self, account: Account) -> bool:
        return any(one.account is account for one in self.members)

    def as_json(self, viewer: Account) -> Json:
        others = [one.account.name for one in self.members if one.account is not viewer]
        return {
            "id": self.id,
            "title": self.title if self.kind == "group" else next(iter(others), "Empty Title"),
            "type": self.kind,
            "isLocked": False,
            "lastActivity": stamp(self.created),
            "creatorId": self.creator.id,
            "created": stamp(self.created),
            "ownerId": self.creator.org,
            "isPublic": False,
            "isReadOnly": False,
        }


@dataclass(eq=False)
class Membership:
    room: Room
    account: Account
    created: datetime
    id: str = field(default_factory=lambda: webex_id("MEMBERSHIP"))

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "roomId": self.room.id,
            "roomType": self.room.kind,
            "personId": self.account.id,
            "personEmail": self.account.email,
            "personDisplayName": self.account.name,
            "personOrgId": self.account.org,
            "isModerator": False,
            "isMonitor": False,
            "isRoomHidden": False,
            "created": stamp(self.created),
        }


@dataclass(eq=False)
class File:
    """`scans`: how often it is asked for before its scan is over; `verdict`: 200, 410 infected, 428 unscannable."""

    name: str
    kind: str
    data: bytes
    id: str = field(default_factory=lambda: webex_id("CONTENT"))
    scans: int = 0
    verdict: int = 200


@dataclass(eq=False)
class Message:
    """A post; `seq` orders posts and presses of one fake, even where a frozen clock does not."""

    room: Room
    author: Account
    created: datetime
    seq: int
    text: str = ""
    markdown: str | None = None
    html: str | None = None
    card: Json | None = None
    files: list[str] = field(default_factory=list)
    attached: File | None = None
    parent: Message | None = None
    mentioned: list[Account] = field(default_factory=list)
    to_all: bool = False
    updated: datetime | None = None
    edits: int = 0
    deleted: bool = False
    id: str = field(default_factory=lambda: webex_id("MESSAGE"))

    @property
    def words(self) -> str:
        """What a reader sees: the card's words where there is one, otherwise the text."""
        return self.text if self.card is None else "\n".join(card_words(self.card))

    @property
    def buttons(self) -> list[str]:
        """Titles of the card's buttons, those of sub-cards included."""
        kinds = ("Action.Submit", "Action.OpenUrl", "Action.ShowCard")
        return [node.get("title", "") for node in adaptive_schema.nodes(self.card) if node["type"] in kinds]

    def as_json(self) -> Json:
        shown: Json = {
            "id": self.id,
            "parentId": self.parent.id if self.parent else None,
            "roomId": self.room.id,
            "roomType": self.room.kind,
            "text": self.text,
            "markdown": self.markdown,
            "html": self.html,
            "files": self.files or None,
            "personId": self.author.id,
            "personEmail": self.author.email,
            "mentionedPeople": [one.id for one in self.mentioned] or None,
            "mentionedGroups": ["all"] if self.to_all else None,
            "attachments": [{"contentType": CARD, "content": self.card}] if self.card else None,
            "created": stamp(self.created),
            "updated": stamp(self.updated) if self.updated else None,
            "isVoiceClip": False,
        }
        return {key: value for key, value in shown.items() if value is not None}


@dataclass(eq=False)
class Webhook:
    """A registration; `failures` counts the deliveries in a row that went wrong."""

    owner: Account
    name: str
    target: str
    resource: str
    event: str
    created: datetime
    filter: str | None = None
    secret: str | None = None
    status: str = "active"
    failures: int = 0
    id: str = field(default_factory=lambda: webex_id("WEBHOOK"))

    def as_json(self) -> Json:
        return self.envelope() | ({"secret": self.secret} if self.secret else {})

    def envelope(self) -> Json:
        """What deliveries repeat of their registration."""
        shown = {
            "id": self.id,
            "name": self.name,
            "targetUrl": self.target,
            "resource": self.resource,
            "event": self.event,
            "filter": self.filter,
            "orgId": self.owner.org,
            "createdBy": self.owner.id,
            "appId": APP,
            "ownedBy": "creator",
            "status": self.status,
            "created": stamp(self.created),
        }
        return {key: value for key, value in shown.items() if value is not None}


@dataclass(eq=False)
class Press:
    """An attachment action: somebody pressed a submit button of a card."""

    message: Message
    person: Account
    inputs: Json
    created: datetime
    seq: int
    id: str = field(default_factory=lambda: webex_id("ATTACHMENT_ACTION"))

    @property
    def room(self) -> Room:
        return self.message.room

    def as_json(self) -> Json:
        return self.ids() | {"inputs": self.inputs}

    def ids(self) -> Json:
        """What a webhook tells of it: no inputs."""
        return {
            "id": self.id,
            "type": "submit",
            "messageId": self.message.id,
            "personId": self.person.id,
            "roomId": self.room.id,
            "created": stamp(self.created),
        }
