"""What the steps of the services have in common: setting one up now, later, or going on behind it."""

from __future__ import annotations

from typing import ClassVar

from bot.cards import Button, Buttons, Card, Fact, Facts, Prose, Style
from bot.phrases import Phrase, _, plain
from handlers.provisioning.commands import AboutProvisioning
from handlers.provisioning.work import Step, Work, licences
from store.values.webex import HandedTo, WebexService


class LeaveService(AboutProvisioning):
    """Set the service of this step up later."""

    name = "provision.later"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)


class FinishService(AboutProvisioning):
    """Go on behind the service of this step."""

    name = "provision.next"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)


def begin(held: Work, step: Step, service: WebexService, text: Phrase, first: AboutProvisioning) -> Card:
    """What was bought, and whether it is set up now or later."""
    bought = tuple(
        Fact(label=plain(line.name), value=licences(line.licences)) for line in held.lines if line.service is service
    )
    now = Button(label=_("Set up now"), press=first.token, style=Style.PRIMARY)
    later = Button(label=_("Set up later"), press=held.ask(LeaveService).token)
    buttons = Buttons(buttons=(now, later, *held.back(step)))
    return Card(title=held.title, elements=(held.head(step), Facts(facts=bought), Prose(text=text), buttons))
