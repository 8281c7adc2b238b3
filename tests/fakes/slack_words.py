"""Slack's markup: how it reads to a person, how typed words reach an app, and what should never be in it."""

from __future__ import annotations

import re
from collections.abc import Callable

ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
TAG = re.compile(r"<([^<>]*)>")
KNOWN_TAG = re.compile(
    r"@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!date\^|!subteam\^|!(?:channel|here|everyone)\b|[a-z][a-z0-9+.-]*:"
)
LOUD = re.compile(r"<!(channel|here|everyone|subteam)\b")
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\u200e\u200f]")
MAIL = re.compile(r"(?<![\w<|:.@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
EMPHASIS = re.compile(r"(?<![\w*])([*_~])(?=\S)(.+?)(?<=\S)\1(?![\w*])")


def hidden(text: str) -> list[str]:
    return [f"hidden character {found!r} in {text[:60]!r}" for found in HIDDEN.findall(text)]


def careless_markup(text: str) -> list[str]:
    """Pings, markup that is none, and hidden characters in a marked-up text."""
    said = [f"pings with <!{word}>: {text[:60]!r}" for word in LOUD.findall(text)]
    said += [f"odd markup <{tag}>" for tag in TAG.findall(text) if not KNOWN_TAG.match(tag)]
    rest = re.sub(r"(?m)^>", "", TAG.sub("", text))
    if ENTITY.search(rest) or "<" in rest or ">" in rest:
        said.append(f"& < > must be escaped: {text[:60]!r}")
    return said + hidden(text)


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read(text: str, name_of: Callable[[str], str]) -> str:
    """A marked-up text as a person sees it: links by their label, mentions by name, no asterisks."""

    def shown(tag: re.Match[str]) -> str:
        target, _, label = tag[1].partition("|")
        if label:
            return label
        return name_of(target) if target[:1] in "@#" else target.removeprefix("mailto:")

    plain = TAG.sub(shown, text).replace("`", "")
    return unescape(EMPHASIS.sub(r"\2", EMPHASIS.sub(r"\2", plain)))


def typed_by_a_person(text: str, mentions: dict[str, str]) -> str:
    """Words as Slack hands them on in events: escaped, mail addresses as links, names as mentions."""
    linked = MAIL.sub(lambda mail: f"<mailto:{mail[0]}|{mail[0]}>", escape(text))
    for name, user in mentions.items():
        linked = linked.replace(f"@{name}", f"<@{user}>")
    return linked
