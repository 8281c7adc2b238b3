"""Where the demo's e-mails arrive: a channel of the console, so that their links can be followed without a server."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Prose
from bot.errand import Sender
from bot.letters import Letter
from bot.mail_writing import Envelope
from bot.phrases import Tongue, _, plain

CHANNEL: Final = "#mail"


class Mailbox:
    """Pins each letter to the console's board as a card."""

    def __init__(self, board: Sender, team: str) -> None:
        self._board = board
        self._team = team

    def send(self, envelope: Envelope, letter: Letter, tongue: Tongue) -> None:
        self._board.post(self._team, CHANNEL, _card(envelope, letter), tongue, repeat=envelope.repeat)


def _card(envelope: Envelope, letter: Letter) -> Card:
    elements: list[Element] = [Facts(facts=(Fact(label=_("To"), value=plain(envelope.recipient)),))]
    elements += [Prose(text=paragraph) for paragraph in letter.paragraphs]
    if letter.action:
        elements.append(Buttons(buttons=(Button(label=letter.action, url=letter.way.url),)))
    elements += [Prose(text=line, quiet=True) for line in letter.quiet]
    return Card(title=letter.subject, elements=tuple(elements))
