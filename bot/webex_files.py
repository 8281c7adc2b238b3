"""Files that people send in Webex: fetched with the bot's token once their scan is over, and kept."""

from __future__ import annotations

from email.message import Message
from http import HTTPStatus
from time import monotonic
from typing import Final

from requests import Response

from bot.ask import Ask, Pressed, Typed
from bot.errand import Busy, Down
from bot.uploads import LARGEST, Intake, NotTaken, Spooled, Upload, Why, may_be_a_sheet, spool
from bot.webex import Webex
from bot.webex_patience import seconds_to_wait

_ALL_S: Final = 40
_AT_ONCE: Final = 2**16
_UNNAMED: Final = "file"


class WebexFiles:
    """Deals with messages that bring files. What is no sheet beside words leaves the words to be answered."""

    def __init__(self, webex: Webex, intake: Intake) -> None:
        self._webex = webex
        self._intake = intake

    def said(self, ask: Ask, words: str, files: tuple[str, ...]) -> Typed | Pressed:
        """What a message asks that has files at these addresses. Raises a `NotSent`: `Busy` while they are scanned."""
        if len(files) > 1:
            return self._intake.refused(ask, _UNNAMED, Why.SEVERAL)
        if not self._intake.welcomes(ask.account):
            return Typed(words) if words else self._intake.refused(ask, _UNNAMED, Why.NO_RIGHT)
        try:
            with spool() as to:
                return self._intake.take(ask, self._fetched(files[0], to))
        except NotTaken as no:
            other = no.why is Why.OTHER_KIND and words
            return Typed(words) if other else self._intake.refused(ask, _UNNAMED, no.why)

    def _fetched(self, address: str, to: Spooled) -> Upload:
        began = monotonic()
        with self._webex.content(address) as answer:
            _let_in(answer)
            name = _name(answer.headers.get("Content-Disposition", ""))
            if not may_be_a_sheet(name):
                raise NotTaken(Why.OTHER_KIND)
            if int(answer.headers.get("Content-Length") or 0) > LARGEST:
                raise NotTaken(Why.TOO_LARGE)
            for piece in answer.iter_content(_AT_ONCE):
                to.write(piece)
                if monotonic() - began > _ALL_S:
                    raise Down("the file does not end")
        return to.upload(name)


def _let_in(answer: Response) -> None:
    match answer.status_code:
        case HTTPStatus.OK:
            return
        case HTTPStatus.LOCKED | HTTPStatus.TOO_MANY_REQUESTS:
            raise Busy(seconds_to_wait(answer.headers.get("Retry-After"), answer.headers.get("Date")))
        case HTTPStatus.GONE | HTTPStatus.PRECONDITION_REQUIRED:
            raise NotTaken(Why.UNSAFE)
        case HTTPStatus.NOT_FOUND:
            raise NotTaken(Why.GONE)
        case HTTPStatus.FORBIDDEN:
            raise NotTaken(Why.NO_RIGHT)
        case _:
            raise Down(f"Webex gives no file ({answer.status_code})")


def _name(disposition: str) -> str:
    """As the header has it; its letters may be the bytes of UTF-8."""
    header = Message()
    header["Content-Disposition"] = disposition
    name = header.get_filename() or ""
    try:
        return name.encode("latin-1").decode()
    except UnicodeError:
        return name
