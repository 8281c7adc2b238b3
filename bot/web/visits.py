"""What a browser has seen of the console: a log per person and channel, in memory, while the process runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from secrets import token_urlsafe
from typing import Final

from bot.cards import Button, Buttons, Card
from bot.phrases import Phrase, Tongue
from bot.web.board import Post

_VISITS: Final = 50
_ENTRIES: Final = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: what was asked, if anything, and the card; `change` numbers the visit's changes."""

    id: str
    key: str
    asked: Phrase | None
    card: Card
    tongue: Tongue
    post: int = 0
    change: int = 0


class Log:
    """The entries of one channel as one person sees it."""

    def __init__(self, changes: count[int]) -> None:
        self._changes = changes
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._places: dict[int, str] = {}
        self.last_post = 0
        self._seen = 0

    @property
    def entries(self) -> list[Entry]:
        return list(self._entries.values())

    @property
    def change(self) -> int:
        """The last change; pages ask for what came after it."""
        return max((entry.change for entry in self._entries.values()), default=0)

    def new_id(self) -> str:
        return f"e{next(self._changes)}"

    def read(self) -> None:
        """All of it was shown."""
        self._seen = self.change

    def since(self, change: int) -> list[Entry]:
        return [entry for entry in self._entries.values() if entry.change > change]

    @property
    def unread(self) -> int:
        return sum(1 for entry in self._entries.values() if entry.change > self._seen and entry.post)

    def get(self, id: str) -> Entry | None:
        return self._entries.get(id)

    def answered(self, key: str) -> Entry | None:
        """What a delivery that came before has led to."""
        return next((entry for entry in self._entries.values() if key and entry.key == key), None)

    def put(self, entry: Entry) -> Entry:
        """At its place, or at the end; the oldest entries are forgotten."""
        changed = replace(entry, change=next(self._changes))
        self._entries[changed.id] = changed
        while len(self._entries) > _ENTRIES:
            self._entries.popitem(last=False)
        return changed

    def take(self, posts: Iterable[Post], who: str) -> None:
        """Posts in their order; one that replaces another stands in its place."""
        for post in posts:
            self.last_post = max(self.last_post, post.id)
            if post.only_for in {"", who}:
                place = self._places.get(post.replaces or 0) or f"p{post.id}"
                self._places[post.id] = place
                self.put(Entry(place, "", None, post.card, post.tongue, post.id))


@dataclass(slots=True)
class Visit:
    """One browser; `spoke` is the language of the last answer to each person."""

    token: str = field(default_factory=lambda: token_urlsafe(24))
    logs: dict[tuple[str, str], Log] = field(default_factory=dict)
    spoke: dict[str, str] = field(default_factory=dict)
    changes: count[int] = field(default_factory=lambda: count(1))

    def log(self, who: str, channel: str) -> Log:
        return self.logs.setdefault((who, channel), Log(self.changes))


class Visits:
    """The browsers of late, by the random id in their cookie."""

    def __init__(self) -> None:
        self._visits: OrderedDict[str, Visit] = OrderedDict()

    def get(self, id: str) -> Visit | None:
        return self._visits.get(id)

    def open(self) -> tuple[str, Visit]:
        id_, visit = token_urlsafe(24), Visit()
        self._visits[id_] = visit
        while len(self._visits) > _VISITS:
            self._visits.popitem(last=False)
        return id_, visit


def pressed_label(card: Card, token: str) -> Phrase | None:
    """What stood on the button that was pressed."""
    bars = [element.buttons for element in card.elements if isinstance(element, Buttons)]
    buttons: list[Button] = [button for bar in bars for button in bar]
    if card.submit:
        buttons.append(card.submit)
    return next((button.label for button in buttons if button.press == token), None)
