"""Block Kit as Slack enforces it: which blocks, how many, how long; and what a careful app would never send."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.fakes import slack_words
from tests.fakes.slack_elements import BESIDE_SECTION, FIELDS, GROUP, ID, IN_ACTIONS, IN_INPUT, PICTURE, PLAIN_OPTION
from tests.fakes.slack_shapes import (
    Check,
    Findings,
    Json,
    anything,
    at_least_one,
    both,
    exactly_one,
    flag,
    items,
    one_of,
    plain,
    shape,
    string,
    text,
    typed,
    url,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_CHARACTERS = 13_000
TOP_TEXT = 40_000
VIEW_BYTES = 250_000


def _block(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape({"type": one_of(kind), **required}, {"block_id": ID, **(optional or {})})


SECTION = both(
    _block(
        "section",
        {},
        {
            "text": text(3000),
            "fields": items(10, text(2000)),
            "accessory": BESIDE_SECTION,
            "expand": flag,
        },
    ),
    at_least_one("text", "fields"),
)
INPUT = _block(
    "input",
    {"label": plain(2000), "element": IN_INPUT},
    {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
)
IMAGE = both(
    _block(
        "image",
        {"alt_text": string(2000)},
        {"image_url": url(), "slack_file": anything, "title": plain(2000)},
    ),
    exactly_one("image_url", "slack_file"),
)
CONTEXT_PART = typed({"image": PICTURE, "plain_text": text(3000), "mrkdwn": text(3000)})
CELL = typed(
    {
        "raw_text": shape({"type": one_of("raw_text"), "text": string(3000)}),
        "rich_text": anything,
    }
)
ANYWHERE: dict[str, Check] = {
    "section": SECTION,
    "divider": _block("divider", {}),
    "header": _block("header", {"text": plain(150)}),
    "context": _block("context", {"elements": items(10, CONTEXT_PART)}),
    "actions": _block("actions", {"elements": items(25, IN_ACTIONS)}),
    "image": IMAGE,
    "input": INPUT,
    "rich_text": _block("rich_text", {"elements": items(100, anything)}),
}
ONLY_MESSAGES: dict[str, Check] = {
    "markdown": shape({"type": one_of("markdown"), "text": string(12_000)}, {"block_id": ID}),
    "table": _block("table", {"rows": items(100, items(20, CELL))}, {"column_settings": items(20, anything)}),
}
IN_MESSAGE = items(MESSAGE_BLOCKS, typed({**ANYWHERE, **ONLY_MESSAGES}), least=0)
IN_VIEW = items(VIEW_BLOCKS, typed(ANYWHERE), least=0)
VIEW_COMMON: dict[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
HOME = shape({"type": one_of("home"), "blocks": IN_VIEW}, VIEW_COMMON)
MODAL = shape(
    {"type": one_of("modal"), "title": plain(24), "blocks": IN_VIEW},
    {**VIEW_COMMON, "submit": plain(24), "close": plain(24), "clear_on_close": flag, "notify_on_close": flag},
)


def message_errors(blocks: Any) -> list[str]:
    """Slack's complaints about the blocks of a message; empty when it would take them."""
    found = Findings()
    IN_MESSAGE(found, "/blocks", blocks)
    if not found.messages:
        _check_together(found, "/blocks", blocks)
        if sum(block["type"] == "table" for block in blocks) > 1:
            found.add("/blocks", "only one table block allowed")
    return found.messages


def suggestion_errors(answer: Any) -> list[str]:
    """Slack's complaints about the options offered to a searching menu."""
    found = Findings()
    lists = {"options": items(100, PLAIN_OPTION, least=0), "option_groups": items(100, GROUP, least=0)}
    both(shape({}, lists), exactly_one("options", "option_groups"))(found, "", answer)
    return found.messages


def view_errors(view: Any) -> list[str]:
    """Slack's complaints about a modal or a Home; empty when it would take it."""
    found = Findings()
    typed({"modal": MODAL, "home": HOME})(found, "/view", view)
    if not found.messages:
        _check_together(found, "/view/blocks", view["blocks"])
        _check_submit(found, view)
    return found.messages


def _check_submit(found: Findings, view: Json) -> None:
    inputs = [index for index, block in enumerate(view["blocks"]) if block["type"] == "input"]
    if inputs and view["type"] == "modal" and not view.get("submit"):
        found.add(f"/view/blocks/{inputs[0]}/input", "must define `submit` to use an `input` block in modals")
    if sum(bool(element.get("focus_on_load")) for _, element in elements(view["blocks"])) > 1:
        found.add("/view/blocks", "only one element can have focus_on_load")


def _check_together(found: Findings, where: str, blocks: list[Json]) -> None:
    ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    for name, count in ids.items():
        if count > 1:
            found.add(where, f"`block_id` {name!r} already exists for another block")
    for index, block in enumerate(blocks):
        actions = Counter(e["action_id"] for _, e in elements([block]) if e.get("action_id"))
        for name, count in actions.items():
            if count > 1:
                found.add(f"{where}/{index}", f"`action_id` {name!r} already exists for another element")


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element that a person can use, with the block it stands in."""
    for block in blocks:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for element in inside:
            if isinstance(element, dict) and element.get("type") in USABLE:
                yield block, element


USABLE = frozenset({*FIELDS, "button", "overflow"})


def size(view: Json) -> int:
    return len(json.dumps(view, ensure_ascii=False).encode())


def text_objects(part: Any) -> Iterator[Json]:
    """Every text object inside a payload, in order."""
    if isinstance(part, list):
        for item in part:
            yield from text_objects(item)
    elif isinstance(part, dict):
        if part.get("type") in ("plain_text", "mrkdwn", "markdown", "raw_text") and isinstance(part.get("text"), str):
            yield part
            return
        for value in part.values():
            yield from text_objects(value)


def characters(blocks: list[Json]) -> int:
    return sum(len(part["text"]) for part in text_objects(blocks))


def careless(blocks: Any, top: str | None = None) -> list[str]:
    """What Slack would take and people would suffer from: pings, links made of data, hidden characters."""
    said = [slack_words.careless_markup(part["text"]) for part in text_objects(blocks) if part["type"] == "mrkdwn"]
    said += [slack_words.hidden(part["text"]) for part in text_objects(blocks) if part["type"] != "mrkdwn"]
    if top:
        said.append(slack_words.careless_markup(top))
    return [complaint for complaints in said for complaint in complaints]
