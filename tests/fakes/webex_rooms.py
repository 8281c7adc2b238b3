"""Endpoints of people, rooms and memberships."""

from __future__ import annotations

from datetime import datetime

from tests.fakes.webex_nouns import Account, Membership, Room, stamp
from tests.fakes.webex_rest import Call, Desk, Refused, Reply, Route, known, missing, needed, page, refuse, word

NO_ROOM = "Could not find a room with provided ID."
NO_PERSON = "Could not find person with provided ID or email."


def me(desk: Desk, call: Call, _: str) -> Reply:
    known(call, "callingData")
    return Reply(200, desk.bot.as_json(colleague=True))


def person(desk: Desk, call: Call, number: str) -> Reply:
    known(call, "callingData")
    found = desk.world.accounts.get(number)
    if found is None or found.gone:
        missing("Person not found.")
    return Reply(200, found.as_json(colleague=found.org == desk.bot.org))


def people(desk: Desk, call: Call, _: str) -> Reply:
    """By e-mail and by name only colleagues are found; by id everybody."""
    known(call, "email", "displayName", "id", "max", "cursor", "callingData", "excludeStatus")
    if not {"email", "displayName", "id"} & call.query.keys():
        refuse("Email, displayName, or id list should be specified.")
    fitting = [one for one in desk.world.accounts.values() if not one.gone and _fits(desk, call, one)]
    return page(desk, call, [one.as_json(colleague=_colleagues(desk, one)) for one in fitting])


def _colleagues(desk: Desk, one: Account) -> bool:
    return one.org == desk.bot.org


def _fits(desk: Desk, call: Call, one: Account) -> bool:
    if "id" in call.query:
        return one.id in call.query["id"].split(",")
    named = one.name.casefold().startswith(call.query.get("displayName", "").casefold())
    mailed = one.email == call.query.get("email", one.email).casefold()
    return _colleagues(desk, one) and named and mailed


def room_of(desk: Desk, number: str | None) -> Room:
    """A room of which the bot is a member; asking for another is a violation."""
    room = desk.world.rooms.get(number or "")
    if room is None or not room.has(desk.bot):
        refuse(f"{NO_ROOM} The bot is not a member.", 404)
    return room


def rooms(desk: Desk, call: Call, _: str) -> Reply:
    known(call, "type", "teamId", "sortBy", "max", "cursor")
    mine = [room for room in desk.world.rooms.values() if room.has(desk.bot)]
    wanted = [room for room in mine if call.query.get("type", room.kind) == room.kind]
    listed = [room.as_json(desk.bot) | {"lastActivity": stamp(active(desk, room))} for room in wanted]
    if call.query.get("sortBy") == "lastactivity":
        listed.sort(key=lambda room: room["lastActivity"], reverse=True)
    return page(desk, call, listed)


def active(desk: Desk, room: Room) -> datetime:
    """When something was last said there."""
    return max([room.created, *(one.created for one in desk.world.messages.values() if one.room is room)])


def room(desk: Desk, call: Call, number: str) -> Reply:
    known(call)
    found = desk.world.rooms.get(number)
    if found is None or not found.has(desk.bot):
        missing(NO_ROOM)
    return Reply(200, found.as_json(desk.bot))


def open_room(desk: Desk, call: Call, _: str) -> Reply:
    known(call, "title", "teamId", "isLocked", "isPublic", "description")
    return Reply(200, desk.world.open_room(needed(call, "title"), "group", desk.bot).as_json(desk.bot))


def memberships(desk: Desk, call: Call, _: str) -> Reply:
    known(call, "roomId", "personId", "personEmail", "max", "cursor")
    if {"personId", "personEmail"} & call.query.keys() and "roomId" not in call.query:
        refuse("roomId is required with personId or personEmail.")
    chosen = [one for one in _memberships(desk) if call.query.get("roomId", one.room.id) == one.room.id]
    if "roomId" in call.query and not chosen:
        missing(NO_ROOM)
    who = call.query.get("personId"), call.query.get("personEmail")
    return page(desk, call, [one.as_json() for one in chosen if _is(one.account, *who)])


def _memberships(desk: Desk) -> list[Membership]:
    mine = [room for room in desk.world.rooms.values() if room.has(desk.bot)]
    return [one for room in mine for one in room.members]


def _is(account: Account, number: str | None, email: str | None) -> bool:
    return number in (None, account.id) and (email is None or email.casefold() == account.email)


def invite(desk: Desk, call: Call, _: str) -> Reply:
    known(call, "roomId", "personId", "personEmail", "isModerator")
    room = room_of(desk, word(call, "roomId"))
    account = named(desk, word(call, "personId"), word(call, "personEmail"))
    if room.kind == "direct":
        refuse("Nobody can be added to a 1:1 space.")
    if room.has(account):
        raise Refused(409, "User is already a participant.", violation=False)
    return Reply(200, desk.world.join(room, account, desk.bot).as_json())


def named(desk: Desk, number: str | None, email: str | None) -> Account:
    found = desk.world.accounts.get(number) if number else desk.world.by_email(email or "")
    if found is None or found.gone:
        missing(NO_PERSON)
    return found


def membership(desk: Desk, call: Call, number: str) -> Reply:
    known(call)
    return Reply(200, _membership(desk, number).as_json())


def leave(desk: Desk, call: Call, number: str) -> Reply:
    known(call)
    found = _membership(desk, number)
    if found.room.kind == "direct":
        refuse("A 1:1 space can't be left.")
    desk.world.leave(found, desk.bot)
    return Reply(204)


def _membership(desk: Desk, number: str) -> Membership:
    matching = (one for one in _memberships(desk) if one.id == number)
    return next(matching, None) or missing("Membership not found.")


ROUTES = (
    Route("GET", "/people/me", me),
    Route("GET", "/people/{id}", person),
    Route("GET", "/people", people),
    Route("GET", "/rooms", rooms),
    Route("POST", "/rooms", open_room),
    Route("GET", "/rooms/{id}", room),
    Route("GET", "/memberships", memberships),
    Route("POST", "/memberships", invite),
    Route("GET", "/memberships/{id}", membership),
    Route("DELETE", "/memberships/{id}", leave),
)
