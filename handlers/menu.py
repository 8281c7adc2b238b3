"""Everything a person can ask: which command, by which words, answered by whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.cards import Card
from bot.commands import Command
from bot.phrases import Phrase
from handlers.context import Context
from handlers.policy.names import fold
from store.people import Grant
from store.values import OrganisationKind, Right

C = TypeVar("C", bound=Command)


@dataclass(frozen=True, slots=True)
class Item(Generic[C]):
    """A command and its handler. `words` are what one types (`words_fr` in French); without any it is a button's alone.

    `kinds` are the organisations that have any use for it; help leaves it out for the others.
    `for_users` is the summary for whoever only uses services, where it does something else for them.
    `alone`: its answer is for the asker alone, neither shared, nor in somebody else's view, nor in help.
    `read` makes the command from the words typed behind; `form` asks for what is missing, or again for what was wrong.
    """

    command: type[C]
    answer: Callable[[Context, C], Card]
    words: tuple[str, ...] = ()
    words_fr: tuple[str, ...] = ()
    read: Callable[[str], C] | None = None
    form: Callable[[Context, C], Card] | None = None
    summary: Phrase | None = None
    for_users: Phrase | None = None
    example: Phrase | None = None
    kinds: frozenset[OrganisationKind] = frozenset(OrganisationKind)
    alone: bool = False

    @property
    def needs(self) -> Right:
        return self.command.needs

    @property
    def open(self) -> bool:
        """Whether it is asked for by words, and its answer may be shown to others."""
        return bool(self.words) and not self.alone

    def typed(self, rest: str) -> C:
        """The command as typed; words that it has no use for are dropped."""
        return self.read(rest) if self.read else self.command()

    def run(self, ctx: Context, command: Command) -> Card:
        return self.answer(ctx, self._mine(command))

    def ask_again(self, ctx: Context, command: Command) -> Card | None:
        """The form of this command, filled in as far as it was; None if it has none."""
        return self.form(ctx, self._mine(command)) if self.form else None

    def _mine(self, command: Command) -> C:
        if not isinstance(command, self.command):
            raise TypeError(f"{command.name} is not {self.command.name}")
        return command


class Entry(Protocol):
    """An item, whatever its command."""

    @property
    def command(self) -> type[Command]: ...
    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def words_fr(self) -> tuple[str, ...]: ...
    @property
    def summary(self) -> Phrase | None: ...
    @property
    def for_users(self) -> Phrase | None: ...
    @property
    def example(self) -> Phrase | None: ...
    @property
    def kinds(self) -> frozenset[OrganisationKind]: ...
    @property
    def needs(self) -> Right: ...
    @property
    def open(self) -> bool: ...
    def typed(self, rest: str) -> Command: ...
    def run(self, ctx: Context, command: Command) -> Card: ...
    def ask_again(self, ctx: Context, command: Command) -> Card | None: ...


class Menu:
    """The items by command and by typed word."""

    def __init__(self, items: Iterable[Entry]) -> None:
        self.items = tuple(items)
        self._by_command = {item.command: item for item in self.items}
        self._by_word = {fold(word): item for item in self.items for word in item.words + item.words_fr}
        self._longest = max((len(word.split()) for word in self._by_word), default=1)

    def of(self, command: Command) -> Entry:
        return self._by_command[type(command)]

    def typed(self, text: str) -> tuple[Entry | None, str]:
        """The item whose words begin the text (the longest wins), and the words behind them."""
        words = text.split()
        for size in range(min(len(words), self._longest), 0, -1):
            if item := self._by_word.get(fold(" ".join(words[:size]))):
                return item, " ".join(words[size:])
        return None, text

    def open_to(self, grants: Collection[Grant]) -> list[Entry]:
        """What somebody who holds these may ask somewhere, and has any use for there."""
        return [
            item for item in self.items if any(held.holds(item.needs) and held.kind in item.kinds for held in grants)
        ]
