"""What a person reads on a card, and where on it they would press."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.fakes.slack_checks import elements
from tests.fakes.slack_forms import VALUE_KEY, CannotDo
from tests.fakes.slack_shapes import Json
from tests.fakes.slack_words import read
from tests.fakes.slack_world import Message, View

NameOf = Callable[[str], str]


def text_of(thing: Message | View, name_of: NameOf) -> str:
    """All that a message or a view says, one thing a line, buttons in brackets."""
    if isinstance(thing, View):
        return "\n".join([*_frame(thing), *lines(thing.blocks, name_of, thing.errors, thing.state)])
    shown = lines(thing.blocks, name_of) if thing.blocks else [read(thing.text, name_of)]
    return "\n".join([*shown, *(f"[file {file['name']}]" for file in thing.files)])


def _frame(view: View) -> list[str]:
    parts = [view.body.get("title"), view.body.get("submit"), view.body.get("close")]
    return [f"[{part['text']}]" if index else part["text"] for index, part in enumerate(parts) if part]


def lines(
    blocks: list[Json], name_of: NameOf, errors: dict[str, str] | None = None, state: Json | None = None
) -> list[str]:
    shown = []
    for block in blocks:
        shown += [line for line in _block(block, name_of, state or {}) if line]
        if errors and block.get("block_id") in errors:
            shown.append(errors[block["block_id"]])
    return shown


def _block(block: Json, name_of: NameOf, state: Json) -> Iterator[str]:
    match block["type"]:
        case "section":
            texts = [block.get("text"), *(block.get("fields") or [])]
            yield from (_text(text, name_of) for text in texts if text)
            if block.get("accessory"):
                yield _element(block["accessory"])
        case "header":
            yield _text(block["text"], name_of)
        case "context" | "actions":
            for part in block["elements"]:
                yield _text(part, name_of) if part["type"] in ("plain_text", "mrkdwn") else _element(part)
        case "image":
            yield from (_text(block["title"], name_of) if block.get("title") else "", block["alt_text"])
        case "input":
            yield from _input(block, name_of, state)
        case "table":
            yield from (" | ".join(_all_text(cell) for cell in row) for row in block["rows"])
        case "markdown":
            yield block["text"]
        case "rich_text":
            yield _all_text(block)


def _input(block: Json, name_of: NameOf, state: Json) -> Iterator[str]:
    element = block["element"]
    yield _text(block["label"], name_of)
    entered = state.get(block["block_id"], {}).get(element["action_id"])
    if entered:
        yield _value(entered[VALUE_KEY[element["type"]]])
    if block.get("hint"):
        yield _text(block["hint"], name_of)
    if element["type"] in ("radio_buttons", "checkboxes"):
        yield _element(element)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return str(value["text"]["text"])
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    return "" if value is None else str(value)


def _text(text: Json, name_of: NameOf) -> str:
    return read(text["text"], name_of) if text["type"] == "mrkdwn" else str(text["text"])


def _element(element: Json) -> str:
    match element["type"]:
        case "button":
            return f"[{element['text']['text']}]"
        case "image":
            return str(element["alt_text"])
        case "overflow" | "radio_buttons" | "checkboxes":
            return " ".join(f"[{option['text']['text']}]" for option in element["options"])
        case _:
            chosen = element.get("initial_option") or element.get("initial_options")
            return f"[{_value(chosen) or element.get('placeholder', {}).get('text', '…')}]"


def _all_text(part: object) -> str:
    if isinstance(part, list):
        return "".join(_all_text(item) for item in part)
    if isinstance(part, dict):
        own = part.get("text")
        return own if isinstance(own, str) else "".join(_all_text(value) for value in part.values() if value is not own)
    return ""


def find_button(blocks: list[Json], name: str, near: str | None, name_of: NameOf) -> tuple[Json, Json]:
    """The button with this label, action id or value; among several the one whose row says `near`."""
    buttons = [(b, e) for b, e in elements(blocks) if e["type"] == "button"]
    fitting = [(b, e) for b, e in buttons if name in (e["text"]["text"], e["action_id"], e.get("value"))]
    if near is not None:
        fitting = [(b, e) for b, e in fitting if near in _row(blocks, b, name_of)]
    if len(fitting) == 1:
        return fitting[0]
    there = [e["text"]["text"] for _, e in buttons]
    raise CannotDo(f"{len(fitting) or 'no'} button {name!r}{f' near {near!r}' if near else ''}; there are {there}")


def _row(blocks: list[Json], block: Json, name_of: NameOf) -> str:
    """What a button belongs to: its own block, and what stands between it and the buttons above."""
    index = blocks.index(block)
    start = index
    while start > 0 and not any(e["type"] == "button" for _, e in elements([blocks[start - 1]])):
        start -= 1
    return "\n".join(lines(blocks[start : index + 1], name_of))
