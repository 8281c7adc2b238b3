"""The program as a process of its own, as a service manager starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import requests

from tests.jobs.waiting import eventually
from tests.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """Listens at `address`; `said` is all that it wrote so far."""

    def __init__(self, words: tuple[str, ...], port: int, folder: Path, environment: Mapping[str, str]) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._out = folder / f"output-{port}"
        given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
        given |= {"COMPTOIR_ONE_CORE": "0", **environment}
        with self._out.open("wb") as out:
            started = [sys.executable, "-m", "bot", *words]
            self.child = subprocess.Popen(started, cwd=folder, env=given, stdout=out, stderr=subprocess.STDOUT)

    @property
    def said(self) -> str:
        return self._out.read_text()

    def get(self, path: str) -> requests.Response | None:
        """None while nobody listens."""
        with requests.Session() as session:
            session.trust_env = False
            try:
                return session.get(self.address + path, timeout=5)
            except requests.ConnectionError:
                assert self.child.poll() is None, self.said
                return None

    def is_ready(self) -> bool:
        answer = self.get("/readyz")
        return answer is not None and answer.status_code == 200

    def stops(self, by: int = signal.SIGTERM) -> int:
        """Its exit code after a signal."""
        self.child.send_signal(by)
        return self.child.wait(20)


@contextmanager
def started(*words: str, port: int, folder: Path, ready: bool = True, **environment: str) -> Iterator[Process]:
    """Until the block ends, however it ends."""
    process = Process(words, port, folder, environment)
    try:
        if ready:
            eventually(process.is_ready, within_s=30)
        yield process
    finally:
        process.child.kill()
        process.child.wait()
