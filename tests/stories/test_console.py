from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

import pytest
from starlette.applications import Starlette

from bot.phrases import _
from bot.web.board import Board
from bot.web.console import TEAM, ConsolePerson, console
from handlers import sample
from tests.bot.web.conftest import chromium, served  # noqa: F401 - a fixture
from tests.stories.deployment import Deployment
from tests.stories.story import play

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

CHANNEL = "#licences"
CHLOE = ConsolePerson(sample.CONTOSO_ADMIN, "Chloé Dubois", _("Admin of {organisation}", organisation="Contoso"))


SAYS = """
words => [...document.querySelectorAll(".card")].reverse().some(card => {
    const text = card.innerText.replace(/\\s+/g, " ");
    return words.every(word => text.includes(word));
})
"""


class ConsoleAdmin:
    """At the console in a real Chromium; commands in the channel are typed in the channel's own page.

    Several people may share one page, as the console lets them; each turns it to themselves first.
    """

    def __init__(self, page: Page, address: str, language: str, person: ConsolePerson = CHLOE) -> None:
        self._page, self._address, self._language, self._person = page, address, language, person
        self._open("")

    def asks(self, words: str) -> None:
        self._turns_to_themselves()
        self._type(words)

    def asks_in_the_channel(self, words: str) -> None:
        self._open(CHANNEL)
        self._type(words)

    def presses(self, label: str, yes: str = "") -> None:
        """The newest of that name; what asks back is answered with `yes`."""
        self._turns_to_themselves()
        self._page.get_by_role("button", name=label, exact=True).last.click()
        if yes:
            self._page.locator("[popover]:popover-open").get_by_role("button", name=yes, exact=True).click()

    def fills(self, submit: str, **fields: str) -> None:
        """The newest form that has that button."""
        self._turns_to_themselves()
        button = self._page.get_by_role("button", name=submit, exact=True).last
        button.wait_for()
        card = self._page.locator(".card", has=button).last
        for name, value in fields.items():
            _enter(card.locator(f'[name="field.{name}"]').last, value)
        button.click()

    def drops(self, name: str, content: bytes, words: str) -> None:
        """Words are typed, then a file is chosen."""
        self._page.locator("#words").fill(words)
        self._page.locator("#file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})

    def finds(self, start: str) -> bytes:
        """What the newest link to such a file leads to."""
        link = self._page.locator(".card a[download], .card a").filter(has_text=start).last
        link.wait_for()
        address = urljoin(self._address, link.get_attribute("href") or "")
        return self._page.request.get(address).body()

    def sees(self, *words: str) -> None:
        self._turns_to_themselves()
        self._page.wait_for_function(SAYS, arg=words, polling=20, timeout=20_000)

    def _type(self, words: str) -> None:
        line = self._page.locator("form input[type=text], form input:not([type])").last
        line.fill(words)
        line.press("Enter")

    def _texts(self) -> list[str]:
        self._page.wait_for_timeout(50)
        cards: Locator = self._page.locator(".card")
        return [" ".join(text.split()) for text in cards.all_inner_texts()]

    def _open(self, channel: str) -> None:
        where = {"who": self._person.email, "language": self._language} | ({"channel": channel} if channel else {})
        self._page.goto(f"{self._address}?{urlencode(where)}")

    def _turns_to_themselves(self) -> None:
        if urlencode({"who": self._person.email}) not in self._page.url:
            self._open("")


def _enter(field: Locator, value: str) -> None:
    kind = field.evaluate("one => one.type || one.tagName")
    if kind == "checkbox":
        field.set_checked(value == "yes")
    elif kind.startswith("select"):
        field.select_option(value)
    elif kind == "radio":
        field.page.locator(f'[name="{field.get_attribute("name")}"][value="{value}"]').last.check()
    else:
        field.fill(value)


@contextmanager
def at_the_console(work: Deployment, *people: ConsolePerson):
    board = Board()
    work.installed("console", TEAM, "console")
    work.at_work({"console": board})
    routes = console(
        work.dispatch,
        lambda: list(people or [CHLOE]),
        board.posts,
        lambda _email: [CHANNEL],
        meet=work.dispatch.meet,
        opened=work.files.opened,
        intake=work.intake,
    )
    try:
        with served(Starlette(routes=routes)) as address:
            yield address
    finally:
        work.close()


def test_the_story_at_the_console(chromium, database, said):  # noqa: F811 - the fixture
    work = Deployment(database, said.language)
    with at_the_console(work) as address:
        page = chromium.new_page(locale=said.locale)
        play(ConsoleAdmin(page, address, said.language), work, said)
        page.close()
