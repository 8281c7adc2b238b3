"""An Admin gets a key and its download; the link runs out, and a cancellation takes all away; on every surface."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.web.download import download
from handlers import sample
from handlers.context import Mailing
from handlers.keys.addresses import DownloadAddresses
from handlers.keys.following import Followed
from handlers.keys.showing import Showing
from jobs.downloads import remind
from jobs.mail import Links
from jobs.shift import Shift
from store.schema import batches
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.jobs.waiting import eventually
from tests.stories.deployment import TOKENS
from tests.stories.slack_admin import SlackAdmin
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_on_premises import OnPremises, Revealing
from tests.stories.test_webex import WebexAdmin, at_webex

SERVER, KEY = "Windows Server 2022 Standard", "XXXXX-XXXXX-XXXXX-XXXXX-WV42X"
BUILD = {"version": "2019", "language": "en", "bits": "64", "reason": "Lyon"}
ISO = "https://downloads.example/windows-server-2019-en.iso"
PUBLIC = "https://bot.example"


class Shop(OnPremises):
    """With the pages of download links."""

    def __init__(self, database, language: str) -> None:
        super().__init__(database, language)
        self.defaults = replace(self.defaults, mailing=Mailing(PUBLIC, (), has_server=True))
        self.dispatch = Revealing(self)
        addresses = DownloadAddresses(database, Links(TOKENS, PUBLIC).download)
        self._showing = Showing(database, self.defaults.vault, self.clock, downloads=addresses)

    @contextmanager
    def browser(self):
        followed = Followed(self.database, self.clock, self.defaults)
        with ThreadPoolExecutor(1) as pool, TestClient(Starlette(routes=download(followed, pool, secure=False))) as one:
            yield one

    def path(self) -> str:
        """Where the one link leads."""
        ((id, generation),) = self.rows("select id, generation from downloads")
        return Links(TOKENS, "").download(UUID(str(id)), generation)

    def word(self, english: str) -> str:
        """What one types."""
        return {"keys": "clés", "cancel": "résilier"}[english] if self.defaults.language == "fr" else english

    def bought_again(self) -> None:
        """The days in which it can be cancelled begin anew."""
        with self.database.transaction() as db:
            db.execute(update(batches).values(added_at=self.clock()))


@pytest.fixture
def work(database, said):
    return Shop(database, said.language)


def gets_the_key(admin, work):
    admin.asks(f"{work.word('keys')} {SERVER}")
    admin.presses(work.said("Get key and download"))
    admin.fills(work.said("Show the key"), **BUILD)
    admin.sees(KEY, work.said("Get download link"))


def downloads_it(admin, work, browser):
    """The first press starts the clock, which the card shows from then on."""
    admin.presses(work.said("Get download link"))
    admin.sees(f"{PUBLIC}/download/", work.said("not started: five days from the first download"))
    admin.sees(f"{PUBLIC}{work.path()}")
    browser.get(work.path())
    assert ISO in browser.post(work.path(), data={"csrf": browser.cookies["comptoir_form"]}).text


def is_reminded_and_refused_on_day_six(admin, work, browser):
    work.clock.later(days=4, minutes=1)
    assert remind(Shift(work.database, work.clock, lambda _db: None, work.defaults)) == 1
    admin.sees(work.said("A download link runs out"))
    work.clock.later(days=1)
    assert browser.get(work.path()).status_code == 410


def cancels_and_has_nothing_left(admin, work, browser):
    """A new link was good until then; whoever saw the key is told."""
    admin.presses(work.said("New link"))
    eventually(lambda: work.rows("select 1 from downloads where generation = 2"))
    admin.sees(f"{PUBLIC}{work.path()}")
    assert browser.get(work.path()).status_code == 200
    work.bought_again()
    admin.asks(f"{work.word('cancel')} {SERVER}")
    admin.presses(work.said("Cancel the subscription"))
    admin.sees(work.said("Keys were revoked"), "…WV42X")
    assert browser.get(work.path()).status_code == 410
    admin.asks(f"{work.word('keys')} {SERVER}")
    gone = "The purchase was cancelled, and with it the keys were revoked. The software must be uninstalled."
    admin.sees(work.said(gone))


def play(admin, work):
    gets_the_key(admin, work)
    with work.browser() as browser:
        downloads_it(admin, work, browser)
        is_reminded_and_refused_on_day_six(admin, work, browser)
        cancels_and_has_nothing_left(admin, work, browser)


def test_a_key_and_its_download_in_slack(slack, work, said):
    with wired(slack, work) as wire, over_http(slack, wire):
        person = slack.person(sample.CONTOSO_ADMIN, "Chloé Dubois", locale=said.locale)
        play(SlackAdmin(slack, person, slack.channel("licences", person)), work)


def test_a_key_and_its_download_in_webex(webex, work):
    with at_webex(webex, work):
        play(WebexAdmin(webex, webex.person(sample.CONTOSO_ADMIN, "Chloé Dubois")), work)


@pytest.mark.browser
def test_a_key_and_its_download_at_the_console(chromium, work, said):  # noqa: F811 - the fixture
    with at_the_console(work) as address:
        page = chromium.new_page(locale=said.locale)
        play(ConsoleAdmin(page, address, said.language), work)
        page.close()
