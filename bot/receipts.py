"""What a wire receives and deals with later: stored before it is acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Receive: TypeAlias = Callable[[str, str], None]
"""Stores what was delivered by its key, durably; `NotKept` if that is impossible now."""


class NotKept(Exception):
    """It could not be stored, so it is not acknowledged."""
