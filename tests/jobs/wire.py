"""Where the wire would be: a sender that writes down what it was told to say, and fails as often as it is told to."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errand import Sent

if TYPE_CHECKING:
    from datetime import datetime

    from bot.cards import Card
    from bot.errand import NotSent
    from bot.phrases import Tongue


@dataclass(frozen=True)
class Post:
    team: str
    channel: str
    card: Card
    tongue: Tongue
    only_for: str
    replaces: str
    thread: str
    repeat: bool

    @property
    def title(self) -> str:
        return str(dict(self.card.title.values).get("value", self.card.title.source))


@dataclass(frozen=True)
class Handed:
    """A file as it was handed over."""

    team: str
    account: str
    name: str
    content: bytes
    tongue: Tongue
    repeat: bool


class Wire:
    """`fails` are the answers to the next posts, in order; `heard` also holds those whose answer was lost."""

    takes_files = True
    paced = True

    def __init__(self) -> None:
        self.heard: list[Post] = []
        self.files: list[Handed] = []
        self.withdrawn: list[tuple[str, str, str]] = []
        self.recalled: list[tuple[str, Card, Tongue, datetime]] = []
        self.names: dict[str, str] = {}
        self.asked: list[str] = []
        self.fails: deque[NotSent | Exception | None] = deque()
        self.held = threading.Event()
        self.held.set()
        self._count = threading.Lock()

    def post(self, team, channel, card, tongue, *, only_for="", replaces="", thread="", repeat=False) -> Sent:
        with self._count:
            self.heard.append(Post(team, channel, card, tongue, only_for, replaces, thread, repeat))
            number = len(self.heard)
            fault = self.fails.popleft() if self.fails else None
        self.held.wait(10)
        if fault is not None:
            raise fault
        return Sent(replaces or f"m{number}")

    def send_file(self, team, account, parcel, tongue, *, repeat=False) -> Sent:
        with self._count:
            self.files.append(Handed(team, account, parcel.name, parcel.content.read(), tongue, repeat))
            fault = self.fails.popleft() if self.fails else None
        if fault is not None:
            raise fault
        return Sent(f"f{len(self.files)}")

    def withdraw(self, team, channel, message) -> None:
        self.withdrawn.append((team, channel, message))
        fault = self.fails.popleft() if self.fails else None
        if fault is not None:
            raise fault

    def recall(self, team, channel, card, tongue, since) -> None:  # noqa: ARG002
        self.recalled.append((channel, card, tongue, since))
        fault = self.fails.popleft() if self.fails else None
        if fault is not None:
            raise fault

    def called(self, team, channel) -> str:  # noqa: ARG002
        self.asked.append(channel)
        fault = self.fails.popleft() if self.fails else None
        if fault is not None:
            raise fault
        return self.names.get(channel, "")

    @property
    def titles(self) -> list[str]:
        return [post.title for post in self.heard]
