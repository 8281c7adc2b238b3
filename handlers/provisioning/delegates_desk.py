"""The order itself for who completes it from outside: the same cards, and of all commands those of this order alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from pydantic import ValidationError
from sqlalchemy import Connection

from bot.ask import Account, Ask, Place, Platform, Pressed, Standing
from bot.cards import Button, Buttons, Card, Element
from bot.commands import UnknownCommand, decode
from bot.order_desk import Inside
from bot.phrases import Tongue
from bot.portal import Visitor
from handlers import refusals
from handlers.attempt import Outcome, attempt
from handlers.context import Context, Defaults
from handlers.menu import Menu
from handlers.policy.handing import Opening, visit_is_open
from handlers.provisioning.commands import AboutProvisioning, OpenProvisioning
from handlers.provisioning.delegates import Delegates, Followed
from handlers.provisioning.paper import SummaryFile
from handlers.reading import Wanted
from store import audit, organisations, visits
from store.database import Database
from store.people import Caller, Grant
from store.values import ChannelKind, InstallationId, OrganisationId, OrganisationKind, Role
from store.values.webex import HandedTo
from store.visits import Visit

_SHOWN: Final = {Opening.OPEN, Opening.DONE}
"""Whoever has completed it sees what became of it."""
_NOWHERE: Final = UUID(int=0)
"""No installation, and the organisation of whoever has nothing here but an order."""


class OrderCounter:
    """Everything that the pages of an order ask. `menu` has the handlers of the order's own commands."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], defaults: Defaults, menu: Callable[[], Menu]
    ) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults
        self._menu = menu
        self._delegates = Delegates(database, clock, defaults)
        self.look = self._delegates.look
        self.mail_code = self._delegates.mail_code
        self.renew = self._delegates.renew
        self.let_in = self._delegates.let_in

    def csrf(self, token: str, cookie: str) -> str:
        """What the forms of that visit carry; empty where there is none (any more)."""
        with self._database.reading() as db:
            here = self._here(db, token, cookie)
        return here[1].csrf if here else ""

    def go_on(self, token: str, cookie: str, language: str, visitor: Visitor) -> Inside | None:
        return self.press(token, cookie, language, visitor, None)

    def press(
        self, token: str, cookie: str, language: str, visitor: Visitor, said: tuple[str, Mapping[str, str]] | None
    ) -> Inside | None:
        """One transaction, as a request in a chat is; what is no command of this order does nothing."""
        now = self._clock()
        with self._database.transaction() as db:
            here = self._here(db, token, cookie)
            if here is None:
                return None
            followed, visit = here
            visits.see(db, cookie, now)
            ctx = self._context(db, followed, visit, language, now)
            wanted = self._wanted(followed, said)
            if wanted is None:
                return Inside(visit.csrf, refusals.worn_out(), ctx.tongue)
            outcome = attempt(ctx, wanted, keep=True)
            if said:
                audit.record(db, uuid4(), _entry(followed, visit, outcome, visitor, now))
            return Inside(visit.csrf, own(outcome.card, followed), ctx.tongue)

    def _here(self, db: Connection, token: str, cookie: str) -> tuple[Followed, Visit] | None:
        """The order of the link and the visit of the browser, if they belong together and both are still good."""
        followed, visit = self._delegates.found(db, token), visits.get(db, cookie) if cookie else None
        if followed is None or visit is None or followed.opening not in _SHOWN:
            return None
        same = visit.handing == followed.handed.handing.id and visit.generation == followed.link.generation
        return (followed, visit) if same and visit_is_open(visit.seen_at, visit.expires_at, self._clock()) else None

    def summary(self, token: str, cookie: str, tongue: Tongue) -> Iterator[bytes] | None:
        """The order as a PDF, for as long as the visit lasts."""
        with self._database.reading() as db:
            here = self._here(db, token, cookie)
            if here is None:
                return None
            handed = here[0].handed
            file = SummaryFile(order=handed.handing.provisioning, label=handed.label)
            return iter(list(file.content(db, here[0].scope, tongue, self._clock())))

    def _wanted(self, followed: Followed, said: tuple[str, Mapping[str, str]] | None) -> Wanted | None:
        command = OpenProvisioning(provisioning=_id(followed)) if said is None else _command(*said)
        if command is None or not _is_of(command, followed):
            return None
        return Wanted(self._menu().of(command), command.but(organisation=""))

    def _context(self, db: Connection, followed: Followed, visit: Visit, language: str, now: datetime) -> Context:
        """As somebody who may press the order's buttons, and reaches nothing else by themselves."""
        email, grant = followed.handed.handing.email, _grant(db, followed)
        account = Account(Platform.CONSOLE, "portal", email)
        caller = Caller(
            installation=InstallationId(_NOWHERE),
            root=grant.organisation,
            account="",
            standing=Standing.MEMBER,
            email=email,
            vouched_at=visit.seen_at,
            person=visit.person,
            name=email,
            language=language,
            zone=grant.zone,
            grants=(grant,),
        )
        ask = Ask(uuid4().hex, account, Place("portal", ChannelKind.DIRECT), Pressed(""))
        return Context(db, ask, caller, visit.person, grant, now, self._defaults)


def own(card: Card, followed: Followed) -> Card:
    """The card without the buttons that lead anywhere but to this order."""
    elements: list[Element] = []
    for element in card.elements:
        if isinstance(element, Buttons):
            kept = tuple(one for one in element.buttons if _stays(one, followed))
            elements += [Buttons(buttons=kept)] if kept else []
        else:
            elements.append(element)
    return card.model_copy(update={"elements": tuple(elements)})


def _stays(button: Button, followed: Followed) -> bool:
    command = _command(button.press, {})
    return command is not None and _is_of(command, followed)


def _command(token: str, fields: Mapping[str, str]) -> AboutProvisioning | None:
    """What is about one order; None for anything else."""
    try:
        command = decode(token, fields)
    except (UnknownCommand, ValidationError):
        return None
    return command if isinstance(command, AboutProvisioning) else None


def _is_of(command: AboutProvisioning, followed: Followed) -> bool:
    return command.provisioning == _id(followed) and followed.handed.handing.handed_to in command.guests


def _id(followed: Followed) -> str:
    return str(followed.handed.handing.provisioning)


def _grant(db: Connection, followed: Followed) -> Grant:
    """A customer's own organisation where it sets its services up; nothing at all for anybody else."""
    seller = organisations.get(db, followed.scope, followed.handed.organisation)
    handed, zone = followed.handed, seller.zone if seller else None
    theirs = handed.customer if handed.handing.handed_to is HandedTo.CUSTOMER else None
    where = theirs or OrganisationId(_NOWHERE)
    return Grant(where, handed.seller, OrganisationKind.CUSTOMER, Role.ADMIN, None, zone)


def _entry(followed: Followed, visit: Visit, outcome: Outcome, visitor: Visitor, now: datetime) -> audit.Entry:
    return audit.Entry(
        at=now,
        organisation=followed.handed.organisation,
        person=visit.person,
        actor=followed.handed.handing.email,
        origin=f"portal:{visitor.address}"[:120],
        command=outcome.command,
        subject=followed.handed.label,
        outcome=outcome.result,
        detail=json.dumps(outcome.ctx.trace.detail if outcome.ctx else {}),
    )
