"""What a checkout learns about the customer's account with the vendor, kept with the cart."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.cards import Fact
from bot.phrases import _, plain


class Way(StrEnum):
    NEW = "new"
    EXISTING = "existing"


class Qualification(StrEnum):
    NONE = "none"
    EDUCATION = "education"
    CHARITY = "charity"


WAYS: Final = {
    Way.NEW: _("Create a new Microsoft end-customer account"),
    Way.EXISTING: _("Use the existing Microsoft account"),
}
QUALIFICATIONS: Final = {
    Qualification.NONE: _("None"),
    Qualification.EDUCATION: _("Education"),
    Qualification.CHARITY: _("Charity or non-profit"),
}


class Company(BaseModel):
    """Who the account is for; `country` and, where there are any, `region` are their ISO letters."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    company: str
    first_name: str
    last_name: str
    email: str
    phone: str = ""
    street: str
    postal_code: str
    city: str
    region: str = ""
    country: str


class Account(BaseModel):
    """Filled in step by step; `domain` is the whole one, whether it is to be made or there already."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    way: Way | None = None
    domain: str = ""
    qualification: Qualification = Qualification.NONE
    company: Company | None = None

    @property
    def is_complete(self) -> bool:
        return bool(self.domain) and (self.way is Way.EXISTING or (self.way is Way.NEW and self.company is not None))

    def but(self, **changes: object) -> Account:
        return Account.model_validate(self.model_dump() | changes)


def read(text: str) -> Account:
    """As it was filled in so far; what no version of the bot can read is asked for again."""
    try:
        return Account.model_validate_json(text)
    except ValidationError:
        return Account()


def facts(account: Account) -> Iterator[Fact]:
    """All that whoever makes the account, or finds it, must know."""
    is_new = _("is created with the purchase") if account.way is Way.NEW else _("exists already")
    yield Fact(label=_("Microsoft account"), value=plain(account.domain), note=is_new)
    if account.way is not Way.NEW or account.company is None:
        return
    if account.qualification is not Qualification.NONE:
        yield Fact(label=_("Special qualification"), value=QUALIFICATIONS[account.qualification])
    yield from _company(account.company)


def _company(one: Company) -> Iterator[Fact]:
    where = " ".join(part for part in (one.street + ",", one.postal_code, one.city, one.region, one.country) if part)
    yield Fact(label=_("Company"), value=plain(one.company), note=plain(where))
    reached = ", ".join(part for part in (one.email, one.phone) if part)
    yield Fact(label=_("Contact"), value=plain(f"{one.first_name} {one.last_name}"), note=plain(reached))
