"""The portal as a person uses it: from the mail to one's services in a real Chromium, on a phone, by the keyboard."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select
from starlette.applications import Starlette

from bot.mail import Mailer
from bot.phrases import Tongue
from bot.web.portal import portal
from handlers import invitations
from jobs.mail import Links, Post
from jobs.worker import drain
from store import users
from store.schema import assignments
from store.schema import users as user_rows
from store.values import LinkPurpose, UserStatus
from tests.bot.web.conftest import chromium, served
from tests.bot.web.test_console_in_a_browser import CONTRASTS
from tests.fakes.smtp import MailServer
from tests.handlers.portal.conftest import HOME, PASSWORD, TOKENS

__all__ = ["chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
PHONE = {"viewport": {"width": 320, "height": 640}}
WORDS = {
    "en": ("Activate my access", "New password", "The same password again", "Sign in", "Open Microsoft 365 E3"),
    "fr": (
        *("Activer mon accès", "Nouveau mot de passe", "Le même mot de passe encore une fois", "Se connecter"),
        "Ouvrir Microsoft 365 E3",
    ),
}


@pytest.fixture
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def home(office):
    with (
        ThreadPoolExecutor(1) as hashing,
        ThreadPoolExecutor(2) as reading,
        served(Starlette(routes=portal(office.desk, hashing, reading, secure=False))) as address,
    ):
        yield address.removesuffix("/console/")


@pytest.fixture
def open_page(chromium):
    """Opens pages as one likes; what a script or a policy complains about fails the test."""
    contexts, complaints = [], []

    def opened(address, **options):
        contexts.append(chromium.new_context(**({"locale": "en-GB"} | options)))
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(said.text) if "Failed to load" not in said.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def holder(office):
    """Somebody of Contoso with several services."""
    with office.database.reading() as db:
        held = select(user_rows.c.id).join(assignments, assignments.c.user_id == user_rows.c.id)
        most = held.where(user_rows.c.status == UserStatus.READY).group_by(user_rows.c.id)
        return users.get(db, office.contoso, db.scalar(most.order_by(func.count().desc(), user_rows.c.login).limit(1)))


def invited(office, language="en"):
    user = holder(office)
    with office.database.transaction() as db:
        users.set_status(db, office.contoso, user.id, UserStatus.READY, UserStatus.NOT_ACTIVATED)
        mail = invitations.to_user(LinkPurpose.INVITATION, "invitation", user)
        invitations.put(db, mail, Tongue(language), uuid4, office.now)
    return user


def link_in_the_mail(office, home, folder):
    """As the mail server of the user got it."""
    with MailServer(folder) as server:
        mailer = Mailer(server.url, "licences@comptoir.example")
        drain(Post(office.database, mailer, Links(TOKENS, home), lambda: office.now))
        (mail,) = server.box.mails
    text = mail.get_body(("plain",)).get_content()
    return next(word for word in text.split() if word.startswith(f"{home}/activate/"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_the_mail_to_ones_services_and_out(office, home, open_page, tmp_path, language):
    activate, new, again, sign_in, service = WORDS[language]
    user = invited(office, language)
    page = open_page(f"{link_in_the_mail(office, home, tmp_path)}?language={language}", java_script_enabled=False)
    page.get_by_label(new).fill(PASSWORD)
    page.get_by_label(again).fill(PASSWORD)
    page.get_by_role("button", name=activate).click()
    page.get_by_role("link", name=sign_in).click()
    page.locator("#email").fill(user.login)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name=sign_in).click()
    expect(page.get_by_role("link", name=service)).to_be_visible()
    page.locator("form[action='/portal/sign-out'] button").click()
    page.goto(f"{home}/portal/")
    expect(page.get_by_role("button", name=sign_in)).to_be_visible()


def test_the_keyboard_is_enough(office, home, open_page):
    user = office.activated()
    page = open_page(f"{home}/portal/")
    expect(page.locator("#email")).to_be_focused()
    for keys in (user.login, "Tab", "wrong", "Enter"):
        page.keyboard.press(keys) if keys in {"Tab", "Enter"} else page.keyboard.type(keys)
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    expect(page.locator("#password")).to_be_focused()
    expect(page.locator("#email")).to_have_value(user.login)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My services")).to_have_attribute("aria-current", "page")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()


def test_what_is_wrong_is_said_where_it_is(office, home, open_page):
    page = open_page(f"{home}/activate/{office.token(office.user(UserStatus.NOT_ACTIVATED))}")
    page.get_by_label("New password").fill("short")
    page.get_by_label("The same password again").fill("short")
    page.keyboard.press("Enter")
    expect(page.get_by_label("New password")).to_be_focused()
    expect(page.get_by_label("New password")).to_have_accessible_description(
        "A password has at least 12 characters. Nothing was changed."
    )
    expect(page.get_by_label("New password")).to_have_value("")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_fits_a_narrow_phone_and_can_be_read(office, home, open_page, language, colours):
    user = holder(office)
    office.desk.choose(office.token(user, LinkPurpose.RESET), PASSWORD, HOME)
    page = open_page(f"{home}/portal/?language={language}", color_scheme=colours, **PHONE)
    assert reads_well(page)
    page.locator("#email").fill(user.login)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}/portal/")
    for path in ("", "details", "history", "forgot", "nothing"):
        page.goto(f"{home}/portal/{path}")
        assert reads_well(page), path


def reads_well(page) -> bool:
    """Nothing sticks out to the right, and every text stands out from its ground."""
    assert page.evaluate(CONTRASTS) == []
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")
