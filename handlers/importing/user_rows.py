"""What a row of users may say."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import PlainValidator
from typing_extensions import TypedDict

from handlers.importing.cells import Email, Needed, Text, at_most, email, needed
from handlers.importing.choices import Country, Permission, UserState


def _listed(text: str) -> tuple[str, ...] | None:
    """Numbers or references with commas, semicolons or spaces between them."""
    return tuple(filter(None, re.split(r"[\s,;|]+", text.strip()))) or None


class UserRow(TypedDict, total=False):
    organisation: Needed
    first_name: Text
    last_name: Text
    login: Annotated[str, PlainValidator(needed(email))]
    notify: Email
    staff: Permission
    status: UserState
    street: Annotated[str | None, at_most(200)]
    postal_code: Annotated[str | None, at_most(20)]
    city: Annotated[str | None, at_most(120)]
    region: Annotated[str | None, at_most(120)]
    country: Country
    subscriptions: Annotated[tuple[str, ...] | None, PlainValidator(_listed)]
