"""The vocabulary in which Block Kit's rules are written down: what a text, a list, an object may look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Findings:
    """What Slack would say about a payload, in its own words."""

    messages: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        self.messages.append(f"[ERROR] {what} [json-pointer:{where}]")


Check = Callable[[Findings, str, Any], None]


def string(limit: int, least: int = 1) -> Check:
    def check(found: Findings, where: str, value: Any) -> None:
        if not isinstance(value, str):
            found.add(where, "must be a string")
        elif len(value) > limit:
            found.add(where, f"must be less than {limit + 1} characters")
        elif len(value) < least:
            found.add(where, f"must be more than {least - 1} characters")

    return check


def matching(pattern: str, what: str, limit: int = 3000) -> Check:
    def check(found: Findings, where: str, value: Any) -> None:
        string(limit)(found, where, value)
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            found.add(where, what)

    return check


def url(limit: int = 3000) -> Check:
    return matching(r"[a-z][a-z0-9+.-]*:\S+", "invalid url", limit)


def flag(found: Findings, where: str, value: Any) -> None:
    if not isinstance(value, bool):
        found.add(where, "must be a boolean")


def whole(least: int, most: int) -> Check:
    def check(found: Findings, where: str, value: Any) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            found.add(where, "must be an integer")
        elif not least <= value <= most:
            found.add(where, f"must be between {least} and {most}")

    return check


def anything(found: Findings, where: str, value: Any) -> None:
    """For parts that the fake does not look into."""


def one_of(*allowed: str) -> Check:
    def check(found: Findings, where: str, value: Any) -> None:
        if value not in allowed:
            found.add(where, f"must be one of: {', '.join(allowed)}")

    return check


def items(most: int, check_item: Check, least: int = 1) -> Check:
    def check(found: Findings, where: str, value: Any) -> None:
        if not isinstance(value, list):
            found.add(where, "must be an array")
            return
        if len(value) > most:
            found.add(where, f"no more than {most} items allowed")
        if len(value) < least:
            found.add(where, f"must provide at least {least} item{'s' if least > 1 else ''}")
        for index, item in enumerate(value):
            check_item(found, f"{where}/{index}", item)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these properties and no others."""
    known = {**required, **(optional or {})}

    def check(found: Findings, where: str, value: Any) -> None:
        if not isinstance(value, dict):
            found.add(where, "must be an object")
            return
        for name in required:
            if value.get(name) is None:
                found.add(where, f"missing required field: {name}")
        for name, part in value.items():
            if name not in known:
                found.add(where, f"invalid additional property: {name}")
            elif part is not None:
                known[name](found, f"{where}/{name}", part)

    return check


def typed(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which rules hold."""

    def check(found: Findings, where: str, value: Any) -> None:
        kind = str(value.get("type")) if isinstance(value, dict) else ""
        if kind not in kinds:
            found.add(where, f"unsupported type: {kind}")
            return
        kinds[kind](found, where, value)

    return check


def both(*checks: Check) -> Check:
    """Each check in turn, as long as the ones before it found nothing: the later ones may trust the shape."""

    def check(found: Findings, where: str, value: Any) -> None:
        before = len(found.messages)
        for each in checks:
            if len(found.messages) == before:
                each(found, where, value)

    return check


def exactly_one(*names: str) -> Check:
    def check(found: Findings, where: str, value: Any) -> None:
        if isinstance(value, dict) and sum(value.get(name) is not None for name in names) != 1:
            found.add(where, f"must define exactly one of: {', '.join(names)}")

    return check


def at_least_one(*names: str) -> Check:
    def check(found: Findings, where: str, value: Any) -> None:
        if isinstance(value, dict) and not any(value.get(name) for name in names):
            found.add(where, f"must define at least one of: {', '.join(names)}")

    return check


def plain(limit: int) -> Check:
    return shape({"type": one_of("plain_text"), "text": string(limit)}, {"emoji": flag})


def text(limit: int) -> Check:
    """A plain or a marked-up text object."""
    marked = shape({"type": one_of("mrkdwn"), "text": string(limit)}, {"verbatim": flag})
    return typed({"plain_text": plain(limit), "mrkdwn": marked})
