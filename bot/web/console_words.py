"""What the console's page says around the cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.html_cards import inert
from bot.phrases import Phrase, Speaker, Tongue, _

TOO_LARGE: Final = _("That is more than the console takes at a time. Nothing was done. Please send less.")
PAGE: Final[Mapping[str, Phrase]] = {
    "title": _("Comptoir console"),
    "skip": _("Skip to what you type"),
    "console": _("Console"),
    "who": _("You are"),
    "language": _("Language"),
    "switch": _("Switch"),
    "channels": _("Channels"),
    "direct": _("Direct"),
    "unread": _("unread"),
    "log": _("Conversation"),
    "you": _("You asked:"),
    "alone": _("Only you see this answer."),
    "welcome": _("What can I do for you?"),
    "hint": _("Type what you want to know or change, or press one of the examples below."),
    "hint_channel": _("Reminders for this channel are posted here. What you ask here is answered to you alone."),
    "words": _("Your request"),
    "placeholder": _("For example: seats Visio Plan 2 +5"),
    "examples": _("Examples"),
    "send": _("Send"),
    "file": _("File…"),
    "send_file": _("Send the file"),
    "too_large": TOO_LARGE,
    "news": _("Without scripts this page does not renew itself."),
    "reload": _("Reload"),
    "copied": _("Copied"),
    "trouble": _(
        "The bot did not answer. Press the same button again: that is safe, whatever it was is done at most once."
    ),
}
STALE: Final = _(
    "This page is older than the bot that is running now. Nothing was done. Please reload the page and try again."
)
UNREADABLE: Final = _("That could not be read. Nothing was done. Please reload the page and try again.")
NO_FILE: Final = _("There is no such file for you any more. Please ask for it again.")
NOBODY: Final = _("Nobody is known here yet. Load the sample data or add an operator, then reload this page.")

STARTERS: Final = (_("overview"), _("subscriptions"), _("seats Visio Plan 2"), _("reminders"), _("help"))
EXAMPLES: Final = (
    *STARTERS,
    _("seats Microsoft 365 E3 +5"),
    _("renewal Visio Plan 2 on"),
    _("orders"),
    _("remind here"),
    _("settings"),
    _("audit"),
)


def said(language: str) -> dict[str, Markup]:
    """The page's words in one language, ready for its template."""
    speaker = Speaker(Tongue(language), inert)
    return {name: Markup(speaker.say(phrase)) for name, phrase in PAGE.items()}  # noqa: S704 - this speaker escapes


def typed(phrases: tuple[Phrase, ...], language: str) -> list[str]:
    """What one types, in one language."""
    speaker = Speaker(Tongue(language))
    return [speaker.say(phrase) for phrase in phrases]
