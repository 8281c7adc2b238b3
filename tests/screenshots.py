"""Takes the pictures of docs/pictures: real cards of the real dispatcher on the sample data, on one fixed day.

    python -m tests.screenshots [FOLDER] [--all] [--only PATTERN ...]

Each card is shown in Slack in English and in Webex in French; `--all` takes both in both languages; `--only`
takes those alone whose names fit (`--only 'people-*' 'portal-*'`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from shutil import move
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import uuid4

from starlette.applications import Starlette

from bot.ask import Platform
from bot.cards import Card
from bot.cli import demo
from bot.errand import Errand
from bot.phrases import Tongue, _
from bot.slack_blocks import home, message, modal
from bot.web import mailbox
from bot.web.board import Board
from bot.web.console import TEAM, ConsolePerson, console
from bot.webex_cards import message as webex_message
from handlers import digests, sample
from handlers.context import Defaults
from handlers.sample.loading import sample_id
from jobs import reminders
from store import people
from store.database import Database
from store.values import ChannelKind, OrganisationId, Scope
from tests.bot.web.conftest import served
from tests.databases import migrated_sqlite, sqlite_address
from tests.handlers.conversation import Conversation, Office
from tests.pictures import people as about_people
from tests.pictures.render import Drawing, Painter, drawing
from tests.pictures.slim import slim

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
NOW = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
ZONE = "Europe/Paris"
LANGUAGES = ("en", "fr")
SCALE = 1.5
CHANNELS = (*demo.CHANNELS, mailbox.CHANNEL)
FORM = "form"
ALONE = {"en": "Only visible to you", "fr": "Visible par vous uniquement"}
ASKED = {
    "en": {
        "overview": "overview",
        "seats": "seats e3 +5",
        "refused": "seats business premium 35",
        "renewal": "renewal e3 off",
        FORM: "seats",
        "subscriptions": "subscriptions",
        "help": "help",
    },
    "fr": {
        "overview": "aperçu",
        "seats": "sièges e3 +5",
        "refused": "sièges business premium 35",
        "renewal": "renouvellement e3 non",
        FORM: "sièges",
        "subscriptions": "abonnements",
        "help": "aide",
    },
}
ALICE = ConsolePerson(sample.ATELIER_ADMIN, "Alice Martin", _("Admin of {organisation}", organisation="Atelier Cloud"))


@dataclass(frozen=True)
class Shot:
    name: str
    drawn: Drawing


class Window(NamedTuple):
    width: int
    height: int
    scale: float


DESKTOP, PHONE = Window(1200, 1380, 1), Window(412, 915, SCALE)


class Talk(NamedTuple):
    """What somebody says at the console, one after another."""

    language: str
    window: Window
    words: tuple[str, ...]


TALKS = {
    "console-overview-en": Talk("en", DESKTOP, ("overview", "seats e3 +5")),
    "console-overview-fr": Talk("fr", DESKTOP, ("aperçu", "sièges e3 +5")),
    "console-seats-phone-en": Talk("en", PHONE, ("seats e3 +5",)),
    "console-list-phone-fr": Talk("fr", PHONE, ("abonnements dans contoso",)),
    "console-form-phone-en": Talk("en", PHONE, ("seats",)),
    "console-people-en": Talk("en", DESKTOP, ("customers", "organisation Fabrikam")),
    "console-people-fr": Talk(
        "fr", DESKTOP, ("utilisateurs Contoso verrouillé", "utilisateur hugo.moreau@contoso.example")
    ),
    "console-add-phone-fr": Talk("fr", PHONE, ("utilisateurs ajouter dans Contoso",)),
}


@contextmanager
def office() -> Iterator[Office]:
    with TemporaryDirectory(prefix="comptoir-") as folder:
        file = migrated_sqlite(Path(folder) / "comptoir.db")
        with closing(Database.open(sqlite_address(file))) as database:
            yield Office(database, NOW)


def cards(language: str) -> dict[str, Card]:
    """What Contoso's admin is told, by the name of the picture."""
    with office() as there:
        chloe = there.person(sample.CONTOSO_ADMIN, language=language)
        told = {name: chloe.asks(words) for name, words in ASKED[language].items()}
        told["ordered"] = chloe.presses(told["seats"], next(iter(told["seats"].buttons)))
        return {name: said.card for name, said in told.items()} | {
            "reminders": digest(there.person(sample.ATELIER_ADMIN, language=language))
        }


def people_cards(language: str) -> dict[str, Card]:
    with office() as there:
        return about_people.cards(there, language)


def digest(alice: Conversation) -> Card:
    """The day's message to a channel that is told about all customers of a partner."""
    alice.moved_to(CHANNELS[1], ChannelKind.GROUP).asks("remind here")
    scope = Scope(OrganisationId(sample_id("organisation", "Atelier Cloud")))
    with alice.office.database.transaction() as db:
        reminders.sweep(db, Defaults(alice.language, ZONE), NOW)
    body = str(alice.office.one("SELECT body FROM outbox WHERE kind = 'digest'"))
    with alice.office.database.reading() as db:
        card = digests.card(db, scope, Errand.model_validate_json(body).digest, NOW)
    assert card, "nothing is due"
    return card


def in_slack(name: str, card: Card, language: str) -> Iterator[Shot]:
    tongue = Tongue(language, ZONE)
    if name == FORM:
        yield Shot(f"{name}-slack-{language}", drawing(modal(card, tongue, metadata="")))
    else:
        yield Shot(f"{name}-slack-{language}", _message(name, card, tongue))
    if name == "overview":
        yield Shot(f"home-slack-{language}", drawing(home(card, tongue)))


def _message(name: str, card: Card, tongue: Tongue) -> Drawing:
    """Everybody in the channel sees the reminders, in the morning; all else is for the asker alone."""
    drawn = drawing(message(card, tongue), ALONE[tongue.language])
    return replace(drawn, note="", time="08:30") if name == "reminders" else drawn


def in_webex(name: str, card: Card, language: str) -> Shot:
    content = webex_message(card, Tongue(language, ZONE))["attachments"][0]["content"]
    return Shot(f"{name}-webex-{language}", drawing(content))


@contextmanager
def at_the_console() -> Iterator[str]:
    """The address of a console that nobody has used yet."""
    board = Board()
    with office() as there:
        house = OrganisationId(sample_id("organisation", "Comptoir"))
        with there.database.transaction() as db:
            people.install(db, uuid4(), Platform.CONSOLE, TEAM, "console", house, NOW)
        meet = there.dispatch.meet
        routes = console(there.dispatch, lambda: [ALICE], board.posts, lambda _email: CHANNELS, meet=meet)
        with served(Starlette(routes=routes)) as address:
            yield address


def talked(painter: Painter, talk: Talk, picture: Path) -> None:
    """The window as one sees it after that."""
    with at_the_console() as address:
        page = painter.open(*talk.window)
        page.goto(f"{address}?language={talk.language}")
        for number, words in enumerate(talk.words):
            page.locator("#words").fill(words)
            page.keyboard.press("Enter")
            page.locator(".card").nth(number).wait_for()
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=picture, animations="disabled")
        page.close()


def shots(*, everything: bool) -> Iterator[Shot]:
    for language in LANGUAGES:
        for name, card in (cards(language) | people_cards(language)).items():
            if everything or language == "en":
                yield from in_slack(name, card, language)
            if everything or language == "fr":
                yield in_webex(name, card, language)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder", type=Path, nargs="?", default=PICTURES)
    words.add_argument("--all", action="store_true", dest="everything", help="both platforms in both languages")
    words.add_argument("--only", nargs="+", default=["*"], metavar="PATTERN", help="the pictures whose names fit")
    asked = words.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="comptoir-") as folder:
        taken = Path(folder)
        with Painter(scale=SCALE) as painter:
            take(painter, taken, asked.only, everything=asked.everything)
        for picture in taken.glob("*.png"):
            if fits(picture.stem, asked.only):
                slim(picture)
                move(picture, asked.folder / picture.name)


def take(painter: Painter, folder: Path, only: list[str], *, everything: bool) -> None:
    for shot in shots(everything=everything):
        if fits(shot.name, only):
            painter.card(shot.drawn, folder / f"{shot.name}.png")
    for name, talk in TALKS.items():
        if fits(name, only):
            talked(painter, talk, folder / f"{name}.png")
    for language in LANGUAGES:
        with office() as there:
            about_people.visited(painter, there, language, folder)
            about_people.mailed(painter, there, language, folder)


def fits(name: str, only: list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in only)


if __name__ == "__main__":
    main()
