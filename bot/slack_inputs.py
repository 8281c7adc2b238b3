"""Fields of a form as Slack's input blocks, and what was filled in. Block and action are named like the field.

Slack keeps what was typed into a block that is there again, under the same name, in the view that takes the place of
the first one. So the blocks of each form have names of their own: the field's, a colon, and the form's.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final, assert_never

from bot.cards import Choice, Date, Number, Option, Toggle, Words
from bot.phrases import Phrase, Tongue, _, joined
from bot.slack_limits import ACTION, INPUT, LABEL, OPTION, OPTIONS, RADIOS, Block
from bot.slack_text import Voice, voice
from bot.text_cards import clean

Field = Choice | Number | Words | Date | Toggle
NOTHING: Final = "\u2205"
"""Stands for an option whose value is empty, which Slack refuses."""


def field(field: Field, voice: Voice, form: str = "") -> Block:
    """The input block of a field of that form; a choice without options can't be one and says so."""
    if isinstance(field, Choice) and not field.options:
        return {"type": "section", "text": voice.label(_("{label}: nothing to choose from.", label=field.label), LABEL)}
    block = {
        "type": "input",
        "block_id": f"{field.name}:{form}" if form else field.name,
        "label": voice.label(field.label, LABEL),
        "element": _named(_element(field, voice), field.name),
        "optional": field.optional or isinstance(field, Toggle),
    }
    hint = _hint(field)
    return block if hint is None else {**block, "hint": voice.label(hint, LABEL)}


def name_of(block: str) -> str:
    """The field of an input block."""
    return block.partition(":")[0]


def _named(element: Block, name: str) -> Block:
    """Its action is named like the field, unless it is a search."""
    return {**element, "action_id": element.get("action_id", name)}


def _hint(field: Field) -> Phrase | None:
    if not isinstance(field, Choice) or len(field.options) <= OPTIONS or _searches(field):
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
    """What is searched carries the token of the search as its action."""
    chosen = [_option(option, voice) for option in choice.options if option.value == choice.chosen]
    first = {"initial_option": chosen[0]} if chosen else {}
    if _searches(choice):
        return {"type": "external_select", "action_id": choice.search, "min_query_length": 0, **first}
    few = 1 < len(choice.options) <= RADIOS and not choice.optional
    listed = [_option(option, voice) for option in _listed(choice)]
    return {"type": "radio_buttons" if few else "static_select", "options": listed, **first}


def _listed(choice: Choice) -> list[Option]:
    """As many as Slack takes, the chosen one among them."""
    first, later = choice.options[:OPTIONS], choice.options[OPTIONS:]
    chosen = [option for option in later if option.value == choice.chosen]
    return [*first[: OPTIONS - len(chosen)], *chosen]


def _searches(choice: Choice) -> bool:
    return 0 < len(choice.search) <= ACTION


def options(choice: Choice, tongue: Tongue) -> list[Block]:
    """What a menu that searches offers."""
    return [_option(option, voice(tongue)) for option in choice.options[:OPTIONS]]


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
    filled = {name_of(block): _filled(state) for block, actions in values.items() for state in actions.values()}
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
