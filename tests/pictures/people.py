"""What the features about people are pictured by: cards of the partner's and the customer's Admins and of a user."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.headerregistry import Address
from pathlib import Path
from typing import Final
from uuid import UUID

from starlette.applications import Starlette

from bot.cards import Card
from bot.letters import LETTERS, Way
from bot.mail_writing import Envelope, written
from bot.phrases import Tongue
from bot.portal import Visitor
from bot.web.portal import portal
from handlers import sample
from handlers.portal.desk import Counter
from handlers.portal.hashing import Hasher
from handlers.sample.loading import sample_id
from store import links, users
from store.values import LinkId, LinkPurpose, OrganisationId, Scope
from tests.bot.web.conftest import served
from tests.handlers.conversation import Conversation, Office, Said
from tests.pictures.render import Painter

NATHAN: Final = "nathan.fontaine@contoso.example"
GINA: Final = "gina.roy@contoso.example"
NEWCOMERS: Final = f"""Gina Roy <{GINA}>, gina@home.example
Max Frei <max.frei@contoso.example>
Anna Van den Berg <anna.vandenberg@contoso.example>"""
SERVICES: Final = ("Microsoft 365 Business Premium", "Microsoft 365 E3")
ASKED_OF_PARTNER: Final = {
    "en": {"customers": "customers", "organisation": "organisation Contoso", "operators": "operators in Contoso"},
    "fr": {"customers": "clients", "organisation": "organisation Contoso", "operators": "opérateurs dans Contoso"},
}
ASKED_OF_CUSTOMER: Final = {
    "en": {"users": "users", "user": f"users show {NATHAN}", "support": "support"},
    "fr": {"users": "utilisateurs", "user": f"utilisateur {NATHAN}", "support": "assistance"},
}
ADD: Final = {"en": "users add", "fr": "utilisateurs ajouter"}
MINE: Final = {"en": "my services", "fr": "mes services"}
PASSWORD: Final = "Tr4v-ile9+Qk pont"
VISITOR: Final = Visitor("203.0.113.7", "Firefox")
ZONE: Final = "Europe/Paris"
WIDTH: Final = 800


def cards(there: Office, language: str) -> dict[str, Card]:
    """By the name of the picture, for whom they are meant."""
    locks_himself_out(there)
    alice, chloe, hugo = (
        there.person(email, language=language)
        for email in (sample.ATELIER_ADMIN, sample.CONTOSO_ADMIN, sample.SERVICE_USER)
    )
    told = {name: alice.asks(words) for name, words in ASKED_OF_PARTNER[language].items()}
    told |= {name: chloe.asks(words) for name, words in ASKED_OF_CUSTOMER[language].items()}
    told["add"] = checked(chloe)
    told["services"] = hugo.asks(MINE[language])
    return {f"people-{name}": said.card for name, said in told.items()}


def locks_himself_out(there: Office) -> None:
    """Nathan chose a password, and knows it no longer."""
    desk = counter(there)
    there.person(sample.CONTOSO_ADMIN).asks(f"users password {NATHAN}")
    desk.choose(token(there, NATHAN, LinkPurpose.RESET), PASSWORD, VISITOR)
    there.later(minutes=1)
    desk.sign_in(NATHAN, PASSWORD, VISITOR)
    for _try in range(5):
        there.later(seconds=40)
        desk.sign_in(NATHAN, "not this one", VISITOR)


def checked(chloe: Conversation) -> Said:
    """The list of three, before it is carried out."""
    form = chloe.asks(ADD[chloe.language])
    chosen = {f"service:{sample_id('subscription', 'Contoso', name)}": "yes" for name in SERVICES}
    return chloe.submits(form, people=NEWCOMERS, mail="yes", permission="services", **chosen)


def visited(painter: Painter, there: Office, language: str, folder: Path) -> None:
    """The portal, from the link of Gina's invitation to her services."""
    chloe = there.person(sample.CONTOSO_ADMIN, language=language)
    said = checked(chloe)
    chloe.presses(said, next(iter(said.buttons)))
    with at_the_portal(there) as address:
        page = painter.open(WIDTH, scale=1)
        shoot = lambda name: page.screenshot(path=folder / f"portal-{name}-{language}.png", full_page=True)
        page.goto(f"{address}/activate/{token(there, GINA, LinkPurpose.INVITATION)}?language={language}")
        shoot("activation")
        page.locator("#password").fill(PASSWORD)
        page.locator("#again").fill(PASSWORD)
        page.locator("form.ask button").click()
        page.goto(f"{address}/portal/sign-in")
        page.locator("#email").fill(GINA)
        page.locator("#password").fill(PASSWORD)
        shoot("sign-in")
        page.locator("form.ask button").click()
        page.locator(".mine").wait_for()
        shoot("services")
        page.close()


def mailed(painter: Painter, there: Office, language: str, folder: Path) -> None:
    """The invitation as its reader's programme shows it."""
    body = {"organisation": "Contoso", "name": "Gina Roy", "login": GINA}
    link = there.links.tokens.link(LinkPurpose.INVITATION, LinkId(UUID(int=1)), 1)
    way = Way(url=f"{there.links.public_url}/activate/{link}", until=there.now + timedelta(hours=48))
    sender = Address("Comptoir", "licences", "comptoir.example")
    mail = written(Envelope(GINA, "1", there.now), LETTERS["invitation"](body, way), Tongue(language, ZONE), sender)
    rich = mail.get_body(("html",))
    assert rich
    page = painter.open(WIDTH, scale=1)
    page.set_content(rich.get_content())
    page.screenshot(path=folder / f"mail-invitation-{language}.png", full_page=True)
    page.close()


@contextmanager
def at_the_portal(there: Office) -> Iterator[str]:
    with (
        ThreadPoolExecutor(1) as hashing,
        ThreadPoolExecutor(2) as reading,
        served(Starlette(routes=portal(counter(there), hashing, reading, secure=False))) as address,
    ):
        yield address.removesuffix("/console/")


def counter(there: Office) -> Counter:
    defaults = replace(there.defaults, tokens=there.links.tokens)
    return Counter(there.database, lambda: there.now, defaults, hasher=Hasher(rounds=1, kibibytes=64))


def token(there: Office, login: str, purpose: LinkPurpose) -> str:
    """The link as its mail carries it."""
    contoso = Scope(OrganisationId(sample_id("organisation", "Contoso")))
    with there.database.reading() as db:
        (user,) = users.with_logins(db, contoso, [login])
        link = links.of(db, purpose, user.id)
    assert link
    return there.links.tokens.link(purpose, link.id, link.generation)
