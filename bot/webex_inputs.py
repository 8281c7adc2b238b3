"""Inputs of an adaptive card: label, field, hint, and what was wrong right below the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeAlias, assert_never

from bot.cards import Choice, Date, Number, Option, Toggle, Tone, Words
from bot.phrases import Phrase, _, n_
from bot.text_cards import NOT_LISTED, SIGNS, clean
from bot.webex_text import Ink, cut

Json: TypeAlias = dict[str, Any]
Field: TypeAlias = Choice | Number | Words | Date | Toggle

LONGEST_LABEL: Final = 150
LONGEST_OPTION: Final = 120
LONGEST_NAME: Final = 200
PRESS: Final = "press"


def read_inputs(inputs: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The pressed command's token and what was filled in, from an attachment action; empty fields are left out."""
    filled = {name: value for name, value in inputs.items() if name != PRESS and value.strip()}
    return inputs.get(PRESS, ""), filled


def field(element: Field, ink: Ink, options: int) -> list[Json]:
    """The input with its hint and its error; a choice shows at most so many options."""
    nodes = [_input(element, ink, options)]
    if element.hint:
        nodes.append(_below(ink.words(element.hint), isSubtle=True))
    if isinstance(element, Choice) and len(element.options) > options:
        more = n_("… and {count} more", "… and {count} more", len(element.options) - options)
        nodes.append(_below(ink.words(more), isSubtle=True))
    if isinstance(element, Choice) and element.typed:
        nodes.append(_typed(element, ink))
    if element.error:
        nodes.append(_below(f"{SIGNS[Tone.REFUSED]} {ink.words(element.error)}", color="Attention"))
    return nodes


def _below(text: str, **looks: object) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, "size": "Small", "spacing": "Small", **looks}


def _input(element: Field, ink: Ink, options: int) -> Json:
    named = _named(element, ink)
    match element:
        case Choice():
            return named | _choice(element, ink, options)
        case Number():
            return named | _number(element, ink)
        case Words():
            return named | _words(element, ink)
        case Date():
            return named | {"type": "Input.Date"} | ({"value": element.value} if _is_day(element.value) else {})
        case Toggle():
            return {
                "type": "Input.Toggle",
                "id": element.name,
                "title": named["label"],
                "value": "yes" if element.on else "no",
                "valueOn": "yes",
                "valueOff": "no",
                "wrap": True,
            }
    assert_never(element)


def _named(element: Field, ink: Ink) -> Json:
    """What every input has; Webex itself marks those that must be filled in."""
    named: Json = {"id": element.name, "label": ink.label(element.label, LONGEST_LABEL)}
    if element.optional or (isinstance(element, Choice) and element.typed):
        return named
    return named | {"isRequired": True, "errorMessage": ink.label(_("Please fill this in."))}


def _typed(element: Choice, ink: Ink) -> Json:
    """For one that is not among those listed."""
    label = ink.label(NOT_LISTED, LONGEST_LABEL)
    return {"type": "Input.Text", "id": element.typed, "label": label, "maxLength": LONGEST_NAME}


def _choice(element: Choice, ink: Ink, most: int) -> Json:
    shown = _with_chosen(element, most)
    drawn: Json = {
        "type": "Input.ChoiceSet",
        "style": "compact",
        "wrap": True,
        "placeholder": ink.label(_("Choose…")),
        "choices": [{"title": _option(option, ink), "value": clean(option.value)} for option in shown],
    }
    if any(option.value == element.chosen for option in shown):
        drawn["value"] = clean(element.chosen)
    return drawn


def _with_chosen(element: Choice, most: int) -> list[Option]:
    """The first options, and the chosen one wherever it stands."""
    first, later = element.options[:most], element.options[most:]
    chosen = [option for option in later if option.value == element.chosen]
    return [*first[: most - len(chosen)], *chosen]


def _option(option: Option, ink: Ink) -> str:
    label = ink.label(option.label, LONGEST_OPTION)
    return f"{label} – {ink.label(option.description, LONGEST_OPTION)}" if option.description else label


def _number(element: Number, ink: Ink) -> Json:
    limits = {"value": element.value, "min": element.low, "max": element.high}
    drawn: Json = {"type": "Input.Number", **{name: worth for name, worth in limits.items() if worth is not None}}
    return drawn | {"errorMessage": ink.label(_expected(element))}


def _expected(element: Number) -> Phrase:
    match element.low, element.high:
        case None, None:
            return _("Please enter a whole number.")
        case int(low), None:
            return _("Please enter a whole number from {low} on.", low=low)
        case None, int(high):
            return _("Please enter a whole number up to {high}.", high=high)
        case low, high:
            return _("Please enter a whole number from {low} to {high}.", low=low or 0, high=high or 0)


def _words(element: Words, ink: Ink) -> Json:
    value = cut(clean(element.value), min(element.longest, ink.longest))
    drawn: Json = {"type": "Input.Text", "isMultiline": element.lines > 1, "maxLength": element.longest}
    return drawn | ({"value": value} if value else {})


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
