"""What the database of a test may be filled with: once a process, then copied for whoever asks for it by that name."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

NOON: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)


def furnish(url: str) -> None:
    """The sample data with its keys, and an office of the handlers."""
    from store.database import Database
    from tests.handlers.conftest import NOW
    from tests.handlers.conversation import Office

    with closing(Database.open(url)) as database:
        Office(database, NOW)


def load_sample(url: str) -> None:
    """The sample data as of noon, and nothing else."""
    from handlers import sample
    from store.database import Database

    with closing(Database.open(url)) as database, database.transaction() as db:
        sample.load(db, NOON)


FILLED: Final[dict[str, Callable[[str], None]]] = {"furnished": furnish, "sampled": load_sample}
