"""What this person may ask, made from the menu itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Tone
from bot.commands import Command
from bot.phrases import _, plain
from handlers.context import Context
from handlers.menu import Entry, Item, Menu
from handlers.policy.names import fold, nearest_word
from store.values import Right

_AT_ONCE: Final = 25


class Help(Command):
    """Show what one may ask, or one word of it."""

    name = "help"
    needs: ClassVar[Right] = Right.USE_SERVICES
    word: str = ""

    @property
    def names_something(self) -> bool:
        return True


def item(menu: Callable[[], Menu]) -> Item[Help]:
    """The item itself: it needs the whole menu, which is only complete with it."""
    return Item(
        Help,
        lambda ctx, ask: show(ctx, ask, menu()),
        words=("help",),
        words_fr=("aide",),
        read=lambda rest: Help(word=rest),
        summary=_("Show what you can ask"),
        example=_("help seats"),
    )


def show(ctx: Context, ask: Help, menu: Menu) -> Card:
    """Only what the person may do somewhere."""
    mine = [entry for entry in menu.items if entry.open and _may(ctx, entry)]
    entry, _rest = menu.typed(ask.word)
    if ask.word and (entry is None or entry not in mine):
        nearest = nearest_word(fold(ask.word), [word for one in mine for word in one.words])
        entry = menu.typed(nearest)[0] if nearest else None
    if ask.word and entry is not None and entry in mine:
        return _one(ctx, entry, mine)
    return _all(ctx, mine, unknown=ask.word)


def _may(ctx: Context, entry: Entry) -> bool:
    return any(grant.holds(entry.needs) and grant.kind in entry.kinds for grant in ctx.caller.grants)


def _all(ctx: Context, mine: list[Entry], unknown: str) -> Card:
    elements: list[Element] = []
    if unknown:
        elements.append(Notice(tone=Tone.REFUSED, text=_("I don't know the word “{word}”.", word=unknown[:40])))
    elements += [
        Prose(text=_("This is what you can ask. A word after **help** tells more about it, and what goes with it.")),
        *_told(ctx, [one for one in mine if not _goes_with(one, mine)]),
    ]
    narrow = _("Add **in** and an organisation's name to ask about that one alone.")
    return Card(title=_("Help"), elements=(*elements, Prose(text=narrow, quiet=True)))


def _goes_with(entry: Entry, others: list[Entry]) -> bool:
    """Whether another word leads to it: `users add` is told of with `users`."""
    heads = {one.words[0] for one in others}
    words = entry.words[0].split()
    return any(" ".join(words[:size]) in heads for size in range(1, len(words)))


def _told(ctx: Context, entries: list[Entry]) -> list[Facts]:
    """Each word with what it does, so many at a time that no surface leaves any out."""
    facts = [
        Fact(label=_("**{word}**", word=_word(ctx, one)), value=one.summary or plain(one.words[0])) for one in entries
    ]
    return [Facts(facts=tuple(facts[first : first + _AT_ONCE])) for first in range(0, len(facts), _AT_ONCE)]


def _one(ctx: Context, entry: Entry, mine: list[Entry]) -> Card:
    facts = (
        Fact(label=_("For example"), value=entry.example or plain(entry.words[0])),
        Fact(label=_("Words"), value=plain(", ".join((*entry.words, *entry.words_fr)))),
    )
    try_it = Buttons(buttons=(Button(label=_("Try it"), press=entry.typed("").token),))
    about = Prose(text=entry.summary or plain(entry.words[0]))
    family = [one for one in mine if one.words[0].startswith(f"{entry.words[0]} ")]
    return Card(title=plain(_word(ctx, entry)), elements=(about, Facts(facts=facts), *_told(ctx, family), try_it))


def _word(ctx: Context, entry: Entry) -> str:
    """The word that the reader would type."""
    return entry.words_fr[0] if ctx.tongue.language == "fr" and entry.words_fr else entry.words[0]
