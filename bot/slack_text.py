"""Phrases as Slack's markup, in which data can't become a mention, a link, an emoji or emphasis."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.phrases import Channel, Phrase, Speaker, Tongue
from bot.slack_limits import Block, fit
from bot.text_cards import clean

_SPECIAL: Final = re.compile(r"[&<>*_~`:]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LOOKS: Final = str.maketrans({**_ENTITIES, "*": "\u2217", "~": "\u223c", "`": "\u02cb"})
_RAW: Final = str.maketrans({**_ENTITIES, "`": "\u02cb"})
_LONE_LINE: Final = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_EMOJI: Final = re.compile(r":(?=[^\s:]+:)|(?<!\d):(?=[^\s:]+$)")
_QUOTE: Final = re.compile(r"^(?=&gt;)", re.MULTILINE)
_BREAK: Final = "\u200b"
_CHANNEL: Final = re.compile("[CG][A-Z0-9]{6,30}")


def inert(text: str) -> str:
    """Slack has no escape for emphasis: its signs give way to ones that look the same."""
    text = clean(text)
    if _SPECIAL.search(text) is None:
        return text
    text = _LONE_LINE.sub("\u02cd", text.translate(_LOOKS))
    return _QUOTE.sub(_BREAK, _EMOJI.sub(f":{_BREAK}", text))


def raw(text: str) -> str:
    """Text for between code fences, which nothing else ends."""
    return text.translate(_RAW)


def strong(text: str) -> str:
    """Marked-up text, strong as a whole unless a part of it is already."""
    return text if "*" in text else f"*{text.strip() or '–'}*"


def _reference(channel: Channel) -> str:
    """Slack shows it by its name of the moment, and opens it for those who may see it."""
    return f"<#{channel.id}>" if _CHANNEL.fullmatch(channel.id) else ""


def label(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": fit(text, most), "emoji": False}


def _line(text: str) -> str:
    return inert(text).replace("\n", " ")


def _bare(text: str) -> str:
    return clean(text).replace("\n", " ")


class Voice:
    """Says phrases to one reader: `rich` with markup, `line` on one line with it, `bare` on one without.

    `exact` says them without markup, line by line.
    """

    __slots__ = ("bare", "exact", "line", "rich")

    def __init__(self, tongue: Tongue) -> None:
        self.rich = Speaker(tongue, inert, ("*", "*"), _reference).say
        self.line = Speaker(tongue, _line, ("*", "*"), _reference).say
        self.bare = Speaker(tongue, _bare).say
        self.exact = Speaker(tongue, clean).say

    def label(self, phrase: Phrase, most: int) -> Block:
        return label(self.bare(phrase), most)


@lru_cache(maxsize=64)
def voice(tongue: Tongue) -> Voice:
    return Voice(tongue)
