"""The address of a download link, made at the moment it is shown; what waits to be shown only refers to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from handlers.find import identifier
from store import downloads
from store.database import Database
from store.downloads import Download
from store.values import DownloadId

_DOWNLOAD: Final = "download"
Making = Callable[[DownloadId, int], str]
"""The address of a link's page, of its id and generation."""


def reference(link: Download) -> str:
    return f"{_DOWNLOAD}:{link.id}:{link.generation}"


def refers_to_download(reference: str) -> bool:
    return reference.startswith(f"{_DOWNLOAD}:")


class DownloadAddresses:
    """`making` makes a link's; None where there is no key or public address to make it with."""

    def __init__(self, database: Database, making: Making | None) -> None:
        self._database = database
        self._making = making

    def __call__(self, reference: str) -> str | None:
        """None for a link that was replaced meanwhile, or is its person's no more. May raise `Unavailable`."""
        _kind, id, generation = (*reference.split(":"), "", "")[:3]
        wanted = identifier(id)
        if wanted is None or self._making is None:
            return None
        with self._database.reading() as db:
            link = downloads.by_id(db, DownloadId(wanted))
        good = link and link.allowed and str(link.generation) == generation
        return self._making(link.id, link.generation) if link and good else None
