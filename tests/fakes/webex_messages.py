"""Endpoints of messages, card presses and files: what a bot may post, read, change."""

from __future__ import annotations

import json
import re

from tests.fakes import adaptive_schema
from tests.fakes.webex_nouns import CARD, Account, File, Json, Message, Room
from tests.fakes.webex_rest import (
    Call,
    Desk,
    Refused,
    Reply,
    Route,
    known,
    missing,
    needed,
    number,
    page,
    refuse,
    word,
)
from tests.fakes.webex_rooms import named, room_of
from tests.fakes.webex_world import visible

BYTES_PER_TEXT = 7439
EDITS = 10
LIST_FIELDS = ("roomId", "parentId", "mentionedPeople", "before", "beforeMessage", "max", "cursor")
POST_FIELDS = ("roomId", "toPersonId", "toPersonEmail", "parentId", "text", "markdown", "files", "attachments")
ADDRESSES = ("roomId", "toPersonId", "toPersonEmail")
NO_MESSAGE = "Unable to get message."


def post(desk: Desk, call: Call, _: str) -> Reply:
    """Checks its content first, so that a refused post does not even open a 1:1 space."""
    known(call, *POST_FIELDS)
    text, markdown = _texts(call)
    card = _card(call)
    addresses = _files(call, card)
    if not (text or markdown or call.files or addresses):
        refuse("A card needs text or markdown to fall back on." if card else "A message needs content.")
    room = _where(desk, call)
    parent = _parent(desk, call, room)
    message = Message(room, desk.bot, desk.world.clock(), desk.world.tick(), card=card, parent=parent, files=addresses)
    desk.world.write(message, text, markdown)
    _attach(desk, call, message)
    return Reply(200, desk.world.post(message).as_json())


def _texts(call: Call) -> tuple[str | None, str | None]:
    text, markdown = word(call, "text"), word(call, "markdown")
    for name, given in (("text", text), ("markdown", markdown)):
        size = len((given or "").encode(errors="replace"))
        if size > BYTES_PER_TEXT:
            refuse(f"{name} has {size} bytes, at most {BYTES_PER_TEXT} bytes.")
        if "\x00" in (given or ""):
            refuse(f"{name} has a NUL.")
    return text, markdown


def _card(call: Call) -> Json | None:
    attachments = call.body.get("attachments")
    if attachments is None:
        return None
    if call.files:
        refuse("A card can't be sent with a file upload.")
    if not isinstance(attachments, list) or len(attachments) != 1:
        refuse("attachments is a list of exactly one card.")
    return _checked_card(attachments[0])


def _checked_card(attachment: object) -> Json:
    if not isinstance(attachment, dict) or set(attachment) != {"contentType", "content"}:
        refuse("An attachment has contentType and content.")
    if attachment["contentType"] != CARD:
        refuse(f"The contentType of an attachment is {CARD}.")
    card = attachment["content"]
    if not isinstance(card, dict):
        refuse("The content of an attachment is a card.")
    found = adaptive_schema.problems(card)
    if found:
        refuse(f"The card is invalid: {'; '.join(found)}")
    copied: Json = json.loads(json.dumps(card))
    return copied


def _files(call: Call, card: Json | None) -> list[str]:
    """Addresses of files that Webex is to fetch."""
    addresses = call.body.get("files", [])
    if not isinstance(addresses, list) or len(addresses) + len(call.files) > 1:
        refuse("files is a list of at most one file.")
    if addresses and card:
        refuse("A card can't be sent with a file.")
    if any(not isinstance(one, str) or not re.fullmatch(r"https://\S+", one) for one in addresses):
        refuse("A file's address must be public: https.")
    return list(addresses)


def _where(desk: Desk, call: Call) -> Room:
    given = [name for name in ADDRESSES if call.body.get(name)]
    if len(given) != 1:
        refuse(f"Exactly one of {', '.join(ADDRESSES)} is needed.")
    if given == ["roomId"]:
        return room_of(desk, word(call, "roomId"))
    return _direct(desk, named(desk, word(call, "toPersonId"), word(call, "toPersonEmail")))


def _direct(desk: Desk, other: Account) -> Room:
    if other.kind == "bot":
        refuse("A bot can't write to a bot.")
    return desk.world.direct(desk.bot, other)


def _parent(desk: Desk, call: Call, room: Room) -> Message | None:
    given = word(call, "parentId")
    if given is None:
        return None
    parent = desk.world.messages.get(given)
    if parent is None or parent.deleted:
        missing("The parent message does not exist.")
    if parent.room is not room or parent.parent is not None:
        refuse("The parent must begin a thread in the same room.")
    return parent


def _attach(desk: Desk, call: Call, message: Message) -> None:
    for file in call.files:
        message.attached = desk.world.keep(file)
        message.files.append(f"{desk.base}contents/{file.id}")


def get(desk: Desk, call: Call, number: str) -> Reply:
    known(call)
    return Reply(200, _seen(desk, number).as_json())


def _seen(desk: Desk, number: str) -> Message:
    message = desk.world.messages.get(number)
    if message is None or message.deleted or not visible(message, desk.bot):
        missing(NO_MESSAGE)
    return message


def edit(desk: Desk, call: Call, number: str) -> Reply:
    """Own posts only, plain ones only, ten times."""
    known(call, "roomId", "text", "markdown")
    text, markdown = _texts(call)
    message = _own(desk, number)
    if needed(call, "roomId") != message.room.id:
        refuse("roomId is not the room of the message.")
    if not (text or markdown):
        refuse("An edit needs text or markdown.")
    if message.card or message.files:
        refuse("Editing a message with files or attachments is unsupported.")
    if message.edits >= EDITS:
        refuse(f"The limit of {EDITS} edits has been reached.")
    desk.world.edit(message, text or "", markdown)
    return Reply(200, message.as_json())


def delete(desk: Desk, call: Call, number: str) -> Reply:
    known(call)
    desk.world.delete(_own(desk, number), desk.bot)
    return Reply(204)


def _own(desk: Desk, number: str) -> Message:
    message = _seen(desk, number)
    if message.author is not desk.bot:
        refuse("Only one's own messages can be changed.", 403)
    return message


def listed(desk: Desk, call: Call, _: str) -> Reply:
    known(call, *LIST_FIELDS)
    room = room_of(desk, call.query.get("roomId"))
    mentioned = call.query.get("mentionedPeople")
    if room.kind == "group" and mentioned is None:
        refuse("A bot lists only what mentions it: mentionedPeople=me.", 403)
    if mentioned not in (None, "me", desk.bot.id):
        refuse("mentionedPeople must be the caller.")
    if mentioned and number(call, "max", 50) > 100:
        refuse("max can't exceed 100 with mentionedPeople.")
    found = [one for one in _of(desk, call, room) if mentioned is None or desk.bot in one.mentioned]
    return page(desk, call, [one.as_json() for one in found], default=50)


def listed_direct(desk: Desk, call: Call, _: str) -> Reply:
    known(call, "parentId", "personId", "personEmail")
    if len({"personId", "personEmail"} & call.query.keys()) != 1:
        refuse("Either personId or personEmail is needed.")
    other = named(desk, call.query.get("personId"), call.query.get("personEmail"))
    rooms = [one for one in desk.world.rooms.values() if one.kind == "direct" and one.has(desk.bot) and one.has(other)]
    if not rooms:
        raise Refused(404, "There is no 1:1 space with that person.", violation=False)
    return Reply(200, {"items": [one.as_json() for one in _of(desk, call, rooms[0])]})


def _of(desk: Desk, call: Call, room: Room) -> list[Message]:
    """The room's messages that the query asks for, newest first."""
    limit = desk.world.messages.get(call.query.get("beforeMessage", ""))
    before = call.query.get("before", "9")
    return [
        one
        for one in reversed(desk.world.messages.values())
        if one.room is room
        and not one.deleted
        and one.as_json()["created"] < before
        and (limit is None or one.seq < limit.seq)
        and call.query.get("parentId") in (None, one.parent and one.parent.id)
    ]


def action(desk: Desk, call: Call, number: str) -> Reply:
    known(call)
    press = desk.world.presses.get(number)
    if press is None:
        missing("Attachment action not found.")
    return Reply(200, press.as_json())


def content(desk: Desk, call: Call, number: str) -> Reply:
    known(call)
    owners = [one for one in desk.world.messages.values() if one.attached and one.attached.id == number]
    if not owners or owners[0].deleted or not visible(owners[0], desk.bot):
        missing("File not found.")
    return _scanned(owners[0].attached)


def _scanned(file: File | None) -> Reply:
    """As it is once the scan is over: clean, infected, or what can't be looked into."""
    assert file is not None
    if file.scans:
        file.scans -= 1
        raise Refused(423, "The file is being scanned.", violation=False, headers={"Retry-After": "3"})
    if file.verdict != 200:
        raise Refused(file.verdict, "The file does not pass the scan.", violation=False)
    return Reply(200, file=file)


ROUTES = (
    Route("POST", "/messages", post),
    Route("GET", "/messages", listed),
    Route("GET", "/messages/direct", listed_direct),
    Route("GET", "/messages/{id}", get),
    Route("PUT", "/messages/{id}", edit),
    Route("DELETE", "/messages/{id}", delete),
    Route("GET", "/attachment/actions/{id}", action),
    Route("GET", "/contents/{id}", content),
)
