"""What the bot says by itself, once for each key, in the language and zone of its reader: an errand, or a mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import uuid4

from sqlalchemy import Connection

from bot.errand import Errand, direct
from bot.phrases import Tongue
from handlers.context import Defaults, Speaks
from store import mails, outbox
from store.mails import NewMail
from store.values import InstallationId, OrganisationId


class Spot(NamedTuple):
    """A channel at one installation."""

    installation: InstallationId
    channel: str


class Reader(Speaks, Protocol):
    """Somebody, or a channel, at one installation."""

    @property
    def installation(self) -> InstallationId: ...


class Account(Reader, Protocol):
    """Somebody's account, which is told directly."""

    @property
    def account(self) -> str: ...


class Addressee(Speaks, Protocol):
    """Somebody of an organisation, by their address."""

    @property
    def organisation(self) -> OrganisationId: ...
    @property
    def email(self) -> str: ...


def to_account(
    db: Connection, to: Account, kind: str, key: str, errand: Errand, now: datetime, defaults: Defaults
) -> None:
    """Directly, once for each key and account."""
    to_channel(db, to, direct(to.account), kind, f"{key}:{to.installation}:{to.account}", errand, now, defaults)


def to_channel(
    db: Connection,
    to: Reader,
    channel: str,
    kind: str,
    key: str,
    errand: Errand,
    now: datetime,
    defaults: Defaults,
) -> None:
    say(db, Spot(to.installation, channel), kind, key, errand, defaults.tongue(to), now)


def say(db: Connection, at: Spot, kind: str, key: str, errand: Errand, tongue: Tongue, now: datetime) -> None:
    body = errand.model_copy(update={"language": tongue.language, "zone": tongue.zone}).body
    again(db, at, kind, key, body, now)


def again(db: Connection, at: Spot, kind: str, key: str, body: str, now: datetime) -> None:
    """What was said there once more, in the language and zone of then."""
    outbox.put(db, uuid4(), key, installation=at.installation, channel=at.channel, kind=kind, body=body, now=now)


def by_mail(
    db: Connection, to: Addressee, template: str, key: str, body: Mapping[str, str], now: datetime, defaults: Defaults
) -> None:
    """To somebody whom no chat knows, once for each key and address."""
    tongue = defaults.tongue(to)
    letter = NewMail(
        uuid4(), f"{key}:{to.email}", to.organisation, to.email, template, tongue.language, tongue.zone, body
    )
    mails.put(db, letter, now)


def write_anew(db: Connection, family: str, occasion: str, kind: str, now: datetime) -> None:
    """Each message of a family, which keys begin with, is said once more in its place, as things stand by then."""
    for installation, channel, body in outbox.posted(db, f"{family}:"):
        again(db, Spot(installation, channel), kind, f"{family}:{occasion}:{installation}:{channel}", body, now)
