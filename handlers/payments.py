"""The ways to pay that a customer chooses from."""

from __future__ import annotations

from typing import Final

from bot.cards import Choice, Option
from bot.phrases import Phrase, _, plain
from handlers.errors import Refusal

INVOICE: Final = "invoice"
METHODS: Final = {
    INVOICE: _("Invoice"),
    "transfer": _("Bank transfer"),
    "card": _("Card on file with the supplier"),
}
"""Nobody types a card's number here: the supplier has it, or not."""


def name(method: str) -> Phrase:
    """As a card says it; what was imported under another name stays as it is."""
    return METHODS.get(method) or plain(method)


def choice(chosen: str) -> Choice:
    """The field `method` of a form."""
    options = tuple(Option(value=method, label=label) for method, label in METHODS.items())
    return Choice(name="method", label=_("Payment"), options=options, chosen=chosen if chosen in METHODS else INVOICE)


def known(method: str) -> str:
    if method not in METHODS:
        raise Refusal(_("Nobody can pay like that here. Nothing was changed."), field="method")
    return method
