"""`init`, `migrate`, `sample`: from nothing to a database that serves."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.saying import fail, tell

if TYPE_CHECKING:
    from handlers.sample import Operator


class Kind(StrEnum):
    DISTRIBUTOR = "distributor"
    PARTNER = "partner"
    CUSTOMER = "customer"


def migrate() -> None:
    """Bring the database's schema up to date."""
    from bot.cli.opening import configured, failing_plainly
    from store.migrate import newest, revision, upgrade

    address = configured().database
    with failing_plainly():
        before = revision(address)
        upgrade(address)
    tell(f"The schema is at {newest()}" + (", as before." if before == newest() else "."))


def init(
    organisation: Annotated[str, typer.Option(help="The name of the organisation whose bot this is.")],
    kind: Annotated[Kind, typer.Option(help="What it is.")],
    admin: Annotated[str, typer.Option(metavar="EMAIL", help="Its first administrator.")],
) -> None:
    """Migrate, and create the first organisation with its first administrator."""
    from bot import clock
    from bot.cli.opening import configured, database
    from handlers import founding
    from store.values import OrganisationKind

    with database(configured().database, upgrade=True) as opened, opened.transaction() as db:
        try:
            founding.found(db, organisation, OrganisationKind(kind), admin, clock.now())
        except founding.NotFounded as no:
            fail(f"{no} Nothing was changed.")
    tell(f"{organisation} is ready, and {admin} is its administrator. Next: comptoir doctor, then comptoir serve.")


def sample(
    operator: Annotated[
        list[str] | None,
        typer.Option(metavar="EMAIL:ROLE:ORGANISATION", help="One more operator, admin or reader; may be repeated."),
    ] = None,
) -> None:
    """Load the sample data into the configured, empty database."""
    from bot import clock
    from bot.cli.opening import configured, database
    from handlers.sample import NoSuchOrganisation, NotEmpty, load, load_keys, load_provisioning, load_wholesale
    from store.vault import Vault

    settings, more = configured(), [parsed_operator(text) for text in operator or []]
    with database(settings.database, upgrade=True) as opened, opened.transaction() as db:
        try:
            load(db, clock.now(), more)
            load_wholesale(db, clock.now())
            load_provisioning(db, clock.now())
            if settings.vault_secrets:
                load_keys(db, clock.now(), Vault(settings.vault_secrets))
        except NotEmpty:
            fail("The database is not empty, so the sample data was not loaded. Nothing was changed.")
        except NoSuchOrganisation as no:
            fail(f"The sample data has no organisation {no}. Nothing was changed.")
    without = "" if settings.vault_secrets else " Without COMPTOIR_VAULT_KEYS it has no product keys."
    tell(f"The sample data is loaded.{without}")


def parsed_operator(text: str) -> Operator:
    """`me@example.org:admin:Contoso` as an operator of the sample data."""
    from handlers.sample import Operator
    from store.values import Role

    match text.split(":", 2):
        case [email, "admin" | "reader" as role, organisation] if "@" in email:
            return Operator(email, Role(role), organisation)
        case _:
            raise typer.BadParameter(f"{text!r} is not like me@example.org:admin:Contoso", param_hint="--operator")
