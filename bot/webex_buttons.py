"""Buttons of an adaptive card: at most five a card, the others one press further."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


def laid_out(
    bars: Mapping[int, Sequence[Button]], most: int, *, folded: bool
) -> tuple[dict[int, int], dict[int, Sequence[Button]]]:
    """How many actions each group of buttons may show, and the buttons for which one more action is left.

    A group folds: its last action opens what it does not show. Where one had nothing but such an action, each keeps
    its first button instead and all others go together, unless they are `folded` already, where that led ever deeper.
    """
    sizes = [len(bar) for bar in bars.values()]
    given = _shares(sizes, most)
    tight = not folded and any(shown < min(size, 2) for size, shown in zip(sizes, given, strict=True))
    given = _in_turn(sizes, most - 1) if tight else given
    shown = dict(zip(bars, given, strict=True))
    left = {place: bar[shown[place] :] for place, bar in bars.items() if tight or not shown[place]}
    return shown, {place: buttons for place, buttons in left.items() if buttons}


def _shares(sizes: Sequence[int], most: int) -> list[int]:
    """All of them, or one each and the rest in turn; a group beyond the last one with room gets none."""
    if sum(sizes) <= most:
        return list(sizes)
    return _in_turn(sizes, most - (len(sizes) > most))


def _in_turn(sizes: Sequence[int], most: int) -> list[int]:
    given = [1] * min(len(sizes), most) + [0] * (len(sizes) - most)
    spare = most - sum(given)
    while spare and (wanting := [place for place, size in enumerate(sizes) if given[place] < size]):
        for place in wanting[:spare]:
            given[place] += 1
        spare -= len(wanting[:spare])
    return given


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
    name = ink.label(_("More…") if shown else _("Choose…"))
    *above, last = side_by_side(row(left, MOST_ACTIONS, ink, beside_inputs=beside_inputs))
    behind = {"type": "AdaptiveCard", "body": [{"type": "ActionSet", "actions": line} for line in above]}
    return [*row(shown, most, ink, beside_inputs=beside_inputs), opening(name, behind | {"actions": last})]


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
