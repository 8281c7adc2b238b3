"""Forks lives in a process of its own, and sees them die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from tests.kill.life import Spec


class Nursery:
    """Forks lives and sees them die."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.kill.nursery"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, spec: Spec) -> int:
        return self._tell(asdict(spec))

    def runs(self, *words: str, folder: Path, settings: Mapping[str, str], output: Path) -> int:
        """The program as it is typed in that folder; what it says is added to `output`."""
        here = {"folder": str(folder), "settings": dict(settings), "output": str(output)}
        return self._tell({"words": words, **here})

    def end(self, pid: int) -> int:
        """As a service manager ends it."""
        os.kill(pid, signal.SIGTERM)
        return self.wait(pid)

    def kill(self, pid: int) -> int:
        os.kill(pid, signal.SIGKILL)
        return self.wait(pid)

    def wait(self, pid: int) -> int:
        """How it ended; a life that nobody kills is ended by its own alarm."""
        return self._tell(pid)

    def close(self) -> None:
        self._process.communicate(timeout=30)

    def _tell(self, line: object) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())
