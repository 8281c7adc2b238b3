"""Files that people send to the bot: the neutral words between the wires and what keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, Protocol, cast

from bot.ask import Account, Ask, Pressed

LARGEST: Final = 32 * 2**20
"""Bytes of a file that is taken: some 200,000 users."""
_IN_MEMORY: Final = 2**20
_SHEETS: Final = frozenset({"", ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods", ".numbers"})


class Why(StrEnum):
    """Why a file was not taken."""

    TOO_LARGE = "too-large"
    EMPTY = "empty"
    SEVERAL = "several"
    OTHER_KIND = "other-kind"
    WORKBOOK = "workbook"
    GONE = "gone"
    NO_RIGHT = "no-right"
    UNSAFE = "unsafe"


class NotTaken(Exception):
    """A file that can't be had, or not whole."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on this machine until the block ends: `content` is read from its beginning."""

    name: str
    content: BinaryIO


class Intake(Protocol):
    """Keeps files that came with a request. What goes on with one is a command like any other."""

    def welcomes(self, account: Account) -> bool:
        """Whether somebody may send files at all; nothing is fetched for anybody else."""

    def take(self, ask: Ask, upload: Upload) -> Pressed:
        """Kept, once for each request; what to dispatch in its place."""

    def refused(self, ask: Ask, name: str, why: Why) -> Pressed:
        """Not kept; what to dispatch so that this is said."""


class Spooled:
    """Takes bytes in as they come, to the disk where they are many. `NotTaken` beyond the largest."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = 0

    def write(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > LARGEST:
            raise NotTaken(Why.TOO_LARGE)
        self._file.write(piece)

    def upload(self, name: str) -> Upload:
        """What came, to be read from its beginning."""
        if not self._size:
            raise NotTaken(Why.EMPTY)
        self._file.seek(0)
        return Upload(name, self._file)


@contextmanager
def spool() -> Iterator[Spooled]:
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        yield Spooled(cast("BinaryIO", file))


def may_be_a_sheet(name: str) -> bool:
    """By the ending of its name; workbooks are, so that their senders hear how to save them as CSV."""
    return PurePath(name).suffix.lower() in _SHEETS
