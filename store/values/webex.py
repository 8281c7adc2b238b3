"""The words of Webex provisioning and wholesale. Standard library only."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType
from uuid import UUID

ProvisioningId = NewType("ProvisioningId", UUID)
HandingId = NewType("HandingId", UUID)
LocationId = NewType("LocationId", UUID)
UserRunId = NewType("UserRunId", UUID)


class ProvisioningState(StrEnum):
    """How far the set-up of a Webex order is; `handed-over`: to somebody else, or to the customer itself."""

    OPEN = "open"
    HANDED_OVER = "handed-over"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class ForWhom(StrEnum):
    """Who a Webex order is for, or who completes it."""

    CUSTOMER = "customer"
    COMPANY = "company"
    SOMEONE = "someone"


class HandedTo(StrEnum):
    """To whom an order was handed over: somebody who completes all of it, or the customer who sets its services up."""

    SOMEONE = "someone"
    CUSTOMER = "customer"


class WebexService(StrEnum):
    """What the licences of a line are for."""

    MEETINGS = "meetings"
    CALLING = "calling"
    MESSAGING = "messaging"


class Package(StrEnum):
    """The wholesale packages, by their names at Webex."""

    CALLING = "webex_calling"
    CALLING_STANDARD = "webex_calling_standard"
    MEETINGS = "webex_meetings"
    SUITE = "webex_suite"
    VOICE = "webex_voice"
    CX_ESSENTIALS = "cx_essentials"
    CX_STANDARD_AGENT = "cx_standard_agent"
    CX_PREMIUM_AGENT = "cx_premium_agent"
    ATTENDANT_CONSOLE = "attendant_console"


class RunState(StrEnum):
    """The life of a file of users: kept piece by piece, planned, confirmed by a press, applied row by row.

    `refused`: it can't be planned, whatever is in its rows. `held-up`: planning or applying it failed again and again,
    until somebody has it tried once more.
    """

    ARRIVING = "arriving"
    RECEIVED = "received"
    PLANNING = "planning"
    PLANNED = "planned"
    RUNNING = "running"
    HELD_UP = "held-up"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class RowAction(StrEnum):
    """What a row of a file of users does."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    RECREATE = "recreate"
    NOTHING = "nothing"
    REFUSED = "refused"
