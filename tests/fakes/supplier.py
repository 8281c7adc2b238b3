"""A supplier far away: a process of its own, with its own file, that answers late, in part, nonsense, or not at all.

    python -m tests.fakes.supplier FILE [--seed N] [--idempotent]

It prints its port. What took effect is a line of FILE, written before any answer, whatever becomes of the answer.
`POST /faults` names what goes wrong next, one fault a request; with a seed, chance does. Unless it is idempotent every
order that reaches it takes effect, also one that did before: who asks twice gets it twice.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

BEFORE = ("lost", "error", "busy", "nonsense-before")
"""Faults before it took effect."""
AFTER = ("lost-after", "late", "half", "error-after", "nonsense", "nothing-named")
"""Faults after it took effect."""
ANSWERS = ("pending", "part", "refused")
LATE_S = 0.4


@dataclass
class Ledger:
    """What was done, from the file; what goes wrong next."""

    file: Path
    chance: random.Random | None
    idempotent: bool
    faults: list[str] = field(default_factory=list)
    looks: dict[str, int] = field(default_factory=dict)

    def entries(self) -> dict[str, dict[str, Any]]:
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        return {entry["key"]: entry for entry in map(json.loads, lines)}

    def write(self, entry: dict[str, Any]) -> None:
        if self.idempotent and entry["key"] in self.entries():
            return
        with self.file.open("a") as file:
            file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def fault(self, *known: str) -> str:
        """What goes wrong with this request, of what can go wrong with its kind."""
        if self.faults:
            return self.faults.pop(0)
        return self.chance.choice([*known, ""]) if self.chance and self.chance.random() < 0.6 else ""


class Counter(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    ledger: Ledger

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/faults":
            self.ledger.faults[:] = said
            self.answer(200, {})
            return
        fault = self.ledger.fault(*BEFORE, *AFTER, *ANSWERS)
        if fault in BEFORE:
            self.spoil(fault, {})
            return
        entry = taken(said, fault)
        self.ledger.write(entry)
        self.spoil(fault, entry)

    def do_GET(self) -> None:
        key = self.path.rsplit("/", 1)[-1]
        fault = self.ledger.fault("lost", "error", "busy", "half", "nonsense")
        entry = self.ledger.entries().get(key)
        if entry and entry["state"] == "pending":
            entry = self.looked_at(key, entry)
        if fault:
            self.spoil(fault, entry or {})
        elif entry is None:
            self.answer(404, {})
        else:
            self.answer(STATUS[entry["state"]], entry)

    def looked_at(self, key: str, entry: dict[str, Any]) -> dict[str, Any]:
        """It is done when it is looked at for the second time."""
        self.ledger.looks[key] = self.ledger.looks.get(key, 0) + 1
        return entry | {"state": "done"} if self.ledger.looks[key] > 1 else entry

    def spoil(self, fault: str, entry: dict[str, Any]) -> None:
        match fault:
            case "lost" | "lost-after":
                self.close_connection = True
            case "late":
                time.sleep(LATE_S)
                self.answer(200, entry)
            case "error" | "error-after":
                self.answer(500, {"message": "something broke"})
            case "busy":
                self.answer(429, {}, {"Retry-After": "7"})
            case "half":
                self.answer(200, entry, cut=True)
            case "nonsense" | "nonsense-before":
                self.send(200, b"<html><h1>We are down for maintenance</h1></html>", {})
            case "nothing-named":
                self.answer(200, entry | {"supplied": [{"position": 7, "seats": -1}]})
            case _:
                self.answer(STATUS[entry["state"]], entry)

    def answer(self, status: int, content: object, headers: dict[str, str] | None = None, *, cut: bool = False) -> None:
        self.send(status, json.dumps(content).encode(), headers or {}, cut=cut)

    def send(self, status: int, content: bytes, headers: dict[str, str], *, cut: bool = False) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)
        self.close_connection = self.close_connection or cut

    def log_message(self, *_: object) -> None:
        """Silent."""


class Desk(ThreadingHTTPServer):
    """Says nothing of those who did not wait for their answer."""

    def handle_error(self, request: Any, client: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client)


STATUS = {"done": 200, "pending": 202, "refused": 422}


def taken(said: dict[str, Any], fault: str) -> dict[str, Any]:
    """What it makes of an order: all of it, some of it, later, or nothing."""
    entry = {**said, "state": fault if fault in {"pending", "refused"} else "done", "reference": f"R-{said['key'][:8]}"}
    if fault == "refused":
        return entry | {"reason": "The vendor takes no orders for this product today."}
    fewer = 1 if fault == "part" else 0
    supplied = [line | {"seats": line["seats"] - fewer} for line in said["lines"]]
    return entry | {"supplied": supplied} if said["lines"] else entry


def main(file: str, *options: str) -> None:
    chance = random.Random(options[options.index("--seed") + 1]) if "--seed" in options else None
    Counter.ledger = Ledger(Path(file), chance, "--idempotent" in options)
    with Desk(("127.0.0.1", 0), Counter) as server:
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
