"""What somebody said to the bot, without the bot's own name in it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from bot.webex_nouns import Person, Post, bare

_MENTION: Final = "spark-mention"
_AFTER_A_NAME: Final = " ,:;\u00a0"


class _Mentions(HTMLParser):
    """By which name each person is mentioned, in order of reading."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == _MENTION:
            self.found.append((dict(attrs).get("data-object-id") or "", ""))
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != _MENTION

    def handle_data(self, data: str) -> None:
        if self._open:
            id, called = self.found[-1]
            self.found[-1] = id, called + data


def said_to(bot: Person, post: Post) -> str:
    """The words that are left; the name counts where the message marks a mention, or begins with it."""
    text = post.text.strip()
    for called in (*_called(bot, post.html), bot.display_name):
        if called and (shorter := _without(called, text)) is not None:
            return shorter
    return text


def _called(bot: Person, html: str) -> list[str]:
    """What the bot is called in a message's mentions: its name or a nickname."""
    mentions = _Mentions()
    mentions.feed(html)
    mentions.close()
    return [called.strip() for id, called in mentions.found if bare(id) == bare(bot.id)]


def _without(name: str, text: str) -> str | None:
    """A name in front is cut off, with what punctuates it; None where the text begins in another way."""
    bare_text = text.removeprefix("@")
    begins = bare_text[: len(name)].casefold() == name.casefold()
    rest = bare_text[len(name) :]
    return rest.lstrip(_AFTER_A_NAME).strip() if begins and (not rest or rest[0] in _AFTER_A_NAME) else None
