"""Places where a test may have the process killed, as a power cut would; without effect in earnest."""

from __future__ import annotations

import os
import signal
from enum import StrEnum
from typing import Final


class Point(StrEnum):
    """Between which two steps the process dies."""

    MESSAGE_CLAIMED = "message-claimed"
    MESSAGE_SENT = "message-sent"
    MESSAGE_SETTLED = "message-settled"
    MAIL_CLAIMED = "mail-claimed"
    MAIL_SENT = "mail-sent"
    MAIL_SETTLED = "mail-settled"
    RECEIPT_CLAIMED = "receipt-claimed"
    RECEIPT_HANDLED = "receipt-handled"
    ORDER_CLAIMED = "order-claimed"
    ORDER_READ_BACK = "order-read-back"
    ORDER_ANSWERED = "order-answered"
    ORDER_CHANGED = "order-changed"
    ORDER_SETTLED = "order-settled"
    ORDER_COMMITTED = "order-committed"
    TERM_ENDED = "term-ended"
    TERM_RENEWED = "term-renewed"
    TERM_COMMITTED = "term-committed"
    USERS_APPLIED = "users-applied"
    USERS_COMMITTED = "users-committed"


class NotTesting(Exception):
    """A crash point was set outside of tests."""


class _Fuse:
    """Which point kills, and how many more times it is passed before."""

    point: Point | None = None
    spared: int = 0


_fuse: Final = _Fuse()


def arm(setting: str, *, testing: bool) -> None:
    """`order-claimed` kills there, `order-claimed:3` the third time, an empty setting nowhere.

    `NotTesting` outside of tests, `ValueError` for an unknown name.
    """
    if not setting:
        _fuse.point = None
        return
    if not testing:
        raise NotTesting(setting)
    name, _colon, time = setting.partition(":")
    _fuse.point, _fuse.spared = Point(name), int(time or 1) - 1


def crashpoint(point: Point) -> None:
    """Dies here without a word, if that was asked for."""
    if _fuse.point is not point:
        return
    if _fuse.spared == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    _fuse.spared -= 1
