"""From a payload of Slack's to what somebody asks, and where the answer to it can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from hashlib import sha256
from secrets import token_hex
from typing import Any, Final

import orjson

from bot.ask import Account, Ask, Place, Pressed, Typed, Way
from bot.errand import direct
from bot.slack_inputs import name_of, read_state
from bot.slack_words import of_command, of_message
from store.values import ChannelKind

SHORTCUTS: Final[Mapping[str, str]] = {"overview": "overview", "change_seats": "seats"}
"""What each shortcut of the manifest asks for, in words."""
_SPOKEN: Final = frozenset({None, "file_share", "thread_broadcast"})
"""The subtypes of messages that somebody wrote."""

Body = Mapping[str, Any]


class Spot(Enum):
    """What was used, which decides how it is answered."""

    COMMAND = auto()
    SHORTCUT = auto()
    MESSAGE = auto()
    """Words to the bot, in a mention or directly: answered by the outbox."""
    OWN_CARD = auto()
    """A button of a card that nobody else sees: it gives way to the outcome."""
    OPEN_CARD = auto()
    """A button of a card that everybody in a channel sees: it stays."""
    MODAL = auto()
    FORM = auto()
    """A modal's submit."""
    HOME = auto()
    HOME_OPENED = auto()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that stands in a message; all else about it is asked for."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One delivery. `trigger` opens a modal once, `address` takes further answers, `view` is the modal it came from.

    `channel` is Slack's name for where it was, empty for the Home tab and for shortcuts; `inputs` are the fields that
    the form has, each with its block, whether they were filled in or not.
    """

    spot: Spot
    key: str
    user: str
    channel: str
    said: Typed | Pressed
    message: str = ""
    thread: str = ""
    trigger: str = ""
    address: str = ""
    view: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Attached, ...] = ()

    @property
    def is_direct(self) -> bool:
        return not self.channel or self.channel.startswith("D")

    def ask(self, account: Account, *, shared: bool, name: str = "") -> Ask:
        """Whatever is not said in a channel belongs to the conversation with the bot."""
        way = Way.OUTBOX if self.spot is Spot.MESSAGE else Way.RETURN
        channel = direct(self.user) if self.is_direct else self.channel
        kind = ChannelKind.DIRECT if self.is_direct else ChannelKind.GROUP
        place = Place(channel, kind, self.message, self.thread, shared, name)
        return Ask(self.key, account, place, self.said, way)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a modal remembers: its form's command, where it was opened from, and a name that no other form has."""

    token: str = ""
    channel: str = ""
    form: str = ""

    def metadata(self) -> str:
        return orjson.dumps([self.token, self.channel, self.form]).decode()

    @classmethod
    def of(cls, token: str, channel: str) -> Origin:
        return cls(token, channel, token_hex(8))

    @classmethod
    def read(cls, metadata: str) -> Origin:
        """Of a modal that this version did not make: nothing."""
        try:
            known = orjson.loads(metadata)
        except orjson.JSONDecodeError:
            return cls()
        match known:
            case [str(token), str(channel), str(form)]:
                return cls(token, channel, form)
            case _:
                return cls()


def command(body: Body) -> Heard | None:
    match body:
        case {"team_id": team, "channel_id": str(channel), "user_id": str(user), "command": str(name)}:
            text, trigger = str(body.get("text", "")), str(body.get("trigger_id", ""))
            key = _key("command", team, channel, user, name, text, trigger)
            address = str(body.get("response_url", ""))
            return Heard(Spot.COMMAND, key, user, channel, Typed(of_command(text)), trigger=trigger, address=address)
        case _:
            return None


def shortcut(body: Body) -> Heard | None:
    match body:
        case {"callback_id": str(name), "user": {"id": str(user)}, "trigger_id": str(trigger)} if name in SHORTCUTS:
            key = _key("shortcut", user, name, body.get("action_ts"), trigger)
            return Heard(Spot.SHORTCUT, key, user, "", Typed(SHORTCUTS[name]), trigger=trigger)
        case _:
            return None


def press(body: Body) -> Heard | None:
    """A button; None for one that only opens an address."""
    match body:
        case {"user": {"id": str(user)}, "actions": [{"value": str(token), "action_id": str(action), **more}, *_]}:
            container = body.get("container") or {}
            where = container.get("message_ts") or container.get("view_id")
            key = _key("press", _team(body), user, action, more.get("action_ts"), where)
            trigger, address = str(body.get("trigger_id", "")), str(body.get("response_url", ""))
            return _where(Heard(Spot.HOME, key, user, "", Pressed(token), trigger=trigger, address=address), body)
        case _:
            return None


def _where(heard: Heard, body: Body) -> Heard | None:
    match body:
        case {"view": {"type": "home"}}:
            return heard
        case {"view": {"type": "modal", "id": str(view), **more}}:
            origin = Origin.read(str(more.get("private_metadata", "")))
            return replace(heard, spot=Spot.MODAL, view=view, channel=origin.channel)
        case {"container": {"channel_id": str(channel), "message_ts": str(message), **more}}:
            there = replace(heard, channel=channel, message=message, thread=str(more.get("thread_ts") or ""))
            alone = more.get("is_ephemeral") is True or there.is_direct
            return replace(there, spot=Spot.OWN_CARD if alone else Spot.OPEN_CARD)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody types into a menu that searches: `token` is the search, `field` the menu."""

    user: str
    token: str
    field: str
    words: str

    def ask(self, account: Account) -> Ask:
        place = Place(direct(self.user), ChannelKind.DIRECT)
        return Ask("", account, place, Pressed(self.token, {"words": self.words}), Way.GLANCE)


def suggestion(body: Body) -> Sought | None:
    match body:
        case {"user": {"id": str(user)}, "action_id": str(token), "block_id": str(block), "value": str(words)}:
            return Sought(user, token, name_of(block), words)
        case _:
            return None


def submission(body: Body) -> Heard | None:
    """A form; what was filled in belongs to the key, so that a corrected form is not taken for the same again."""
    match body:
        case {"user": {"id": str(user)}, "view": {"id": str(view), "state": {"values": dict(values)}, **more}}:
            origin, fields = Origin.read(str(more.get("private_metadata", ""))), read_state(values)
            blocks = [block["block_id"] for block in body["view"].get("blocks", ()) if block.get("type") == "input"]
            inputs = {name_of(block): block for block in blocks}
            filled_in = orjson.dumps(fields, option=orjson.OPT_SORT_KEYS).decode()
            key = _key("form", view, origin.form, filled_in)
            said = Pressed(origin.token, fields)
            return Heard(Spot.FORM, key, user, origin.channel, said, view=view, inputs=inputs)
        case _:
            return None


def message(body: Body, bot: str) -> Heard | None:
    """Words of a person to the bot; None for what apps say, and for changes of what was said."""
    match body:
        case {"event": {"bot_id": _} | {"edited": _} | {"hidden": True}}:
            return None
        case {"event_id": str(id), "event": {"user": str(user), "channel": str(channel), "type": str(kind), **more}}:
            said, thread = Typed(of_message(str(more.get("text", "")), bot)), str(more.get("thread_ts") or "")
            files = _attached(more.get("files"))
            heard = Heard(Spot.MESSAGE, _event(body, id), user, channel, said, thread=thread, files=files)
            foreign = user == bot or more.get("subtype") not in _SPOKEN or (kind == "message") != heard.is_direct
            return None if foreign else heard
        case _:
            return None


def _attached(files: object) -> tuple[Attached, ...]:
    found = [one for one in files if isinstance(one, dict) and one.get("id")] if isinstance(files, list) else []
    return tuple(Attached(str(one["id"]), str(one.get("name") or one.get("title") or "")) for one in found)


def home_opened(body: Body) -> Heard | None:
    match body:
        case {"event_id": str(id), "event": {"user": str(user), "tab": "home"}}:
            return Heard(Spot.HOME_OPENED, _event(body, id), user, "", Typed("overview"))
        case _:
            return None


def changed_user(body: Body) -> str | None:
    """About whom something is new."""
    match body:
        case {"event": {"user": {"id": str(user)}}}:
            return user
        case _:
            return None


def refreshed(heard: Heard) -> Heard:
    """The Home tab of whoever did something there, once more."""
    return Heard(Spot.HOME_OPENED, _key("home", heard.key), heard.user, "", Typed("overview"))


def _team(body: Body) -> str:
    return str((body.get("team") or {}).get("id") or (body.get("enterprise") or {}).get("id"))


def _event(body: Body, id: str) -> str:
    return _key("event", body.get("api_app_id"), id)


def _key(*parts: object) -> str:
    return sha256(orjson.dumps([str(part) for part in parts])).hexdigest()
