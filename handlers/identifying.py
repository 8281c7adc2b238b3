"""Who is not known yet: a polite no, and a code by e-mail where the platform tells no address of a member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import ClassVar, Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Connection

from bot.ask import Ask, Standing
from bot.cards import Button, Buttons, Card, Notice, Prose, Style, Tone, Words
from bot.commands import Command
from bot.phrases import Phrase, Tongue, _
from handlers import invitations, refusals
from handlers.attempt import Outcome, Result
from handlers.context import Context, Defaults, tongue_of
from handlers.invitations import LinkMail
from handlers.menu import Item
from handlers.policy.addresses import BadAddress, normal
from handlers.reading import Unheard, Wanted
from store import links, people, throttles
from store.database import savepoint
from store.links import Link
from store.people import Caller
from store.values import LinkPurpose, PersonId, Right

_NAMESPACE: Final = UUID("6a4de5c0-4c8b-4d0e-8a55-2f6f0d8f3b21")
_AN_HOUR: Final = timedelta(hours=1)
_MOST_CODES: Final = 5
_MOST_TRIES: Final = 5
_DIGITS: Final = 8


class AskForCode(Command):
    """Have a code sent to one's work address."""

    name = "identity.code"
    needs: ClassVar[Right] = Right.SET_PREFERENCES
    email: str = ""

    @property
    def names_something(self) -> bool:
        return True


class GiveCode(Command):
    """Prove by the code that the address is one's own."""

    name = "identity.prove"
    needs: ClassVar[Right] = Right.SET_PREFERENCES
    code: str = ""

    @property
    def names_something(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Request:
    """One delivery as dispatch has read it."""

    ask: Ask
    caller: Caller | None
    wanted: Wanted | Unheard | Card
    now: datetime


def outcome(db: Connection, request: Request, defaults: Defaults, *, keep: bool) -> Outcome:
    """For whoever is not known: these two commands and no other."""
    caller, command = request.caller, request.wanted.command if isinstance(request.wanted, Wanted) else None
    if caller is None or caller.standing != Standing.MEMBER or caller.email or caller.person:
        return Outcome(Result.REFUSED, refusals.stranger())
    desk = _Desk(db, caller, request.now, defaults)
    with savepoint(db, keep=keep):
        match command:
            case AskForCode(email=email):
                return desk.send(email)
            case GiveCode(code=code):
                return desk.check(code)
            case _:
                return Outcome(Result.REFUSED, _stranger(defaults))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is done for one account that nobody knows."""

    db: Connection
    caller: Caller
    now: datetime
    defaults: Defaults

    @property
    def subject(self) -> UUID:
        return uuid5(_NAMESPACE, f"{self.caller.installation}:{self.caller.account}")

    def send(self, typed: str) -> Outcome:
        """The same answer whether anybody has that address; only who has gets a mail."""
        if not typed.strip():
            return Outcome(Result.ASKED, _ask_address(), command=AskForCode.name)
        try:
            address = normal(typed)
        except BadAddress:
            wrong = {"email": _("“{typed}” is not an e-mail address.", typed=typed[:80])}
            return Outcome(Result.REFUSED, _ask_address().with_errors(wrong), None, wrong, AskForCode.name)
        key, cutoff = f"code:{self.subject}", self.now - _AN_HOUR
        if throttles.fail(self.db, key, now=self.now, cutoff=cutoff) > _MOST_CODES:
            no = _no(_("Too many codes were asked for. Try again in an hour. Nothing was sent."))
            return Outcome(Result.REFUSED, no, command=AskForCode.name, subject=address)
        self._post(address)
        said = _("If {email} is known here, a code is on its way there. It is good for 10 minutes.", email=address)
        return Outcome(Result.ASKED, _ask_code(said), command=AskForCode.name, subject=address)

    def check(self, typed: str) -> Outcome:
        link = links.of(self.db, LinkPurpose.IDENTITY, self.subject)
        if link is None or not link.is_good(link.generation, self.now):
            return _over(link)
        if not links.attempt(self.db, link.id, _MOST_TRIES):
            return _over(link)
        person = self._proved_by(typed, link)
        if person is None:
            wrong = {"code": _("This code is wrong.")}
            again = _ask_code().with_errors(wrong)
            return Outcome(Result.REFUSED, again, None, wrong, GiveCode.name, link.email)
        if not links.use(self.db, link.id, link.generation, self.now):
            return _over(link)
        people.prove(self.db, self.caller.installation, self.caller.account, person, self.now)
        return Outcome(Result.DONE, _proved(), command=GiveCode.name, subject=link.email)

    def _proved_by(self, typed: str, link: Link) -> PersonId | None:
        """Whose code that is; None for a wrong one, and for the right one of an address that nobody has."""
        digits = "".join(str(int(char)) for char in typed if char.isdecimal())
        codes = self.defaults.tokens.codes(link.id, link.generation) if self.defaults.tokens else []
        right = any(compare_digest(digits, code) for code in codes)
        return people.known_as(self.db, self.caller.installation, link.email, self.now) if right else None

    def _post(self, address: str) -> None:
        """A new code voids the older one. One is made for an unknown address as well, and sent to nobody."""
        tongue = tongue_of(self.caller, None, self.defaults)
        mail = LinkMail(LinkPurpose.IDENTITY, self.subject, None, address, "code", {})
        known = people.known_as(self.db, self.caller.installation, address, self.now) is not None
        if known and self.defaults.mailing.can_send and self._spares(address):
            invitations.put(self.db, mail, Tongue(tongue.language, tongue.zone), uuid4, self.now)
        else:
            until = self.now + invitations.LASTS[LinkPurpose.IDENTITY]
            links.issue(
                self.db,
                uuid4(),
                LinkPurpose.IDENTITY,
                self.subject,
                organisation=None,
                email=address,
                now=self.now,
                expires_at=until,
            )

    def _spares(self, address: str) -> bool:
        """Nobody's mailbox is filled, however many accounts ask."""
        cutoff = self.now - _AN_HOUR
        return throttles.fail(self.db, f"coded:{address}", now=self.now, cutoff=cutoff) <= _MOST_CODES


def _over(link: Link | None) -> Outcome:
    no = _ask_address(_("This code is no longer good. Have a new one sent."))
    return Outcome(Result.REFUSED, no, command=GiveCode.name, subject=link.email if link else "")


def _stranger(defaults: Defaults) -> Card:
    """The usual no, with the way to prove who one is where codes can be sent."""
    card = refusals.stranger()
    if not defaults.mailing.can_send:
        return card
    button = Button(label=_("I have an account: send me a code"), press=AskForCode().token)
    return card.model_copy(update={"elements": (*card.elements, Buttons(buttons=(button,)))})


def _ask_address(error: Phrase | None = None) -> Card:
    field = Words(name="email", label=_("Your work e-mail address"), error=error)
    submit = Button(label=_("Send me the code"), press=AskForCode().token, style=Style.PRIMARY)
    return Card(title=_("Who are you?"), elements=(field,), submit=submit)


def _ask_code(said: Phrase | None = None) -> Card:
    field = Words(name="code", label=_("The code of eight digits"), longest=2 * _DIGITS)
    submit = Button(label=_("That's me"), press=GiveCode().token, style=Style.PRIMARY)
    above = (Prose(text=said),) if said else ()
    again = Buttons(buttons=(Button(label=_("Another code"), press=AskForCode().token),))
    return Card(title=_("Who are you?"), elements=(*above, field, again), submit=submit)


def _no(text: Phrase) -> Card:
    return Card(title=_("Who are you?"), elements=(Notice(tone=Tone.REFUSED, text=text),))


def _proved() -> Card:
    text = _("Now I know you. Type **help** to see what you can ask.")
    return Card(title=_("Welcome"), elements=(Notice(tone=Tone.DONE, text=text),))


def _known_already(_ctx: Context, _ask: AskForCode | GiveCode) -> Card:
    text = _("I know you already. Nothing was changed.")
    return Card(title=_("Welcome"), elements=(Notice(tone=Tone.INFO, text=text),))


MENU = (Item(AskForCode, _known_already), Item(GiveCode, _known_already))
