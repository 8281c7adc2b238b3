"""Checked rows, kept between being read and being written: in a temporary file, however many there are."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from io import BytesIO
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Generic, Self, TypeVar

T = TypeVar("T")


class Spool(Generic[T]):
    """Lists of rows go in once and come out any number of times; secret ones never touch the disk."""

    def __init__(self, *, in_memory: bool = False) -> None:
        self._file: IO[bytes] = BytesIO() if in_memory else TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, rows: list[T]) -> None:
        if rows:
            pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)
            self.count += len(rows)

    def __iter__(self) -> Iterator[list[T]]:
        self._file.seek(0)
        while True:
            try:
                rows: list[T] = pickle.load(self._file)  # noqa: S301 - nobody else can write this file
            except EOFError:
                return
            yield rows
