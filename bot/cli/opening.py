"""The settings and the database of a command; what goes wrong outside the program is told in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot import settings
from bot.cli.saying import fail
from bot.settings import BadSettings, Settings
from handlers.context import Mailing
from handlers.policy.user_columns import HEADINGS, UnknownField, further
from store import installing, migrate
from store.database import Database, Unavailable
from store.values import Scope
from store.vault import Vault


def configured() -> Settings:
    """The settings, or the end of the command with what is wrong about them."""
    try:
        return checked(settings.load())
    except BadSettings as error:
        fail(f"{error}\ndocs/settings.md explains every setting.")


def checked(said: Settings) -> Settings:
    """The same settings. Raises `BadSettings` for what they alone can't know to be wrong."""
    user_columns(said)
    return said


def user_columns(said: Settings) -> dict[str, tuple[str, ...]]:
    """Further headings of files of users, by field. Raises `BadSettings`."""
    try:
        return further(said.user_columns)
    except UnknownField as error:
        known = ", ".join(HEADINGS)
        raise BadSettings(f"COMPTOIR_USER_COLUMNS: {error} is not FIELD=HEADING; the fields are {known}") from error


def mailing(said: Settings, *, has_server: bool) -> Mailing:
    """Links need an address that they lead to, and a key that they are made with."""
    wanted = {"COMPTOIR_PUBLIC_URL": said.public_url, "COMPTOIR_VAULT_KEYS": said.vault_secrets}
    missing = tuple(name for name, value in wanted.items() if not value)
    return Mailing(said.public_url or "", missing, has_server=has_server)


@contextmanager
def database(address: str, *, upgrade: bool = False) -> Iterator[Database]:
    """The database with the schema of this version, which `upgrade` brings about."""
    with failing_plainly():
        if upgrade:
            migrate.upgrade(address)
        _check(migrate.revision(address))
        opened = Database.open(address)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def failing_plainly() -> Iterator[None]:
    """A database that does not answer, or belongs to another version, ends the command with exit code 1."""
    try:
        yield
    except Unavailable as error:
        fail(_unavailable(str(error)))
    except DBAPIError as error:
        fail(_unavailable(str(error.orig)))
    except migrate.NewerSchema as error:
        fail(f"The database was migrated by a newer version of Comptoir (to {error}). Install that version.")
    except OSError as error:
        fail(f"{error.filename or 'The system'}: {error.strerror or error}. Nothing was changed.")


def _check(revision: str | None) -> None:
    if revision is None:
        fail("The database is empty. Run `comptoir init` for your own organisation, or `comptoir sample`.")
    if revision != migrate.newest():
        fail(f"The schema is at {revision}, this version needs {migrate.newest()}. Run `comptoir migrate`.")


def _unavailable(reason: str) -> str:
    return f"The database does not answer: {reason.strip()}\nDATABASE_URL says which one it is."


def house_of(db: Connection) -> Scope:
    """Everything: whoever has the shell has all of it."""
    house = installing.house(db)
    if house is None:
        fail("The database has no organisation yet. Run `comptoir init`, or `comptoir sample`.")
    return Scope(house)


def vault_of(settings: Settings) -> Vault:
    """The vault of the settings, or the end of the command with what to set."""
    if not settings.vault_secrets:
        fail("COMPTOIR_VAULT_KEYS is not set: without it no product key can be kept or read.")
    return Vault(settings.vault_secrets)
