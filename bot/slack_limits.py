"""What Slack takes: how many, how long. Texts are shortened or split to fit, lists end by saying what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

Block = dict[str, Any]

MESSAGE_BLOCKS: Final = 50
MESSAGE_ROOM: Final = 13_000
"""Characters of all blocks together; each block costs `CONTAINER` of them by itself, as measured at Slack's."""
CONTAINER: Final = 125
VIEW_BLOCKS: Final = 100
VIEW_ROOM: Final = 50_000
"""Keeps a view below Slack's 250 kB, whatever the alphabet."""
METADATA: Final = 3000
TEXT: Final = 3000
TOP_TEXT: Final = 4000
HEADER: Final = 150
TITLE: Final = 24
LABEL: Final = 2000
ALT: Final = 2000
BUTTON: Final = 75
BUTTONS: Final = 25
TOKEN: Final = 2000
ADDRESS: Final = 3000
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
OPTION: Final = 75
OPTIONS: Final = 100
RADIOS: Final = 5
INPUT: Final = 3000
ACTION: Final = 255
_MARKS: Final = (("&", ";"), ("<", ">"))
"""How entities and references begin and end."""
_MARK: Final = 40
"""Longer than any of them is."""


def fit(text: str, most: int) -> str:
    """At most so many characters, cut between words where that leaves enough; never empty."""
    if len(text) <= most:
        return text if text.strip() else "–"
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most // 2 else cut).rstrip() + "…"


def split(text: str, most: int = TEXT) -> Iterator[str]:
    """Marked-up text in pieces that fit, parted between lines or words; what is strong stays strong."""
    rest = text.strip()
    while len(rest) > most:
        end = _parting(rest, most - 1)
        piece, rest = rest[:end].rstrip(), rest[end:].lstrip()
        strong = "*" if piece.count("*") % 2 else ""
        yield piece + strong
        rest = strong + rest
    if rest:
        yield rest


def _parting(text: str, most: int) -> int:
    for separator in ("\n", " "):
        found = text.rfind(separator, most // 2, most)
        if found > 0:
            return found
    for begins, ends in _MARKS:
        mark = text.rfind(begins, most - _MARK, most)
        if mark > 0 and ends not in text[mark:most]:
            return mark
    return most


def strings(part: Any) -> Iterator[str]:
    """All strings in a part of a message, names of properties aside."""
    match part:
        case str():
            yield part
        case dict():
            for value in part.values():
                yield from strings(value)
        case list():
            for value in part:
                yield from strings(value)


def weight(part: Any) -> int:
    """The characters of all strings in a block, and what Slack adds for the block."""
    return CONTAINER + sum(map(len, strings(part)))


def within(blocks: list[Block], most: int, room: int, note: Callable[[int], Block]) -> list[Block]:
    """As many blocks as fit. Title, fields and closing buttons stay; `note` says how many do not."""
    if len(blocks) <= most and sum(map(weight, blocks)) <= room:
        return blocks
    staying = _staying(blocks, room // 2)
    left = most - len(staying) - 1
    room -= sum(weight(blocks[index]) for index in staying) + 2 * CONTAINER
    kept = set(staying)
    for index, block in enumerate(blocks):
        if index in staying:
            continue
        left, room = left - 1, room - weight(block)
        if left < 0 or room < 0:
            return _gapped(blocks, kept, index, note)
        kept.add(index)
    return blocks


def _staying(blocks: list[Block], room: int) -> set[int]:
    last = len(blocks) - 1
    staying = {index for index, block in enumerate(blocks) if index == 0 or block["type"] == "input"}
    if blocks[last]["type"] == "actions" and weight(blocks[last]) < room:
        staying.add(last)
    return staying


def _gapped(blocks: list[Block], kept: set[int], gap: int, note: Callable[[int], Block]) -> list[Block]:
    before = [block for index, block in enumerate(blocks[:gap]) if index in kept]
    after = [block for index, block in enumerate(blocks) if index > gap and index in kept]
    return [*before, note(len(blocks) - len(kept)), *after]
