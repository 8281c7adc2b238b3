"""What this person may ask, made from the menu itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Tone
from bot.commands import Command
from bot.phrases import Phrase, _, plain
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
        example=_("help settings"),
    )


def show(ctx: Context, ask: Help, menu: Menu) -> Card:
    """Only what the person may do somewhere."""
    mine = [entry for entry in menu.open_to(ctx.caller.grants) if entry.open]
    known, _rest = menu.typed(ask.word)
    if known and known not in mine:
        return _all(ctx, mine, _("You can't ask “{word}” here.", word=ask.word[:40]))
    if entry := known or _nearest(ask.word, mine, menu):
        return _one(ctx, entry, mine)
    return _all(ctx, mine, _("I don't know the word “{word}”.", word=ask.word[:40]) if ask.word else None)


def _nearest(word: str, mine: list[Entry], menu: Menu) -> Entry | None:
    words = [each for one in mine for each in one.words + one.words_fr]
    nearest = nearest_word(fold(word), words) if word else None
    return menu.typed(nearest)[0] if nearest else None


def _all(ctx: Context, mine: list[Entry], no: Phrase | None) -> Card:
    elements: list[Element] = [
        *([Notice(tone=Tone.REFUSED, text=no)] if no else []),
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
    facts = [Fact(label=_("**{word}**", word=_word(ctx, one)), value=_summary(ctx, one)) for one in entries]
    return [Facts(facts=tuple(facts[first : first + _AT_ONCE])) for first in range(0, len(facts), _AT_ONCE)]


def _one(ctx: Context, entry: Entry, mine: list[Entry]) -> Card:
    facts = (
        Fact(label=_("For example"), value=entry.example or plain(entry.words[0])),
        Fact(label=_("Words"), value=plain(", ".join((*entry.words, *entry.words_fr)))),
    )
    try_it = Buttons(buttons=(Button(label=_("Try it"), press=entry.typed("").token),))
    about = Prose(text=_summary(ctx, entry))
    family = [one for one in mine if one.words[0].startswith(f"{entry.words[0]} ")]
    return Card(title=plain(_word(ctx, entry)), elements=(about, Facts(facts=facts), *_told(ctx, family), try_it))


def _summary(ctx: Context, entry: Entry) -> Phrase:
    """What it does for the reader."""
    looks = any(grant.holds(Right.VIEW) for grant in ctx.caller.grants)
    return (None if looks else entry.for_users) or entry.summary or plain(entry.words[0])


def _word(ctx: Context, entry: Entry) -> str:
    """The word that the reader would type."""
    return entry.words_fr[0] if ctx.tongue.language == "fr" and entry.words_fr else entry.words[0]
