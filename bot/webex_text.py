"""Customer data as Webex shows it: markdown, links and mentions are broken up invisibly.

Backslashes would not do: Webex on phones shows them and leans on the stars all the same.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from bot.phrases import Phrase, Speaker, Tongue
from bot.text_cards import clean

BREAK: Final = "\u200b"
_LOOKS: Final = str.maketrans({"*": "\u2217", "`": "\u02cb"})
_LONE_LINES: Final = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_JOINTS: Final = re.compile(
    r"(?<=<)"  # <@person>, <http://…>, <img …>
    r"|(?<=\])(?=[(\[:]|$)"  # [name](address)
    r"|(?<=:)(?=//|$)|(?<=www)(?=\.)"  # addresses that clients find by themselves
    r"|(?<=~)(?=~|$)|(?<=\{)(?=\{|$)"  # ~~gone~~, {{DATE(…)}}
    r"|(?<=\\)(?=[!-/:-@\[-`{-~]|$)|(?<=&)(?=#?\w|$)",  # escapes and entities
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS: Final = re.compile(r"\w+://\S+|www\.\S+", re.IGNORECASE)
_LEADING: Final = re.compile(r"[-+](?=[-+\s]|$)|\d{1,9}[.)](?=\s|$)|[#>=~|]|:?-+:?\s*(\||$)")


def neutral(text: str) -> str:
    """Data that no markdown reader takes for markup; it looks as it did."""
    inert = _LONE_LINES.sub("\u02cd", clean(text).translate(_LOOKS))
    return _JOINTS.sub(BREAK, inert)


def unlinked(text: str, ours: Container[str]) -> str:
    """Plain text in which no address is a link but ours."""
    return _ADDRESS.sub(lambda found: found[0] if found[0] in ours else _JOINTS.sub(BREAK, found[0]), text)


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def cut_bytes(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, ended by an ellipsis where something is missing."""
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - 3].decode(errors="ignore").rstrip() + "…"


def _paragraphs(text: str) -> str:
    """Each line a paragraph of its own, none of which begins like a list, a heading, a quotation or a table."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n\n".join(BREAK + line if _LEADING.match(line) else line for line in lines if line)


class Ink:
    """Says phrases to one reader: `words` as markdown with data made inert, `label` bare and on one line."""

    __slots__ = ("_bare", "_marked", "longest")

    def __init__(self, tongue: Tongue, longest: int) -> None:
        self.longest = longest
        self._bare = Speaker(tongue, clean)
        self._marked = Speaker(tongue, neutral, ("**", "**"))

    def words(self, phrase: Phrase) -> str:
        """A text that is too long loses its emphasis with its end."""
        bare = self._bare.say(phrase)
        return _paragraphs(self._marked.say(phrase)) if len(bare) <= self.longest else self.data(bare)

    def data(self, text: str) -> str:
        return _paragraphs(neutral(cut(text, self.longest)))

    def label(self, phrase: Phrase, longest: int = 100) -> str:
        return self.line(self._bare.say(phrase), longest)

    def line(self, text: str, longest: int) -> str:
        """Data on one line; never empty, since a button or an input needs a name."""
        return cut(" ".join(clean(text).split()), min(longest, self.longest)) or "–"
