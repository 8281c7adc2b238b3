"""What somebody typed, out of the markup in which Slack hands it on."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MENTION: Final = re.compile(r"<@[A-Z0-9]+(?:\|[^<>]*)?>")


def of_command(text: str) -> str:
    """The words behind a slash command, which come without links."""
    return _unescaped(text)


def of_message(text: str, bot: str) -> str:
    """The words of a message: the bot's own name left out, links as they were typed."""
    return _unescaped(_TAG.sub(lambda tag: _typed(tag, bot), text)).strip()


def _typed(tag: re.Match[str], bot: str) -> str:
    target, label = tag[1], tag[2]
    if target.startswith("mailto:"):
        return target.removeprefix("mailto:")
    if _MENTION.fullmatch(tag[0]):
        return "" if target == f"@{bot}" else f"@{label or target[1:]}"
    return label or target


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
