"""Numbers that one row of a file wants and a later one gives back: which there are, and which rows move together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

MOST_TOGETHER: Final = 500
"""So many rows may hang together by the numbers that they hand on: they are applied all at once."""


@dataclass(slots=True)
class Swaps:
    """What one pass over a file takes for granted about the rows to come, and what it saw of them.

    A mark is a number, or an extension at its location. `givers`: the addresses whose rows may give one back; `kept`:
    marks that an earlier pass saw kept. A pass that is not `hopeful` takes nothing for granted; `missed` says that it
    could have.
    """

    givers: Collection[str] = ()
    kept: Collection[str] = ()
    hopeful: bool = False
    missed: bool = False
    _hoped: set[str] = field(default_factory=set)
    _taken: dict[str, int] = field(default_factory=dict)
    _given: dict[str, int] = field(default_factory=dict)

    def foresees(self, mark: str, login: str) -> bool:
        """Whether the mark of that user is free by the time it is needed."""
        if login not in self.givers or mark in self.kept:
            return False
        self.missed = self.missed or not self.hopeful
        self._hoped.add(mark)
        return self.hopeful

    def moves(self, row: int, before: Collection[str], after: Collection[str]) -> None:
        """The row gives back what its user has, and takes what they get."""
        self._given.update(dict.fromkeys(before, row))
        self._taken.update((mark, row) for mark in after if mark not in before)

    def broken(self) -> set[str]:
        """Marks that were taken for granted in vain, with those that the rows they were meant for don't give back."""
        gives = defaultdict(list)
        for mark, row in self._given.items():
            gives[row].append(mark)
        found: set[str] = set()
        doubtful = [mark for mark in self._hoped if mark in self._taken and mark not in self._given]
        while doubtful:
            mark = doubtful.pop()
            found.add(mark)
            doubtful += (one for one in gives[self._taken[mark]] if one in self._taken and one not in found)
        return found | self._too_many_together(found)

    def turns(self) -> dict[int, int]:
        """The rows that move together, each with the first of them; whoever waits for nobody is left out."""
        return {row: first for group in self._groups() for first in [min(group)] for row in group}

    def _too_many_together(self, found: Collection[str]) -> set[str]:
        if found:
            return set()
        large = {row for group in self._groups() if len(group) > MOST_TOGETHER for row in group}
        return {mark for mark in self._hoped if self._taken.get(mark) in large}

    def _groups(self) -> Iterator[set[int]]:
        """Rows that hand marks on to each other, where one of them does so to an earlier row."""
        handed = [(row, self._given[mark]) for mark, row in self._taken.items() if mark in self._given]
        waiting = {row for row, giver in handed if giver > row}
        return (group for group in _together(handed) if not group.isdisjoint(waiting))


def _together(pairs: Iterable[tuple[int, int]]) -> Iterator[set[int]]:
    """The rows by whom they are connected with."""
    beside = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    seen: set[int] = set()
    for first in beside:
        group, left = set(), [first]
        while left:
            row = left.pop()
            if row not in seen:
                seen.add(row)
                group.add(row)
                left += beside[row]
        if group:
            yield group
