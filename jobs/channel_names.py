"""Asks the platforms what the bound channels are called; whoever renames one finds it here by its new name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from bot.errand import Gone, NotSent, Sender
from jobs.shift import Shift
from store import sweeps_channels
from store.sweeps_channels import Titled

_AT_ONCE: Final = 20
_FIRST: Final = UUID(int=0)


class ChannelNames:
    """Some at each round, so that no platform is asked about all of them at once."""

    def __init__(self, shift: Shift, senders: Mapping[str, Sender], most: int = _AT_ONCE) -> None:
        self._shift = shift
        self._senders = senders
        self._most = most
        self._last = _FIRST

    def ask(self) -> int:
        """How many were renamed."""
        with self._shift.database.reading() as db:
            some = sweeps_channels.after(db, self._last, list(self._senders), self._most)
        self._last = some[-1].id if len(some) == self._most else _FIRST
        renamed = [(one, name) for one, name in self._named(some) if name not in {"", one.title}]
        if renamed:
            with self._shift.transaction() as db:
                for one, name in renamed:
                    sweeps_channels.rename(db, one.id, name)
        return len(renamed)

    def _named(self, some: list[Titled]) -> Iterator[tuple[Titled, str]]:
        """What cannot be asked now is asked in a later round."""
        silent = set()
        for one in some:
            if one.platform in silent:
                continue
            try:
                yield one, self._senders[one.platform].called(one.team, one.channel)
            except Gone:
                continue
            except NotSent:
                silent.add(one.platform)
