"""The payloads that Slack sends to an app, in the shapes that it documents."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from tests.fakes.slack_api import message_json
from tests.fakes.slack_forms import VALUE_KEY
from tests.fakes.slack_shapes import Json
from tests.fakes.slack_views import view_json
from tests.fakes.slack_world import APP_ID, BOT_USER, TEAM, TEAM_DOMAIN, Channel, Message, User, View

if TYPE_CHECKING:
    from tests.fakes.slack import SlackFake

VERIFICATION = "fake-verification-token"
ECHOED = ("type", "action_id", "text", "value", "style", "placeholder")


def command(slack: SlackFake, user: User, channel: Channel, name: str, words: str) -> Json:
    enterprise = slack.world.enterprise
    return {
        "token": VERIFICATION,
        "team_id": user.team,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.handle,
        "command": name,
        "text": words,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        **({"enterprise_id": enterprise, "enterprise_name": "Group"} if enterprise else {}),
        "response_url": address(slack, user, channel),
        "trigger_id": slack.world.issue_trigger(user.id),
    }


def address(slack: SlackFake, user: User, channel: Channel, message_ts: str | None = None) -> str:
    return f"{slack.base}/response/{slack.world.issue_address(user.id, channel, message_ts)}"


def event(slack: SlackFake, body: Json, team: str = TEAM, ext_shared: bool = False) -> Json:
    now = slack.world.now()
    return {
        "token": VERIFICATION,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": slack.world.enterprise,
        "api_app_id": APP_ID,
        "event": {**body, "event_ts": body.get("ts") or f"{now.timestamp():.6f}"},
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(now.timestamp()),
        "authorizations": [
            {
                "enterprise_id": slack.world.enterprise,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": ext_shared,
        "event_context": f"4-{secrets.token_hex(12)}",
    }


def said(message: Message, kind: str) -> Json:
    """The event of a person's message: `message` in a direct conversation, `app_mention` in a channel."""
    body: Json = {
        "type": kind,
        "user": message.author,
        "ts": message.ts,
        "client_msg_id": secrets.token_hex(16),
        "text": message.text,
        "team": TEAM,
        "blocks": [_rich(message.text)],
        "channel": message.channel.id,
    }
    if kind == "message":
        body["channel_type"] = "im"
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.files:
        body |= {"subtype": "file_share", "files": message.files, "upload": False}
    return body


def edited(slack: SlackFake, message: Message, before: Json) -> Json:
    """The event of a changed message: what was said stands one level deeper, and there is no user above it."""
    now = slack.world.new_ts()
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": message.channel.id,
        "channel_type": "im",
        "ts": now,
        "message": message_json(message),
        "previous_message": before,
    }


def _rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": secrets.token_urlsafe(4), "elements": [section]}


def _interaction(slack: SlackFake, kind: str, user: User, trigger: bool = True, view: str | None = None) -> Json:
    body: Json = {
        "type": kind,
        "user": {"id": user.id, "username": user.handle, "name": user.handle, "team_id": user.team},
        "api_app_id": APP_ID,
        "token": VERIFICATION,
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "enterprise": {"id": slack.world.enterprise, "name": "Group"} if slack.world.enterprise else None,
        "is_enterprise_install": False,
    }
    if trigger:
        body["trigger_id"] = slack.world.issue_trigger(user.id, view)
    return body


def _place(where: Message | View) -> Json:
    """Where an interaction happened. Slack keeps no ephemeral message, so it sends none along."""
    if isinstance(where, View):
        return {"container": {"type": "view", "view_id": where.id}, "view": view_json(where)}
    ephemeral = where.only_for is not None
    container = {
        "type": "message",
        "message_ts": where.ts,
        "channel_id": where.channel.id,
        "is_ephemeral": ephemeral,
    }
    channel = {"id": where.channel.id, "name": where.channel.name}
    return {"container": container, "channel": channel, **({} if ephemeral else {"message": message_json(where)})}


def action(slack: SlackFake, user: User, where: Message | View, block: Json, element: Json, picked: Json) -> Json:
    """A press or a choice, in a message, a modal or the Home."""
    modal = where.id if isinstance(where, View) and where.kind == "modal" else None
    body = _interaction(slack, "block_actions", user, view=modal) | _place(where)
    if isinstance(where, Message):
        body["state"] = {"values": where.states.get(user.id, {})}
        body["response_url"] = address(slack, user, where.channel, where.ts)
    echoed = {key: element[key] for key in ECHOED if key in element}
    body["actions"] = [{**echoed, "block_id": block["block_id"], **picked, "action_ts": f"{time.time():.6f}"}]
    return body


def suggestion(slack: SlackFake, user: User, where: Message | View, block: Json, element: Json, query: str) -> Json:
    names = {"action_id": element["action_id"], "block_id": block["block_id"], "value": query}
    return _interaction(slack, "block_suggestion", user, trigger=False) | _place(where) | names


def submission(slack: SlackFake, user: User, view: View) -> Json:
    body = _interaction(slack, "view_submission", user, view=view.id)
    return {**body, "view": view_json(view), "response_urls": []}


def closed(slack: SlackFake, user: User, view: View, cleared: bool) -> Json:
    body = _interaction(slack, "view_closed", user, trigger=False)
    return {**body, "view": view_json(view), "is_cleared": cleared}


def shortcut(slack: SlackFake, user: User, callback_id: str) -> Json:
    body = _interaction(slack, "shortcut", user)
    return {**body, "callback_id": callback_id, "action_ts": f"{time.time():.6f}"}


def chosen(element: Json, value: Json) -> Json:
    """The part of a stored value that an action carries."""
    key = VALUE_KEY[element["type"]]
    return {key: value[key]}
