"""What a card says to a reader before anything is pressed: its words in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
CHILDREN = ("body", "items", "columns", "images", "actions")


def card_words(card: Json) -> list[str]:
    """One entry for each text, fact, label, choice, picture and button; sub-cards are still closed."""
    return [word for word in _words(card) if word]


def _words(node: Json) -> Iterator[str]:
    if node.get("isVisible") is False:
        return
    yield from _own_words(node)
    for key in CHILDREN:
        for child in node.get(key, []):
            yield from _words(child)


def _own_words(node: Json) -> Iterator[str]:
    kind = str(node.get("type", "Column"))
    if kind == "TextBlock":
        yield node["text"]
    elif kind == "RichTextBlock":
        yield "".join(one if isinstance(one, str) else one["text"] for one in node["inlines"])
    elif kind == "FactSet":
        yield from (f"{fact['title']} {fact['value']}" for fact in node["facts"])
    elif kind == "Image":
        yield node["altText"]
    elif kind.startswith("Action."):
        yield node.get("title", "")
    elif kind.startswith("Input."):
        yield from _input_words(node, kind)


def _input_words(node: Json, kind: str) -> Iterator[str]:
    yield node.get("label", "")
    if kind == "Input.ChoiceSet":
        yield from (choice["title"] for choice in node["choices"])
    elif kind == "Input.Toggle":
        yield node["title"]
    else:
        yield str(node.get("value", node.get("placeholder", "")))
