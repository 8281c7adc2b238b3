"""What the app's answers do in Slack: messages through a response_url, the body of a command's or a form's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes import slack_checks, slack_elements
from tests.fakes.slack_api import Call, content
from tests.fakes.slack_shapes import Json
from tests.fakes.slack_views import checked_view, push
from tests.fakes.slack_world import BOT_USER, Message, Refused, ResponseAddress, View

if TYPE_CHECKING:
    from tests.fakes.slack import SlackFake

ACTIONS = ("errors", "update", "push", "clear")


def respond(slack: SlackFake, name: str, body: Json) -> None:
    """Something the app sent to a response_url."""
    with slack.world.changed:
        address = slack.world.use_address(name)
        show(slack, address, body, "response_url")


def show(slack: SlackFake, address: ResponseAddress, body: Json, where: str) -> Message | None:
    """Show a message that answers a person: new or instead of the one that was pressed, to them or to all."""
    original = _original(slack, address)
    if body.get("delete_original"):
        _delete(slack, original, where)
        return None
    call = Call(slack.world, where, body, slack.scopes, slack.base)
    text, blocks = content(call)
    for complaint in call.complaints:
        slack.violate(where, complaint)
    if original and "replace_original" not in body:
        slack.violate(where, "say whether the original is replaced: replace_original true or false")
    if body.get("replace_original") and original:
        slack.world.rewrite(original, text, blocks or [])
        return original
    if body.get("replace_original"):
        slack.violate(where, "nothing to replace: the address came from a command or its message is gone")
    return _new(slack, address, text, blocks or [], body, where)


def _original(slack: SlackFake, address: ResponseAddress) -> Message | None:
    return slack.world.find_message(address.channel.id, address.message_ts) if address.message_ts else None


def _delete(slack: SlackFake, original: Message | None, where: str) -> None:
    if original is None:
        slack.violate(where, "nothing to delete")
        return
    slack.world.remove(original)


def _new(slack: SlackFake, address: ResponseAddress, text: str, blocks: list[Json], body: Json, where: str) -> Message:
    kind = body.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        slack.violate(where, f"unknown response_type {kind!r}")
    only_for = None if kind == "in_channel" else address.user
    thread = str(body["thread_ts"]) if body.get("thread_ts") else None
    message = Message(address.channel, slack.world.new_ts(), text, blocks, BOT_USER, only_for, thread)
    return slack.world.post(message)


def command_answered(slack: SlackFake, address: ResponseAddress, body: Json | str | None) -> None:
    """The body of the answer to a slash command is shown to who typed it."""
    if body is None:
        return
    shown = {"text": body} if isinstance(body, str) else body
    try:
        with slack.world.changed:
            show(slack, address, shown, "command's answer")
    except Refused as no:
        slack.violate("command's answer", f"{no.error} {no.details}")


def submission_answered(slack: SlackFake, view: View, body: Json | str | None) -> None:
    """Close, correct, replace or cover a form as the app's answer says."""
    with slack.world.changed:
        stack = slack.world.stacks.get(view.user, [])
        if body is None or body == {}:
            if view in stack:
                stack.remove(view)
            slack.world.changed.notify_all()
            return
        if isinstance(body, str) or body.get("response_action") not in ACTIONS:
            slack.violate("form's answer", f"no response_action in {body!r}: people see an error")
            return
        _apply(slack, view, body)


def _apply(slack: SlackFake, view: View, body: Json) -> None:
    action = body["response_action"]
    try:
        if action == "errors":
            _show_errors(slack, view, body.get("errors"))
        elif action == "clear":
            slack.world.stacks[view.user] = []
            slack.world.changed.notify_all()
        else:
            _lay(slack, view, action, body.get("view"))
    except Refused as no:
        slack.violate("form's answer", f"{no.error} {no.details}")


def _show_errors(slack: SlackFake, view: View, errors: object) -> None:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        slack.violate("form's answer", "errors must be an object of block id and text")
        return
    for block_id, text in errors.items():
        if block_id not in inputs:
            slack.violate("form's answer", f"an error for {block_id!r}, which is no input: {sorted(inputs)}")
        if not isinstance(text, str) or not text:
            slack.violate("form's answer", f"the error for {block_id!r} says nothing")
    view.errors = {str(block_id): str(text) for block_id, text in errors.items()}
    slack.world.touch(view)


def _lay(slack: SlackFake, view: View, action: str, given: object) -> None:
    body, complaints = checked_view(slack.world, given, "modal", view if action == "update" else None)
    for complaint in complaints:
        slack.violate("form's answer", complaint)
    if action == "push":
        push(slack.world, view.user, body)
    else:
        slack.world.fill_view(view, body)


def suggested(slack: SlackFake, body: Json | str | None) -> list[Json]:
    """The options that the app offers to a searching menu."""
    errors = slack_checks.suggestion_errors(body)
    for error in errors:
        slack.violate("suggestions", error)
    if errors or not isinstance(body, dict):
        return []
    return slack_elements.offered(body)
