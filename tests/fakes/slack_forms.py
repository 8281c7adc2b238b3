"""What stands in the fields of a form or a card: first values, what a person enters, and what Slack lets through."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.fakes.slack_checks import elements
from tests.fakes.slack_elements import offered
from tests.fakes.slack_shapes import Json

Entry = str | int | Decimal | bool | date | datetime | time | None | Iterable[str]

VALUE_KEY = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
INITIAL_KEY = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "files": "",
}


class CannotDo(AssertionError):
    """A person could not do this in Slack: no such button, a required field left empty, a modal in the way."""


def first_state(blocks: list[Json], before: Json | None = None) -> Json:
    """The values of a surface's fields when it appears, as in `state.values`."""
    state: Json = {}
    for block, element in elements(blocks):
        kind = element["type"]
        if kind not in VALUE_KEY:
            continue
        old = (before or {}).get(block["block_id"], {}).get(element["action_id"])
        kept = old if old and old["type"] == kind else {"type": kind, **_initial(element)}
        state.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return state


def _initial(element: Json) -> Json:
    key = VALUE_KEY[element["type"]]
    many = key in ("selected_options", "selected_users", "files")
    return {key: element.get(INITIAL_KEY[key], [] if many else None)}


def find_field(blocks: list[Json], name: str | tuple[str, str]) -> tuple[Json, Json]:
    """The field that a person means: by label, placeholder, block id, action id, or (block id, action id)."""
    fields = [(b, e) for b, e in elements(blocks) if e["type"] in VALUE_KEY]
    for block, element in fields:
        if name == (block["block_id"], element["action_id"]) or name in _names(block, element):
            return block, element
    known = [next(iter(_names(b, e))) for b, e in fields]
    raise CannotDo(f"no field {name!r}; there are {known}")


def _names(block: Json, element: Json) -> list[str]:
    texts = [block.get("label"), element.get("placeholder"), block.get("text") if "accessory" in block else None]
    return [*(text["text"] for text in texts if text), block["block_id"], element["action_id"]]


def enter(state: Json, block: Json, element: Json, entry: Entry, suggested: list[Json] | None = None) -> None:
    """Put what a person typed or picked into the state."""
    key = VALUE_KEY[element["type"]]
    state[block["block_id"]][element["action_id"]] = {
        "type": element["type"],
        key: _value(key, element, entry, suggested),
    }


def _value(key: str, element: Json, entry: Entry, suggested: list[Json] | None) -> Any:
    if entry is None or entry == "":
        return [] if key in ("selected_options", "selected_users", "files") else None
    options = suggested if suggested is not None else offered(element)
    if key == "selected_option":
        return pick(options, str(entry))
    if key == "selected_options":
        return [pick(options, wanted) for wanted in _several(entry, options)]
    if key == "selected_date_time":
        return int(entry.timestamp()) if isinstance(entry, datetime) else entry
    if isinstance(entry, time):
        return entry.strftime("%H:%M")
    if key in ("selected_users", "files"):
        return list(entry)  # type: ignore[arg-type]
    return entry.isoformat() if isinstance(entry, date) else str(entry)


def _several(entry: Entry, options: list[Json]) -> list[str]:
    """A single box may be ticked with True."""
    if entry is True:
        return [options[0]["value"]]
    if entry is False:
        return []
    return [entry] if isinstance(entry, str) else [str(each) for each in entry]  # type: ignore[union-attr]


def pick(options: list[Json], wanted: str) -> Json:
    """The option with this label or value, as Slack sends it back."""
    for option in options:
        if wanted in (option["text"]["text"], option["value"]):
            return {key: part for key, part in option.items() if key in ("text", "value", "description")}
    raise CannotDo(f"no option {wanted!r}; there are {[option['text']['text'] for option in options]}")


def unacceptable(blocks: list[Json], state: Json) -> list[str]:
    """Why Slack would not let a person submit this form; empty when it would."""
    said = []
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = state[block["block_id"]][element["action_id"]][VALUE_KEY[element["type"]]]
        label = block["label"]["text"]
        if value in (None, "", []):
            said += [] if block.get("optional") else [f"{label!r} is required"]
        else:
            said += [f"{label!r}: {complaint}" for complaint in _limits(element, value)]
    return said


def _limits(element: Json, value: Any) -> list[str]:
    if element["type"] == "plain_text_input":
        return _length(element, value)
    if element["type"] == "number_input":
        return _number(element, value)
    most = element.get("max_selected_items")
    if most and len(value) > most:
        return [f"at most {most} can be picked"]
    return ["not an e-mail address"] if element["type"] == "email_text_input" and "@" not in value else []


def _length(element: Json, value: str) -> list[str]:
    least, most = element.get("min_length") or 0, element.get("max_length") or 3000
    if "\n" in value and not element.get("multiline"):
        return ["one line only"]
    return [] if least <= len(value) <= most else [f"{len(value)} characters, allowed {least} to {most}"]


def _number(element: Json, value: str) -> list[str]:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return [f"{value!r} is not a number"]
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return ["whole numbers only"]
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(least):
        return [f"at least {least}"]
    return [f"at most {most}"] if most is not None and number > Decimal(most) else []
