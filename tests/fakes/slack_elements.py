"""Block Kit's interactive elements and their limits, as Slack documents them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.slack_shapes import (
    Check,
    Findings,
    Json,
    anything,
    both,
    exactly_one,
    flag,
    items,
    matching,
    one_of,
    plain,
    shape,
    string,
    text,
    typed,
    url,
    whole,
)

ID = string(255)
DATE = matching(r"\d{4}-\d{2}-\d{2}", "must be a date YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time HH:mm")
NUMBER = matching(r"-?\d+(\.\d+)?", "must be a number in a string")

CONFIRM = shape(
    {"title": plain(100), "text": text(300)},
    {"confirm": plain(30), "deny": plain(30), "style": one_of("primary", "danger")},
)
PLAIN_OPTION = shape({"text": plain(75), "value": string(75)}, {"description": plain(75)})
MENU_OPTION = shape({"text": plain(75), "value": string(75)}, {"description": plain(75), "url": url()})
MARKED_OPTION = shape({"text": text(75), "value": string(75)}, {"description": text(75)})
GROUP = shape({"label": plain(75), "options": items(100, PLAIN_OPTION)})


def _element(kind: str, required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    return shape(
        {"type": one_of(kind), **required},
        {"action_id": ID, "confirm": CONFIRM, "focus_on_load": flag, **optional},
    )


def offered(element: Json) -> list[Json]:
    """Every option of a menu, those in groups included."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]


def _initial_is_offered(found: Findings, where: str, value: Any) -> None:
    if not isinstance(value, dict):
        return
    initial = [value["initial_option"]] if value.get("initial_option") else value.get("initial_options") or []
    choices = [(o["text"].get("text"), o.get("value")) for o in offered(value)]
    for option in initial:
        if (option.get("text", {}).get("text"), option.get("value")) not in choices:
            found.add(where, "initial_option must exactly match one of the provided options")


def _values_differ(found: Findings, where: str, value: Any) -> None:
    if isinstance(value, dict):
        values = [option.get("value") for option in offered(value)]
        if len(values) != len(set(values)):
            found.add(where, "option values must be unique")


def _choosing(kind: str, option: Check, most: int, initial: Mapping[str, Check]) -> Check:
    return both(_element(kind, {"options": items(most, option)}, initial), _initial_is_offered, _values_differ)


def _static(kind: str, initial: Mapping[str, Check]) -> Check:
    lists = {"options": items(100, PLAIN_OPTION), "option_groups": items(100, GROUP)}
    fields = {"placeholder": plain(150), **lists, **initial}
    menu = _element(kind, {}, fields)
    return both(menu, exactly_one("options", "option_groups"), _initial_is_offered, _values_differ)


def _menu(kind: str, optional: Mapping[str, Check]) -> Check:
    return _element(kind, {}, {"placeholder": plain(150), **optional})


def _lengths_agree(found: Findings, where: str, value: Any) -> None:
    if isinstance(value, dict) and (value.get("min_length") or 0) > (value.get("max_length") or 3000):
        found.add(where, "min_length must be at most max_length")


def _bounds_agree(found: Findings, where: str, value: Any) -> None:
    if not isinstance(value, dict):
        return
    least, most = value.get("min_value"), value.get("max_value")
    if least is not None and most is not None and float(least) > float(most):
        found.add(where, "min_value must be at most max_value")


DISPATCH = shape({}, {"trigger_actions_on": items(2, one_of("on_enter_pressed", "on_character_entered"))})
TYPED = {"placeholder": plain(150), "dispatch_action_config": DISPATCH}
TEXT_INPUT = both(
    _element(
        "plain_text_input",
        {},
        {
            **TYPED,
            "initial_value": string(3000, least=0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
    ),
    _lengths_agree,
)
NUMBER_INPUT = both(
    _element(
        "number_input",
        {"is_decimal_allowed": flag},
        {**TYPED, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
    ),
    _bounds_agree,
)
BUTTON = _element(
    "button",
    {"text": plain(75)},
    {
        "url": url(),
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
)
PICTURE = both(
    shape({"type": one_of("image"), "alt_text": string(2000)}, {"image_url": url(), "slack_file": anything}),
    exactly_one("image_url", "slack_file"),
)
OVERFLOW = both(_element("overflow", {"options": items(5, MENU_OPTION)}, {}), _values_differ)
ONE = {"initial_option": anything}
MANY = {"initial_options": items(100, anything), "max_selected_items": whole(1, 100)}

CHOICES: dict[str, Check] = {
    "static_select": _static("static_select", ONE),
    "multi_static_select": _static("multi_static_select", MANY),
    "external_select": _menu("external_select", {**ONE, "min_query_length": whole(0, 100)}),
    "multi_external_select": _menu("multi_external_select", {**MANY, "min_query_length": whole(0, 100)}),
    "users_select": _menu("users_select", {"initial_user": string(255)}),
    "multi_users_select": _menu(
        "multi_users_select", {"initial_users": items(100, string(255)), "max_selected_items": whole(1, 100)}
    ),
    "conversations_select": _menu(
        "conversations_select",
        {
            "initial_conversation": string(255),
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": anything,
        },
    ),
    "channels_select": _menu("channels_select", {"initial_channel": string(255), "response_url_enabled": flag}),
    "checkboxes": _choosing("checkboxes", MARKED_OPTION, 10, {"initial_options": items(10, anything)}),
    "radio_buttons": _choosing("radio_buttons", MARKED_OPTION, 10, ONE),
    "datepicker": _menu("datepicker", {"initial_date": DATE}),
    "timepicker": _menu("timepicker", {"initial_time": TIME, "timezone": string(255)}),
    "datetimepicker": _element("datetimepicker", {}, {"initial_date_time": whole(10**9, 10**10 - 1)}),
}
FIELDS: dict[str, Check] = {
    **CHOICES,
    "plain_text_input": TEXT_INPUT,
    "number_input": NUMBER_INPUT,
    "email_text_input": _element("email_text_input", {}, {**TYPED, "initial_value": string(3000)}),
    "url_text_input": _element("url_text_input", {}, {**TYPED, "initial_value": string(3000)}),
    "file_input": _element("file_input", {}, {"filetypes": items(100, string(20)), "max_files": whole(1, 10)}),
}
IN_ACTIONS = typed({**CHOICES, "button": BUTTON, "overflow": OVERFLOW})
BESIDE_SECTION = typed({**CHOICES, "button": BUTTON, "overflow": OVERFLOW, "image": PICTURE})
IN_INPUT = typed(FIELDS)
