"""A console whose bot is a table of cards, served in memory or to a real browser."""

from __future__ import annotations

import shutil
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.ask import Account, Answer, Ask, Pressed, Typed
from bot.cards import Card, Notice, Tone
from bot.errand import Parcel
from bot.phrases import Tongue, _, plain
from bot.uploads import Upload, Why
from bot.web.board import Board
from bot.web.console import ConsolePerson, console
from tests import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ALICE = ConsolePerson("alice@atelier.example", "Alice Martin", _("Admin of {name}", name="Atelier Cloud"))
BOB = ConsolePerson("bob@contoso.example", "Bob <Keller>", _("Reader of {name}", name="Contoso"))
CHANNEL = "#licences & more"
WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),  # two more pages for each page
    *("AimEnabled", "HttpsUpgrades", "LensOverlay", "MediaRouter", "OptimizationHints", "PaintHolding"),
    *("DestroyProfileOnBrowserClose", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
)
"""Only the last flag of that name counts, so what Playwright switches off is here as well."""
FLAGS = (
    f"--disable-features={','.join(WITHOUT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def told(text: str) -> Card:
    return Card(title=plain("Answer"), elements=(Notice(tone=Tone.DONE, text=plain(text)),))


@dataclass
class Kept:
    """Keeps what is sent, and has its name asked about."""

    kept: list[tuple[str, bytes, str]] = field(default_factory=list)

    def welcomes(self, account: Account) -> bool:
        return bool(account.user)

    def take(self, ask: Ask, upload: Upload) -> Pressed:
        words = ask.said.text if isinstance(ask.said, Typed) else ""
        self.kept.append((upload.name, upload.content.read(), words))
        return Pressed(f"kept:{upload.name}")

    def refused(self, ask: Ask, name: str, why: Why) -> Pressed:  # noqa: ARG002 - as every intake
        return Pressed(f"refused:{why}")


@dataclass
class Bot:
    """Answers each word and each token with the card in its table, else by saying it again."""

    cards: dict[str, Card] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=lambda: defaultdict(lambda: "en"))
    asks: list[Ask] = field(default_factory=list)
    board: Board = field(default_factory=Board)
    files: dict[tuple[str, str], tuple[str, bytes]] = field(default_factory=dict)
    intake: Kept = field(default_factory=Kept)
    people: list[ConsolePerson] = field(default_factory=lambda: [ALICE, BOB])

    def __call__(self, ask: Ask) -> Answer:
        self.asks.append(ask)
        said = ask.said.text if isinstance(ask.said, Typed) else ask.said.token
        return Answer(self.cards.get(said, told(said)), Tongue(self.languages[ask.account.user], "Europe/Paris"))

    def app(self) -> Starlette:
        channels = lambda _email: [CHANNEL]
        routes = console(self, lambda: self.people, self.board.posts, channels, opened=self.opened, intake=self.intake)
        return Starlette(routes=routes)

    @contextmanager
    def opened(self, id: str, account: Account) -> Iterator[Parcel | None]:
        """The files that each person may have, by their ids."""
        name, content = self.files.get((id, account.user), ("", b""))
        yield Parcel(name, "text/csv", len(content), BytesIO(content)) if name else None

    def post(self, channel: str, card: Card, *, only_for: str = "", replaces: str = "") -> str:
        tongue = Tongue("en", "Europe/Paris")
        return self.board.post("console", channel, card, tongue, only_for=only_for, replaces=replaces).id


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def client(bot: Bot) -> Iterator[TestClient]:
    with TestClient(bot.app(), "http://127.0.0.1:3000", client=("127.0.0.1", 50000)) as client:
        yield client


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Where its console is, on a free port of this machine."""
    with serving.served(app) as address:
        yield f"{address}/console/"


@pytest.fixture
def address(bot: Bot) -> Iterator[str]:
    with served(bot.app()) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's or anybody's Chromium; without one the test says so and is skipped.

    Gone after its module: while it runs, no other test of this process can have an event loop of its own.
    """
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium was found on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()
