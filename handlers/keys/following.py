"""What the page of a download link shows, and what its button does: the first press starts the five days."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.download import LEADING, Offered, Standing
from bot.phrases import Tongue
from handlers.context import Defaults
from handlers.keys import office_setup, words
from handlers.policy.office_tool import Setup
from handlers.policy.product_keys import download_until
from store import audit, downloads, product_keys
from store.database import Database
from store.downloads import Download
from store.values import DownloadId, KeyState, LinkPurpose, SubscriptionStatus
from store.vault import Unreadable

_NARROW: Final = 32


class Followed:
    """Where the deployment has no tokens or no vault no link was ever handed out, and none is good."""

    def __init__(self, database: Database, clock: Callable[[], datetime], defaults: Defaults) -> None:
        self._database = database
        self._clock = clock
        self._tokens = defaults.tokens
        self._vault = defaults.vault
        self._zone = defaults.zone

    def look(self, token: str) -> Offered:
        read = self._read(token)
        if read is None:
            return Offered(Standing.NONE)
        with self._database.reading() as db:
            return self._looked(db, *read)[0]

    def fetch(self, token: str, address: str) -> Offered:
        """The record, the clock and the address in one transaction: without the first nothing is given out."""
        read, now = self._read(token), self._clock()
        if read is None:
            return Offered(Standing.NONE)
        with self._database.transaction() as db:
            offered, link = self._looked(db, *read)
            if link is None or offered.standing not in LEADING:
                return offered
            url = self._opened(link)
            if not url:
                return replace(offered, standing=Standing.SEALED)
            first = downloads.use(db, link.id, link.generation, now)
            audit.record(db, uuid4(), _entry(link, address, now, first=first))
            again = downloads.by_id(db, link.id) or link
            return replace(self._offered(again, again.generation), url=url)

    def _looked(self, db: Connection, id: DownloadId, generation: int) -> tuple[Offered, Download | None]:
        link = downloads.by_id(db, id)
        return (self._offered(link, generation), link) if link else (Offered(Standing.NONE), None)

    def _offered(self, link: Download, generation: int) -> Offered:
        return Offered(
            standing=standing(link, generation, self._clock()),
            product=link.product,
            customer=link.customer,
            build=words.build(link),
            until=download_until(link.first_used_at) if link.first_used_at else None,
            tongue=Tongue(link.speaks or "", link.zone or self._zone),
            hint=office_setup.hint(link.product, link.bits),
            more=tuple(office_setup.written_out(_setup(link))),
        )

    def _read(self, token: str) -> tuple[DownloadId, int] | None:
        read = self._tokens.read(LinkPurpose.DOWNLOAD, token) if self._tokens else None
        return (DownloadId(read[0]), read[1]) if read else None

    def _opened(self, link: Download) -> str:
        """Where the software is; nothing where the vault can't tell."""
        if self._vault is None or link.link is None:
            return ""
        try:
            return self._vault.open(link.key, product_keys.LINK, link.link)
        except Unreadable:
            return ""


def _setup(link: Download) -> Setup:
    """A key that fits any width is explained for the one that needs a tool."""
    return Setup(link.product, link.version, link.language, link.bits or _NARROW)


def standing(link: Download, generation: int, now: datetime) -> Standing:
    """The gravest reason first: what was revoked is no matter of clocks."""
    if link.state is not KeyState.READY:
        return Standing.REVOKED
    if link.purchase not in {None, SubscriptionStatus.ACTIVE}:
        return Standing.REVOKED if link.purchase is SubscriptionStatus.CANCELLED else Standing.OVER
    if not link.allowed:
        return Standing.LOST
    if link.generation != generation:
        return Standing.REPLACED
    if link.first_used_at is None:
        return Standing.UNUSED
    return Standing.RUNNING if now < download_until(link.first_used_at) else Standing.ENDED


def _entry(link: Download, address: str, now: datetime, *, first: bool) -> audit.Entry:
    detail = {"key": link.hint, "version": link.version, "link": link.generation, "first": first}
    return audit.Entry(
        at=now,
        organisation=link.organisation,
        person=link.person,
        actor=link.email,
        origin=f"link:{address}"[:120],
        command="keys.downloaded",
        subject=link.product,
        outcome="done",
        detail=json.dumps(detail),
    )
