"""Where the outbox pins what it has to say in the console, for as long as the process runs."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from threading import Lock
from typing import Final

from bot.cards import Card, Prose
from bot.errand import Parcel, Sent
from bot.phrases import Tongue, _

_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class Post:
    """A card in a channel. `replaces` is the id of the post that gives way to it; `only_for` the one who may see it."""

    id: int
    card: Card
    tongue: Tongue
    replaces: int | None = None
    only_for: str = ""


class Board:
    """The console's `Sender`; numbers posts in the order in which they came, over all channels."""

    takes_files = False
    paced = False

    def __init__(self) -> None:
        self._numbers = count(1)
        self._lock = Lock()
        self._channels: dict[str, deque[Post]] = defaultdict(lambda: deque(maxlen=_KEPT))

    def posts(self, channel: str, after: int) -> Sequence[Post]:
        """What came into the channel since that post."""
        with self._lock:
            pinned = self._channels.get(channel, ())
            return [post for post in pinned if post.id > after]

    def post(
        self,
        team: str,  # noqa: ARG002 - there is one console
        channel: str,
        card: Card,
        tongue: Tongue,
        *,
        only_for: str = "",
        replaces: str = "",
        thread: str = "",  # noqa: ARG002 - the console has no threads
        repeat: bool = False,
    ) -> Sent:
        said = _sent_again(card) if repeat else card
        with self._lock:
            post = Post(next(self._numbers), said, tongue, int(replaces) if replaces.isdigit() else None, only_for)
            self._channels[channel].append(post)
        return Sent(str(post.id))

    def send_file(self, team: str, account: str, parcel: Parcel, tongue: Tongue, *, repeat: bool = False) -> Sent:  # noqa: ARG002 - as every sender
        """Nothing to do: the card itself leads to the file."""
        return Sent("")

    def withdraw(self, team: str, channel: str, message: str) -> None:
        """Its place says so."""
        text = Prose(text=_("This message was taken away."), quiet=True)
        for was in [post for post in self.posts(channel, 0) if str(post.id) == message]:
            card = Card(title=_("Taken away"), elements=(text,))
            self.post(team, channel, card, was.tongue, only_for=was.only_for, replaces=message)

    def recall(self, team: str, channel: str, card: Card, tongue: Tongue, since: datetime) -> None:
        """Nothing to do: what is pinned here is known to be."""

    def called(self, team: str, channel: str) -> str:  # noqa: ARG002 - as every sender
        return ""


def _sent_again(card: Card) -> Card:
    notice = Prose(text=_("Sent again: no answer came the first time, so you may have seen this already."), quiet=True)
    return card.model_copy(update={"elements": (notice, *card.elements)})
