"""The supplier far away, as a `Supplier`: what a connector to a vendor looks like, in small; and its process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Self, assert_never

import requests

from jobs.suppliers.supplier import (
    Answer,
    AtTermEnd,
    Busy,
    Cancellation,
    Done,
    Mark,
    Pending,
    ProductChange,
    Purchase,
    Receipt,
    Refused,
    SeatChange,
    Silent,
    Supplied,
    Wish,
)

PATIENCE_S = 0.2


class Remote:
    """Speaks to it over HTTP. Whatever is not understood is silence."""

    ours, waits_for_people = False, False

    def __init__(self, url: str) -> None:
        self._url = url

    def place(self, wish: Wish, /) -> Answer:
        answer = self._ask("POST", "/orders", told(wish))
        if answer is None:
            raise Silent("no such place")
        return answer

    change_seats = set_term_end = change_product = cancel = place

    def read_back(self, mark: Mark, /) -> Answer | None:
        return self._ask("GET", f"/orders/{mark.key}")

    def _ask(self, method: str, path: str, content: object = None) -> Answer | None:
        try:
            answer = requests.request(method, self._url + path, json=content, timeout=PATIENCE_S)
            return understood(answer.status_code, answer)
        except (requests.RequestException, KeyError, TypeError, ValueError) as error:
            raise Silent(type(error).__name__) from error


def told(wish: Wish) -> dict[str, Any]:
    match wish:
        case Purchase():
            lines = [{"position": line.position, "seats": line.seats} for line in wish.lines]
        case SeatChange():
            lines = [{"position": 0, "seats": wish.seats}]
        case AtTermEnd() | Cancellation() | ProductChange():
            lines = []
        case _:
            assert_never(wish)
    return {"key": wish.mark.key, "order": wish.mark.order, "what": type(wish).__name__, "lines": lines}


def understood(status: int, answer: requests.Response) -> Answer | None:
    match status:
        case 404:
            return None
        case 429:
            raise Busy(float(answer.headers["Retry-After"]))
        case 202:
            return Pending(answer.json()["reference"])
        case 422:
            return Refused(answer.json()["reason"])
        case 200:
            return Done(receipt(answer.json()))
        case _:
            raise Silent(f"status {status}")


def receipt(entry: dict[str, Any]) -> Receipt:
    lines = entry["supplied"] if entry["lines"] else None
    if lines is None:
        return Receipt(entry["reference"])
    named = f"{entry['reference']}/"
    came = tuple(Supplied(line["position"], line["seats"], named + str(line["position"])) for line in lines)
    return Receipt(entry["reference"], came)


class FarAway:
    """The process. Its file outlives it."""

    def __init__(self, file: Path, *options: str) -> None:
        self.file = file
        command = [sys.executable, "-m", "tests.fakes.supplier", str(file), *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate(timeout=10)

    def goes_wrong(self, *faults: str) -> None:
        """What goes wrong with the next requests, one each; an empty one is answered as it should be."""
        requests.post(f"{self.url}/faults", json=list(faults), timeout=5).raise_for_status()

    def effects(self) -> list[dict[str, Any]]:
        """What took effect, oldest first."""
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []
