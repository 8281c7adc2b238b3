"""Adaptive cards as Webex takes them: the 1.3 schema checked node by node, and the limits that it does not know."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft6Validator

Json = dict[str, Any]

VERSIONS = ("1.0", "1.1", "1.2", "1.3")
BYTES_PER_CARD = 20_000  # our own limit; Webex takes a little more
ACTIONS_PER_CARD = 5  # an opened sub-card counts for itself
UNSUPPORTED = {"Media"}
OPENS = re.compile(r"(https?://|mailto:|webexteams://)\S+")
PICTURE = re.compile(r"https://\S+")
UNSENDABLE = re.compile("[\x00\ud800-\udfff]")
PICTURES = {("Image", "url"), ("BackgroundImage", "url")}
PICTURE_WORDS = {"backgroundImage", "iconUrl"}


def problems(card: Json) -> list[str]:
    """What Webex, or our own limits, would refuse; each line names the place in the card."""
    if card.get("type") != "AdaptiveCard":
        return ["card: is no AdaptiveCard"]
    if card.get("version") not in VERSIONS:
        return [f"card: version {card.get('version')!r} is none of {', '.join(VERSIONS)}"]
    found = list(_node(card, "AdaptiveCard", "card", card["version"]))
    return found or [*_size(card), *_ids(card), *_action_counts(card, "card")]


def nodes(value: object) -> Iterator[Json]:
    """Every typed node below and including the value, sub-cards too, in reading order."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for key, child in value.items():
            if key != "data":
                yield from nodes(child)
    elif isinstance(value, list):
        for child in value:
            yield from nodes(child)


def own_nodes(value: object) -> Iterator[Json]:
    """Like `nodes`, without what is inside sub-cards."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for key, child in value.items():
            if key not in ("data", "card"):
                yield from own_nodes(child)
    elif isinstance(value, list):
        for child in value:
            yield from own_nodes(child)


def action_rows(card: Json) -> list[Json]:
    """The buttons of one card: its action bar and its action sets, without those of sub-cards."""
    sets = [node for node in own_nodes(card.get("body", [])) if node["type"] == "ActionSet"]
    return [action for row in (card, *sets) for action in row.get("actions", [])]


@cache
def _definitions() -> Json:
    text = resources.files("adaptive_cards").joinpath("schemas/schema-1.3.json").read_text("utf-8")
    definitions: Json = json.loads(text)["definitions"]
    return definitions


@cache
def _properties(kind: str) -> Json:
    """The properties of a type with those that it inherits; the schema leaves inherited ones empty."""
    definition = _object(kind)
    merged: Json = {}
    for parent in definition.get("allOf", []):
        merged |= _properties(_name(parent))
    return merged | {key: value for key, value in definition["properties"].items() if value or key not in merged}


@cache
def _required(kind: str) -> frozenset[str]:
    definition = _object(kind)
    inherited = [_required(_name(parent)) for parent in definition.get("allOf", [])]
    return frozenset(definition.get("required", [])).union(*inherited)


def _object(kind: str) -> Json:
    """The object form of a type that may also be written as a bare string (TextRun, TargetElement)."""
    definition: Json = _definitions()[kind]
    forms = [form for form in definition.get("anyOf", []) if "properties" in form]
    return forms[0] if forms else definition


def _name(reference: Json) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


@cache
def _choices(kind: str) -> frozenset[str]:
    """The types that may stand where the schema asks for an implementation of `kind`."""
    return frozenset(_name(choice["allOf"][0]) for choice in _definitions()[kind]["anyOf"])


def _node(node: object, wanted: str, at: str, version: str) -> Iterator[str]:
    """Check one node against its own type, then what hangs below it."""
    if isinstance(node, str) and wanted in ("TextRun", "TargetElement", "ImplementationsOf.Inline"):
        return
    if not isinstance(node, dict):
        yield f"{at}: is no {wanted}"
        return
    kind = _kind(node, wanted)
    if kind is None:
        yield f"{at}: {node.get('type')!r} can't stand here"
        return
    found = list(_members(node, kind, at, version))
    yield from found or _sense(node, kind, at)


def _kind(node: Json, wanted: str) -> str | None:
    """The node's type, where it is one of those wanted there."""
    several = wanted.startswith("ImplementationsOf.")
    named = node.get("type", None if several or wanted == "AdaptiveCard" else wanted)
    allowed = _choices(wanted) if several else {wanted}
    return named if named in allowed - UNSUPPORTED else None


def _members(node: Json, kind: str, at: str, version: str) -> Iterator[str]:
    known = _properties(kind)
    if _definitions()[kind].get("version", "1.0") > version:
        yield f"{at}: {kind} needs version {_definitions()[kind]['version']}"
    for missing in sorted(_required(kind) - node.keys()):
        yield f"{at} ({kind}): {missing} is missing"
    for key, value in node.items():
        if key not in known:
            yield f"{at} ({kind}): {key} is unknown"
        elif known[key].get("version", "1.0") > version:
            yield f"{at} ({kind}): {key} needs version {known[key]['version']}"
        else:
            yield from _value(value, known[key], f"{at}.{key}", version)


def _value(value: object, schema: Json, at: str, version: str) -> Iterator[str]:
    """Check a property: another node, a list of nodes, a word of a list, or a plain value."""
    if schema.get("type") == "array":
        yield from _list(value, schema, at, version)
    elif "$ref" in schema:
        yield from _referred(value, _name(schema), at, version)
    elif "anyOf" in schema:
        attempts = [list(_value(value, option, at, version)) for option in schema["anyOf"]]
        if all(attempts):
            yield from min(attempts, key=len)
    else:
        yield from (f"{at}: {error.message}" for error in Draft6Validator(schema).iter_errors(value))


def _list(value: object, schema: Json, at: str, version: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{at}: is no list"
        return
    for number, child in enumerate(value):
        yield from _value(child, schema["items"], f"{at}[{number}]", version)


def _referred(value: object, name: str, at: str, version: str) -> Iterator[str]:
    words = _words(name)
    if words is None:
        yield from _node(value, name, at, version)
    elif not isinstance(value, str) or value.casefold() not in words:
        yield f"{at}: {value!r} is none of {', '.join(sorted(words))}"


@cache
def _words(name: str) -> frozenset[str] | None:
    """A closed list of words, any case; the schema's own patterns are not anchored and let too much through."""
    lists = [option["enum"] for option in _definitions()[name].get("anyOf", []) if "enum" in option]
    return frozenset(word.casefold() for word in lists[0]) if lists else None


def _sense(node: Json, kind: str, at: str) -> Iterator[str]:
    """What the schema cannot say about one node."""
    yield from (f"{at}.{key}: has a character that can't be sent" for key in node if _unsendable(node[key]))
    yield from _pictures(node, kind, at)
    if kind == "Image" and not node.get("altText"):
        yield f"{at} (Image): has no altText"
    if kind.startswith("Action.") and not isinstance(node.get("data", {}), dict):
        yield f"{at}.data: inputs can't be merged into it"
    if kind == "Action.OpenUrl" and not OPENS.fullmatch(str(node.get("url"))):
        yield f"{at}.url: can't be opened"
    if kind == "Input.Text" and "regex" in node and not _compiles(str(node["regex"])):
        yield f"{at}.regex: is no regular expression"
    if kind in ("AdaptiveCard", "ActionSet"):
        yield from (f"{at}.actions[{n}]: has no title" for n, a in enumerate(node.get("actions", [])) if _untitled(a))


def _unsendable(value: object) -> bool:
    return isinstance(value, str) and UNSENDABLE.search(value) is not None


def _untitled(action: object) -> bool:
    return isinstance(action, dict) and not str(action.get("title", "")).strip()


def _pictures(node: Json, kind: str, at: str) -> Iterator[str]:
    for key, value in node.items():
        shown = (kind, key) in PICTURES or key in PICTURE_WORDS
        if shown and isinstance(value, str) and not PICTURE.fullmatch(value):
            yield f"{at}.{key}: a picture needs an https address"


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _size(card: Json) -> Iterator[str]:
    size = len(json.dumps(card, ensure_ascii=False).encode(errors="replace"))
    if size > BYTES_PER_CARD:
        yield f"card: {size:,} bytes, at most {BYTES_PER_CARD:,}"


def _ids(card: Json) -> Iterator[str]:
    counted = Counter(node["id"] for node in nodes(card) if node.get("id"))
    yield from (f"card: the id {name!r} is used {times} times" for name, times in counted.items() if times > 1)
    yield from ("card: an input has no id" for node in nodes(card) if _nameless(node))


def _nameless(node: Json) -> bool:
    return str(node["type"]).startswith("Input.") and node["type"] != "Input.Choice" and not node.get("id")


def _action_counts(card: Json, at: str) -> Iterator[str]:
    actions = action_rows(card)
    if len(actions) > ACTIONS_PER_CARD:
        yield f"{at}: {len(actions)} actions, at most {ACTIONS_PER_CARD}"
    for action in actions:
        if action["type"] == "Action.ShowCard":
            yield from _action_counts(action.get("card", {}), f"{at} > {action['title']}")
