"""What the pages of the portal say."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from bot.phrases import _

TITLE: Final = _("Self-service portal")
SIGN_IN: Final = _("Sign in")
SIGN_OUT: Final = _("Sign out")
EMAIL: Final = _("E-mail address")
PASSWORD: Final = _("Password")
NEW_PASSWORD: Final = _("New password")
AGAIN: Final = _("The same password again")
PASSWORD_HINT: Final = _("At least 12 characters. A sentence that only you know is good.")
FORGOT: Final = _("Forgot your password?")
FORGOT_TITLE: Final = _("Choose a new password")
FORGOT_LEAD: Final = _("Give the address that you sign in with. You get an e-mail with a link, good for one hour.")
FORGOT_SEND: Final = _("Send me the link")
BACK: Final = _("Back to the sign-in")
ACTIVATE: Final = _("Activate my access")
RESET_SAVE: Final = _("Save the password")
SAVED: Final = _("Your password is saved. Sign in with it.")
CONFIRM: Final = _("Confirm")
USED: Final = _("This link was used already.")
ENDED: Final = _("This link is no longer good: a newer one was sent, or it ran out.")
NONE: Final = _("This address leads to nothing here. Was it copied whole?")
NEW_LINK: Final = _("Send me a new link")
RENEWED: Final = _("A new link is on its way to the address that this one was sent to.")
DIFFERENT: Final = _("The two passwords are not the same. Nothing was changed.")
STALE: Final = _("This page was open for too long. Please send it once more.")
SERVICES: Final = _("My services")
HISTORY: Final = _("My sign-ins")
DETAILS: Final = _("My details")
UNREADABLE: Final = _("This could not be read. Nothing was changed.")
TOO_LARGE: Final = _("That is too large. Nothing was changed.")
BUSY: Final = _("Too many are here at this moment. Nothing was changed. Try again in a few seconds.")
BROKEN: Final = _("This can't be answered at the moment. Try again in a few minutes.")
TO_PORTAL: Final = _("To the portal")
LANGUAGE: Final = _("Language")
SKIP: Final = _("Skip to the content")
FAILURES: Final = {
    HTTPStatus.NOT_FOUND: NONE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LARGE,
    HTTPStatus.SERVICE_UNAVAILABLE: BUSY,
    HTTPStatus.INTERNAL_SERVER_ERROR: BROKEN,
}
"""What is said with a status; with any other that it could not be read."""
