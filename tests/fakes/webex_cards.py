"""A card in the client: finding a button, filling the inputs, and what the client refuses to send."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import Decimal, InvalidOperation

from tests.fakes.adaptive_schema import own_nodes
from tests.fakes.webex_nouns import Json

Chain = tuple[Json, ...]


class Impossible(AssertionError):
    """The test asks for what a person could not do in the client."""


def action_named(card: Json, wanted: str | Json, kind: str) -> tuple[Json, Chain]:
    """The one action of that kind and title (or that very action), and the cards around it from the outermost in."""
    offered = [offer for offer in offers(card) if offer[0]["type"] == kind]
    found = [offer for offer in offered if wanted in (offer[0].get("title"), offer[0])]
    if len(found) != 1:
        titles = ", ".join(repr(action.get("title")) for action, _ in offered)
        raise Impossible(f"{len(found)} buttons ({kind}) are called {wanted!r}; there are {titles or 'none'}")
    return found[0]


def offers(card: Json, around: Chain = ()) -> Iterator[tuple[Json, Chain]]:
    """Every action of a card and of its sub-cards."""
    chain = (*around, card)
    for node in own_nodes(card):
        if node["type"].startswith("Action."):
            yield node, chain
        if node["type"] == "Action.ShowCard":
            yield from offers(node.get("card", {}), chain)


def submitted(action: Json, chain: Chain, given: dict[str, object]) -> Json:
    """The inputs of a press: the action's data, and over it what is entered in the cards around the action."""
    inputs = [] if action.get("associatedInputs", "auto").casefold() == "none" else list(_inputs(chain))
    chosen = {node["id"]: _choice_of(node, given) for node in inputs}
    unknown = given.keys() - {key for node in inputs for key in (node["id"], node.get("label"))}
    if unknown:
        raise Impossible(f"no input is called {', '.join(sorted(unknown))}")
    return {**action.get("data", {}), **{node["id"]: entered(node, chosen[node["id"]]) for node in inputs}}


def _inputs(chain: Chain) -> Iterator[Json]:
    for card in chain:
        yield from (node for node in own_nodes(card) if node["type"].startswith("Input.") and "id" in node)


def _choice_of(node: Json, given: dict[str, object]) -> object:
    """What is entered by id or by label, otherwise what the input starts with."""
    for key in (node["id"], node.get("label")):
        if key in given:
            return given[key]
    return node.get("value", node.get("valueOff", "false") if node["type"] == "Input.Toggle" else "")


def entered(node: Json, value: object) -> str:
    """The value as the client sends it: text, whatever the input."""
    sent = READERS[node["type"]](node, value)
    empty = sent == node.get("valueOff", "false") if node["type"] == "Input.Toggle" else not sent.strip()
    if empty and node.get("isRequired"):
        raise _refusal(node, "is required")
    return sent


def _refusal(node: Json, otherwise: str) -> Impossible:
    return Impossible(f"{node.get('label') or node['id']}: {node.get('errorMessage') or otherwise}")


def _text(node: Json, value: object) -> str:
    sent = str(value)
    if len(sent) > node.get("maxLength", len(sent)):
        raise _refusal(node, f"takes {node['maxLength']} characters")
    if "\n" in sent and not node.get("isMultiline"):
        raise _refusal(node, "takes one line")
    if sent and "regex" in node and not re.search(node["regex"], sent):
        raise _refusal(node, f"{sent!r} does not match {node['regex']}")
    return sent


def _number(node: Json, value: object) -> str:
    return _ranged(node, str(value), Decimal, InvalidOperation)


def _date(node: Json, value: object) -> str:
    return _ranged(node, str(value), date.fromisoformat, ValueError)


def _time(node: Json, value: object) -> str:
    return _ranged(node, str(value), time.fromisoformat, ValueError)


def _ranged(node: Json, sent: str, read: Callable[[str], Decimal | date | time], wrong: type[Exception]) -> str:
    if not sent:
        return sent
    try:
        value = read(sent)
    except wrong:
        raise _refusal(node, f"can't be {sent!r}") from None
    low, high = (read(str(node[bound])) if bound in node else value for bound in ("min", "max"))
    if not low <= value <= high:  # type: ignore[operator]
        raise _refusal(node, f"{sent} is out of range")
    return sent


def _choices(node: Json, value: object) -> str:
    """By title or by value; several joined with commas where several may be chosen."""
    several = [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
    if node.get("isMultiSelect") and isinstance(value, str):
        several = value.split(",")
    if len(several) > 1 and not node.get("isMultiSelect"):
        raise _refusal(node, "takes one choice")
    return ",".join(_choice(node, one) for one in several)


def _choice(node: Json, wanted: str) -> str:
    if not wanted:
        return ""
    for choice in node["choices"]:
        if wanted in (choice["title"], choice["value"]):
            return str(choice["value"])
    raise Impossible(f"{node.get('label') or node['id']}: offers no {wanted!r}")


def _toggle(node: Json, value: object) -> str:
    on, off = node.get("valueOn", "true"), node.get("valueOff", "false")
    if isinstance(value, bool):
        return str(on if value else off)
    if value not in (on, off):
        raise _refusal(node, f"is switched on or off, not {value!r}")
    return str(value)


READERS: dict[str, Callable[[Json, object], str]] = {
    "Input.Text": _text,
    "Input.Number": _number,
    "Input.Date": _date,
    "Input.Time": _time,
    "Input.ChoiceSet": _choices,
    "Input.Toggle": _toggle,
}
