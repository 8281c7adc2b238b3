"""The Web API methods for modals, the Home, and files."""

from __future__ import annotations

from tests.fakes import slack_checks
from tests.fakes.slack_api import (
    Call,
    Method,
    auth_test,
    chat_delete,
    chat_post_ephemeral,
    chat_post_message,
    chat_update,
    conversations_history,
    conversations_info,
    conversations_open,
    users_info,
)
from tests.fakes.slack_shapes import Json
from tests.fakes.slack_world import APP_ID, BOT_ID, BOT_USER, TEAM, Message, Refused, Upload, View, World

DEEPEST = 3


def view_json(view: View) -> Json:
    """A view as Slack sends it in answers and payloads."""
    body = view.body
    return {
        "id": view.id,
        "team_id": TEAM,
        "type": view.kind,
        "blocks": view.blocks,
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "external_id": body.get("external_id") or "",
        "state": {"values": view.state},
        "hash": view.hash,
        "title": body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "submit": body.get("submit"),
        "close": body.get("close"),
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": APP_ID,
        "app_installed_team_id": TEAM,
        "bot_id": BOT_ID,
    }


def checked_view(world: World, body: object, kind: str, own: View | None = None) -> tuple[Json, list[str]]:
    """The view's body if Slack would take it, and what people would suffer from."""
    errors = slack_checks.view_errors(body)
    if not isinstance(body, dict) or errors or body.get("type") != kind:
        errors = errors or [f"[ERROR] must be a {kind} view [json-pointer:/view/type]"]
        raise Refused("invalid_arguments", response_metadata={"messages": errors})
    if slack_checks.size(body) > slack_checks.VIEW_BYTES:
        raise Refused("view_too_large")
    taken = body.get("external_id")
    others = [view for stack in world.stacks.values() for view in stack if view is not own]
    if taken and any(view.body.get("external_id") == taken for view in others):
        raise Refused("duplicate_external_id")
    return body, slack_checks.careless(body["blocks"])


def _view_argument(call: Call, kind: str, own: View | None = None) -> Json:
    call.need("view")
    body, complaints = checked_view(call.world, call.args["view"], kind, own)
    call.complaints += complaints
    return body


def views_open(call: Call) -> Json:
    (trigger_id,) = call.need("trigger_id")
    body = _view_argument(call, "modal")
    trigger = call.world.use_trigger(trigger_id)
    view = call.world.new_view(trigger.user, body)
    call.world.stacks[trigger.user] = [view]
    return {"view": view_json(view)}


def views_push(call: Call) -> Json:
    (trigger_id,) = call.need("trigger_id")
    body = _view_argument(call, "modal")
    trigger = call.world.use_trigger(trigger_id)
    if trigger.view is None:
        raise Refused("invalid_trigger_id")
    return {"view": view_json(push(call.world, trigger.user, body))}


def push(world: World, user: str, body: Json) -> View:
    """Lay a view over those already open, three at most."""
    stack = world.stacks.get(user, [])
    if not stack:
        raise Refused("not_found")
    if len(stack) >= DEEPEST:
        raise Refused("push_limit_reached")
    view = world.new_view(user, body, below=stack[-1])
    stack.append(view)
    return view


def views_update(call: Call) -> Json:
    view = _named_view(call)
    body = _view_argument(call, view.kind, view)
    if call.args.get("hash") and call.args["hash"] != view.hash:
        raise Refused("hash_conflict")
    call.world.fill_view(view, body)
    return {"view": view_json(view)}


def _named_view(call: Call) -> View:
    external = call.args.get("external_id")
    if external:
        stacks = [view for stack in call.world.stacks.values() for view in stack]
        view = next((each for each in stacks if each.body.get("external_id") == external), None)
    else:
        view = call.world.find_view(call.need("view_id")[0])
    if view is None:
        raise Refused("not_found")
    return view


def views_publish(call: Call) -> Json:
    (user_id,) = call.need("user_id")
    body = _view_argument(call, "home")
    if user_id not in call.world.users:
        raise Refused("user_not_found")
    home = call.world.homes.get(user_id)
    if home and call.args.get("hash") and call.args["hash"] != home.hash:
        raise Refused("hash_conflict")
    if home is None:
        home = call.world.homes[user_id] = call.world.new_view(user_id, body)
    else:
        call.world.fill_view(home, body)
    return {"view": view_json(home)}


def files_get_upload_url(call: Call) -> Json:
    name, length = call.need("filename", "length")
    if not length.isdigit() or int(length) < 1:
        raise Refused("invalid_arguments")
    upload = Upload(call.world.new_id("F"), name, int(length))
    call.world.uploads[upload.id] = upload
    return {"upload_url": f"{call.base}/upload/{upload.id}", "file_id": upload.id}


def files_complete_upload(call: Call) -> Json:
    call.need("files")
    given = call.args["files"]
    uploads = [_finished(call.world, entry) for entry in given]
    channel_id = call.args.get("channel_id") or call.args.get("channels")
    if channel_id:
        _share(call, str(channel_id), uploads)
    return {"files": [{"id": upload.id, "title": upload.title} for upload in uploads]}


def _finished(world: World, entry: Json) -> Upload:
    upload = world.uploads.get(entry.get("id", ""))
    if upload is None or upload.content is None:
        raise Refused("file_not_found")
    if upload.shared:
        raise Refused("file_already_completed")
    upload.title, upload.shared = entry.get("title") or upload.name, True
    return upload


def _share(call: Call, channel_id: str, uploads: list[Upload]) -> None:
    channel = call.world.channels.get(channel_id)
    if channel is None:
        raise Refused("channel_not_found")
    if not channel.has_bot:
        raise Refused("not_in_channel")
    comment = str(call.args.get("initial_comment") or "")
    call.complaints += slack_checks.careless([], comment)
    files = [file_json(call.base, upload) for upload in uploads]
    call.world.post(Message(channel, call.world.new_ts(), comment, [], BOT_USER, files=files))


def files_info(call: Call) -> Json:
    (id,) = call.need("file")
    upload = call.world.uploads.get(id)
    if upload is None or not upload.shared:
        raise Refused("file_not_found")
    if upload.deleted:
        raise Refused("file_deleted")
    return {"file": file_json(call.base, upload) | upload.told}


def file_json(base: str, upload: Upload) -> Json:
    address = f"{base}/files-pri/{TEAM}-{upload.id}/{upload.name}"
    return {
        "id": upload.id,
        "name": upload.name,
        "title": upload.title or upload.name,
        "size": len(upload.content or b""),
        "filetype": upload.name.rpartition(".")[2],
        "mode": "hosted",
        "is_external": False,
        "url_private": address,
        "url_private_download": address,
    }


METHODS: dict[str, tuple[Method, str | None]] = {
    "auth.test": (auth_test, None),
    "users.info": (users_info, "users:read"),
    "conversations.open": (conversations_open, "im:write"),
    "conversations.info": (conversations_info, None),
    "conversations.history": (conversations_history, None),
    "chat.postMessage": (chat_post_message, "chat:write"),
    "chat.postEphemeral": (chat_post_ephemeral, "chat:write"),
    "chat.update": (chat_update, "chat:write"),
    "chat.delete": (chat_delete, "chat:write"),
    "views.open": (views_open, None),
    "views.push": (views_push, None),
    "views.update": (views_update, None),
    "views.publish": (views_publish, None),
    "files.info": (files_info, "files:read"),
    "files.getUploadURLExternal": (files_get_upload_url, "files:write"),
    "files.completeUploadExternal": (files_complete_upload, "files:write"),
}
READS_NO_JSON = frozenset(
    {"users.info", "conversations.info", "conversations.history", "files.info", "files.getUploadURLExternal"}
)
