"""Cards that answer in the 1:1 space what was asked in another one: their buttons remember which."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from bot.webex_cards import MOST_BYTES, Message

Json: TypeAlias = dict[str, Any]

SPACE: Final = "space"
_HOLDERS: Final = ("actions", "body", "items", "columns", "card")


def marked(message: Message, room: str) -> Message:
    """The same message, every submit button with the space in it; unmarked where that would be too large."""
    for attachment in message["attachments"]:
        submits = list(_submits(attachment["content"]))
        mark = {SPACE: room}
        if len(json.dumps(attachment["content"])) + len(submits) * len(json.dumps(mark)) <= MOST_BYTES:
            for submit in submits:
                submit["data"] = submit.get("data", {}) | mark
    return message


def unmarked(inputs: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The space that a pressed button remembers, and the words that were sent with it; only text is taken."""
    words = {name: value for name, value in inputs.items() if isinstance(value, str)}
    return words.pop(SPACE, ""), words


def _submits(node: Json) -> Iterator[Json]:
    if node.get("type") == "Action.Submit":
        yield node
    for holder in _HOLDERS:
        held = node.get(holder, [])
        for child in held if isinstance(held, list) else [held]:
            yield from _submits(child)
