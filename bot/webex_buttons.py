"""Buttons of an adaptive card: at most five a card, the others one press further."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from bot.cards import Button, Style
from bot.phrases import _
from bot.webex_text import Ink

Json: TypeAlias = dict[str, Any]

MOST_ACTIONS: Final = 5
LONGEST_TITLE: Final = 60
WIDEST_LINE: Final = 80
"""Characters that the titles of a line of buttons may have, with what stands around each."""
AROUND_TITLE: Final = 6
LONGEST_PRESS: Final = 3000
_STYLES: Final = {Style.PLAIN: "default", Style.PRIMARY: "positive", Style.DANGER: "destructive"}
_OPENS: Final = ("https://", "http://", "mailto:")


def shares(sizes: Sequence[int], most: int) -> list[int]:
    """How many actions each group of buttons may show: all of them, or one each and the rest in turn.

    Where a group would have room for nothing but a way to its buttons, one action is left for a way to all that is not
    shown; a group beyond the last one with room gets none.
    """
    if sum(sizes) <= most:
        return list(sizes)
    most -= is_tight(sizes, _in_turn(sizes, most))
    return _in_turn(sizes, most)


def _in_turn(sizes: Sequence[int], most: int) -> list[int]:
    given = [1] * min(len(sizes), most) + [0] * (len(sizes) - most)
    spare = most - sum(given)
    while spare and (wanting := [place for place, size in enumerate(sizes) if 0 < given[place] < size]):
        for place in wanting[:spare]:
            given[place] += 1
        spare -= len(wanting[:spare])
    return given


def is_tight(sizes: Iterable[int], given: Iterable[int]) -> bool:
    """Whether a group has no room of its own for a way to its other buttons."""
    return any(shown < min(size, 2) for size, shown in zip(sizes, given, strict=True))


def side_by_side(actions: Sequence[Json]) -> Iterator[list[Json]]:
    """Lines of actions, none of which is wider than a card."""
    line: list[Json] = []
    room = WIDEST_LINE
    for each in actions:
        room -= len(each["title"]) + AROUND_TITLE
        if line and room < 0:
            yield line
            line, room = [], WIDEST_LINE - len(each["title"]) - AROUND_TITLE
        line.append(each)
    yield line


def offered(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """Buttons that Webex can show: an address must be one that it opens, a command must fit."""
    return tuple(button for button in buttons if _works(button))


def _works(button: Button) -> bool:
    opens = button.url.startswith(_OPENS) and not any(char.isspace() for char in button.url)
    return opens if button.url else len(button.press) <= LONGEST_PRESS


def row(buttons: Sequence[Button], most: int, ink: Ink, *, beside_inputs: bool = False) -> list[Json]:
    """At most so many actions; the buttons that are left stand behind the last one."""
    if len(buttons) <= most:
        return [action(button, ink, beside_inputs=beside_inputs) for button in buttons]
    shown, left = buttons[: most - 1], buttons[most - 1 :]
    *above, last = side_by_side(row(left, MOST_ACTIONS, ink, beside_inputs=beside_inputs))
    behind = {"type": "AdaptiveCard", "body": [{"type": "ActionSet", "actions": line} for line in above]}
    return [
        *row(shown, most, ink, beside_inputs=beside_inputs),
        opening(ink.label(_("More…")), behind | {"actions": last}),
    ]


def opening(title: str, card: Json) -> Json:
    return {"type": "Action.ShowCard", "title": title, "card": card}


def action(button: Button, ink: Ink, *, beside_inputs: bool = False) -> Json:
    """One button; beside the inputs of a form it sends none of them."""
    title = ink.label(button.label, LONGEST_TITLE)
    if button.url:
        return {"type": "Action.OpenUrl", "title": title, "url": button.url}
    submit: Json = {"type": "Action.Submit", "title": title, "data": {"press": button.press}}
    if button.style is not Style.PLAIN:
        submit["style"] = _STYLES[button.style]
    if beside_inputs:
        submit["associatedInputs"] = "none"
    return _asked_once_more(button, submit, ink) if button.confirm else submit


def _asked_once_more(button: Button, submit: Json, ink: Ink) -> Json:
    """The question opens below the button; pressing that again closes it."""
    if button.confirm is None:
        return submit
    question = [
        {"type": "TextBlock", "text": ink.words(button.confirm.title), "weight": "Bolder", "wrap": True},
        {"type": "TextBlock", "text": ink.words(button.confirm.text), "wrap": True},
    ]
    yes = submit | {"title": ink.label(button.confirm.yes, LONGEST_TITLE)}
    return opening(submit["title"], {"type": "AdaptiveCard", "body": question, "actions": [yes]})
