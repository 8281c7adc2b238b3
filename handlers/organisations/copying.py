"""The address of an activation link, made at the moment it is shown; what waits to be shown only refers to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from handlers.find import identifier
from store import links
from store.database import Database
from store.links import Link
from store.values import LinkId, LinkPurpose

_LINK: Final = "link"


def reference(link: Link) -> str:
    return f"{_LINK}:{link.id}:{link.generation}"


def refers_to_link(reference: str) -> bool:
    return reference.startswith(f"{_LINK}:")


class Addresses:
    """`address` makes a link's; None where there is no key or public address to make it with."""

    def __init__(
        self, database: Database, address: Callable[[Link], str] | None, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._address = address
        self._clock = clock

    def __call__(self, reference: str) -> str | None:
        """None for a link that was used, replaced or ran out meanwhile. May raise `Unavailable`."""
        _kind, id, generation = (*reference.split(":"), "", "")[:3]
        wanted = identifier(id)
        if wanted is None or self._address is None or not generation.isdecimal():
            return None
        with self._database.reading() as db:
            link = links.find(db, LinkId(wanted))
        good = link and link.purpose is LinkPurpose.ACTIVATION and link.is_good(int(generation), self._clock())
        return self._address(link) if link and good else None
