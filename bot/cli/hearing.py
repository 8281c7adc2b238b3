"""Until when Webex was heard, kept in the database by the installation that the bot speaks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.ask import Platform
from store import hearing, people
from store.database import Database
from store.values import InstallationId


@dataclass(frozen=True, slots=True)
class Hearing:
    """`team` asks the platform once; raises a `NotSent`."""

    database: Database
    platform: Platform
    team: Callable[[], str]
    clock: Callable[[], datetime]

    def heard_until(self) -> datetime | None:
        installation = self._installation()
        if installation is None:
            return None
        with self.database.reading() as db:
            return hearing.heard_until(db, installation)

    def mark(self) -> None:
        if installation := self._installation():
            with self.database.transaction() as db:
                hearing.mark(db, installation, self.clock())

    def _installation(self) -> InstallationId | None:
        team = self.team()
        with self.database.reading() as db:
            return people.installation(db, self.platform, team)
