"""What the pages of an order say that somebody completes from outside."""

from __future__ import annotations

from typing import Final

from bot.order_desk import OrderLink
from bot.phrases import _

PLACE: Final = _("Set-up of an order")
TITLE: Final = _("Set up an order")
SEND_CODE: Final = _("Send me a code")
ANOTHER_CODE: Final = _("No code came? Ask for another one")
CODE: Final = _("The code of eight digits")
OPEN: Final = _("Open the order")
SENT: Final = _("A code is on its way to the address that this link was sent to. It is good for 10 minutes.")
CODE_WAY: Final = _("To open it, have a code sent to the address that this link was sent to.")
OVER: Final = {
    OrderLink.TAKEN_BACK: _("This order was taken back: its seller completes it. There is nothing to do for you."),
    OrderLink.DONE: _("This order is set up. There is nothing more to do."),
    OrderLink.WITHDRAWN: _("This order was withdrawn. There is nothing more to do."),
    OrderLink.ENDED: _("This link is no longer good: it ran out, or a newer one was sent."),
    OrderLink.NONE: _("This address leads to nothing here. Was it copied whole?"),
}
NEW_LINK: Final = _("Send me a new link")
RENEWED: Final = _("A new link is on its way to the address that this one was sent to.")
SUMMARY: Final = _("Download the order summary (PDF)")
SUMMARY_NAME: Final = _("order summary")
LEFT: Final = _("You were away for a while. Have a new code sent to go on; what you filled in is kept.")
