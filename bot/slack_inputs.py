"""Fields of a form as Slack's input blocks, and what was filled in. Block and action are named like the field."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final, assert_never

from bot.cards import Choice, Date, Number, Option, Toggle, Words
from bot.phrases import Phrase, _, joined
from bot.slack_limits import INPUT, LABEL, OPTION, OPTIONS, RADIOS, Block
from bot.slack_text import Voice
from bot.text_cards import clean

Field = Choice | Number | Words | Date | Toggle
NOTHING: Final = "\u2205"
"""Stands for an option whose value is empty, which Slack refuses."""


def field(field: Field, voice: Voice) -> Block:
    """The input block of a field; a choice without options can't be one and says so."""
    if isinstance(field, Choice) and not field.options:
        return {"type": "section", "text": voice.label(_("{label}: nothing to choose from.", label=field.label), LABEL)}
    block = {
        "type": "input",
        "block_id": field.name,
        "label": voice.label(field.label, LABEL),
        "element": {**_element(field, voice), "action_id": field.name},
        "optional": field.optional or isinstance(field, Toggle),
    }
    hint = _hint(field)
    return block if hint is None else {**block, "hint": voice.label(hint, LABEL)}


def _hint(field: Field) -> Phrase | None:
    if not isinstance(field, Choice) or len(field.options) <= OPTIONS:
        return field.hint
    cut = _("Only the first {count} of {all} are listed.", count=OPTIONS, all=len(field.options))
    return cut if field.hint is None else joined((field.hint, cut), " ")


def _element(field: Field, voice: Voice) -> Block:
    match field:
        case Choice():
            return _choice(field, voice)
        case Number():
            return _number(field)
        case Words(value=value, lines=lines, longest=longest):
            most = max(1, min(longest, INPUT))
            words = {"type": "plain_text_input", "multiline": lines > 1, "max_length": most}
            return {**words, "initial_value": clean(value)[:most]} if value else words
        case Date(value=value):
            with suppress(ValueError):
                return {"type": "datepicker", "initial_date": date.fromisoformat(value).isoformat()}
            return {"type": "datepicker"}
        case Toggle(on=on):
            yes = {"text": voice.label(_("Yes"), OPTION), "value": "yes"}
            box = {"type": "checkboxes", "options": [yes]}
            return {**box, "initial_options": [yes]} if on else box
        case _:
            assert_never(field)


def _choice(choice: Choice, voice: Voice) -> Block:
    few = 1 < len(choice.options) <= RADIOS and not choice.optional
    options = [_option(option, voice) for option in choice.options[:OPTIONS]]
    menu = {"type": "radio_buttons" if few else "static_select", "options": options}
    chosen = [option for option in options if option["value"] == (choice.chosen or NOTHING)]
    return {**menu, "initial_option": chosen[0]} if chosen else menu


def _option(option: Option, voice: Voice) -> Block:
    shown = {"text": voice.label(option.label, OPTION), "value": option.value or NOTHING}
    return shown if option.description is None else {**shown, "description": voice.label(option.description, OPTION)}


def _number(number: Number) -> Block:
    """Bounds that exclude each other, and a value outside its bounds, would be refused."""
    low, high, value = number.low, number.high, number.value
    if low is not None and high is not None and low > high:
        low = high = None
    if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        value = None
    given = {"initial_value": value, "min_value": low, "max_value": high}
    shown = {name: str(worth) for name, worth in given.items() if worth is not None}
    return {"type": "number_input", "is_decimal_allowed": False, **shown}


def read_state(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """What was filled in, by field name, from `view.state.values`; what was left empty is left out."""
    filled = {name: _filled(state) for name, actions in values.items() for state in actions.values()}
    return {name: text for name, text in filled.items() if text is not None}


def _filled(state: Mapping[str, Any]) -> str | None:
    match state:
        case {"type": "checkboxes"}:
            return "yes" if state.get("selected_options") else "no"
        case {"selected_option": {"value": str(value)}}:
            return "" if value == NOTHING else value
        case {"selected_date": str(day)}:
            return day
        case {"value": str(value)}:
            return value
        case _:
            return None
