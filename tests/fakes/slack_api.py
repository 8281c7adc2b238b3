"""The Web API methods that the fake knows: messages, people and conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.fakes import slack_checks
from tests.fakes.slack_shapes import Json
from tests.fakes.slack_world import (
    APP_ID,
    BOT_ID,
    BOT_USER,
    TEAM,
    TEAM_DOMAIN,
    Channel,
    Message,
    Refused,
    User,
    World,
)


@dataclass
class Call:
    """One request of the app, decoded."""

    world: World
    method: str
    args: Json
    scopes: frozenset[str]
    base: str
    complaints: list[str] = field(default_factory=list)

    def need(self, *names: str) -> list[str]:
        missing = [name for name in names if self.args.get(name) in (None, "")]
        if missing:
            fields = [f"[ERROR] missing required field: {name}" for name in missing]
            raise Refused("invalid_arguments", response_metadata={"messages": fields})
        return [str(self.args[name]) for name in names]

    def require_scope(self, scope: str) -> None:
        if scope not in self.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))


Method = Callable[[Call], Json]


def auth_test(call: Call) -> Json:
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/",
        "team": "Atelier Cloud",
        "user": "comptoir",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def users_info(call: Call) -> Json:
    (user_id,) = call.need("user")
    user = call.world.users.get(user_id)
    if user is None:
        raise Refused("user_not_found")
    locale = str(call.args.get("include_locale", "")).lower() in ("1", "true")
    described = user_json(user, call.world.now(), "users:read.email" in call.scopes, locale)
    if call.world.enterprise:
        described["enterprise_user"] = {"id": user.id, "enterprise_id": call.world.enterprise, "teams": [user.team]}
    return {"user": described}


def user_json(user: User, now: datetime, with_email: bool, with_locale: bool) -> Json:
    profile: Json = {"real_name": user.name, "display_name": user.handle, "team": user.team}
    if with_email and not user.bot and not user.stranger:
        profile["email"] = user.email
    offset = now.astimezone(ZoneInfo(user.tz)).utcoffset()
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.handle,
        "real_name": user.name,
        "deleted": user.deleted,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.guest or user.single_channel_guest,
        "is_ultra_restricted": user.single_channel_guest,
        "is_bot": user.bot,
        "is_app_user": False,
        "is_email_confirmed": user.email_confirmed,
        "updated": int(now.timestamp()),
        **({"is_stranger": True} if user.stranger else {}),
        **({"locale": user.locale} if with_locale else {}),
    }


def conversations_open(call: Call) -> Json:
    (users,) = call.need("users")
    user = call.world.users.get(users)
    if user is None:
        raise Refused("user_not_found")
    if user.deleted:
        raise Refused("user_disabled")
    if user.bot:
        raise Refused("cannot_dm_bot")
    channel = call.world.im(user.id)
    return {"channel": {"id": channel.id}}


SCOPE_OF_KIND = {"channel": "channels", "group": "groups", "im": "im"}


def conversations_info(call: Call) -> Json:
    channel = _channel(call, "channel")
    call.require_scope(f"{SCOPE_OF_KIND[channel.kind]}:read")
    return {"channel": channel_json(channel)}


def channel_json(channel: Channel) -> Json:
    other = next((member for member in channel.members if member != BOT_USER), None)
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_general": False,
        "is_shared": channel.ext_shared,
        "is_ext_shared": channel.ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": channel.has_bot,
        "context_team_id": TEAM,
        **({"user": other} if channel.kind == "im" else {}),
    }


def conversations_history(call: Call) -> Json:
    channel = _channel(call, "channel")
    call.require_scope(f"{SCOPE_OF_KIND[channel.kind]}:history")
    if not channel.has_bot:
        raise Refused("not_in_channel")
    oldest, latest = str(call.args.get("oldest", "0")), str(call.args.get("latest", "9999999999"))
    standing = [m for m in call.world.messages if m.channel is channel and not m.only_for and not m.deleted]
    found = [m for m in reversed(standing) if oldest < m.ts < latest]
    limit = int(call.args.get("limit", 100))
    return {"messages": [message_json(m) for m in found[:limit]], "has_more": len(found) > limit}


def message_json(message: Message) -> Json:
    by_app = {"bot_id": BOT_ID, "app_id": APP_ID} if message.author == BOT_USER else {}
    return {
        "type": "message",
        "user": message.author,
        **by_app,
        "team": TEAM,
        "ts": message.ts,
        "text": message.text,
        "blocks": message.blocks,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        **({"edited": {"user": message.author, "ts": message.ts}} if message.edits else {}),
        **({"files": message.files} if message.files else {}),
    }


def _channel(call: Call, name: str) -> Channel:
    (given,) = call.need(name)
    channel = call.world.channels.get(given)
    if channel is None or (channel.kind == "group" and not channel.has_bot):
        raise Refused("channel_not_found")
    return channel


def _postable(call: Call) -> Channel:
    """The channel to post in; a user's id stands for the conversation with them."""
    (given,) = call.need("channel")
    user = call.world.users.get(given)
    if user and user.deleted:
        raise Refused("channel_not_found")
    channel = call.world.im(user.id) if user else _channel(call, "channel")
    if channel.archived:
        raise Refused("is_archived")
    if not channel.has_bot:
        raise Refused("not_in_channel")
    return channel


def content(call: Call) -> tuple[str, list[Json] | None]:
    """Text and blocks of a message to be, checked as Slack checks them."""
    text, blocks = str(call.args.get("text") or ""), call.args.get("blocks")
    if not text and not blocks:
        raise Refused("no_text")
    if len(text) > slack_checks.TOP_TEXT:
        raise Refused("msg_too_long")
    if blocks is not None:
        errors = slack_checks.message_errors(blocks)
        if errors:
            raise Refused("invalid_blocks", errors=errors, response_metadata={"messages": errors})
        if slack_checks.characters(blocks) > slack_checks.MESSAGE_CHARACTERS:
            raise Refused("msg_blocks_too_long")
    if not text.strip():
        call.complaints.append("no top-level text: notifications and screen readers have nothing to say")
    call.complaints += slack_checks.careless(blocks or [], text)
    return text, blocks


def chat_post_message(call: Call) -> Json:
    channel = _postable(call)
    text, blocks = content(call)
    thread = str(call.args["thread_ts"]) if call.args.get("thread_ts") else None
    message = Message(channel, call.world.new_ts(), text, blocks or [], BOT_USER, thread_ts=thread)
    call.world.post(message)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(message)}


def chat_post_ephemeral(call: Call) -> Json:
    (user,) = call.need("user")
    channel = _postable(call)
    text, blocks = content(call)
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    message = Message(channel, call.world.new_ts(), text, blocks or [], BOT_USER, only_for=user)
    call.world.post(message)
    return {"message_ts": message.ts}


def _own(call: Call, not_own: str) -> Message:
    channel, (ts,) = _channel(call, "channel"), call.need("ts")
    message = call.world.find_message(channel.id, ts)
    if message is None or message.only_for:
        raise Refused("message_not_found")
    if message.author != BOT_USER:
        raise Refused(not_own)
    return message


def chat_update(call: Call) -> Json:
    message = _own(call, "cant_update_message")
    text, blocks = content(call)
    if blocks is None and message.blocks:
        call.complaints.append("chat.update with text alone leaves the old blocks standing: send blocks too")
    call.world.rewrite(message, text, blocks)
    return {"channel": message.channel.id, "ts": message.ts, "text": text, "message": message_json(message)}


def chat_delete(call: Call) -> Json:
    message = _own(call, "cant_delete_message")
    call.world.remove(message)
    return {"channel": message.channel.id, "ts": message.ts}
