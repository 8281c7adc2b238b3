"""What Webex tells, in our words; fields that we have no use for are ignored."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

_PREFIX: Final = "ciscospark://"
_ID: Final = re.compile(r"[\w=+-]{1,250}", re.ASCII)


class Noun(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    @model_validator(mode="before")
    @classmethod
    def _without_nothing(cls, raw: Any) -> Any:
        """A field that is null is a field that is missing."""
        return {name: value for name, value in raw.items() if value is not None} if isinstance(raw, dict) else raw


class Person(Noun):
    """Somebody, or some bot. What concerns signing in is told of colleagues only."""

    id: str
    emails: tuple[str, ...] = ()
    display_name: str = ""
    org_id: str = ""
    type: str = "person"
    invite_pending: bool = False
    login_enabled: bool = True
    timezone: str = ""


class Post(Noun):
    """A message as it stands in a space; `room_type` is `direct` or `group`."""

    id: str
    room_id: str
    room_type: str
    person_id: str
    person_email: str = ""
    parent_id: str = ""
    text: str = ""
    html: str = ""
    files: tuple[str, ...] = ()
    created: datetime | None = None


class Press(Noun):
    """A button that somebody pressed, with what was filled in."""

    id: str
    message_id: str
    room_id: str
    person_id: str
    inputs: dict[str, Any] = Field(default_factory=dict)


class Room(Noun):
    id: str
    type: str
    title: str = ""
    last_activity: datetime | None = None


class Membership(Noun):
    id: str
    room_id: str
    room_type: str = ""
    person_id: str
    person_email: str = ""
    person_org_id: str = ""


class Webhook(Noun):
    id: str
    name: str = ""
    target_url: str = ""
    resource: str
    event: str
    filter: str = ""
    secret: str = Field("", repr=False)
    status: str = ""


def is_id(text: str) -> bool:
    """Whether a text may become part of an address."""
    return _ID.fullmatch(text) is not None


def bare(id: str) -> str:
    """The UUID in an id, which Webex writes plainly or as base64 of `ciscospark://us/KIND/UUID`."""
    try:
        text = base64.b64decode(id + "=" * (-len(id) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return id.casefold()
    return text.rpartition("/")[2].casefold() if text.startswith(_PREFIX) else id.casefold()


def full(kind: str, uuid: str) -> str:
    """The id that the REST side gives the UUID of a `MESSAGE`, an `ATTACHMENT_ACTION`, a `ROOM`."""
    return base64.b64encode(f"{_PREFIX}us/{kind}/{uuid}".encode()).decode().rstrip("=")
