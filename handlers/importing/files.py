"""Opens a file of rows, CSV or JSON by its name's ending."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handlers.importing import csv_files, json_files
from handlers.importing.encodings import encoding_of
from handlers.importing.problems import BadFile
from handlers.importing.rows import Sheet


@contextmanager
def opened(file: Path) -> Iterator[Sheet]:
    """The sheet, for as long as the file is open."""
    with file.open("rb") as raw:
        encoding = encoding_of(raw)
    with file.open(encoding=encoding, newline="") as text:
        try:
            yield json_files.sheet(text) if file.suffix.lower() == ".json" else csv_files.sheet(text)
        except UnicodeDecodeError as error:
            raise BadFile.because(f"the file is no {error.encoding} text from end to end") from error
