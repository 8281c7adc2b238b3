"""What outlives a killed process besides the database: lines in files, as a platform would remember them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

Line = dict[str, Any]


class Journal:
    """One JSON object a line; a line is written whole or not at all."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._fd = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, **line: object) -> None:
        os.write(self._fd, json.dumps(line).encode() + b"\n")

    def lines(self) -> list[Line]:
        return [json.loads(line) for line in self.file.read_text().splitlines()]
