"""What can be asked at the step of the calling: where one calls from."""

from __future__ import annotations

from typing import ClassVar

from handlers.provisioning.commands import AboutProvisioning
from handlers.provisioning.location_fields import Located
from store.values.webex import HandedTo


class DescribeLocation(Located, AboutProvisioning):
    """Say where a location is: a new one, or the one of the draft that it stands for; `place` counts from 1 on."""

    name = "provision.location"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)
    place: int = 0


class PickLocation(AboutProvisioning):
    """Change a location, remove it, or make it the main one."""

    name = "provision.location.pick"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)
    place: str = ""
    doing: str = ""
    sent: bool = False
