"""Every way in which a handler does not do what was asked, on one page.

Refusal             no: what happened, that nothing was changed, and what to do next
  Forbidden         … because the person's role does not allow it
  Unknown           … because nothing within the person's reach bears that name
Instead             neither yes nor no: another card comes first (a form for what is missing, a choice between two)
"""

from __future__ import annotations

from bot.cards import Button, Card, Element
from bot.phrases import Phrase


class Refusal(Exception):
    """What the handler wrote is undone; delivery, audit and answer stay. `field` is where in a form it is shown."""

    def __init__(
        self,
        text: Phrase,
        *,
        field: str = "",
        details: tuple[Element, ...] = (),
        buttons: tuple[Button, ...] = (),
        title: Phrase | None = None,
    ) -> None:
        super().__init__(text.source)
        self.text = text
        self.field = field
        self.details = details
        self.buttons = buttons
        self.title = title


class Forbidden(Refusal):
    """The person's role does not allow it."""


class Unknown(Refusal):
    """Nothing bears that name, within what the person may see; said alike whether it exists elsewhere or not."""


class Instead(Exception):
    """Another card is shown first."""

    def __init__(self, card: Card) -> None:
        super().__init__(card.title.source)
        self.card = card
