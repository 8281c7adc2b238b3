"""What channels are called, and which of them people of another company can read."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from typing import Final

from bot.slack_calls import Calls, Haste, Unheard
from bot.text_cards import clean

_REMEMBERED: Final = 2_000
_FOR_S: Final = 600.0
_DOUBTED_FOR_S: Final = 60.0


_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Known:
    """A channel: shared also where Slack does not say, and without a name then."""

    shared: bool = True
    name: str = ""


class Channels:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._known: OrderedDict[str, tuple[Known, float]] = OrderedDict()

    async def about(self, channel: str, haste: Haste) -> Known:
        known, until = self._known.get(channel, (Known(), 0.0))
        if until > monotonic():
            return known
        try:
            told = await self._calls.channel(channel, haste)
        except Unheard:
            return self._remember(channel, Known(), _DOUBTED_FOR_S)
        shared = bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared"))
        return self._remember(channel, Known(shared, called(told.get("name"))), _FOR_S)

    def _remember(self, channel: str, known: Known, seconds: float) -> Known:
        self._known[channel] = known, monotonic() + seconds
        self._known.move_to_end(channel)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return known


def called(name: object) -> str:
    """With the sign that tells a channel in Slack; empty where it has no name."""
    return f"#{clean(name)[:_LONGEST_NAME]}" if isinstance(name, str) and name else ""
