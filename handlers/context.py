"""What a handler is given besides its command: who asks, on what, when, and the one connection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Final, Protocol
from uuid import UUID, uuid5

from sqlalchemy import Connection

from bot.ask import Ask, Place
from bot.phrases import LANGUAGES, Tongue
from bot.tokens import Tokens
from store.people import Caller, Grant
from store.values import InstallationId, OrganisationId, PersonId, Right, Scope
from store.vault import Vault

_NAMESPACE: Final = UUID("8f0c8f0e-6a3f-4b4e-9d0a-2f6a4f1a7c11")


@dataclass(frozen=True, slots=True)
class Mailing:
    """Whether links can be sent by e-mail: `missing` are the settings without which not.

    `has_server`: mails leave; without one they wait.
    """

    public_url: str = ""
    missing: tuple[str, ...] = ("COMPTOIR_PUBLIC_URL", "COMPTOIR_VAULT_KEYS")
    has_server: bool = False

    @property
    def can_send(self) -> bool:
        return not self.missing


class Speaks(Protocol):
    """Whoever may have said, or whose platform says, how they are spoken to."""

    @property
    def language(self) -> str | None: ...

    @property
    def zone(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the deployment gives: how somebody is spoken to who has said nothing about it, vault, e-mail.

    `free_mail` are further domains at which anybody can have an address; `user_columns` further headings of files of
    users, by field.
    """

    language: str = "en"
    zone: str = "UTC"
    vault: Vault | None = None
    mailing: Mailing = field(default_factory=Mailing)
    tokens: Tokens | None = None
    free_mail: frozenset[str] = frozenset()
    user_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def tongue(self, *readers: Speaks | None) -> Tongue:
        """As the first says who has said anything about it, else as the deployment does."""
        language = next((one.language for one in readers if one and one.language), self.language)
        zone = next((one.zone for one in readers if one and one.zone), self.zone)
        return Tongue(language if language in LANGUAGES else self.language, zone)


@dataclass(slots=True)
class Trace:
    """What the audit will say of a request: what it was about, before and after."""

    organisation: OrganisationId | None = None
    subject: str = ""
    detail: dict[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """One request. `grant` is the one it acts under, `scope` what it may therefore see; `now` is aware UTC."""

    db: Connection
    ask: Ask
    caller: Caller
    person: PersonId
    grant: Grant
    now: datetime
    defaults: Defaults
    trace: Trace = field(default_factory=Trace)
    _made: count[int] = field(default_factory=count)

    @property
    def scope(self) -> Scope:
        return self.grant.scope

    @property
    def place(self) -> Place:
        return self.ask.place

    @property
    def installation(self) -> InstallationId:
        return self.caller.installation

    @property
    def tongue(self) -> Tongue:
        return tongue_of(self.caller, self.grant, self.defaults)

    def under(self, grant: Grant) -> Context:
        return replace(self, grant=grant)

    def may(self, right: Right) -> bool:
        return self.grant.holds(right)

    def about(self, organisation: OrganisationId, subject: str, **detail: str | int | None) -> None:
        """Say what the audit row of this request is about."""
        self.trace.organisation = organisation
        self.trace.subject = subject
        self.trace.detail |= detail

    def new_id(self) -> UUID:
        """An id that the same delivery makes again, so that a redelivery finds what the first one made."""
        return uuid5(_NAMESPACE, f"{self.ask.key}:{next(self._made)}")


def tongue_of(caller: Caller | None, grant: Grant | None, defaults: Defaults) -> Tongue:
    """A person's own preference, else the platform's, else the organisation's, else the deployment's."""
    return defaults.tongue(caller, grant)
