"""A partner provisions a wholesale customer, adds users, changes and mends a package; on every surface."""

from __future__ import annotations

import pytest

from bot.phrases import Speaker, Tongue, _, n_
from bot.web.console import ConsolePerson
from handlers import sample
from handlers.sample.loading import sample_id
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.stories.deployment import Deployment
from tests.stories.slack_admin import SlackAdmin
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex

ALICE = ConsolePerson(sample.ATELIER_ADMIN, "Alice Martin", _("Admin of {organisation}", organisation="Atelier Cloud"))
LYON = str(sample_id("location", "Lyon"))
WRONG = "Ann Ax <ann@f.example>; Suite; +33465710001; Lyon\nBo By <bo@f.example>; Meetings"
RIGHT = WRONG.replace("0001", "0091")


class Wholesale(Deployment):
    """With Fabrikam's users."""

    def __init__(self, database, language) -> None:
        super().__init__(database, language)
        with database.transaction() as db:
            sample.load_wholesale(db, self.clock())

    def said(self, phrase) -> str:
        text = Speaker(Tongue(self.defaults.language)).say(_(phrase) if isinstance(phrase, str) else phrase)
        return " ".join(text.split())

    def package(self, login):
        sql = "SELECT w.package FROM wholesale_users w JOIN users u ON u.id = w.user_id WHERE u.login = :login"
        return self.rows(sql, login=login)


@pytest.fixture
def work(database, said):
    return Wholesale(database, said.language)


def provisions_a_customer(admin, work):
    admin.asks(work.said("wholesale add"))
    admin.fills(work.said("Go on"), called="Northwind", country="FR", contact="it@northwind.example")
    admin.sees(work.said(_("Address of {customer}", customer="Northwind")))
    admin.fills(work.said("Go on"), street="1 rue Haute", postal_code="75002", city="Paris")
    admin.sees(work.said("Package limits"), "Webex Voice")
    admin.fills(work.said("Go on"), webex_suite="20")
    admin.sees("1 rue Haute, 75002 Paris, France", "Webex Suite 20")
    admin.presses(work.said("Make it a wholesale customer"))
    admin.sees("Northwind", "Webex Suite 0 / 20")


def adds_users_and_corrects_a_line(admin, work):
    admin.asks(work.said("wholesale users add Fabrikam"))
    admin.fills(work.said("Check the list"), people=WRONG)
    admin.sees("ines.morel@fabrikam.example", "Bo By", work.said("Correct the lines"))
    admin.presses(work.said("Correct the lines"))
    admin.fills(work.said("Check the list"), people=RIGHT)
    admin.presses(work.said(n_("Add {count} user", "Add {count} users", 2)))
    admin.sees(
        work.said(
            n_("{count} user was added: {names}.", "{count} users were added: {names}.", 2, names="Ann Ax, Bo By")
        )
    )


def gives_another_package(admin, work):
    """Refused without a number, then with one."""
    admin.asks("wholesale package quentin.roche@fabrikam.example")
    admin.fills(work.said("Change the package"), package="webex_voice", location=LYON)
    admin.sees(work.said("a number or an extension is needed for calling"))
    admin.fills(work.said("Change the package"), package="webex_voice", extension="190", location=LYON)
    admin.sees("Quentin Roche", "Webex Voice", "190")


def mends_a_conflict(admin, work):
    admin.asks(work.said("wholesale repair ines.morel@fabrikam.example"))
    admin.presses(work.said("Unassign and assign again"))
    done = _("{package} was unassigned from {user} and assigned again.", package="Webex Suite", user="Inès Morel")
    admin.sees(work.said(done))


def play(admin, work):
    provisions_a_customer(admin, work)
    adds_users_and_corrects_a_line(admin, work)
    gives_another_package(admin, work)
    mends_a_conflict(admin, work)
    assert work.package("quentin.roche@fabrikam.example") == [("webex_voice",)]
    assert work.package("ann@f.example") == [("webex_suite",)]


def test_wholesale_in_slack(slack, work, said):
    with wired(slack, work) as wire, over_http(slack, wire):
        person = slack.person(sample.ATELIER_ADMIN, "Alice Martin", locale=said.locale)
        play(SlackAdmin(slack, person, slack.channel("licences", person)), work)


def test_wholesale_in_webex(webex, work):
    with at_webex(webex, work):
        play(WebexAdmin(webex, webex.person(sample.ATELIER_ADMIN, "Alice Martin")), work)


@pytest.mark.browser
def test_wholesale_at_the_console(chromium, work, said):  # noqa: F811 - the fixture
    with at_the_console(work, ALICE) as address:
        page = chromium.new_page(locale=said.locale)
        play(ConsoleAdmin(page, address, said.language, ALICE), work)
        page.close()
