"""A Webex order in other hands: from the seller's chat by mail to a real browser, and on to the customer's admin."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from starlette.applications import Starlette

from bot.mail import Mailer
from bot.phrases import Speaker, Tongue, _
from bot.web.portal import portal
from handlers import sample
from handlers.book import MENU
from handlers.portal.desk import Counter
from handlers.provisioning.delegates_desk import OrderCounter
from handlers.provisioning.handing_commands import HandOver, TakeBack
from jobs.mail import Links, Post
from jobs.worker import drain
from tests.bot.web.conftest import chromium, served
from tests.fakes.smtp import MailServer
from tests.handlers.conversation import Office
from tests.handlers.provisioning.mapped import Order

if TYPE_CHECKING:
    from bot.phrases import Phrase

__all__ = ["chromium"]

pytestmark = pytest.mark.browser
NADIA, ADMIN = "nadia@integrateur.example", "admin@contoso.example"
LOCALES = {"en": "en-GB", "fr": "fr-FR"}


class Story:
    """Alice's chat, the mail server, and one browser for whoever gets a mail."""

    def __init__(self, database, home, server, browser, language):
        self.office = Office(database, datetime(2026, 11, 20, 13, 5, tzinfo=UTC))
        self.speaker, self.home, self.server = Speaker(Tongue(language)), home, server
        mailer, links = Mailer(server.url, "licences@comptoir.example"), Links(self.office.links.tokens, home)
        self.post = Post(database, mailer, links, lambda: self.office.now)
        self.context = browser.new_context(locale=LOCALES[language], java_script_enabled=False)
        self.page = self.context.new_page()

    def say(self, phrase: Phrase) -> str:
        return self.speaker.say(phrase)

    def mail(self, to):
        """The words of the latest one to that address."""
        drain(self.post)
        mails = [mail for mail in self.server.box.mails if mail["To"] == to]
        return mails[-1].get_body(("plain",)).get_content().split()

    def follows_link(self, to):
        self.page.goto(next(word for word in self.mail(to) if word.startswith(f"{self.home}/portal/order/")))

    def gives_code(self, to, *, wrong=False):
        code = next(word.strip(".*") for word in self.mail(to) if word.strip(".*").isdecimal())
        self.page.locator("#code").fill(f"{(int(code) + wrong) % 10**8:08}")
        self.presses(_("Open the order"))

    def presses(self, phrase):
        self.page.get_by_role("button", name=self.say(phrase), exact=True).click()

    def sees(self, *words):
        for word in words:
            expect(self.page.locator("main")).to_contain_text(word if isinstance(word, str) else self.say(word))


@contextmanager
def pages():
    """The portal over HTTP, before anybody is behind it: the address, and who is to be asked."""
    desks: dict[str, object] = {}

    class Late:
        def __init__(self, name):
            self._name = name

        def __getattr__(self, asked):
            return getattr(desks[self._name], asked)

    with ThreadPoolExecutor(1) as hashing, ThreadPoolExecutor(2) as reading:
        routes = portal(Late("portal"), hashing, reading, secure=False, orders=Late("orders"))
        with served(Starlette(routes=routes)) as address:
            yield address.removesuffix("/console/"), desks


@pytest.fixture(params=LOCALES)
def story(request, database, chromium, tmp_path):
    with pages() as (home, desks), MailServer(tmp_path) as server:
        told = Story(database, home, server, chromium, request.param)
        office = told.office
        desks["portal"] = Counter(database, lambda: office.now, office.defaults)
        desks["orders"] = OrderCounter(database, lambda: office.now, office.defaults, lambda: MENU)
        yield told
        told.context.close()


def test_somebody_else_maps_it_the_customer_sets_it_up_and_the_seller_keeps_an_eye_on_it(story):
    alice = story.office.person(sample.ATELIER_ADMIN, language=story.speaker.tongue.language)
    order = Order(story.office, sample.ATELIER_ADMIN, customer="Contoso", step="who")
    alice.sends(order.ask(HandOver), email=NADIA)
    somebody_else_maps_it(story, order)
    over = alice.asks(f"provision {order.label}")
    assert NADIA in over.text
    takes_over_and_passes_on(story, alice, order)
    the_customer_begins_with_the_services(story, order)


def somebody_else_maps_it(story, order):
    story.follows_link(NADIA)
    story.sees("Atelier Cloud", order.reference)
    story.presses(_("Send me a code"))
    story.gives_code(NADIA, wrong=True)
    story.sees(_("This code is wrong, or no longer good. Have a new one sent if you need it."))
    story.gives_code(NADIA)
    story.sees(_("Who is the order for?"))
    story.presses(_("Next"))
    story.presses(_("Choose {organisation}", organisation="Atelier Cloud"))
    story.presses(_("Choose {organisation}", organisation="Contoso"))
    story.sees(_("Set up now"), "Contoso")


def takes_over_and_passes_on(story, alice, order):
    """Once it is mapped it is taken over; the browser that was inside has to go, and hears why."""
    taken = alice.sends(order.ask(TakeBack))
    own = alice.presses(taken, story.say(_("Take it over")))
    form = alice.presses(own, story.say(_("My customer will set up their own services")))
    alice.submits(form, email=ADMIN)
    story.page.reload()
    story.sees(_("This order was taken back: its seller completes it. There is nothing to do for you."))


def the_customer_begins_with_the_services(story, order):
    story.follows_link(ADMIN)
    story.sees(
        _(
            "{seller} asks you to set up the services of order {reference}.",
            seller="Atelier Cloud",
            reference=order.reference,
        )
    )
    story.presses(_("Send me a code"))
    story.gives_code(ADMIN)
    story.sees(_("Step {number} of {count} · {step}", number=1, count=2, step=_("Meetings")))
    assert order.mapped("customer") == "Contoso"
