"""What was filled in so far for a Webex order, kept with it step by step until all of it is made at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from store.values import OrganisationId
from store.values.industries import Industry


class How(StrEnum):
    """How an organisation was found."""

    OWN = "own"
    EMAIL = "email"
    DOMAIN = "domain"
    SEARCH = "search"
    CREATED = "created"


class Setup(StrEnum):
    """Who sets the services up: the seller now, or the customer itself."""

    NOW = "now"
    CUSTOMER = "customer"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    def but(self, **changes: object) -> Self:
        """The same with some of it changed."""
        return type(self).model_validate(self.model_dump() | changes)


class OrganisationDraft(_Section):
    """One that exists, by its `id`; or one to be created, which has none yet. `country` is its ISO letters."""

    id: OrganisationId | None = None
    name: str
    how: How
    industry: Industry | None = None
    country: str = ""


class Described(_Section):
    """An organisation that is reviewed before it is created; `side` is the step that it is for.

    `anyway`: although others look like it.
    """

    side: str
    name: str
    industry: Industry
    country: str
    anyway: bool = False


class SiteDraft(_Section):
    """`host` as in `contoso.webex.com`, `zone` of the IANA; `early`: gets what is new before others do."""

    host: str
    zone: str
    early: bool = False
    licences: int = 0


class MeetingsDraft(_Section):
    sites: tuple[SiteDraft, ...] = ()


class LocationDraft(_Section):
    """`country` and, where there are any, `region` are ISO letters."""

    name: str
    country: str
    street: str
    city: str
    postal_code: str = ""
    district: str = ""
    region: str = ""
    zone: str
    language: str


class CallingDraft(_Section):
    """The first location is the main one."""

    locations: tuple[LocationDraft, ...] = ()


class Draft(_Section):
    """None is what nobody has filled in yet."""

    partner: OrganisationDraft | None = None
    customer: OrganisationDraft | None = None
    described: Described | None = None
    setup: Setup | None = None
    meetings: MeetingsDraft | None = None
    calling: CallingDraft | None = None

    @property
    def is_mapped(self) -> bool:
        return self.partner is not None

    def to_json(self) -> str:
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def from_json(cls, text: str) -> Draft:
        """What no version of the bot can read is asked for again."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            return cls()
