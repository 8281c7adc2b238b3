"""What somebody sees of themselves in the portal: their sign-ins, and their details as each organisation keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from bot.cards import Card, Column, Element, Fact, Facts, Heading, Prose, Table
from bot.phrases import Phrase, _, plain
from handlers.users.wording import PERMISSIONS
from store import people, sign_ins, users
from store.users import User
from store.values import SignInOutcome, UserStatus

_MOST: Final = 20
_OUTCOMES: Final[dict[SignInOutcome, Phrase]] = {
    SignInOutcome.SIGNED_IN: _("signed in"),
    SignInOutcome.WRONG: _("wrong password"),
    SignInOutcome.LOCKED: _("wrong password, then locked"),
    SignInOutcome.REFUSED: _("refused: not ready"),
}


def history(db: Connection, login: str) -> Card:
    """The latest tries to sign in, newest first."""
    person = people.by_email(db, login)
    tried = sign_ins.mine(db, person, login, _MOST) if person else []
    if not tried:
        return Card(title=_("My sign-ins"), elements=(Prose(text=_("There are none yet.")),), private=True)
    columns = (Column(label=_("When")), Column(label=_("From")), Column(label=_("Outcome")))
    rows = tuple((plain(one.at), plain(one.address), _OUTCOMES[one.outcome]) for one in tried)
    return Card(title=_("My sign-ins"), elements=(Table(columns=columns, rows=rows),), private=True)


def details(db: Connection, login: str) -> Card:
    """To be read; an Admin changes them."""
    elements: list[Element] = []
    for user in users.of_login(db, login):
        if user.status is UserStatus.READY:
            elements += [Heading(text=plain(user.customer)), Facts(facts=tuple(_facts(user)))]
    elements.append(
        Prose(text=_("Is anything of this wrong? An Admin of your organisation can change it."), quiet=True)
    )
    return Card(title=_("My details"), elements=tuple(elements), private=True)


def _facts(user: User) -> Iterator[Fact]:
    yield Fact(label=_("Name"), value=plain(user.name))
    yield Fact(label=_("You sign in with"), value=plain(user.login))
    yield Fact(label=_("Account notices go to"), value=plain(user.noticed_at))
    if address := _address(user):
        yield Fact(label=_("Address"), value=plain(address))
    yield Fact(label=_("Permission"), value=PERMISSIONS[user.staff])


def _address(user: User) -> str:
    town = " ".join(filter(None, (user.postal_code, user.city)))
    return ", ".join(filter(None, (user.street, town, user.region, user.country)))
