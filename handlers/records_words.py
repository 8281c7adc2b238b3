"""What a row of the record says, in words: what was asked, what changed, what became of it and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from bot.phrases import Channel, Phrase, Value, _, dump, joined, load, plain
from handlers import wording
from handlers.approval_commands import SetThresholds
from handlers.approval_limits import told
from handlers.records_asked import ASKED
from store.portfolio import State
from store.trail import Recorded
from store.values import EndOfTerm, Role

REFUSAL: Final = "refusal"
"""Where a row keeps why something was refused."""


def asked(row: Recorded) -> Phrase:
    return ASKED.get(row.command, plain(row.command))


def outcome(row: Recorded) -> Phrase:
    return _OUTCOMES.get(row.outcome, plain(row.outcome))


def place(row: Recorded) -> Phrase:
    """From where it was asked: the platform, the file, the portal and the address there."""
    kind, _colon, rest = row.origin.partition(":")
    if kind not in _PLACES:
        return plain(kind.capitalize())
    return joined([_PLACES[kind], plain(rest)], " ") if rest else _PLACES[kind]


def change(row: Recorded) -> Phrase | None:
    """`25 → 30`, where the row says a before and an after that differ."""
    said = json.loads(row.detail)
    before, after = said.get("before"), said.get("after")
    if before == after or "after" not in said:
        return None
    if row.command == SetThresholds.name:
        return _("{before} → {after}", before=told(str(before)), after=told(str(after)))
    codes = next((codes for begins, codes in _CODES.items() if row.command.startswith(begins)), {})
    return _("{before} → {after}", before=_worth(before, codes), after=_worth(after, codes))


def _worth(said: object, codes: Mapping[str, Phrase]) -> Phrase:
    return codes.get(str(said)) or plain("–" if said is None else str(said))


def kept(text: Phrase) -> str:
    """A refusal as a row keeps it: its numbers and moments, but no words that somebody may have typed."""
    return json.dumps(dump(_wordless(text)))


def reason(row: Recorded) -> Phrase | None:
    """Why it was refused, as it was said then; None where nothing was."""
    said = json.loads(row.detail).get(REFUSAL)
    try:
        return load(json.loads(said)) if said else None
    except ValueError:
        return None


def _wordless(phrase: Phrase) -> Phrase:
    values = tuple((name, _numbers_only(value)) for name, value in phrase.values)
    return Phrase(phrase.source, values, phrase.plural, phrase.count)


def _numbers_only(value: Value) -> Value:
    match value:
        case str() | Channel():
            return "…"
        case Phrase():
            return _wordless(value)
        case _:
            return value


_PLACES = {
    "clock": _("by itself"),
    "file": _("file"),
    "jobs": _("by itself"),
    "link": _("link of a mail"),
    "portal": _("portal"),
    "shell": _("command line"),
}
"""Where requests come from that no platform brings."""

_CODES: Final[Mapping[str, Mapping[str, Phrase]]] = {
    "operators": {Role.ADMIN: _("Admin"), Role.READER: _("Reader")},
    "organisation": {
        State.NOT_INVITED: _("Not invited"),
        State.PENDING: _("Pending"),
        State.ACTIVE: _("Active"),
        State.EXPIRED: _("Expired"),
    },
    "portal": dict(wording.USER_STATES.items()),
    "renewal": {
        EndOfTerm.RENEW: _("Renew"),
        EndOfTerm.EXTEND: _("Go on month by month"),
        EndOfTerm.STOP: _("Let it end"),
    },
    "users": dict(wording.USER_STATES.items()),
}
"""What stands in a row before and after, by how its command begins."""

_OUTCOMES = {
    "done": _("done"),
    "asked": _("asked back"),
    "refused": _("refused"),
    "failed": _("failed"),
}
