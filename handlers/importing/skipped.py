"""Rows that mean nothing here and were passed over: told by their reasons, so that none goes silently."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_ROWS_TOLD: Final = 10


@dataclass(slots=True)
class Skipped:
    """How many rows there were for each reason, and the first of them."""

    count: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _rows: dict[str, list[int]] = field(default_factory=dict)

    def add(self, row: int, reason: str) -> None:
        self.count += 1
        self._counts[reason] = self._counts.get(reason, 0) + 1
        rows = self._rows.setdefault(reason, [])
        if len(rows) < _ROWS_TOLD:
            rows.append(row)

    @property
    def told(self) -> list[str]:
        """A line for each reason, the most frequent first."""
        return [self._line(reason) for reason in sorted(self._counts, key=lambda one: (-self._counts[one], one))]

    def _line(self, reason: str) -> str:
        count, rows = self._counts[reason], self._rows[reason]
        more = ", …" if count > len(rows) else ""
        return f"{count:,} × {reason}: row {', '.join(map(str, rows))}{more}"
