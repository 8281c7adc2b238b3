"""Channels that are told something and what they are called, anybody's, for jobs alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from store.schema import bindings, installations
from store.values import BindingId, ChannelKind


class Titled(NamedTuple):
    """A bound channel, where it is, and what it was called when somebody last asked."""

    id: BindingId
    platform: str
    team: str
    channel: str
    title: str


_AFTER: Final = (
    select(bindings.c.id, installations.c.platform, installations.c.team, bindings.c.channel, bindings.c.title)
    .join(installations, installations.c.id == bindings.c.installation_id)
    .where(
        bindings.c.kind == ChannelKind.GROUP,
        bindings.c.id > bindparam("last"),
        installations.c.platform.in_(bindparam("platforms", expanding=True)),
    )
    .order_by(bindings.c.id)
    .limit(bindparam("most"))
)
_TITLES: Final = select(bindings.c.channel, bindings.c.title).where(bindings.c.title != "")
_RENAME: Final = update(bindings).where(bindings.c.id == bindparam("binding")).values(title=bindparam("called"))


def after(db: Connection, last: UUID, platforms: Sequence[str], most: int) -> list[Titled]:
    """The next ones by their ids."""
    return [Titled(*row) for row in db.execute(_AFTER, {"last": last, "platforms": platforms, "most": most})]


def rename(db: Connection, id: BindingId, title: str) -> None:
    db.execute(_RENAME, {"binding": id, "called": title})


def titles(db: Connection) -> dict[str, str]:
    """What each channel is called whose name is known."""
    return {row[0]: row[1] for row in db.execute(_TITLES)}
