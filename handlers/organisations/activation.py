"""What the public page of an activation link shows, and what its button does.

Mail scanners and previews fetch links, so fetching one only looks; only the button, a POST, activates. The page
proves the token first (`Tokens.read` for `LinkPurpose.ACTIVATION`) and hands over the link's id and generation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import uuid5

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Notice, Tone
from bot.errand import Errand
from bot.phrases import _, plain
from handlers import posts
from handlers.context import Defaults
from handlers.organisations.commands import ShowOrganisation
from store import audit, links, profiles
from store.links import Link
from store.profiles import Profile
from store.values import Activation, LinkId, LinkPurpose, OrganisationId, Scope

_COMMAND: Final = "organisation.activated"


class Standing(StrEnum):
    """`done` also where it was activated before, by whatever link."""

    WAITING = "waiting"
    DONE = "done"
    EXPIRED = "expired"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Activating:
    """What the page says: who invites whom, to which address the link went, until when it is good."""

    standing: Standing
    organisation: str
    seller: str
    email: str
    until: datetime
    language: str | None
    zone: str | None


def look(db: Connection, id: LinkId, generation: int, now: datetime) -> Activating | None:
    """How a link stands; changes nothing. None for a link that never was, or leads to nothing any more."""
    found = _found(db, id)
    if found is None:
        return None
    link, one, scope = found
    return Activating(
        standing=_standing(link, one, generation, now),
        organisation=one.name,
        seller=profiles.seller(db, scope),
        email=link.email,
        until=link.expires_at,
        language=one.language,
        zone=one.zone,
    )


def confirm(db: Connection, id: LinkId, generation: int, now: datetime, defaults: Defaults) -> Activating | None:
    """Take the link's one use: the organisation is active, whoever sent the link is told, the record says so.

    What it was good for already stays: pressed again, or too late, it only says how the link stands.
    """
    before = look(db, id, generation, now)
    found = _found(db, id)
    if before is None or found is None or before.standing is not Standing.WAITING:
        return before
    link, one, scope = found
    if not links.use(db, id, generation, now) or not profiles.activate(db, scope, now):
        return look(db, id, generation, now)
    _record(db, link, one, now)
    _tell(db, link, one, now, defaults)
    return replace(before, standing=Standing.DONE)


def _found(db: Connection, id: LinkId) -> tuple[Link, Profile, Scope] | None:
    link = links.find(db, id)
    if link is None or link.purpose is not LinkPurpose.ACTIVATION:
        return None
    scope = Scope(OrganisationId(link.subject))
    one = profiles.get(db, scope, scope.root)
    return (link, one, scope) if one else None


def _standing(link: Link, one: Profile, generation: int, now: datetime) -> Standing:
    if one.activation is Activation.ACTIVE:
        return Standing.DONE
    if link.generation != generation:
        return Standing.REPLACED
    return Standing.WAITING if link.is_good(generation, now) else Standing.EXPIRED


def _record(db: Connection, link: Link, one: Profile, now: datetime) -> None:
    """Whoever pressed is known by the address that the link went to alone."""
    entry = audit.Entry(
        at=now,
        organisation=one.id,
        person=None,
        actor=link.email or _COMMAND,
        origin="link",
        command=_COMMAND,
        subject=one.label,
        outcome="done",
        detail=json.dumps({"before": Activation.PENDING.value, "after": Activation.ACTIVE.value}),
    )
    audit.record(db, uuid5(link.id, f"record:{link.generation}"), entry)


def _tell(db: Connection, link: Link, one: Profile, now: datetime, defaults: Defaults) -> None:
    """A card to the one who sent it, where the bot last saw them; to nobody if they may no longer know."""
    inviter = profiles.inviter(db, Scope(one.id))
    if inviter is None:
        return
    text = _("{organisation} is active: the link was followed on {moment}.", organisation=one.name, moment=now)
    open_it = Button(
        label=_("Open {organisation}", organisation=one.name), press=ShowOrganisation(organisation=str(one.id)).token
    )
    card = Card(title=plain(one.name), elements=(Notice(tone=Tone.DONE, text=text), Buttons(buttons=(open_it,))))
    key = f"activated:{link.id}:{link.generation}"
    posts.to_account(db, inviter, "activated", key, Errand(card=card), now, defaults)
