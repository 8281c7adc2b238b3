"""What `doctor` finds on this machine; each finding names the setting that it hangs on, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from stat import S_IMODE
from typing import Final

from sqlalchemy.exc import DBAPIError

from bot import clock
from bot.errand import NotSent
from bot.mail import Mailer
from bot.settings import Settings, reveal
from store import checkup as tables
from store import installing, mails, migrate
from store.copies import file_of
from store.database import Database, Unavailable
from store.mails import Unsent

_SKEW: Final = timedelta(seconds=60)
_OTHERS: Final = 0o077


class State(StrEnum):
    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    state: State
    about: str
    text: str


def unreadable(complaints: str) -> Iterator[Finding]:
    """Settings that can't be used, by name."""
    for line in complaints.splitlines():
        about, _, text = line.partition(": ")
        yield Finding(State.WRONG, about, f"{text}; docs/settings.md explains it")


def of_the_database(settings: Settings) -> Iterator[Finding]:
    about, file = "DATABASE_URL", file_of(settings.database)
    if file and not file.exists():
        yield Finding(State.WRONG, about, f"there is no database at {file}; run `comptoir init`")
        return
    try:
        yield from _tables(settings.database)
    except (DBAPIError, Unavailable, OSError) as error:
        text = f"the database does not answer ({type(error).__name__}); does it run, is the address right?"
        yield Finding(State.WRONG, about, text)
        return
    if file and S_IMODE(file.stat().st_mode) & _OTHERS:
        yield Finding(State.WRONG, about, f"other users of this machine can read {file}; run chmod 600 on it")


def _tables(address: str) -> Iterator[Finding]:
    about, present = "DATABASE_URL", migrate.revision(address)
    if present != migrate.newest():
        yield Finding(State.WRONG, about, f"the schema is at {present}; run `comptoir migrate`, or `comptoir init`")
        return
    with closing(Database.open(address)) as opened, opened.reading() as db:
        for complaint in tables.complaints(db):
            yield Finding(State.WRONG, about, f"{complaint}; restore a backup, into a new database if need be")
        if installing.house(db) is None:
            yield Finding(State.WRONG, about, "there is no organisation yet; run `comptoir init`")
        if (there := tables.moment(db)) is not None:
            yield from of_the_clock(about, there)
        yield from _of_the_queue(mails.unsent(db))
    yield Finding(State.OK, about, f"answers, its schema is at {present}")


def _of_the_queue(unsent: Unsent | None) -> Iterator[Finding]:
    if unsent is not None:
        since = f"{unsent.count} to be sent, the oldest since {unsent.since:%d %b %Y, %H:%M} UTC"
        yield Finding(State.NOTE, "mails", f"{since}; {unsent.error}" if unsent.error else since)


def of_the_record(settings: Settings) -> Iterator[Finding]:
    if settings.audit_key is None:
        text = "not set, so the record is not sealed against changes; `openssl rand -hex 32` makes one"
        yield Finding(State.WRONG, "COMPTOIR_AUDIT_KEY", text)
    else:
        yield Finding(State.OK, "COMPTOIR_AUDIT_KEY", "set")


def of_the_vault(settings: Settings) -> Iterator[Finding]:
    about = "COMPTOIR_VAULT_KEYS"
    if not settings.vault_secrets:
        text = "not set: no product key can be kept, and no link sent by mail; `openssl rand -hex 32` makes one"
        yield Finding(State.NOTE, about, text)
    else:
        yield Finding(State.OK, about, f"{len(settings.vault_secrets)} in the ring, the first one seals")
    if settings.public_url is None:
        text = "not set: mails can't carry links to activate an access or to set a password"
        yield Finding(State.NOTE, "COMPTOIR_PUBLIC_URL", text)


def of_the_mail(settings: Settings) -> Iterator[Finding]:
    if settings.smtp_url is None:
        yield Finding(State.NOTE, "SMTP_URL", "not set: mails are kept and not sent")
        return
    try:
        server = Mailer(reveal(settings.smtp_url), settings.mail_from).knock()
    except NotSent as no:
        yield Finding(State.WRONG, "SMTP_URL", f"{no}")
    else:
        yield Finding(State.OK, "SMTP_URL", f"{server} lets the bot in")


def of_the_clock(about: str, there: datetime) -> Iterator[Finding]:
    """Signatures older than five minutes are refused, so clocks must agree."""
    skew = clock.now() - there
    if abs(skew) > _SKEW:
        way = "ahead" if skew > timedelta(0) else "behind"
        text = f"the clock of this machine is {abs(skew).total_seconds():.0f} s {way}"
        yield Finding(State.WRONG, about, f"{text}; switch on time synchronisation (NTP)")
