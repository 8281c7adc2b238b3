"""How long to wait for what, and when to give up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from secrets import SystemRandom
from typing import Final

_RANDOM: Final = SystemRandom()


@dataclass(frozen=True, slots=True)
class Patience:
    """`pace`: between two messages in a channel of a paced platform; `claim`: until a silent worker counts as dead.

    A wait that a platform asks for is cut at `longest_wait`; what can't be done is refused after `give_up`; what
    breaks its worker `most_breakdowns` times is left alone. A message that shows a secret is taken away after
    `secrets_stay`.
    """

    pace: timedelta = timedelta(seconds=1)
    claim: timedelta = timedelta(seconds=60)
    first_wait: timedelta = timedelta(seconds=1)
    longest_wait: timedelta = timedelta(seconds=300)
    give_up: timedelta = timedelta(hours=24)
    most_breakdowns: int = 20
    secrets_stay: timedelta = timedelta(minutes=10)

    def wait(self, attempt: int) -> timedelta:
        """Twice as long each time, between half of it and all of it."""
        doubled: timedelta = self.first_wait * 2 ** min(attempt - 1, 16)
        return min(doubled, self.longest_wait) * _RANDOM.uniform(0.5, 1.0)

    def asked_for(self, seconds: float) -> timedelta:
        """What a platform asks for, as far as we follow."""
        return timedelta(seconds=min(max(0.0, seconds), self.longest_wait.total_seconds()))
