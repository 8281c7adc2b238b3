"""What a checkout learns about the customer's account with the vendor, kept with the cart."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.phrases import Phrase, _
from store.carts import Cart


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

    @classmethod
    def of(cls, cart: Cart) -> Account:
        """As it was filled in so far; what no version of the bot can read is asked for again."""
        try:
            return cls.model_validate_json(cart.account)
        except ValidationError:
            return cls()

    def but(self, **changes: object) -> Account:
        return Account.model_validate(self.model_dump() | changes)


def qualified(qualification: Qualification) -> Phrase | None:
    """The qualification, where there is one."""
    return None if qualification is Qualification.NONE else QUALIFICATIONS[qualification]
