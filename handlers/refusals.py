"""The cards that say no before any handler is asked, and the shape of every refusal."""

from __future__ import annotations

from collections.abc import Collection

from bot.cards import Button, Buttons, Card, Element, Notice, Prose, Tone
from bot.phrases import Phrase, _
from handlers.errors import Refusal
from handlers.menu import Menu
from handlers.policy.names import nearest_word
from store.people import Grant

_REFUSED = _("Not done")


def of(no: Refusal) -> Card:
    """A refusal as a card: the sentence, its details, what can be done instead."""
    elements: list[Element] = [Notice(tone=Tone.REFUSED, text=no.text), *no.details]
    if no.buttons:
        elements.append(Buttons(buttons=no.buttons))
    return Card(title=no.title or _REFUSED, elements=tuple(elements))


def _plain(text: Phrase) -> Card:
    return Card(title=_REFUSED, elements=(Notice(tone=Tone.REFUSED, text=text),))


def stranger() -> Card:
    """Said alike to everybody who is not known: it tells nothing about who is."""
    text = _("I can only help people whom their organisation has made operators. Nothing was done.")
    hint = _("Ask an Admin of your organisation to add your work e-mail address, then try again.")
    return Card(title=_("You are not known here"), elements=(Notice(tone=Tone.REFUSED, text=text), Prose(text=hint)))


def unavailable() -> Card:
    return _plain(_("My memory does not answer at the moment. Nothing was done. Please try again in a minute."))


def uncertain() -> Card:
    """Where the database was lost at the very end: all was kept, or nothing."""
    text = _("My memory was lost at the last moment: this may be done, or nothing of it. Look before you ask again.")
    return Card(title=_("Perhaps not done"), elements=(Notice(tone=Tone.WARNING, text=text),))


def broken(reference: str) -> Card:
    text = _("Something went wrong on my side. Nothing was done. Reference: {reference}", reference=reference)
    return _plain(text)


def worn_out() -> Card:
    """For a token that no version of the bot, or not this one, has made."""
    return _plain(_("This button no longer works. Nothing was done. Please ask again."))


def unknown_word(word: str, menu: Menu, grants: Collection[Grant]) -> Card:
    """The nearest word that they may use, with an example; or the way to all of them."""
    nearest = nearest_word(word, (known for item in menu.open_to(grants) for known in item.words + item.words_fr))
    elements: list[Element] = [Notice(tone=Tone.REFUSED, text=_("I don't know the word “{word}”.", word=word[:40]))]
    item = menu.typed(nearest)[0] if nearest else None
    if nearest and item and item.example:
        elements.append(
            Prose(text=_("Did you mean **{word}**? For example: {example}", word=nearest, example=item.example))
        )
        elements.append(Buttons(buttons=(Button(label=_("Yes, {word}", word=nearest), press=item.typed("").token),)))
    else:
        elements.append(Prose(text=_("Type **help** to see what you can ask.")))
    return Card(title=_("Unknown word"), elements=tuple(elements))
