"""The statuses of a user and what leads from one to another: the whole of it is one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from store.values import UserStatus

_READY, _LOCKED, _NOT_ACTIVATED, _DISABLED = UserStatus
_NOBODY: Final = None
"""Before a user is added, and after they are deleted."""


class Event(StrEnum):
    """What may happen to a user."""

    ADDED_WITH_MAIL = "added-with-mail"
    ADDED_WITHOUT_MAIL = "added-without-mail"
    LINK_FOLLOWED = "link-followed"
    ACTIVATED_BY_HAND = "activated-by-hand"
    INVITED_AGAIN = "invited-again"
    TOO_MANY_FAILURES = "too-many-failures"
    UNLOCKED = "unlocked"
    RESET_MAILED = "reset-mailed"
    MOVED_WITH_MAIL = "moved-with-mail"
    MOVED_WITHOUT_MAIL = "moved-without-mail"
    DISABLED = "disabled"
    ENABLED = "enabled"
    DELETED = "deleted"


State = UserStatus | None
TRANSITIONS: Final[Mapping[State, Mapping[Event, State]]] = {
    _NOBODY: {
        Event.ADDED_WITH_MAIL: _NOT_ACTIVATED,
        Event.ADDED_WITHOUT_MAIL: _READY,
    },
    _READY: {
        Event.LINK_FOLLOWED: _READY,
        Event.TOO_MANY_FAILURES: _LOCKED,
        Event.RESET_MAILED: _READY,
        Event.MOVED_WITH_MAIL: _NOT_ACTIVATED,
        Event.MOVED_WITHOUT_MAIL: _READY,
        Event.DISABLED: _DISABLED,
        Event.DELETED: _NOBODY,
    },
    _LOCKED: {
        Event.TOO_MANY_FAILURES: _LOCKED,
        Event.UNLOCKED: _READY,
        Event.RESET_MAILED: _LOCKED,
        Event.MOVED_WITH_MAIL: _NOT_ACTIVATED,
        Event.MOVED_WITHOUT_MAIL: _LOCKED,
        Event.DISABLED: _DISABLED,
        Event.DELETED: _NOBODY,
    },
    _NOT_ACTIVATED: {
        Event.LINK_FOLLOWED: _READY,
        Event.ACTIVATED_BY_HAND: _READY,
        Event.INVITED_AGAIN: _NOT_ACTIVATED,
        Event.MOVED_WITH_MAIL: _NOT_ACTIVATED,
        Event.MOVED_WITHOUT_MAIL: _NOT_ACTIVATED,
        Event.DISABLED: _DISABLED,
        Event.DELETED: _NOBODY,
    },
    _DISABLED: {
        Event.MOVED_WITHOUT_MAIL: _DISABLED,
        Event.ENABLED: _READY,
        Event.DELETED: _NOBODY,
    },
}
"""From each status, what each event makes of it; an event that is not listed is refused."""


class NotNow(ValueError):
    """The event can't happen to a user of that status."""

    def __init__(self, status: State, event: Event) -> None:
        super().__init__(f"{event} of {status}")
        self.status = status
        self.event = event


def after(status: State, event: Event) -> State:
    """The status that the event leads to (None: the user is gone); `NotNow` where it leads nowhere."""
    try:
        return TRANSITIONS[status][event]
    except KeyError as error:
        raise NotNow(status, event) from error


def possible(status: State, event: Event) -> bool:
    return event in TRANSITIONS[status]
