"""Which channels people of another company can read."""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic
from typing import Final

from bot.slack_calls import Calls, Haste, Unheard

_REMEMBERED: Final = 2_000
_FOR_S: Final = 600.0
_DOUBTED_FOR_S: Final = 60.0


class Channels:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._known: OrderedDict[str, tuple[bool, float]] = OrderedDict()

    async def is_shared(self, channel: str, haste: Haste) -> bool:
        """True also where Slack does not say."""
        shared, until = self._known.get(channel, (True, 0.0))
        if until > monotonic():
            return shared
        try:
            told = await self._calls.channel(channel, haste)
        except Unheard:
            return self._remember(channel, shared=True, seconds=_DOUBTED_FOR_S)
        shared = bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared"))
        return self._remember(channel, shared=shared, seconds=_FOR_S)

    def _remember(self, channel: str, *, shared: bool, seconds: float) -> bool:
        self._known[channel] = shared, monotonic() + seconds
        self._known.move_to_end(channel)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return shared
