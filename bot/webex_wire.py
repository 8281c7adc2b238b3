"""Webex as a whole: a route that receives, a reader that asks, a sender that answers, a watch over the webhooks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from starlette.routing import Route

from bot.ask import Dispatch, Fresh, Meet
from bot.errand import Gone, Lost, NotSent, Sender
from bot.phrases import Tongue
from bot.receipts import Receive
from bot.settings import BadSettings
from bot.uploads import Intake
from bot.webex import Webex
from bot.webex_files import WebexFiles
from bot.webex_greeting import greeting
from bot.webex_missed import Listing
from bot.webex_people import People
from bot.webex_reading import Event, Reading, Resource
from bot.webex_route import Events
from bot.webex_sender import Used, WebexSender
from bot.webex_socket import Memory, Socket, Waits
from bot.webex_spaces import DIRECT
from bot.webex_webhooks import Upkeep, Webhooks

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Access:
    """What the settings say of Webex. `org_id` is empty where the bot serves its own organisation.

    Without a `public_url`, Webex is listened to on a websocket that the catalogue at `discovery` leads to.
    """

    token: str = field(repr=False)
    secret: str = field(repr=False)
    api_url: str
    public_url: str = ""
    discovery: str = ""
    org_id: str = ""
    tongue: Tongue = field(default_factory=Tongue)


class WebexWire:
    """Built once; nothing is asked of Webex before it is needed."""

    def __init__(
        self,
        access: Access,
        dispatch: Dispatch,
        meet: Meet,
        fresh: Fresh,
        receive: Receive,
        intake: Intake | None = None,
    ) -> None:
        """Without an `intake`, files that people send are left alone."""
        if access.public_url and not access.secret:
            raise BadSettings("WEBEX_WEBHOOK_SECRET: needed with COMPTOIR_PUBLIC_URL, which Webex's webhooks call")
        self._access = access
        self._webex = Webex(access.token, access.api_url)
        self._people = People(self._webex, access.org_id, meet, fresh)
        used = Used()
        files = WebexFiles(self._webex, intake) if intake else None
        self._reading = Reading(self._webex, self._people, used, dispatch, files)
        self._sender = WebexSender(self._webex, self._people, used)
        self._webhooks = Webhooks(self._webex, access.secret)
        self._receive = receive
        self._events = Events(access.secret, receive, self._webex.is_me)
        self.upkeep = Upkeep()

    @property
    def routes(self) -> list[Route]:
        return [self._events.route] if self._access.public_url else []

    @property
    def sender(self) -> Sender:
        return self._sender

    @property
    def team(self) -> str:
        """The organisation that the bot serves, as the installation names it. Asks Webex once; raises a `NotSent`."""
        return self._people.home

    @property
    def bot(self) -> str:
        """The bot's own account. Asks Webex once; raises a `NotSent`."""
        return self._webex.me.id

    def socket(self, memory: Memory, clock: Callable[[], datetime], waits: Waits | None = None) -> Socket:
        """What listens where Webex can't call us; it stores what it hears as the route does."""
        access, missed = self._access, Listing(self._webex)
        return Socket(access.token, access.discovery, self._receive, memory, missed, clock, waits)

    def close(self) -> None:
        """Let go of the connections to Webex."""
        self._webex.close()

    def handle(self, body: str) -> None:
        """Deal with a stored event; what has gone meanwhile needs nothing. `Busy` or `Down`: try again later."""
        event = Event.model_validate_json(body)
        try:
            match event.resource:
                case Resource.MESSAGES:
                    self._reading.message(event)
                case Resource.PRESSES:
                    self._reading.press(event)
                case Resource.MEMBERSHIPS:
                    self._greet(event)
        except Gone as gone:
            _log.info("an event came to nothing", extra={"about": event.resource.value, "reason": gone.reason})

    def setup(self, public_url: str) -> Upkeep:
        """Have Webex tell this address what happens. Raises a `NotSent`."""
        self.upkeep = self._webhooks.keep_up(public_url)
        return self.upkeep

    def watchdog(self) -> Upkeep:
        """The same every few minutes; `upkeep` keeps what it found, for the health check."""
        try:
            self.setup(self._access.public_url)
        except NotSent as no:
            self.upkeep = Upkeep(problem=str(no))
        if self.upkeep != Upkeep():
            found = {"done": ", ".join(self.upkeep.done), "problem": self.upkeep.problem}
            _log.warning("webhooks were not as they should be", extra=found)
        return self.upkeep

    def _greet(self, event: Event) -> None:
        """Say hello in a space that others read too; a greeting that got lost is not said again."""
        membership = self._webex.membership(event.id)
        if membership.room_type == DIRECT or membership.person_id != self._webex.me.id:
            return
        card = greeting(self._webex.me.display_name)
        try:
            self._sender.post(self._people.home, membership.room_id, card, self._access.tongue)
        except Lost:
            _log.info("a greeting got lost")
